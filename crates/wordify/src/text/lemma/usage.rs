//! How a corpus writes its words: with a capital inside sentences, or small.
//!
//! Some forms have two readings that only their capital tells apart: German "wein" is Wein or the verb weinen, English
//! "Brooks" a name or several brooks. Texts from the web often have no capitals. Then the readings are voted on: the one whose
//! basic form the corpus writes more often is taken, for the whole corpus, so that one word is one term.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::Casing;
use super::words::words;

/// Bytes of text that are counted: a sample, spread evenly over the documents. A form that is not in a megabyte is rare.
const SAMPLE_BYTES: usize = 1 << 20;
/// Bytes of one document that are counted, so that a long one does not speak for all.
const DOCUMENT_BYTES: usize = 4_000;
/// Where fewer of a hundred words inside sentences have a capital, a corpus does not write them: German has about thirty.
const CAPITALS_PERCENT_MIN: usize = 5;
/// Words from which that can be seen.
const WORDS_MIN: usize = 200;

/// How often words stand in a sample of a corpus, by their lowercase form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Usage {
    counts: FxHashMap<Box<str>, Count>,
    words: usize,
    capitals: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    small: usize,
    /// With a capital inside a sentence, the rest small.
    capital: usize,
    /// At the start of a sentence, or all in capitals, which says nothing.
    unclear: usize,
}

impl Usage {
    /// Counts the words of a sample of `texts`.
    pub(crate) fn count(texts: &[String]) -> Self {
        let mut usage = Self::default();
        let wanted = SAMPLE_BYTES / DOCUMENT_BYTES.min(mean_bytes(texts).max(1));
        let documents = texts.len().min(wanted.max(1));
        for index in 0..documents {
            let text = &texts[index * texts.len() / documents];
            for word in words(&text[..text.floor_char_boundary(DOCUMENT_BYTES)]) {
                usage.add(word.text, word.casing);
            }
        }
        usage
    }

    fn add(&mut self, word: &str, casing: Casing) {
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else { return };
        // Most words are small and known already: nothing is made of them.
        let is_small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let lowered = if is_small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        let count = match self.counts.get_mut(&*lowered) {
            Some(count) => count,
            None => self.counts.entry(lowered.into()).or_default(),
        };
        let inside = casing == Casing::Kept;
        if !first.is_uppercase() {
            count.small += 1;
            self.words += usize::from(inside);
        } else if inside && word.contains(char::is_lowercase) {
            count.capital += 1;
            self.words += 1;
            self.capitals += 1;
        } else {
            count.unclear += 1;
        }
    }

    fn of(&self, lowered: &str) -> Count {
        self.counts.get(lowered).copied().unwrap_or_default()
    }

    /// How often a word stands in the sample.
    pub(super) fn times(&self, lowered: &str) -> usize {
        let count = self.of(lowered);
        count.small + count.capital + count.unclear
    }

    /// How often it has a capital inside a sentence.
    pub(super) fn capitals(&self, lowered: &str) -> usize {
        self.of(lowered).capital
    }

    /// How often it is small.
    pub(super) fn small(&self, lowered: &str) -> usize {
        self.of(lowered).small
    }

    /// Whether the corpus writes no capitals, as far as can be seen.
    pub(super) fn lacks_capitals(&self) -> bool {
        self.words >= WORDS_MIN && self.capitals * 100 < self.words * CAPITALS_PERCENT_MIN
    }
}

/// Bytes of a document, at the mean.
fn mean_bytes(texts: &[String]) -> usize {
    texts.iter().map(|text| text.len().min(DOCUMENT_BYTES)).sum::<usize>() / texts.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(text: &str, times: usize) -> Usage {
        Usage::count(&vec![text.to_owned(); times])
    }

    #[test]
    fn words_are_counted_by_how_they_are_written() {
        let usage = usage("Wein ist gut. Der Wein und der wein, WEIN!", 3);
        let of = |word| (usage.times(word), usage.capitals(word), usage.small(word));
        assert_eq!(of("wein"), (12, 3, 3));
        assert_eq!(of("bier"), (0, 0, 0));
    }

    #[test]
    fn a_corpus_without_capitals_is_distinguished_from_one_with_them_and_from_a_small_one() {
        assert!(usage("der wein ist gut und das bier auch", 100).lacks_capitals());
        assert!(!usage("Der Wein ist gut und das Bier auch", 100).lacks_capitals());
        assert!(!usage("der wein ist gut", 3).lacks_capitals());
    }
}
