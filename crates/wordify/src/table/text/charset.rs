//! The character sets of text files: those of the web, and code pages of DOS that files still come in.

use std::borrow::Cow;

use encoding_rs::{Encoding, MACINTOSH};

/// A character set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Charset {
    /// One that browsers know.
    Web(&'static Encoding),
    /// A code page of DOS.
    Dos(&'static Page),
}

/// A code page of DOS: ASCII, and these 128 characters from byte 80 on.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::table) struct Page {
    name: &'static str,
    high: &'static str,
}

/// The code pages of DOS, as Unicode's mappings have them.
const CP437: Page = Page {
    name: "CP437",
    high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
};
const CP850: Page = Page {
    name: "CP850",
    high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
};
const CP852: Page = Page {
    name: "CP852",
    high: "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
};
/// That of the Baltic.
const CP775: Page = Page {
    name: "CP775",
    high: "ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u{ad}±“¾¶§÷„°∙·¹³²■\u{a0}",
};
/// That of Turkey.
const CP857: Page = Page {
    name: "CP857",
    high: "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\u{fffd}ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\u{fffd}×ÚÛÙìÿ¯´\u{ad}±\u{fffd}¾¶§÷¸°¨·¹³²■\u{a0}",
};
/// That of Portugal.
const CP860: Page = Page {
    name: "CP860",
    high: "ÇüéâãàÁçêÊèÍÔìÃÂÉÀÈôõòÚùÌÕÜ¢£Ù₧ÓáíóúñÑªº¿Ò¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
};
/// That of Iceland.
const CP861: Page = Page {
    name: "CP861",
    high: "ÇüéâäàåçêëèÐðÞÄÅÉæÆôöþûÝýÖÜø£Ø₧ƒáíóúÁÍÓÚ¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
};
/// That of Ukraine.
const CP1125: Page = Page {
    name: "CP1125",
    high: "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёҐґЄєІіЇї·√№¤■\u{a0}",
};
static PAGES: [Page; 8] = [CP437, CP775, CP850, CP852, CP857, CP860, CP861, CP1125];

impl Charset {
    /// The code page of DOS with the number in `name`, such as `CP850`.
    pub(super) fn dos(name: &str) -> Option<Self> {
        PAGES.iter().find(|page| page.name == name).map(Self::Dos)
    }

    /// The character set that people call `name`: as the web does, as Python does, or by its number.
    pub(in crate::table) fn named(name: &str) -> Option<Self> {
        let lower = name.trim().to_lowercase().replace('_', "-");
        let number = lower.trim_start_matches("cp").trim_start_matches("ibm").trim_start_matches('-');
        if let Some(page) = Self::dos(&format!("CP{number}")) {
            return Some(page);
        }
        if matches!(lower.as_str(), "macroman" | "mac-roman" | "mac" | "apple-roman") {
            return Some(Self::Web(MACINTOSH));
        }
        // Python writes iso8859-15 and latin-1.
        let spellings =
            [lower.clone(), lower.replacen("iso8859", "iso-8859", 1), lower.replacen("latin-", "latin", 1)];
        spellings.iter().find_map(|spelling| Encoding::for_label(spelling.as_bytes())).map(Self::Web)
    }

    /// Its usual name.
    pub(in crate::table) fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Dos(page) => page.name,
        }
    }

    /// The text of `bytes`, and whether some were wrong and became U+FFFD.
    pub(in crate::table) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes),
            Self::Dos(_) => {
                let of = self.characters();
                let text: String = bytes.iter().map(|&byte| of[usize::from(byte)]).collect();
                let is_malformed = text.contains('\u{fffd}');
                (Cow::Owned(text), is_malformed)
            }
        }
    }

    /// The character of each byte, U+FFFD where there is none or where it takes more than one byte.
    pub(super) fn characters(self) -> [char; 256] {
        let mut of = ['\u{fffd}'; 256];
        for byte in 0..=0xff_u8 {
            of[usize::from(byte)] = match self {
                Self::Dos(page) if byte >= 0x80 => {
                    page.high.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}')
                }
                Self::Dos(_) => char::from(byte),
                Self::Web(encoding) => {
                    let single = [byte];
                    let (text, _) = encoding.decode_without_bom_handling(&single);
                    text.chars().next().unwrap_or('\u{fffd}')
                }
            };
        }
        of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_sets_have_the_names_that_people_use() {
        for (name, expected) in [
            ("cp1252", "windows-1252"),
            ("Latin-1", "windows-1252"),
            ("latin1", "windows-1252"),
            ("iso8859_15", "ISO-8859-15"),
            ("ISO-8859-15", "ISO-8859-15"),
            ("mac_roman", "macintosh"),
            ("MacRoman", "macintosh"),
            ("macintosh", "macintosh"),
            ("cp850", "CP850"),
            ("IBM437", "CP437"),
            ("852", "CP852"),
            ("utf-8", "UTF-8"),
            ("utf_8", "UTF-8"),
            ("UTF-16LE", "UTF-16LE"),
            ("sjis", "Shift_JIS"),
            ("big5", "Big5"),
        ] {
            assert_eq!(Charset::named(name).map(Charset::name), Some(expected), "{name}");
        }
        assert!(Charset::named("klingon").is_none());
    }

    #[test]
    fn pages_of_dos_have_their_letters() {
        for (page, bytes, text) in [
            ("CP850", &[0x81, 0x84, 0x94, 0xe1, 0xd0][..], "üäößð"),
            ("CP437", &[0x9b, 0x80, 0xf6], "¢Ç÷"),
            ("CP852", &[0x88, 0xa5, 0xfd], "łąř"),
            ("CP775", &[0xd0, 0xd8, 0xe4], "ąžõ"),
            ("CP857", &[0x8d, 0xa7, 0x9f], "ığş"),
            ("CP860", &[0x84, 0x94, 0x8f], "ãõÂ"),
            ("CP861", &[0x8c, 0x95, 0x98], "ðþý"),
        ] {
            assert_eq!(Charset::dos(page).expect("known").decode(bytes), (Cow::Borrowed(text), false));
        }
        assert!(PAGES.iter().all(|page| page.high.chars().count() == 128));
    }
}
