//! Words that have no entry: known ones with an ending too many, compounds, and what endings suggest.

use super::Lemmatizer;
use super::dictionary::Dictionary;
use super::spelling::{capitalized, lowercase};
use crate::text::language::Language;
use crate::text::language::habits::{Compounds, Guess};

/// Fewer characters are left alone: any few letters are some word's beginning.
const CUT_CHARS_MIN: usize = 9;
/// Least number of characters of a part of a word.
const PART_CHARS_MIN: usize = 4;
/// Spellings with accents that are compared; each letter has at most five.
const SPELLINGS_MAX: usize = 64;

/// Greek capitals lose the accent and keep the diaeresis: "ΜΑΪΟΥ".
const WITH_DIAERESIS: &[(char, &str)] = &[('ϊ', "ΐ"), ('ϋ', "ΰ")];

impl Lemmatizer {
    /// The lemma of a word that is written without its accents, as Greek capitals are: of several spellings that one which the
    /// corpus writes most often, else the first lemma that most spellings have.
    pub(super) fn with_accents(&self, lowered: &str) -> Option<String> {
        if lowered.chars().count() < self.habits.accents_chars_min {
            return None;
        }
        let more = if self.mended.is_some() { WITH_DIAERESIS } else { &[] };
        let accented: Vec<_> = self.habits.accented.iter().chain(more).copied().collect();
        let mut lemmas = self.dictionary.with_accents(lowered, &accented, SPELLINGS_MAX);
        if lemmas.is_empty() {
            let capitalized = capitalized(lowered, self.habits);
            lemmas = self.dictionary.with_accents(&capitalized, &accented, SPELLINGS_MAX);
        }
        let written = |spelling: &str| {
            self.mended.as_ref().map_or(0, |mended| mended.usage.times(&lowercase(spelling, self.habits)))
        };
        let votes = |lemma: &String| lemmas.iter().filter(|(_, other)| other == lemma).count();
        // `max_by_key` takes the last of equals.
        let best = lemmas.iter().rev().max_by_key(|(spelling, lemma)| (written(spelling), votes(lemma)));
        best.map(|(_, lemma)| lemma.clone())
    }

    /// The lemma that the ending suggests.
    pub(super) fn guess(&self, word: &str, case_is_lost: bool) -> Option<String> {
        let asked = match self.habits.guess {
            Guess::Never => false,
            Guess::Lowercase => !case_is_lost && !word.starts_with(char::is_uppercase),
            Guess::WithoutCapital => !word.starts_with(char::is_uppercase),
            Guess::Always => true,
        };
        let loses = self.mended.is_some() && self.habits.loses_by_guess;
        if !asked || loses || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let lowered = lowercase(word, self.habits);
        let lemma = self.dictionary.guess(&lowered)?;
        (self.is_attested(&lemma) || !self.is_english(&lowered)).then_some(lemma)
    }

    /// Whether a word that the language lacks is an English one, whose ending says nothing: Spanish "smartphone" is no form of
    /// "smartphonar". Never for the published presets, and for English itself.
    fn is_english(&self, lowered: &str) -> bool {
        let Some(mended) = self.mended.as_ref().filter(|_| lowered.is_ascii()) else { return false };
        let load = || Dictionary::read(Language::English.dictionary()?).ok();
        let english = mended.english.get_or_init(load);
        english.as_ref().is_some_and(|english| english.contains(lowered))
    }

    /// Whether a word is one: the dictionary has it, or the corpus writes it.
    fn is_attested(&self, word: &str) -> bool {
        self.dictionary.contains(word)
            || self.dictionary.contains(&capitalized(word, self.habits))
            || self.mended.as_ref().is_some_and(|mended| mended.usage.times(word) > 0)
    }

    /// The lemma of a known word that an ending was glued to, or of a compound whose parts are known.
    pub(super) fn without_ending(&self, word: &str) -> Option<String> {
        let starts: Vec<usize> = word.char_indices().map(|(index, _)| index).collect();
        let length = starts.len();
        if length < CUT_CHARS_MIN {
            return None;
        }
        let longest = if self.habits.ending_max == 0 { 0 } else { length - PART_CHARS_MIN };
        for ending in 1..=longest {
            let (first, second) = word.split_at(starts[length - ending]);
            let Some(lemma) = self.either_case(first) else { continue };
            if ending <= self.habits.ending_max {
                return Some(lemma);
            }
            let Some(second_lemma) = self.either_case(second) else { continue };
            if second_lemma.chars().count() < ending + self.habits.ending_max {
                return Some(format!("{first}{second_lemma}"));
            }
        }
        match self.habits.compounds {
            Compounds::None => None,
            Compounds::EndKnown => self.compound(word, &starts),
            Compounds::OfKnown if word.starts_with(char::is_uppercase) => None,
            Compounds::OfKnown => self.compound(word, &starts),
        }
    }

    /// The lemma of a word whose longest known end is a noun.
    fn compound(&self, word: &str, starts: &[usize]) -> Option<String> {
        let length = starts.len();
        (PART_CHARS_MIN..=length - PART_CHARS_MIN).rev().find_map(|end| {
            let (first, second) = word.split_at(starts[length - end]);
            if self.habits.compounds == Compounds::OfKnown && !self.is_part(first) {
                return None;
            }
            let lemma = self.either_case(&capitalized(second, self.habits))?;
            (lemma.chars().count() <= end).then(|| format!("{first}{lemma}"))
        })
    }

    /// Whether a compound can begin so: with a word, also with the sound that joins it ("voetbals-").
    fn is_part(&self, first: &str) -> bool {
        let is_word =
            |part: &str| part.chars().nth(PART_CHARS_MIN - 2).is_some() && self.either_case(part).is_some();
        is_word(first) || first.strip_suffix(['s', 'n', 'e']).is_some_and(is_word)
    }
}
