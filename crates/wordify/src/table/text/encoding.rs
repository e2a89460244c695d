//! Bytes of a text file to characters.
//!
//! The order of evidence: what the user says; a byte order mark; NULs at every other byte (UTF-16 without a mark); escapes
//! of Japanese mail (ISO-2022-JP); valid UTF-8; UTF-8 of UTF-16 (CESU-8); nearly valid UTF-8; else a guess by letter
//! statistics, as Firefox makes it, with a second look at it.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::charset::Charset;
use super::western::{self, Doubt};
use crate::count::{counted, grouped};

/// Bytes looked at for the pattern of UTF-16: its first lines hold delimiters and line ends.
const UTF16_SAMPLE: usize = 4096;
/// Bytes given to the guess: more do not change it.
const GUESS_BYTES: usize = 1 << 20;
/// Bytes skipped at once where all are ASCII, which shows nothing.
const GUESS_CHUNK: usize = 64 << 10;
/// Bytes before and behind the first letter beyond ASCII that are quoted: more are no word.
const WORD_BYTES: usize = 20;
/// Words beyond ASCII among which one is looked for that two character sets read in different ways.
const WORDS_COMPARED: usize = 100_000;
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

/// Decodes `bytes`, whatever they are, in the character set `chosen` or the one that they look like; wrong sequences
/// become U+FFFD and are counted in the warning.
pub(in crate::table) fn decode(bytes: &[u8], chosen: Option<Charset>) -> Decoded<'_> {
    let mark = Encoding::for_bom(bytes);
    if let Some(chosen) = chosen {
        // The mark says the same, or nothing where the user knows better.
        let skipped =
            mark.filter(|(encoding, _)| encoding.name() == chosen.name()).map_or(0, |(_, length)| length);
        return with(chosen, &bytes[skipped..], chosen.name().to_owned());
    }
    if let Some((encoding, length)) = mark {
        let name = if encoding == UTF_8 { "UTF-8 with byte order mark" } else { encoding.name() };
        return with(Charset::Web(encoding), &bytes[length..], name.to_owned());
    }
    if let Some(encoding) = utf16_without_mark(bytes).or_else(|| japanese_mail(bytes)) {
        return with(Charset::Web(encoding), bytes, encoding.name().to_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name().to_owned(), warning: None };
    }
    if let Some(text) = cesu8(bytes) {
        return Decoded { text: Cow::Owned(text), encoding: "CESU-8".to_owned(), warning: None };
    }
    if nearly_utf8(bytes) {
        return with(Charset::Web(UTF_8), bytes, UTF_8.name().to_owned());
    }
    let second = western::look(bytes, guess(bytes));
    let mut decoded = with(second.charset, bytes, second.charset.name().to_owned());
    if let Some(doubt) = second.doubt {
        let doubt = said(doubt, bytes, second.charset);
        decoded.warning = Some(decoded.warning.map_or(doubt.clone(), |warning| format!("{warning} {doubt}")));
    }
    decoded
}

/// The warning that `bytes`, read as `charset`, may be in another.
fn said(doubt: Doubt, bytes: &[u8], charset: Charset) -> String {
    match doubt {
        Doubt::Faults => format!(
            "The encoding is uncertain: read as {}, the texts hold signs and capitals inside words. If letters look \
             wrong, name the encoding (--encoding), such as macintosh or CP850.",
            charset.name()
        ),
        Doubt::FewLetters(other) => {
            let word = word_read_otherwise(bytes, charset, other);
            let (read, otherwise) = (charset.decode(word).0, other.decode(word).0);
            format!(
                "The encoding is uncertain, since few letters show it: “{read}” is read as {}, and would be “{otherwise}” as {}. \
                 If letters look wrong, name the encoding (--encoding).",
                charset.name(),
                other.name()
            )
        }
    }
}

/// The first word of `bytes` that two character sets read in different ways; the first beyond ASCII where there is none.
fn word_read_otherwise(bytes: &[u8], one: Charset, other: Charset) -> &[u8] {
    let mut from = 0;
    let mut first = None;
    for _ in 0..WORDS_COMPARED {
        let Some(found) = bytes[from..].iter().position(|byte| !byte.is_ascii()) else { break };
        let word = word_around(bytes, from + found);
        if one.decode(&bytes[word.clone()]).0 != other.decode(&bytes[word.clone()]).0 {
            return &bytes[word];
        }
        from = word.end;
        first.get_or_insert(word);
    }
    first.map_or(&bytes[..0], |word| &bytes[word])
}

/// The word around the letter at `at`. Digits belong to it, and what two bytes of one letter may be.
fn word_around(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let before = bytes[..at].iter().rev().take(WORD_BYTES).take_while(|byte| is_letter(byte)).count();
    let after = bytes[at..].iter().take(WORD_BYTES).take_while(|byte| is_letter(byte)).count();
    at - before..at + after
}

fn with(charset: Charset, bytes: &[u8], name: String) -> Decoded<'_> {
    let (text, malformed) = charset.decode(bytes);
    let warning = malformed.then(|| {
        let wrong = text.matches('\u{fffd}').count();
        let line = text.find('\u{fffd}').map_or(0, |at| text[..at].matches('\n').count()) + 1;
        format!(
            "{} could not be read as {} and became \u{fffd}; the first is in line {}.",
            counted(wrong, "byte sequence", "byte sequences"),
            charset.name(),
            grouped(line)
        )
    });
    Decoded { text, encoding: name, warning }
}

/// Latin text in UTF-16 has a NUL in every other byte; no other text has that. Of texts in other scripts the line ends and
/// delimiters have it, and then all of the beginning must make sense.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(UTF16_SAMPLE)];
    let (pairs, _) = sample.as_chunks::<2>();
    let high_first = pairs.iter().filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let low_first = pairs.iter().filter(|pair| pair[1] == 0 && pair[0] != 0).count();
    let (most, fewest) = (high_first.max(low_first), high_first.min(low_first));
    if most < 2 {
        return None;
    }
    let encoding = if high_first > low_first { UTF_16BE } else { UTF_16LE };
    let is_latin = fewest == 0 && most >= pairs.len() / 5;
    (is_latin || makes_sense(sample, encoding)).then_some(encoding)
}

/// Whether `sample` is text in lines with delimiters, and nothing else.
fn makes_sense(sample: &[u8], encoding: &'static Encoding) -> bool {
    let whole = &sample[..sample.len() - sample.len() % 2];
    let (text, malformed) = encoding.decode_without_bom_handling(whole);
    let has_no_controls = text.chars().all(|c| !c.is_control() || "\t\r\n".contains(c));
    // A pair of units may be cut at the end of the sample.
    let is_whole = !malformed || text.trim_end_matches('\u{fffd}').chars().all(|c| c != '\u{fffd}');
    has_no_controls && is_whole && text.contains('\n') && text.contains([',', ';', '\t', '|'])
}

/// Japanese mail changes between ASCII and Japanese by escapes, all in ASCII.
fn japanese_mail(bytes: &[u8]) -> Option<&'static Encoding> {
    let has_escape =
        || [&b"\x1b$B"[..], b"\x1b$@"].iter().any(|escape| memchr::memmem::find(bytes, escape).is_some());
    if !bytes.is_ascii() || memchr::memchr(0x1b, bytes).is_none() || !has_escape() {
        return None;
    }
    let (_, malformed) = ISO_2022_JP.decode_without_bom_handling(bytes);
    (!malformed).then_some(ISO_2022_JP)
}

/// The text of CESU-8, which writes each half of a pair of UTF-16 as three bytes, as Oracle and old Java do with emojis;
/// `None` for everything else.
fn cesu8(bytes: &[u8]) -> Option<String> {
    let half = |at: usize, second: std::ops::RangeInclusive<u8>| match bytes.get(at..at + 3) {
        Some(&[0xed, b, c @ 0x80..=0xbf]) if second.contains(&b) => {
            Some(u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f))
        }
        _ => None,
    };
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let mut pairs = 0;
    while let Some(found) = memchr::memchr(0xed, &bytes[at..]) {
        plain.extend(&bytes[at..at + found]);
        at += found;
        if let (Some(high), Some(low)) = (half(at, 0xa0..=0xaf), half(at + 3, 0xb0..=0xbf)) {
            let character = char::from_u32(0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff))?;
            plain.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
            pairs += 1;
            at += 6;
        } else {
            plain.push(0xed);
            at += 1;
        }
    }
    plain.extend(&bytes[at..]);
    if pairs == 0 { None } else { String::from_utf8(plain).ok() }
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

/// The encoding that the letters of `bytes` look like.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let other = bytes.chunks(GUESS_CHUNK).filter(|chunk| !chunk.is_ascii());
    for chunk in other.take(GUESS_BYTES / GUESS_CHUNK) {
        detector.feed(chunk, false);
    }
    detector.feed(&[], true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes, None);
        assert_eq!((decoded.text.as_ref(), decoded.encoding.as_str()), (text, encoding));
        assert_eq!(decoded.warning, None);
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_8_and_utf_16_are_recognized_with_and_without_a_mark() {
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
    fn a_word_that_may_be_read_in_two_ways_is_quoted_in_both() {
        let text = "text,label\nThe phone was good and the sound for that price was naïve,x\n";
        let bytes = encoding_rs::WINDOWS_1252.encode(text).0;
        let decoded = decode(&bytes, None);
        assert_eq!((decoded.text.as_ref(), decoded.encoding.as_str()), (text, "windows-1252"));
        let warning = decoded.warning.expect("a warning");
        assert!(
            warning.contains("“naïve” is read as windows-1252, and would be “naīve” as ISO-8859-4"),
            "{warning}"
        );
    }

    #[test]
    fn a_broken_byte_in_utf_8_does_not_change_the_encoding_and_is_reported() {
        let mut bytes = "text,label\nschön schön schön schön schön schön schön schön schön schön schön,a\n"
            .repeat(3)
            .into_bytes();
        bytes.extend(b"br\xffoken,b\n");
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.contains("br\u{fffd}oken"));
        let warning = decoded.warning.expect("a warning");
        assert!(warning.contains("1 byte sequence") && warning.contains("line 7"), "{warning}");
    }

    #[test]
    fn scripts_without_latin_letters_are_known_in_utf_16_without_a_mark() {
        let text = "名前,評価\nとても良い部屋でした。　また来ます,良い\n朝食が冷たかった,悪い\n";
        check(&utf16(text, u16::to_le_bytes), text, "UTF-16LE");
        check(&utf16(text, u16::to_be_bytes), text, "UTF-16BE");
    }

    #[test]
    fn japanese_mail_and_halves_of_emojis_are_known() {
        let mail = b"text,label\n\x1b$B$3$s$K$A$O\x1b(B,x\n";
        check(mail, "text,label\nこんにちは,x\n", "ISO-2022-JP");
        check(
            b"text,label\ngreat \xed\xa0\xbd\xed\xb8\x80 sch\xc3\xb6n,x\n",
            "text,label\ngreat 😀 schön,x\n",
            "CESU-8",
        );
        assert_ne!(decode(b"\xed\xa0\xbd,x\n", None).encoding, "CESU-8");
    }

    #[test]
    fn the_user_may_tell_the_encoding() {
        let chosen = |name: &str, bytes: &[u8]| decode(bytes, Charset::named(name)).text.into_owned();
        assert_eq!(chosen("cp850", b"sch\x94n"), "schön");
        assert_eq!(chosen("utf-8", b"\xef\xbb\xbfa"), "a");
        assert_eq!(chosen("windows-1250", b"\xa3\xf3d\x9f"), "Łódź");
        assert!(decode(b"\xff", Charset::named("utf-8")).warning.is_some());
    }

    #[test]
    fn any_bytes_decode() {
        for bytes in [&[][..], &[0], &[0xff, 0xfe], &[0x80; 7], &[0, 0, 0, 0]] {
            decode(bytes, None);
        }
    }
}
