//! What the dictionaries do not say, and the published tools did without: names that end in s, German words whose capital
//! is lost, spellings with and without ligatures.

use unicode_normalization::UnicodeNormalization;

use super::spelling::{capitalized, lowercase};
use super::usage::Usage;
use super::{Casing, Lemmatizer, is_name};

/// A lowercase word is a name too where the corpus writes it with a capital this many times as often.
const NAME_TIMES_MIN: usize = 4;
/// A noun that looks like a form of a verb stands this many times as often as the verb's infinitive: "wein" beside "weinen". A form
/// of a verb seldom does: "macht" beside "machen".
const OWN_FORM_TIMES_MIN: usize = 3;

impl Lemmatizer {
    /// `form` as it is written inside a sentence: the capital of a sentence's first word says nothing.
    pub(super) fn as_written(&self, form: &str, casing: Casing) -> String {
        let mut letters = form.chars().skip(1);
        let only_first = casing == Casing::SentenceStart && !letters.any(char::is_uppercase);
        if self.mended.is_none() || only_first { lowercase(form, self.habits) } else { form.to_owned() }
    }

    /// A word in capitals in small letters, by which it is looked up so that it is the same term in both: where the dictionary or
    /// the corpus has it so. Others may be abbreviations, and are not taken for forms of words. Nouns with capitals in a
    /// language that has them are looked up as they are.
    pub(super) fn small_of_capitals(&self, word: &str) -> Option<String> {
        let usage = &self.mended.as_ref().filter(|_| !self.habits.capital_nouns)?.usage;
        if !word.contains(char::is_uppercase) || word.contains(char::is_lowercase) {
            return None;
        }
        // Some small letters have a composed form where their capital has none: Greek υ with its breathing.
        let small: String = lowercase(word, self.habits).nfc().collect();
        (self.dictionary.contains(&small) || usage.small(&small) > 0).then_some(small)
    }

    /// The lemma that stands in the list of corrections.
    pub(super) fn corrected(&self, lowered: &str) -> Option<String> {
        self.mended.as_ref()?.corrections.get(lowered).map(|lemma| (*lemma).to_owned())
    }

    /// A name that looks like the plural of a noun, in lowercase: "Brooks". A word with a capital that has an entry of its own
    /// is none: "Americans"; nor is one whose noun the corpus writes small as often: "Participants".
    pub(super) fn name_in_s(&self, word: &str, casing: Casing) -> Option<String> {
        let usage = &self.mended.as_ref().filter(|_| self.habits.names_end_in_s)?.usage;
        let lowered = lowercase(word, self.habits);
        let singular = lowered.strip_suffix('s').filter(|_| casing != Casing::Lost)?;
        let own = self.dictionary.get(&capitalized(word, self.habits));
        let is_people =
            |lemma: String| lemma.starts_with(char::is_uppercase) && !self.dictionary.contains(singular);
        if own.is_some_and(is_people) {
            return None;
        }
        let capitals = usage.capitals(&lowered);
        let small = usage.small(&lowered) + usage.small(singular);
        let is_it = match () {
            () if is_name(word, casing) => small == 0 || capitals > small,
            () if word.starts_with(char::is_lowercase) => capitals > NAME_TIMES_MIN * small,
            () => capitals > small,
        };
        let plural = || self.dictionary.get(&lowered).is_some_and(|lemma| lemma == singular);
        (is_it && plural()).then_some(lowered)
    }

    /// The noun, in a language whose nouns have capitals, that a form of a verb is in this corpus.
    pub(super) fn noun_by_vote(&self, word: &str, casing: Casing) -> Option<String> {
        let usage = &self.mended.as_ref().filter(|_| self.habits.capital_nouns)?.usage;
        if is_name(word, casing) {
            return None;
        }
        let lowered = lowercase(word, self.habits);
        let verb = self.dictionary.get(&lowered).filter(|lemma| lemma.ends_with('n'))?;
        let noun = self
            .dictionary
            .get(&capitalized(word, self.habits))
            .filter(|it| it.starts_with(char::is_uppercase))?;
        let is_noun = self.is_noun_here(usage, word, &lowered, &verb, &lowercase(&noun, self.habits));
        is_noun.then_some(noun)
    }

    fn is_noun_here(&self, usage: &Usage, word: &str, lowered: &str, verb: &str, noun: &str) -> bool {
        let evidence = || self.uses_of_verb(usage, verb, lowered);
        if usage.lacks_capitals() {
            // The bare stem is the verb in commands only: "druck" is the print.
            if verb.strip_suffix("en") == Some(lowered) && noun == lowered {
                return true;
            }
            // A noun that is the verb's form itself ("macht") counts the verb's uses as its own, and needs more of them.
            let least = if noun == lowered { OWN_FORM_TIMES_MIN } else { 1 };
            return usage.times(noun) > least * evidence();
        }
        let (capitals, small) = (usage.capitals(lowered), usage.small(lowered));
        if word.starts_with(char::is_lowercase) {
            // Small by haste: the corpus knows the noun, and not the verb.
            return capitals > 0 && evidence() == 0;
        }
        // At the start of a sentence, or all in capitals.
        if capitals == small { usage.times(noun) >= evidence() } else { capitals > small }
    }

    /// How often the sample has the verb in forms that are no noun's, `lowered` apart: regular ones, and the infinitive where it
    /// is not the plural of a noun.
    fn uses_of_verb(&self, usage: &Usage, infinitive: &str, lowered: &str) -> usize {
        let stem =
            infinitive.strip_suffix("en").or_else(|| infinitive.strip_suffix('n')).unwrap_or(infinitive);
        let regular = [format!("{stem}t"), format!("ge{stem}t"), format!("{stem}te"), format!("{stem}ten")];
        let noun = self.dictionary.get(&capitalized(infinitive, self.habits));
        let is_plural = noun.is_some_and(|noun| lowercase(&noun, self.habits) != infinitive);
        let forms = regular.iter().map(String::as_str).chain((!is_plural).then_some(infinitive));
        forms.filter(|form| *form != lowered).map(|form| usage.times(form)).sum()
    }

    /// Whether a word is its own lemma by its ending, or as the bare stem of a verb.
    pub(super) fn is_own_lemma(&self, lowered: &str) -> bool {
        if self.mended.is_none() {
            return false;
        }
        let by_ending = self.habits.own_endings.iter().any(|ending| lowered.ends_with(ending));
        by_ending && self.dictionary.contains(lowered) || self.is_bare_stem_of_verb(lowered)
    }

    fn is_bare_stem_of_verb(&self, lowered: &str) -> bool {
        let Some(ending) = self.habits.bare_stem_is_no_verb else { return false };
        let is_it = |lemma: String| lemma.strip_suffix(ending) == Some(lowered);
        !lowered.ends_with(['a', 'e', 'i', 'o', 'u']) && self.dictionary.get(lowered).is_some_and(is_it)
    }

    /// `text` with its ligatures: "sœur" for "soeur". The same where the language has none.
    pub(super) fn with_ligatures(&self, text: &str) -> String {
        let ligatures = if self.mended.is_some() { self.habits.ligatures } else { &[] };
        ligatures.iter().fold(text.to_owned(), |text, (letters, ligature)| text.replace(letters, ligature))
    }

    /// The entry of a word in its other spelling with or without a ligature: with it where it lacks one, without it where the
    /// dictionary does not have it so.
    pub(super) fn entry_by_ligature(&self, lowered: &str) -> Option<String> {
        if self.mended.is_none() || self.habits.ligatures.is_empty() {
            return None;
        }
        let joined = self.with_ligatures(lowered);
        if joined != lowered {
            return self.dictionary.get(&joined);
        }
        let apart = self
            .habits
            .ligatures
            .iter()
            .fold(joined, |text, (letters, joined)| text.replace(joined, letters));
        if apart == lowered || self.dictionary.contains(lowered) { None } else { self.dictionary.get(&apart) }
    }

    /// The lemma of an unknown word whose letters were replaced because the keyboard lacked them: "Buecher", "Strassenbahn".
    pub(super) fn with_letters_put_back(&self, word: &str, casing: Casing) -> Option<String> {
        let replaced = if self.mended.is_some() { self.habits.replaced_for_want } else { &[] };
        let put_back = |word: &str, pairs: &[(&str, &str)]| {
            pairs.iter().fold(word.to_owned(), |word, (letters, letter)| word.replace(letters, letter))
        };
        let (last, others) = replaced.split_last()?;
        let lowered = lowercase(word, self.habits);
        let spelled = if word == lowered { lowered } else { capitalized(word, self.habits) };
        [put_back(&spelled, others), put_back(&spelled, &[*last]), put_back(&spelled, replaced)]
            .into_iter()
            .filter(|other| *other != spelled)
            .find_map(|other| self.known(&other, casing))
    }
}
