//! The tokens of texts as numbers: each token has one for each form in which it is written.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::lemma::words::Word;
use super::lemma::{Casing, Lemma, Lemmatizer};

/// In place of a number: the token is a stop word, or its form is not kept.
pub(crate) const NONE: u32 = u32::MAX;

/// Texts with a number each.
pub(crate) type Numbers = FxHashMap<Box<str>, u32>;

/// The number of `text`, a new one if need be.
pub(crate) fn number_of(numbers: &mut Numbers, text: &str) -> u32 {
    if let Some(&number) = numbers.get(text) {
        return number;
    }
    let number = numbers.len() as u32;
    numbers.insert(text.into(), number);
    number
}

/// A token and the form in which it is written, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Written {
    pub(crate) token: u32,
    /// [`NONE`] where forms are not kept.
    pub(crate) form: u32,
}

/// The tokens that one reader met.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Number of each token; [`NONE`] marks a stop word.
    tokens: Numbers,
    /// The tokens end to end, and where each ends: the way back from a number to its token.
    text: String,
    ends: Vec<usize>,
    /// Number of each form; nothing where forms are not kept.
    forms: Option<Numbers>,
    /// What each number stands for.
    written: Vec<Written>,
    /// The way back; empty where forms are not kept, because each token then has its own number.
    numbers: FxHashMap<Written, u32>,
    /// Where in `of_words` the numbers of a word's lemmas are; first for words inside a sentence, then for those at its
    /// start. Each word is looked up once.
    words: [FxHashMap<Box<str>, Range<usize>>; 2],
    of_words: Vec<u32>,
    /// Of each of these, where its form stands in the word.
    places: Vec<Range<usize>>,
    /// Scratch space.
    lemmas: Vec<Lemma>,
}

impl Lexicon {
    /// A lexicon with nothing in it but its stop words.
    pub(crate) fn new<'a>(stop_words: impl Iterator<Item = &'a str>, keeps_forms: bool) -> Self {
        Self {
            tokens: stop_words.map(|word| (word.into(), NONE)).collect(),
            text: String::new(),
            ends: Vec::new(),
            forms: keeps_forms.then(Numbers::default),
            written: Vec::new(),
            numbers: FxHashMap::default(),
            words: [FxHashMap::default(), FxHashMap::default()],
            of_words: Vec::new(),
            places: Vec::new(),
            lemmas: Vec::new(),
        }
    }

    pub(crate) fn is_stop_word(&self, token: &str) -> bool {
        self.tokens.get(token) == Some(&NONE)
    }

    /// The number of `token`, written as `form`; none for a stop word.
    pub(crate) fn add(&mut self, token: &str, form: &str) -> Option<u32> {
        let token = self.token(token)?;
        let form = self.form(form);
        Some(self.number(Written { token, form }))
    }

    /// The number of `token`, written as the form of this number; none for a stop word.
    pub(crate) fn add_written(&mut self, token: &str, form: u32) -> Option<u32> {
        let token = self.token(token)?;
        Some(self.number(Written { token, form }))
    }

    /// Shows the numbers of the lemmas of a word to `visit`, each with its place in the word. A lemma is left out when it is a stop
    /// word, or its form is one.
    pub(crate) fn add_lemmas(
        &mut self,
        lemmatizer: &Lemmatizer,
        word: Word<'_>,
        mut visit: impl FnMut(u32, &Range<usize>),
    ) {
        let starts = usize::from(word.casing == Casing::SentenceStart);
        let range = match self.words[starts].get(word.text) {
            Some(range) => range.clone(),
            None => {
                let range = self.look_up(lemmatizer, word);
                self.words[starts].insert(word.text.into(), range.clone());
                range
            }
        };
        for (&number, place) in self.of_words[range.clone()].iter().zip(&self.places[range]) {
            visit(number, place);
        }
    }

    fn look_up(&mut self, lemmatizer: &Lemmatizer, word: Word<'_>) -> Range<usize> {
        let start = self.of_words.len();
        let mut lemmas = std::mem::take(&mut self.lemmas);
        lemmatizer.lemmas_of(word.text, word.casing, &mut lemmas);
        for Lemma { form, written, lemma, place } in lemmas.drain(..) {
            let number = if self.is_stop_word(&form) { None } else { self.add(&lemma, &written) };
            if let Some(number) = number {
                self.of_words.push(number);
                self.places.push(place);
            }
        }
        self.lemmas = lemmas;
        start..self.of_words.len()
    }

    /// The token's own number; none for a stop word.
    fn token(&mut self, token: &str) -> Option<u32> {
        if let Some(&number) = self.tokens.get(token) {
            return (number != NONE).then_some(number);
        }
        let number = self.ends.len() as u32;
        self.tokens.insert(token.into(), number);
        self.text.push_str(token);
        self.ends.push(self.text.len());
        if self.forms.is_none() {
            self.written.push(Written { token: number, form: NONE });
        }
        Some(number)
    }

    /// The number of a form.
    pub(crate) fn form(&mut self, form: &str) -> u32 {
        self.forms.as_mut().map_or(NONE, |forms| number_of(forms, form))
    }

    fn number(&mut self, written: Written) -> u32 {
        if self.forms.is_none() {
            return written.token;
        }
        let fresh = self.written.len() as u32;
        let number = *self.numbers.entry(written).or_insert(fresh);
        if number == fresh {
            self.written.push(written);
        }
        number
    }

    /// What each number stands for, in the order of the numbers.
    pub(crate) fn written(&self) -> &[Written] {
        &self.written
    }

    /// The tokens in the order of their own numbers.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|token| self.token_text(token as u32))
    }

    /// The token of this number of its own.
    pub(crate) fn token_text(&self, token: u32) -> &str {
        let token = token as usize;
        let start = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[token]]
    }

    /// The forms in the order of their numbers; none where they are not kept.
    pub(crate) fn forms(&self) -> Vec<&str> {
        let mut forms = vec![""; self.forms.as_ref().map_or(0, Numbers::len)];
        for (form, &number) in self.forms.iter().flatten() {
            forms[number as usize] = form;
        }
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_one_number_for_each_form_in_which_it_is_written() {
        let mut lexicon = Lexicon::new(["the"].into_iter(), true);
        let written =
            [("wolf", "wolves"), ("wolf", "wolf"), ("goose", "geese"), ("wolf", "wolves"), ("the", "the")];
        let numbers: Vec<_> = written.iter().map(|(token, form)| lexicon.add(token, form)).collect();
        assert_eq!(numbers, [Some(0), Some(1), Some(2), Some(0), None]);
        let forms = lexicon.forms();
        let shown = lexicon
            .written()
            .iter()
            .map(|&Written { token, form }| (lexicon.token_text(token), forms[form as usize]));
        assert_eq!(shown.collect::<Vec<_>>(), &written[..3]);
    }

    #[test]
    fn without_forms_a_token_has_a_number_of_its_own() {
        let mut lexicon = Lexicon::new(["the"].into_iter(), false);
        assert_eq!(lexicon.add("wolf", "wolves"), lexicon.add("wolf", "wolf"));
        assert_eq!((lexicon.add("goose", "geese"), lexicon.add("the", "the")), (Some(1), None));
        assert_eq!(lexicon.tokens().collect::<Vec<_>>(), ["wolf", "goose"]);
        assert!(lexicon.forms().is_empty());
    }

    #[test]
    fn a_word_counts_by_its_lemmas_unless_they_or_their_forms_are_stop_words() {
        let lemmatizer = Lemmatizer::load_code("en").expect("English has lemmas");
        let mut lexicon = Lexicon::new(["be", "geese"].into_iter(), true);
        let mut numbers = Vec::new();
        for text in ["wolves", "were", "geese", "goose", "wolves"] {
            let word = Word { text, casing: Casing::Kept };
            lexicon.add_lemmas(&lemmatizer, word, |number, _| numbers.push(number));
        }
        let tokens: Vec<&str> =
            numbers.iter().map(|&n| lexicon.token_text(lexicon.written()[n as usize].token)).collect();
        assert_eq!(tokens, ["wolf", "goose", "wolf"]);
    }
}
