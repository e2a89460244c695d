//! Scripts: which letters a language is written in, and which letters a text has.

use serde::Serialize;

/// Letters of a document that are looked at: a document changes its script seldom, and a large corpus should
/// not be read twice.
const LETTERS_MAX: usize = 200;
/// Characters of a document that are looked at, letters or not.
const CHARACTERS_MAX: usize = 1_000;
/// One Japanese syllable among this many letters makes a text of Chinese characters Japanese; fewer are in Chinese names.
const LETTERS_PER_SYLLABLE_MAX: usize = 20;

/// A writing system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Arabic letters, Persian's among them.
    Arabic,
    /// Armenian letters.
    Armenian,
    /// Cyrillic letters.
    Cyrillic,
    /// Devanagari letters.
    Devanagari,
    /// Georgian letters.
    Georgian,
    /// Greek letters.
    Greek,
    /// Chinese characters.
    Han,
    /// Hebrew letters.
    Hebrew,
    /// Hiragana and Katakana.
    Kana,
    /// Latin letters.
    Latin,
    /// Malayalam letters.
    Malayalam,
    /// Any other: Hangul, Thai, Tamil, ….
    Other,
}

/// First and last code point of the blocks with letters, ascending.
const BLOCKS: [(u32, u32, Script); 32] = [
    (0x0041, 0x024F, Script::Latin),
    (0x0250, 0x02AF, Script::Latin),
    (0x0370, 0x03FF, Script::Greek),
    (0x0400, 0x052F, Script::Cyrillic),
    (0x0530, 0x058F, Script::Armenian),
    (0x0590, 0x05FF, Script::Hebrew),
    (0x0600, 0x06FF, Script::Arabic),
    (0x0750, 0x077F, Script::Arabic),
    (0x0870, 0x08FF, Script::Arabic),
    (0x0900, 0x097F, Script::Devanagari),
    (0x0D00, 0x0D7F, Script::Malayalam),
    (0x10A0, 0x10FF, Script::Georgian),
    (0x1C80, 0x1C8F, Script::Cyrillic),
    (0x1C90, 0x1CBF, Script::Georgian),
    (0x1E00, 0x1EFF, Script::Latin),
    (0x1F00, 0x1FFF, Script::Greek),
    (0x2C60, 0x2C7F, Script::Latin),
    (0x2D00, 0x2D2F, Script::Georgian),
    (0x2DE0, 0x2DFF, Script::Cyrillic),
    (0x3005, 0x3007, Script::Han),
    (0x3041, 0x30FF, Script::Kana),
    (0x31F0, 0x31FF, Script::Kana),
    (0x3400, 0x4DBF, Script::Han),
    (0x4E00, 0x9FFF, Script::Han),
    (0xA640, 0xA69F, Script::Cyrillic),
    (0xA720, 0xA7FF, Script::Latin),
    (0xF900, 0xFAFF, Script::Han),
    (0xFB1D, 0xFB4F, Script::Hebrew),
    (0xFB50, 0xFEFC, Script::Arabic),
    (0xFF21, 0xFF5A, Script::Latin),
    (0xFF66, 0xFF9F, Script::Kana),
    (0x2_0000, 0x3_FFFF, Script::Han),
];

impl Script {
    /// All scripts.
    pub const ALL: [Self; 12] = [
        Self::Arabic,
        Self::Armenian,
        Self::Cyrillic,
        Self::Devanagari,
        Self::Georgian,
        Self::Greek,
        Self::Han,
        Self::Hebrew,
        Self::Kana,
        Self::Latin,
        Self::Malayalam,
        Self::Other,
    ];

    /// English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arabic => "Arabic",
            Self::Armenian => "Armenian",
            Self::Cyrillic => "Cyrillic",
            Self::Devanagari => "Devanagari",
            Self::Georgian => "Georgian",
            Self::Greek => "Greek",
            Self::Han => "Chinese characters",
            Self::Hebrew => "Hebrew",
            Self::Kana => "Japanese syllables",
            Self::Latin => "Latin",
            Self::Malayalam => "Malayalam",
            Self::Other => "another script",
        }
    }

    /// The script of a letter; none for a character that is not a letter.
    pub fn of(c: char) -> Option<Self> {
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then_some(Self::Latin);
        }
        if !c.is_alphabetic() {
            return None;
        }
        let code = c as u32;
        let next = BLOCKS.partition_point(|&(first, _, _)| first <= code);
        let block = BLOCKS[..next].last().filter(|&&(_, last, _)| code <= last);
        Some(block.map_or(Self::Other, |&(_, _, script)| script))
    }

    /// The script of most of the first letters of `text`; none where it has no letter.
    ///
    /// Japanese syllables win over Chinese characters, because Japanese texts have both and Chinese ones hardly.
    pub fn of_text(text: &str) -> Option<Self> {
        let mut letters = [0_usize; Self::ALL.len()];
        for script in text.chars().take(CHARACTERS_MAX).filter_map(Self::of).take(LETTERS_MAX) {
            letters[script as usize] += 1;
        }
        let both = letters[Self::Kana as usize] + letters[Self::Han as usize];
        if letters[Self::Kana as usize] * LETTERS_PER_SYLLABLE_MAX >= both.max(1) {
            letters[Self::Kana as usize] = both;
        }
        // The first of equals, so that the answer does not depend on the order of comparison.
        let most = letters.iter().copied().max().filter(|&count| count > 0)?;
        Self::ALL.into_iter().find(|&script| letters[script as usize] == most)
    }
}

/// Scripts without spaces between words, Chinese and Japanese apart: first and last code point, and name.
const UNSPACED: [(char, char, &str); 4] = [
    ('\u{e00}', '\u{e7f}', "Thai"),
    ('\u{e80}', '\u{eff}', "Lao"),
    ('\u{1000}', '\u{109f}', "Burmese"),
    ('\u{1780}', '\u{17ff}', "Khmer"),
];

/// Whether `c` is of a script without spaces between words, Chinese and Japanese apart.
pub(crate) fn is_unspaced(c: char) -> bool {
    UNSPACED.iter().any(|&(first, last, _)| (first..=last).contains(&c))
}

/// The script of most of the first letters of `text`, where it is one of these.
pub(crate) fn unspaced(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let of = |c: char| UNSPACED.iter().position(|&(first, last, _)| (first..=last).contains(&c));
    let mut letters = 0;
    let mut found = [0_usize; UNSPACED.len()];
    for c in text.chars().take(CHARACTERS_MAX).filter(|c| c.is_alphabetic()).take(LETTERS_MAX) {
        letters += 1;
        if let Some(script) = of(c) {
            found[script] += 1;
        }
    }
    let script = (0..UNSPACED.len()).find(|&script| 2 * found[script] > letters)?;
    Some(UNSPACED[script].2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_without_spaces_are_known() {
        for (text, script) in [
            ("ภาษาไทยง่าย ok", Some("Thai")),
            ("ພາສາລາວ", Some("Lao")),
            ("မြန်မာ", Some("Burmese")),
            ("ភាសាខ្មែរ", Some("Khmer")),
            ("हिन्दी", None),
            ("手机", None),
            ("ok", None),
        ] {
            assert_eq!(unspaced(text), script, "{text}");
        }
    }

    #[test]
    fn blocks_are_ascending_and_do_not_overlap() {
        assert!(BLOCKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(Script::ALL.iter().enumerate().all(|(index, &script)| script as usize == index));
    }

    #[test]
    fn a_text_has_the_script_of_most_of_its_letters() {
        for (text, expected) in [
            ("Das ist schön", Some(Script::Latin)),
            ("Это хорошо, OK", Some(Script::Cyrillic)),
            ("Καλημέρα ᾧ", Some(Script::Greek)),
            ("手机很好", Some(Script::Han)),
            ("東京都は大都市", Some(Script::Kana)),
            ("我昨天在商店里买了一瓶优の良品牌的饮料味道真的很不错", Some(Script::Han)),
            ("שלום", Some(Script::Hebrew)),
            ("سلام", Some(Script::Arabic)),
            ("नमस्ते", Some(Script::Devanagari)),
            ("한국어", Some(Script::Other)),
            ("😀 12 … ×", None),
            ("", None),
            ("\u{e000}\u{f8ff}", None),
        ] {
            assert_eq!(Script::of_text(text), expected, "{text}");
        }
    }
}
