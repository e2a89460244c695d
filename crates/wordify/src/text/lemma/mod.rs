//! Words to their lemmas: "wolves" to "wolf", "ging" to "gehen".
//!
//! Dictionaries of whole forms, because a word then has the same lemma everywhere, in every run; words that are
//! alike but not the same ("left", "saw") get the lemma that is the most frequent. The order of look-ups:
//!
//! 1. the word as it is written, then in the other case: before anything is lowercased;
//! 2. without the words that lean on it (`clitic`), then what a hyphen joins;
//! 3. its spellings with accents, where careless writers leave them out;
//! 4. for unknown words, known ones with an ending too many, or what the ending suggests (`unknown`);
//! 5. the word itself in lowercase.
//!
//! What was found is looked up once more where it is a participle, which leads to its verb.
//!
//! What a language does of this is data: `habits` beside the languages.

mod clitic;
mod correction;
pub mod dictionary;
pub mod memory;
mod mended;
pub mod pack;
mod possessed;
pub(crate) mod rule;
mod spelling;
mod stem;
mod unknown;
pub(crate) mod usage;
pub(crate) mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use self::correction::{Corrections, as_word};
use self::dictionary::Dictionary;
use self::spelling::{capitalized, lowercase, normal};
use self::usage::Usage;
use crate::text::draft::range_in;
use crate::text::language::Language;
use crate::text::language::habits::Habits;

/// Longer words are lowercased only: chemistry, links, and text without spaces.
const WORD_CHARS_MAX: usize = 100;

/// What the case of a word can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Casing {
    /// It is the writer's.
    Kept,
    /// It is the writer's, and the word is the first of a sentence.
    SentenceStart,
    /// Nothing: the text was lowercased before.
    Lost,
}

/// Apostrophes and hyphens.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '‐' | '‑')
}

/// Finds the lemmas of a language.
#[derive(Debug)]
pub struct Lemmatizer {
    dictionary: Dictionary,
    habits: &'static Habits,
    mended: Option<Mended>,
}

/// What stands before the dictionary.
#[derive(Debug)]
struct Mended {
    corrections: Corrections,
    usage: Usage,
    /// The dictionary of English, once a word asks for it; none for English itself.
    english: OnceLock<Option<Dictionary>>,
}

/// A word of a text and what it counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lemma {
    /// The word as it is written, in lowercase.
    pub form: String,
    /// The word as people write it inside a sentence; in lowercase for the published presets.
    pub written: String,
    /// Its lemma, in lowercase, two characters or more, without white space.
    pub lemma: String,
    /// Where it stands in the word that was looked up, in bytes: in one of the parts that joints divide, or in the whole.
    pub place: Range<usize>,
}

impl Lemmatizer {
    /// Unpacks the dictionary of `language`: a few milliseconds to a tenth of a second. `None` when there is none. Lemmas are
    /// those of the dictionary, with its errors, as the published presets keep them.
    pub fn load(language: Language) -> Option<Self> {
        let dictionary = Dictionary::read(language.dictionary()?).ok()?;
        Some(Self { dictionary, habits: &language.facts().habits, mended: None })
    }

    /// As [`Lemmatizer::load`], with the corrections of the language before its dictionary, for the corpus that `texts` are
    /// of: where a form has two readings, the corpus votes. No texts, no votes.
    pub fn load_mended(language: Language, texts: &[String]) -> Option<Self> {
        let facts = language.facts();
        let english = match language {
            Language::English => OnceLock::from(None),
            _ => OnceLock::new(),
        };
        let corrections = correction::read(facts.corrections);
        let mended = Mended { corrections, usage: Usage::count(texts), english };
        Some(Self { mended: Some(mended), ..Self::load(language)? })
    }

    /// As [`Lemmatizer::load`], for the language's ISO 639 code.
    pub fn load_code(code: &str) -> Option<Self> {
        Self::load(Language::from_code(code)?)
    }

    /// The lemma of one word, in lowercase.
    ///
    /// A word of one character is never looked up, because dictionaries have abbreviations there ("m" is "mètre");
    /// a few are known as verbs and articles.
    pub fn lemma<'a>(&self, word: &'a str, casing: Casing) -> Cow<'a, str> {
        let short = word.chars().nth(1).is_none();
        let long = word.len() > WORD_CHARS_MAX && word.chars().nth(WORD_CHARS_MAX).is_some();
        let small = if short || long { None } else { self.small_of_capitals(word) };
        let seen = small.as_deref().unwrap_or(word);
        let found = match () {
            () if short => self.listed(&lowercase(seen, self.habits)),
            () if long => None,
            () => self.find(&normal(seen, self.habits), casing).map(|found| self.again(found, seen, casing)),
        };
        let lemma =
            found.map_or_else(|| lowercase(seen, self.habits), |lemma| lowercase(&lemma, self.habits));
        let lemma = without_number(lemma, seen);
        let lemma = if self.mended.is_some() {
            as_word(self.with_ligatures(&lemma), &self.with_ligatures(&lowercase(seen, self.habits)))
        } else {
            lemma
        };
        if lemma == word { Cow::Borrowed(word) } else { Cow::Owned(lemma) }
    }

    /// What a word of a text counts as: mostly one lemma, more where it joins several words, none where nothing
    /// is left of it. Appended to `lemmas`.
    ///
    /// A word with a hyphen or an apostrophe stays one where the dictionary has it so.
    pub fn lemmas_of(&self, word: &str, casing: Casing, lemmas: &mut Vec<Lemma>) {
        let first = lemmas.len();
        self.add_lemmas(word, casing, lemmas);
        self.place(word, &mut lemmas[first..]);
    }

    fn add_lemmas(&self, word: &str, casing: Casing, lemmas: &mut Vec<Lemma>) {
        let long = word.len() > WORD_CHARS_MAX && word.chars().nth(WORD_CHARS_MAX).is_some();
        if !long && word.contains(is_joint) {
            let word = normal(word, self.habits);
            if let Some(lemma) = self.joined(&word, casing, lemmas) {
                self.push(&word, casing, &lemma, lemmas);
            }
            return;
        }
        if let Some((first, second)) = self.carelessly_contracted(word) {
            self.add_contracted(first, Some(second), casing, lemmas);
            return;
        }
        for (index, part) in word.split(is_joint).enumerate() {
            let casing = if index > 0 && casing == Casing::SentenceStart { Casing::Kept } else { casing };
            self.push(part, casing, &self.lemma(part, casing), lemmas);
        }
    }

    fn push(&self, form: &str, casing: Casing, lemma: &str, lemmas: &mut Vec<Lemma>) {
        let lemma = lowercase(lemma, self.habits);
        // As in all of Wordify, one character is not a word.
        if form.chars().nth(1).is_some() && lemma.chars().nth(1).is_some() {
            let written = self.as_written(form, casing);
            lemmas.push(Lemma { form: lowercase(form, self.habits), written, lemma, place: 0..0 });
        }
    }

    /// Places the lemmas of `word`: each of several in the part that is its form, all in the whole word where one has no part.
    fn place(&self, word: &str, lemmas: &mut [Lemma]) {
        let mut places = Vec::new();
        if lemmas.len() > 1 {
            let mut parts = word.split(is_joint);
            let part_of = |lemma: &Lemma| {
                parts.find(|part| lowercase(&normal(part, self.habits), self.habits) == lemma.form)
            };
            places.extend(lemmas.iter().map_while(part_of).map(|part| range_in(word, part)));
        }
        let whole = places.len() < lemmas.len();
        for (index, lemma) in lemmas.iter_mut().enumerate() {
            lemma.place = if whole { 0..word.len() } else { places[index].clone() };
        }
    }

    /// The lemma of a word with apostrophes or hyphens, when it is one word; else its words are pushed.
    fn joined(&self, word: &str, casing: Casing, lemmas: &mut Vec<Lemma>) -> Option<String> {
        if let Some((first, second)) = self.expanded(word) {
            self.add_contracted(first, second, casing, lemmas);
            return None;
        }
        let whole = self.known(word, casing).or_else(|| self.without_enclitics(word));
        if whole.is_some() {
            return whole;
        }
        let inner = self.without_proclitic(word).or_else(|| self.before_apostrophe(word));
        if let Some(inner) = inner {
            self.add_lemmas(inner, casing, lemmas);
            return None;
        }
        if let Some(lemma) = self.without_hyphens(word) {
            return Some(lemma);
        }
        for part in word.split(['\'', '-']) {
            self.push(part, casing, &self.lemma(part, casing), lemmas);
        }
        None
    }

    /// The lemmas of the `first` of two words that one contracts, and the `second` of them.
    fn add_contracted(&self, first: &str, second: Option<&str>, casing: Casing, lemmas: &mut Vec<Lemma>) {
        self.add_lemmas(first, casing, lemmas);
        let as_it_is =
            |word: &str| Lemma { form: word.into(), written: word.into(), lemma: word.into(), place: 0..0 };
        lemmas.extend(second.map(as_it_is));
    }

    /// The name that an apostrophe divides from its endings: "Ankara'da".
    fn before_apostrophe<'a>(&self, word: &'a str) -> Option<&'a str> {
        let (name, _) = word.split_once('\'')?;
        (self.habits.endings_behind_apostrophe && name.chars().nth(1).is_some()).then_some(name)
    }

    /// All look-ups but the last. `word` is in its normal spelling.
    fn find(&self, word: &str, casing: Casing) -> Option<String> {
        if !word.contains(char::is_alphabetic) {
            return None;
        }
        if !self.habits.no_names.is_empty() && is_name(word, casing) {
            return self.known(word, casing).or_else(|| self.either_case(self.without_proclitic(word)?));
        }
        self.known(word, casing)
            .or_else(|| self.without_enclitics(word))
            .or_else(|| self.either_case(self.without_proclitic(word)?))
            .or_else(|| self.either_case(self.expanded(word)?.0))
            .or_else(|| {
                let name = self.before_apostrophe(word)?;
                self.either_case(name).or_else(|| Some(name.to_owned()))
            })
            .or_else(|| self.without_hyphens(word))
            .or_else(|| self.last_part(word))
            .or_else(|| self.of_genitive(word))
            .or_else(|| self.without_possessor(word))
            .or_else(|| {
                let bare = !(self.habits.names_have_accents && is_name(word, casing));
                bare.then(|| self.with_accents(&lowercase(word, self.habits))).flatten()
            })
            .or_else(|| self.with_letters_put_back(word, casing))
            .or_else(|| self.guess(word, casing == Casing::Lost))
            .or_else(|| self.without_ending(word))
    }

    /// What `found` for `word` leads to in its turn: participles and the like are entries, which lead to their verb. Names
    /// have none.
    fn again(&self, found: String, word: &str, casing: Casing) -> String {
        let found = self.over_possessed(found, word);
        let pairs = || self.habits.leads_on.iter().filter(|(ending, _)| found.ends_with(ending));
        if pairs().next().is_none()
            || is_name(word, casing)
            || self.listed(&lowercase(word, self.habits)).is_some()
        {
            return found;
        }
        let next = self.find(&found, Casing::Lost).filter(|next| pairs().any(|(_, end)| next.ends_with(end)));
        next.unwrap_or(found)
    }

    /// The entry of a word in the case that fits best.
    fn known(&self, word: &str, casing: Casing) -> Option<String> {
        let lowered = lowercase(word, self.habits);
        let listed = self.corrected(&lowered).or_else(|| self.listed(&lowered));
        if listed.is_some() {
            return listed;
        }
        if self.is_own_lemma(&lowered) {
            return Some(lowered);
        }
        let joined = self.entry_by_ligature(&lowered);
        if joined.is_some() {
            return joined;
        }
        let voted = self.name_in_s(word, casing).or_else(|| self.noun_by_vote(word, casing));
        if voted.is_some() {
            return voted;
        }
        if casing == Casing::SentenceStart && self.habits.lower_at_start {
            return self.dictionary.get(&lowered).or_else(|| self.either_case(word));
        }
        if !self.habits.no_names.is_empty() && is_name(word, casing) {
            let can_be = |lemma: &String| !self.habits.no_names.iter().any(|ending| lemma.ends_with(ending));
            return self.dictionary.get(word).or_else(|| self.either_case(word).filter(can_be));
        }
        if casing == Casing::Lost && self.habits.capital_nouns {
            // A noun that is a verb's form as well ("arbeiten") stays the verb's.
            let capitalized = capitalized(word, self.habits);
            let lemma = self.dictionary.get(word);
            let is_noun = || self.dictionary.get(&capitalized).is_some_and(|lemma| lemma == capitalized);
            if lemma.as_deref() != Some(word) && is_noun() {
                return Some(capitalized);
            }
        }
        let lemma = self.either_case(word)?;
        if self.is_noun_beside_verb(&lowered, &lemma) { Some(lowered) } else { Some(lemma) }
    }

    /// The lemma of one of the words that [`Habits`] lists.
    fn listed(&self, lowered: &str) -> Option<String> {
        let found = self.habits.words.iter().find(|(form, _)| *form == lowered);
        found.map(|(_, lemma)| (*lemma).to_owned())
    }

    /// The entry of a word as it is written, else in the other case.
    fn either_case(&self, word: &str) -> Option<String> {
        self.dictionary.get(word).or_else(|| {
            let capitalized = capitalized(word, self.habits);
            if word.starts_with(char::is_uppercase) {
                let lowered = self.dictionary.get(&lowercase(word, self.habits));
                lowered.or_else(|| (capitalized != word).then(|| self.dictionary.get(&capitalized)).flatten())
            } else {
                self.dictionary.get(&capitalized)
            }
        })
    }

    /// The lemma of the word that is left when the hyphens go: "co-operate" is "cooperate".
    fn without_hyphens(&self, word: &str) -> Option<String> {
        // "i-i" and "w-w-what" are stammered, and no words that a hyphen divides.
        let stammered = || self.mended.is_some() && word.split('-').all(|part| part.chars().nth(1).is_none());
        (word.contains('-') && !stammered()).then(|| self.either_case(&word.replace('-', ""))).flatten()
    }

    /// A word with hyphens, the last of its words as a lemma.
    fn last_part(&self, word: &str) -> Option<String> {
        let (first, last) = word.rsplit_once('-')?;
        Some(format!("{first}-{}", self.either_case(last)?))
    }
}

/// Some dictionaries number words that are spelled alike: "kartas2".
fn without_number(mut lemma: String, word: &str) -> String {
    if lemma.ends_with(|c: char| c.is_ascii_digit()) && !word.contains(|c: char| c.is_ascii_digit()) {
        lemma.truncate(lemma.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    }
    lemma
}

/// Whether a word has a capital that only names have; words in capitals say nothing.
fn is_name(word: &str, casing: Casing) -> bool {
    casing == Casing::Kept && word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemmatizer(code: &str) -> Lemmatizer {
        Lemmatizer::load_code(code).expect("it has a dictionary")
    }

    /// `words` with a space between: each a word, an equals sign, and its lemma.
    fn check(code: &str, casing: Casing, words: &str) {
        let lemmatizer = lemmatizer(code);
        for pair in words.split(' ') {
            let (word, lemma) = pair.split_once('=').expect("word=lemma");
            assert_eq!(lemmatizer.lemma(word, casing), lemma, "{code}: {word}");
        }
    }

    fn check_text(code: &str, text: &str, expected: &str) {
        let lemmatizer = lemmatizer(code);
        let mut lemmas = Vec::new();
        for word in words::words(text) {
            lemmatizer.lemmas_of(word.text, word.casing, &mut lemmas);
        }
        let lemmas: Vec<_> = lemmas.into_iter().map(|lemma| lemma.lemma).collect();
        assert_eq!(lemmas.join(" "), expected, "{code}: {text}");
    }

    #[test]
    fn words_are_looked_up_as_written_before_they_are_lowercased() {
        check("de", Casing::Kept, "ging=gehen Arbeiten=arbeit arbeiten=arbeiten Häuser=haus Zzqx=zzqx");
    }

    #[test]
    fn a_lowercase_text_in_german_prefers_nouns_that_are_their_own_lemma() {
        check("de", Casing::Lost, "mann=mann haus=haus arbeiten=arbeiten gutes=gut");
    }

    #[test]
    fn words_of_one_character_are_looked_up_in_a_short_list_only() {
        check("fr", Casing::Kept, "s=s S=s d=d");
    }

    #[test]
    fn names_stay_what_they_are_where_they_look_like_verbs() {
        check("pt", Casing::Kept, "Paris=paris Cunha=cunha presidentes=presidente Presidentes=presidente");
        check("es", Casing::Kept, "Marina=marina PERROS=perro perros=perro");
        check("fr", Casing::Kept, "Denis=denis Etienne=etienne apres=après probleme=problème");
        check("pt", Casing::SentenceStart, "Falaram=falar");
    }

    #[test]
    fn numbers_of_words_that_are_spelled_alike_do_not_show() {
        check("lt", Casing::Kept, "kartą=kartas");
    }

    #[test]
    fn dutch_compounds_of_known_words_are_inflected_at_their_end() {
        check("nl", Casing::Kept, "fotobenodigdheden=fotobenodigdheid Eindhoven=eindhoven");
    }

    #[test]
    fn participles_lead_to_their_verb_and_nouns_that_look_like_them_do_not() {
        check(
            "pt",
            Casing::Kept,
            "assinados=assinar controlada=controlar dados=dado temas=tema Unidos=unido",
        );
        check("fr", Casing::Kept, "révélée=révéler soumise=soumettre données=donnée");
        check("lt", Casing::Kept, "skirtos=skirti jiems=jis žinių=žinios");
        check("ru", Casing::Kept, "захватывающих=захватывать начале=начало банок=банка");
    }

    #[test]
    fn a_bare_stem_of_a_dutch_verb_is_a_noun_where_it_has_a_diminutive() {
        check(
            "nl",
            Casing::Kept,
            "stap=stap kroon=kroon test=test Start=start wil=willen weet=weten loopt=lopen",
        );
    }

    #[test]
    fn words_in_capitals_are_found() {
        check("en", Casing::Kept, "WOLVES=wolf Wolves=wolf wolves=wolf");
    }

    #[test]
    fn pronouns_behind_a_verb_go() {
        check("es", Casing::Kept, "calificándole=calificar comprárselo=comprar");
        check("it", Casing::Kept, "portarlo=portare");
    }

    #[test]
    fn missing_accents_are_found_on_a_miss_only() {
        check("es", Casing::Kept, "tambien=también corazon=corazón esta=este");
    }

    #[test]
    fn contracted_words_become_two() {
        check_text(
            "en",
            "I don't think we'll go; the dog's well-known",
            "do not think we will go the dog well-known",
        );
    }

    #[test]
    fn shortened_words_in_front_go_and_compounds_stay_one_word() {
        check_text(
            "fr",
            "L’homme qu'il voit : un arc-en-ciel d'aujourd'hui",
            "homme il voir un arc-en-ciel aujourd'hui",
        );
    }

    #[test]
    fn any_word_has_a_lemma_of_bounded_length() {
        let lemmatizer = lemmatizer("lt");
        for word in
            ["", "-", "'", "a-", "\u{301}", "\u{10ffff}\u{10ffff}", &"x".repeat(100_000), &"a-".repeat(1000)]
        {
            assert!(lemmatizer.lemma(word, Casing::Kept).len() <= word.len() + 100);
            lemmatizer.lemmas_of(word, Casing::SentenceStart, &mut Vec::new());
        }
    }

    #[test]
    fn every_dictionary_can_be_read() {
        let mut read = 0;
        for language in Language::ALL {
            let Some(file) = language.dictionary() else { continue };
            assert!(Dictionary::read(file).expect("not damaged").len() > 10_000, "{language}");
            read += 1;
        }
        assert_eq!(read, 54);
    }
}
