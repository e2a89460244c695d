//! Bytes of a text file to characters.
//!
//! The order of evidence: a byte order mark; NULs at every other byte (UTF-16 without a mark); valid UTF-8;
//! nearly valid UTF-8; else a guess by letter statistics, as Firefox makes it.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::count::counted;

/// Bytes looked at for the pattern of UTF-16: its first lines hold delimiters and line ends.
const UTF16_SAMPLE: usize = 4096;
/// Bytes given to the guess: more do not change it.
const GUESS_BYTES: usize = 1 << 20;
/// Bytes skipped at once where all are ASCII, which tells nothing.
const GUESS_CHUNK: usize = 64 << 10;
/// Invalid sequences after which a file with even fewer valid ones needs no further look.
const INVALID_TELLING: usize = 1000;
/// Valid sequences per invalid one from which a file is damaged UTF-8 rather than something else.
const VALID_PER_INVALID: usize = 10;

/// Decoded text, the name of its encoding, and what went wrong.
#[derive(Debug)]
pub(in crate::table) struct Decoded<'a> {
    pub(in crate::table) text: Cow<'a, str>,
    pub(in crate::table) encoding: String,
    pub(in crate::table) warning: Option<String>,
}

/// Decodes `bytes`, whatever they are; wrong sequences become U+FFFD and are counted in the warning.
pub(in crate::table) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let name = if encoding == UTF_8 { "UTF-8 with byte order mark" } else { encoding.name() };
        return with(encoding, &bytes[mark..], name.to_owned());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with(encoding, bytes, encoding.name().to_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name().to_owned(), warning: None };
    }
    let encoding = if nearly_utf8(bytes) { UTF_8 } else { guess(bytes) };
    with(encoding, bytes, encoding.name().to_owned())
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], name: String) -> Decoded<'a> {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let warning = malformed.then(|| {
        let wrong = text.matches('\u{fffd}').count();
        let line = text.find('\u{fffd}').map_or(0, |at| text[..at].matches('\n').count()) + 1;
        format!(
            "{} could not be read as {} and became \u{fffd}; the first is in line {}.",
            counted(wrong, "byte sequence", "byte sequences"),
            encoding.name(),
            crate::count::grouped(line)
        )
    });
    Decoded { text, encoding: name, warning }
}

/// Latin text in UTF-16 has a NUL in every other byte; no other text has that.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(UTF16_SAMPLE)];
    let (pairs, _) = sample.as_chunks::<2>();
    let high_first = pairs.iter().filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let low_first = pairs.iter().filter(|pair| pair[1] == 0 && pair[0] != 0).count();
    // A fifth suffices: the rest may be Chinese.
    let many = (pairs.len() / 5).max(2);
    match (high_first, low_first) {
        (high, 0) if high >= many => Some(UTF_16BE),
        (0, low) if low >= many => Some(UTF_16LE),
        _ => None,
    }
}

fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
        if invalid >= INVALID_TELLING && valid < invalid {
            return false;
        }
    }
    valid >= VALID_PER_INVALID * invalid
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let telling = bytes.chunks(GUESS_CHUNK).filter(|chunk| !chunk.is_ascii());
    for chunk in telling.take(GUESS_BYTES / GUESS_CHUNK) {
        detector.feed(chunk, false);
    }
    detector.feed(&[], true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes);
        assert_eq!((decoded.text.as_ref(), decoded.encoding.as_str()), (text, encoding));
        assert_eq!(decoded.warning, None);
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_8_and_utf_16_are_told_with_and_without_a_mark() {
        let text = "text,label\nschön – 很好,gut\n";
        check(text.as_bytes(), text, "UTF-8");
        check(format!("\u{feff}{text}").as_bytes(), text, "UTF-8 with byte order mark");
        check(&utf16(text, u16::to_le_bytes), text, "UTF-16LE");
        check(&utf16(text, u16::to_be_bytes), text, "UTF-16BE");
        check(&utf16(&format!("\u{feff}{text}"), u16::to_le_bytes), text, "UTF-16LE");
        check(&utf16(&format!("\u{feff}{text}"), u16::to_be_bytes), text, "UTF-16BE");
    }

    #[test]
    fn legacy_encodings_are_guessed_from_their_letters() {
        let german =
            "text,label\nDas Essen war schön heiß, „wirklich“ für uns – 5 €,gut\nGrüße aus Köln,gut\n";
        check(&encoding_rs::WINDOWS_1252.encode(german).0, german, "windows-1252");
        let russian = "text,label\nОчень хорошая гостиница, приветливый персонал,да\n";
        check(&encoding_rs::WINDOWS_1251.encode(russian).0, russian, "windows-1251");
        let chinese = "text,label\n这个手机的屏幕效果非常好，电池也很耐用,好\n";
        check(&encoding_rs::GBK.encode(chinese).0, chinese, "GBK");
    }

    #[test]
    fn a_broken_byte_in_utf_8_does_not_change_the_encoding_and_is_told() {
        let mut bytes = "text,label\nschön schön schön schön schön schön schön schön schön schön schön,a\n"
            .repeat(3)
            .into_bytes();
        bytes.extend(b"br\xffoken,b\n");
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.contains("br\u{fffd}oken"));
        let warning = decoded.warning.expect("a warning");
        assert!(warning.contains("1 byte sequence") && warning.contains("line 7"), "{warning}");
    }

    #[test]
    fn any_bytes_decode() {
        for bytes in [&[][..], &[0], &[0xff, 0xfe], &[0x80; 7], &[0, 0, 0, 0]] {
            decode(bytes);
        }
    }
}
