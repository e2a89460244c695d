//! Words as the dictionaries spell them.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::text::language::habits::Habits;

/// `word` as the dictionary has it of a language with these habits: composed, with plain apostrophes and hyphens, and
/// without the marks that the language writes in schoolbooks only.
pub(super) fn normal(word: &str, habits: &Habits) -> String {
    let word: String = if word.is_ascii() || is_nfc_quick(word.chars()) == IsNormalized::Yes {
        word.chars().filter_map(|c| plain(c, habits)).collect()
    } else {
        word.nfc().filter_map(|c| plain(c, habits)).collect()
    };
    if habits.grave_is_acute { grave_to_acute(&word) } else { word }
}

fn plain(c: char, habits: &Habits) -> Option<char> {
    match c {
        '’' | 'ʼ' => Some('\''),
        '‐' | '‑' => Some('-'),
        c if habits.dropped.iter().any(|marks| marks.contains(&c)) => None,
        c => Some(habits.replaced.iter().find(|&&(from, _)| from == c).map_or(c, |&(_, to)| to)),
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
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// `word` in lowercase.
pub(super) fn lowercase(word: &str, habits: &Habits) -> String {
    if habits.dotless_i {
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
pub(super) fn capitalized(word: &str, habits: &Habits) -> String {
    let lowered = lowercase(word, habits);
    let mut chars = lowered.chars();
    let first = chars
        .next()
        .map(|c| if habits.dotless_i && c == 'i' { "İ".into() } else { c.to_uppercase().to_string() });
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::Language;

    fn habits(code: &str) -> &'static Habits {
        &Language::from_code(code).expect("a language").facts().habits
    }

    #[test]
    fn words_are_spelled_as_in_the_dictionary() {
        assert_eq!(normal("e\u{301}te\u{301}", habits("fr")), "été");
        assert_eq!(normal("l’arc‑en‑ciel", habits("fr")), "l'arc-en-ciel");
        assert_eq!(normal("ţară", habits("ro")), "țară");
        assert_eq!(normal("שָׁלוֹם", habits("he")), "שלום");
        assert_eq!(normal("كِتَاب", habits("ar")), "كتاب");
        assert_eq!(normal("τὸ", habits("grc")), "τό");
    }

    #[test]
    fn case_follows_the_language() {
        assert_eq!(lowercase("ISI", habits("tr")), "ısı");
        assert_eq!(lowercase("ΟΔΟΣ", habits("el")), "οδος");
        assert_eq!(capitalized("izmir", habits("tr")), "İzmir");
        assert_eq!(capitalized("ABEND", habits("de")), "Abend");
        assert_eq!(without_accents("portá"), "porta");
    }
}
