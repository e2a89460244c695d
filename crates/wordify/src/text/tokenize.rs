//! Text to tokens, as scikit-learn's `(?u)\b\w\w+\b`: maximal runs of word characters, two at least.
//!
//! That rule cuts words at combining marks: of हिन्दी nothing is left, of தமிழ் a fragment. The published tools had it so;
//! [`whole_tokens`] keeps letters and their marks together.
//!
//! A word character is Python's `\w`: a letter, a number of any kind, or `_`. It is not the regex crate's
//! `\w`, which adds combining marks and lacks number characters such as `½`. The tables follow the Unicode
//! version of `unicode-properties`; Python 3.11 knows Unicode 14, so they differ in characters assigned since.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::text::emoji::emoji_length;

/// Code points below this are looked up in a table; the rest are rare and are searched for.
const TABLE_END: u32 = 0x1_0000;

/// Whether `c` is a word character: `\w` of Python's `re`.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return is_ascii_word(c as u8);
    }
    let code = c as u32;
    if code < TABLE_END {
        let table = word_table();
        table[(code / 64) as usize] >> (code % 64) & 1 == 1
    } else {
        is_letter_or_number(c)
    }
}

/// What else than words becomes a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KeptTokens {
    /// Emojis, each one token: `👍🏽`.
    pub emojis: bool,
    /// Hashtags with their sign: `#election`.
    pub hashtags: bool,
}

/// The tokens of `text`, in their order.
pub fn tokens(text: &str) -> Tokens<'_> {
    tokens_with(text, KeptTokens::default())
}

/// The tokens of `text` and what `kept` names besides, in their order.
pub fn tokens_with(text: &str, kept: KeptTokens) -> Tokens<'_> {
    Tokens { text, at: 0, kept, word_length }
}

/// As [`tokens_with`], with letters and their marks as one word in every script. A mark is a character too: कि has two.
pub fn whole_tokens(text: &str, kept: KeptTokens) -> Tokens<'_> {
    Tokens { text, at: 0, kept, word_length: whole_word_length }
}

/// Iterator over the tokens of a text; see [`tokens`].
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    kept: KeptTokens,
    /// Bytes of the word at the beginning of a text.
    word_length: fn(&str) -> usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.kept != KeptTokens::default() {
            return self.next_with_kept();
        }
        loop {
            let start = self.at + gap_length(&self.text[self.at..]);
            let rest = &self.text[start..];
            let token = &rest[..(self.word_length)(rest)];
            if token.is_empty() {
                return None;
            }
            self.at = start + token.len();
            if token.chars().nth(1).is_some() {
                return Some(token);
            }
        }
    }
}

impl<'a> Tokens<'a> {
    fn next_with_kept(&mut self) -> Option<&'a str> {
        loop {
            let rest = &self.text[self.at..];
            let first = rest.chars().next()?;
            let kept = self.kept_length(rest);
            let length = if kept > 0 { kept } else { (self.word_length)(rest) };
            self.at += if length > 0 { length } else { first.len_utf8() };
            let token = &rest[..length];
            if kept > 0 || token.chars().nth(1).is_some() {
                return Some(token);
            }
        }
    }

    /// Bytes of the emoji or hashtag at the beginning of `rest`, the text from here on.
    fn kept_length(&self, rest: &str) -> usize {
        if self.kept.emojis {
            let length = emoji_length(rest);
            if length > 0 {
                return length;
            }
        }
        match rest.strip_prefix('#') {
            Some(word) if self.kept.hashtags && !self.text[..self.at].ends_with(is_word) => {
                match (self.word_length)(word) {
                    0 => 0,
                    length => 1 + length,
                }
            }
            _ => 0,
        }
    }
}

/// Bytes of the word characters at the beginning of `text`.
pub(crate) fn word_length(text: &str) -> usize {
    let ascii = text.bytes().position(|byte| !is_ascii_word(byte)).unwrap_or(text.len());
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    ascii + text[ascii..].find(|c| !is_word(c)).unwrap_or(text.len() - ascii)
}

/// Bytes of the word at the beginning of `text` with the marks of its letters, and with what joins letters inside a word.
pub(crate) fn whole_word_length(text: &str) -> usize {
    let mut length = word_length(text);
    while length > 0 && length < text.len() {
        let rest = &text[length..];
        let Some(c) = rest.chars().next().filter(|c| !c.is_ascii()) else { break };
        let behind = &rest[c.len_utf8()..];
        let inside = word_length(behind);
        let goes_on = is_mark_of_letter(c) || is_joiner(c) && inside > 0;
        if !goes_on {
            break;
        }
        length += c.len_utf8() + inside;
    }
    length
}

/// Whether `c` is a mark that belongs to the letter before it. Signs around a character and selectors of emojis do not.
pub(crate) fn is_mark_of_letter(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
        && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether letters on both sides of `c` are one word: the joiners of Persian and Indic scripts.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Bytes of the other characters at the beginning of `text`.
pub(crate) fn gap_length(text: &str) -> usize {
    let ascii = text.bytes().position(|byte| is_ascii_word(byte) || !byte.is_ascii()).unwrap_or(text.len());
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    ascii + text[ascii..].find(is_word).unwrap_or(text.len() - ascii)
}

/// As [`is_word`], for a byte of ASCII; no other byte is one.
pub(crate) fn is_ascii_word(byte: u8) -> bool {
    ASCII_WORDS[byte as usize]
}

/// For each byte, whether it is an ASCII word character: a table, because every byte of every text asks.
static ASCII_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

fn is_letter_or_number(c: char) -> bool {
    matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
}

/// One bit for each code point below [`TABLE_END`]: 8 KiB, filled at the first character that is not ASCII.
fn word_table() -> &'static [u64] {
    static TABLE: OnceLock<Vec<u64>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = vec![0; (TABLE_END / 64) as usize];
        for c in (0..TABLE_END).filter_map(char::from_u32).filter(|&c| c == '_' || is_letter_or_number(c)) {
            table[(c as u32 / 64) as usize] |= 1 << (c as u32 % 64);
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(tokens(text).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn tokens_are_runs_of_two_or_more_word_characters() {
        check("a bc d_e f", &["bc", "d_e"]);
        check("don't stop", &["don", "stop"]);
        check("", &[]);
        check(" . ", &[]);
        check("x", &[]);
    }

    #[test]
    fn characters_and_not_bytes_are_counted() {
        check("é éa 中 中国", &["éa", "中国"]);
    }

    #[test]
    fn numbers_of_every_kind_are_word_characters_and_marks_are_not() {
        check("½½ ²³ ①② Ⅻa", &["½½", "²³", "①②", "Ⅻa"]);
        check("i\u{307}stanbul", &["stanbul"]);
        check("कि", &[]);
    }

    #[test]
    fn letters_beyond_the_basic_plane_are_word_characters() {
        check("𝒜𝒷 😀😀 𠀀𠀁", &["𝒜𝒷", "𠀀𠀁"]);
    }

    #[test]
    fn whole_tokens_keep_letters_and_their_marks_together_in_every_script() {
        let check = |text: &str, hashtags, expected: &[&str]| {
            let kept = KeptTokens { emojis: false, hashtags };
            assert_eq!(whole_tokens(text, kept).collect::<Vec<_>>(), expected, "{text}");
        };
        for word in [
            "हिन्दी",
            "বাংলা",
            "தமிழ்",
            "తెలుగు",
            "မြန်မာ",
            "ភាសា",
            "ਪੰਜਾਬੀ",
            "മലയാളം",
            "සිංහල",
            "བོད་".trim_end_matches('་'),
        ] {
            check(&format!("({word}) {word}, x"), false, &[word, word]);
        }
        check("#हिन्दी #বাংলা2", true, &["#हिन्दी", "#বাংলা2"]);
        check("می\u{200c}خواهم کتاب\u{200c}", false, &["می\u{200c}خواهم", "کتاب"]);
        check("i\u{307}stanbul 1\u{fe0f}\u{20e3} ok\u{20dd}", false, &["i\u{307}stanbul", "ok"]);
        check("\u{93f}\u{93f} plain 中国", false, &["plain", "中国"]);
    }

    #[test]
    fn emojis_and_hashtags_can_be_kept() {
        let text = "I ❤ #Köln_2024 so👍🏽much C#x # 🇩🇪!";
        let check = |emojis, hashtags, expected: &[&str]| {
            let kept = KeptTokens { emojis, hashtags };
            assert_eq!(tokens_with(text, kept).collect::<Vec<_>>(), expected, "{kept:?}");
        };
        check(false, false, &["Köln_2024", "so", "much"]);
        check(true, false, &["❤", "Köln_2024", "so", "👍🏽", "much", "🇩🇪"]);
        check(false, true, &["#Köln_2024", "so", "much"]);
        check(true, true, &["❤", "#Köln_2024", "so", "👍🏽", "much", "🇩🇪"]);
    }
}
