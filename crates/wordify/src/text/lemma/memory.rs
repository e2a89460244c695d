//! Words that were looked up before. Texts repeat their words, so each is looked up once for every thread.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::words::{Word, words};
use super::{Casing, Lemma, Lemmatizer};
use crate::text::draft::{Written, range_in};
use crate::text::language::stop_words::StopWordSet;

/// Words that are remembered at a time: more than any corpus of books has, in less than 100 MB.
const WORDS_MAX: usize = 500_000;
/// Longer words are not remembered: they are links and the like, and seldom come back.
const WORD_BYTES_MAX: usize = 100;

/// A lemmatizer with a memory, which leaves stop words out.
#[derive(Debug)]
pub struct Memory<'a> {
    lemmatizer: &'a Lemmatizer,
    stop_words: &'a StopWordSet,
    /// What a piece of a text counts as by itself.
    pieces: Known,
    /// What a word of a text counts as; first inside a sentence, then at its start.
    words: [Known; 2],
}

/// Words with what they count as, stop words left out.
type Known = FxHashMap<Box<str>, Box<[Lemma]>>;

impl<'a> Memory<'a> {
    /// A memory with nothing in it. A word goes when its form or its lemma is in `stop_words`.
    pub fn new(lemmatizer: &'a Lemmatizer, stop_words: &'a StopWordSet) -> Self {
        Self { lemmatizer, stop_words, pieces: Known::default(), words: [Known::default(), Known::default()] }
    }

    /// Shows [`Lemmatizer::lemma`] of `piece`, as its writer wrote it, to `visit`; nothing for a stop word.
    pub(crate) fn piece(&mut self, piece: &str, visit: impl FnOnce(&Lemma)) {
        let (lemmatizer, stop_words) = (self.lemmatizer, self.stop_words);
        let look_up = |lemmas: &mut Vec<Lemma>| {
            let form = piece.to_lowercase();
            if !stop_words.contains(form.as_str()) {
                let lemma = lemmatizer.lemma(piece, Casing::Kept).into_owned();
                lemmas.push(Lemma { written: form.clone(), form, lemma, place: 0..piece.len() });
            }
        };
        if let Some(lemma) = remembered(&mut self.pieces, piece, stop_words, look_up).first() {
            visit(lemma);
        }
    }

    /// `text` with lemmas in place of its words, stop words left out. Those that stay are shown to `seen`.
    pub fn lemmas_in<W: Written>(&mut self, text: &str, seen: &mut dyn FnMut(&Lemma)) -> W {
        let (lemmatizer, stop_words) = (self.lemmatizer, self.stop_words);
        let mut out = W::with_capacity(text.len());
        let mut kept = 0;
        for Word { text: word, casing } in words(text) {
            let Range { start, end } = range_in(text, word);
            out.keep(text, kept..start);
            kept = end;
            let known = &mut self.words[usize::from(casing == Casing::SentenceStart)];
            let look_up = |lemmas: &mut Vec<Lemma>| lemmatizer.lemmas_of(word, casing, lemmas);
            let lemmas = remembered(known, word, stop_words, look_up);
            for (index, lemma) in lemmas.iter().enumerate() {
                let from = start + lemma.place.start..start + lemma.place.end;
                if index > 0 {
                    out.push(' ', from.clone());
                }
                out.put(&lemma.lemma, from);
                seen(lemma);
            }
        }
        out.keep(text, kept..text.len());
        out
    }
}

/// What `word` counts as: from `known`, else what `look_up` finds but for stop words, which is remembered.
fn remembered<'k>(
    known: &'k mut Known,
    word: &str,
    stop_words: &StopWordSet,
    look_up: impl FnOnce(&mut Vec<Lemma>),
) -> Cow<'k, [Lemma]> {
    if !known.contains_key(word) {
        let mut lemmas = Vec::new();
        look_up(&mut lemmas);
        lemmas.retain(|lemma| {
            !stop_words.contains(lemma.form.as_str()) && !stop_words.contains(lemma.lemma.as_str())
        });
        if word.len() > WORD_BYTES_MAX {
            return lemmas.into();
        }
        if known.len() >= WORDS_MAX {
            known.clear();
        }
        known.insert(word.into(), lemmas.into());
    }
    known.get(word).map_or(Cow::Borrowed(&[]), |lemmas| Cow::Borrowed(lemmas))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_same_lemma_when_it_comes_back() {
        let lemmatizer = Lemmatizer::load_code("en").expect("English has lemmas");
        let stop_words = StopWordSet::from_iter(["the".into(), "be".into()]);
        let mut memory = Memory::new(&lemmatizer, &stop_words);
        let long = "x".repeat(WORD_BYTES_MAX + 1);
        let text = format!("The wolves were here, the wolves ran. {long} Wolves!");
        let mut seen = Vec::new();
        let expected = format!(" wolf  here,  wolf run. {long} wolf!");
        let found: String = memory.lemmas_in(&text, &mut |lemma| seen.push(lemma.form.clone()));
        assert_eq!(found, expected);
        assert_eq!(seen, ["wolves", "here", "wolves", "ran", &long, "wolves"]);
        assert_eq!(memory.lemmas_in::<String>(&text, &mut |_| {}), expected);
    }

    #[test]
    fn a_full_memory_forgets_and_goes_on() {
        let lemmatizer = Lemmatizer::load_code("en").expect("English has lemmas");
        let stop_words = StopWordSet::default();
        let mut memory = Memory::new(&lemmatizer, &stop_words);
        memory.pieces = (0..WORDS_MAX).map(|n| (n.to_string().into(), [].into())).collect();
        memory.piece("wolves", |lemma| assert_eq!(lemma.lemma, "wolf"));
        assert_eq!(memory.pieces.len(), 1);
    }
}
