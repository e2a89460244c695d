//! Words as the dictionaries spell them.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// `word` as the dictionary of the language `code` has it: composed, with plain apostrophes and hyphens, and
/// without the marks that the language writes in schoolbooks only.
pub(super) fn normal(word: &str, code: &str) -> String {
    let word: String = if word.is_ascii() || is_nfc_quick(word.chars()) == IsNormalized::Yes {
        word.chars().filter_map(|c| plain(c, code)).collect()
    } else {
        word.nfc().filter_map(|c| plain(c, code)).collect()
    };
    if code == "grc" { grave_to_acute(&word) } else { word }
}

fn plain(c: char, code: &str) -> Option<char> {
    match c {
        '’' | 'ʼ' => Some('\''),
        '‐' | '‑' => Some('-'),
        'ş' if code == "ro" => Some('ș'),
        'ţ' if code == "ro" => Some('ț'),
        'Ş' if code == "ro" => Some('Ș'),
        'Ţ' if code == "ro" => Some('Ț'),
        // Points of Hebrew, vowel signs of Arabic, and the stroke that makes an Arabic word longer.
        '\u{591}'..='\u{5c7}' if code == "he" && is_mark(c) => None,
        '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' if code == "ar" => None,
        // Marks of Armenian intonation.
        '՛' | '՜' | '՞' if code == "hy" => None,
        c => Some(c),
    }
}

/// Running Greek text writes a grave where the dictionary has an acute.
fn grave_to_acute(word: &str) -> String {
    word.nfd().map(|c| if c == '\u{300}' { '\u{301}' } else { c }).nfc().collect()
}

/// `word` without accents: as a verb is written that loses its pronoun.
pub(super) fn without_accents(word: &str) -> String {
    word.nfd().filter(|&c| !is_mark(c)).nfc().collect()
}

pub(super) fn is_mark(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark
}

/// `word` in lowercase, as the language `code` has it.
pub(super) fn lowercase(word: &str, code: &str) -> String {
    if code == "tr" {
        let dotless = word.chars().map(|c| match c {
            'I' => 'ı',
            'İ' => 'i',
            c => c,
        });
        return dotless.collect::<String>().to_lowercase();
    }
    word.to_lowercase()
}

/// `word` with a capital and the rest in lowercase.
pub(super) fn capitalized(word: &str, code: &str) -> String {
    let lowered = lowercase(word, code);
    let mut chars = lowered.chars();
    let first = chars
        .next()
        .map(|c| if code == "tr" && c == 'i' { "İ".into() } else { c.to_uppercase().to_string() });
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spelled_as_in_the_dictionary() {
        assert_eq!(normal("e\u{301}te\u{301}", "fr"), "été");
        assert_eq!(normal("l’arc‑en‑ciel", "fr"), "l'arc-en-ciel");
        assert_eq!(normal("ţară", "ro"), "țară");
        assert_eq!(normal("שָׁלוֹם", "he"), "שלום");
        assert_eq!(normal("كِتَاب", "ar"), "كتاب");
        assert_eq!(normal("τὸ", "grc"), "τό");
    }

    #[test]
    fn case_follows_the_language() {
        assert_eq!(lowercase("ISI", "tr"), "ısı");
        assert_eq!(lowercase("ΟΔΟΣ", "el"), "οδος");
        assert_eq!(capitalized("izmir", "tr"), "İzmir");
        assert_eq!(capitalized("ABEND", "de"), "Abend");
        assert_eq!(without_accents("portá"), "porta");
    }
}
