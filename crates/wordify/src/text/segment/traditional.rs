//! Traditional Chinese characters in their simplified form.
//!
//! jieba's dictionary holds simplified words mostly, and cuts 臺灣大學 in the middle. So texts in traditional characters are looked
//! up through their simplified form, character by character, and shown as they are written.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// From OpenCC; see the head of the file.
const PAIRS: &str = include_str!("traditional.txt");

/// The simplified form of each traditional character.
#[derive(Debug)]
pub(crate) struct Simplified {
    of: FxHashMap<char, char>,
}

impl Simplified {
    /// Reads the table: a fraction of a millisecond.
    pub(crate) fn load() -> Self {
        let mut of = FxHashMap::default();
        for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
            let mut characters = line.chars();
            while let (Some(traditional), Some(simplified)) = (characters.next(), characters.next()) {
                of.insert(traditional, simplified);
            }
        }
        Self { of }
    }

    /// `text` in simplified characters: as many as before, each in the place of its own.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.is_ascii() || !text.chars().any(|c| self.of.contains_key(&c)) {
            return text.into();
        }
        text.chars().map(|c| self.of.get(&c).copied().unwrap_or(c)).collect::<String>().into()
    }
}

/// Finds stretches of a text in another with as many characters.
#[derive(Debug)]
pub(crate) struct Beside<'t> {
    simplified: &'t str,
    original: &'t str,
}

impl<'t> Beside<'t> {
    /// Two texts of as many characters.
    pub(crate) fn new(simplified: &'t str, original: &'t str) -> Self {
        Self { simplified, original }
    }

    /// What stands in the original where `word` stands next in the simplified text.
    pub(crate) fn next(&mut self, word: &str) -> Option<&'t str> {
        let gap = self.simplified.find(word)?;
        let skipped = self.simplified[..gap].chars().count();
        self.simplified = &self.simplified[gap + word.len()..];
        let start = bytes_of(self.original, skipped);
        let rest = &self.original[start..];
        let (found, behind) = rest.split_at(bytes_of(rest, word.chars().count()));
        self.original = behind;
        Some(found)
    }
}

/// Bytes of the first `characters` of `text`.
fn bytes_of(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_simplified_one_by_one() {
        let simplified = Simplified::load();
        assert!(simplified.of.len() > 2_900);
        assert_eq!(simplified.text("臺灣大學讀書覺得"), "台湾大学读书觉得");
        assert!(matches!(simplified.text("中国 phone"), Cow::Borrowed(_)));
    }

    #[test]
    fn words_are_found_beside_their_simplified_form() {
        let mut beside = Beside::new("我，台湾 大学x", "我，臺灣 大學x");
        assert_eq!(
            (beside.next("我"), beside.next("台湾"), beside.next("大学")),
            (Some("我"), Some("臺灣"), Some("大學"))
        );
        assert_eq!(beside.next("没有"), None);
    }
}
