//! Whether the list depends on choices: the same analysis with and without lemmas, stop words and n-grams, and with another bound on
//! rare terms, all crossed (a multiverse analysis: Steegen, Tuerlinckx, Gelman & Vanpaemel 2016).
//!
//! Texts are read once for each way of reading (`choices`), and counted anew for each bound and length of terms. A term of a variant is
//! that of the analysis where both have a written form in common, stop words apart (`same_term`). What a variant lists does not depend on
//! the list of the analysis, so that several machines can share the variants before there is one.

mod choices;
mod same_term;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use self::choices::{Reading, Size, Words};
use self::same_term::Forms;
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind};
use crate::indicators::{Indicator, Staying, forms};
use crate::listing::{self, Further, Listing, Names};
use crate::progress::{Monitor, Stage};
use crate::selection::checkpoint::bytes::{push_number, take_number};
use crate::selection::further::Kind;
use crate::settings::Settings;
use crate::terms::vocabulary::{self, Tokens};
use crate::text::preparation::Preparation;

/// The list by other choices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Robustness {
    /// Terms of the list: rows of the report.
    pub terms: usize,
    /// Of these, terms that stay in every variant that can have them.
    pub terms_in_all: usize,
    /// Terms that stay in at least half of these variants.
    pub terms_in_half: usize,
    /// The variants; the analysis itself is none of them.
    pub variants: Vec<Variant>,
}

/// The list by one set of choices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// Whether words count by their lemmas.
    pub lemmas: bool,
    /// Whether stop words are left out.
    pub stop_words_left_out: bool,
    /// Tokens of the shortest and of the longest term.
    pub ngram_range: (usize, usize),
    /// Documents that a term stands in at least.
    pub documents_min: usize,
    /// Terms in the vocabulary.
    pub vocabulary_terms: usize,
    /// Terms listed.
    pub listed: usize,
    /// Terms of the analysis that it could list.
    pub possible: usize,
    /// Of these, terms that it lists for the same label, set against the same, with the same sign.
    pub shared: usize,
}

/// The variants of an analysis: all ways of reading its texts, one behind the other, each with all sizes of terms. The first is the analysis
/// itself, and none of them.
#[derive(Debug)]
pub(crate) struct Variants<'a> {
    corpus: &'a Corpus,
    settings: &'a Settings,
    readings: Vec<Reading>,
    sizes: Vec<Size>,
    /// Words that some readings leave out.
    dropped: Words,
}

/// What a variant lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    vocabulary_terms: usize,
    listed: usize,
    /// What the terms are known by.
    names: Names,
}

impl<'a> Variants<'a> {
    /// Those of the analysis of `corpus` by `settings`.
    pub(crate) fn new(corpus: &'a Corpus, settings: &'a Settings) -> Self {
        Self {
            corpus,
            settings,
            readings: choices::readings(settings),
            sizes: choices::sizes(settings, corpus.texts.len()),
            dropped: choices::words_left_out(settings),
        }
    }

    /// Says of each of the `listed` indicators in how many of all variants, whose `lists` these are, it stays.
    pub(crate) fn compare(&self, lists: &BTreeMap<usize, List>, listed: &mut [&mut Indicator]) -> Robustness {
        let labels = &self.corpus.labels;
        let own: Vec<Forms> =
            listed.iter().map(|found| Forms::new(&found.term, &found.forms, &self.dropped)).collect();
        let mut variants = Vec::with_capacity(lists.len());
        let mut staying = vec![Staying { variants_listed: 0, variants_possible: 0 }; listed.len()];
        for (&number, list) in lists {
            let mut variant = self.variant(number, list);
            for ((indicator, own), staying) in listed.iter().zip(&own).zip(&mut staying) {
                if own.words > variant.ngram_range.1 {
                    continue;
                }
                let has = |side| own.keys.iter().any(|key| list.names.has(side, key));
                let stays = indicator.side(labels).is_some_and(has);
                variant.possible += 1;
                variant.shared += usize::from(stays);
                staying.variants_possible += 1;
                staying.variants_listed += usize::from(stays);
            }
            variants.push(variant);
        }
        for (indicator, staying) in listed.iter_mut().zip(&staying) {
            indicator.staying = Some(*staying);
        }
        let count =
            |is_meant: fn(&Staying) -> bool| staying.iter().filter(|staying| is_meant(staying)).count();
        Robustness {
            terms: listed.len(),
            terms_in_all: count(|staying| staying.variants_listed == staying.variants_possible),
            terms_in_half: count(|staying| 2 * staying.variants_listed >= staying.variants_possible),
            variants,
        }
    }

    /// The variant of this number, before any term is looked for in it.
    fn variant(&self, number: usize, list: &List) -> Variant {
        let (reading, size) = (self.reading(number), self.size(number));
        Variant {
            lemmas: reading.settings.uses_lemmas(),
            stop_words_left_out: reading.leaves_out_stop_words,
            ngram_range: size.ngram_range,
            documents_min: size.documents_min,
            vocabulary_terms: list.vocabulary_terms,
            listed: list.listed,
            possible: 0,
            shared: 0,
        }
    }

    fn reading(&self, number: usize) -> &Reading {
        &self.readings[number / self.sizes.len()]
    }

    fn size(&self, number: usize) -> Size {
        self.sizes[number % self.sizes.len()]
    }

    /// The tokens of the texts, read as for the variant of this number, for all variants of that reading.
    fn tokens(&self, number: usize, threads: usize, monitor: &Monitor) -> Result<Tokens, Error> {
        let texts = &self.corpus.texts;
        let least = self.sizes.iter().map(|size| size.documents_min).min().unwrap_or(1);
        let preparation = Preparation::new(self.reading(number).settings.rules(), texts);
        match vocabulary::read(texts, &preparation, least as f64, threads, &monitor.quiet()) {
            // Without a word there is nothing to list, and each size says so.
            Err(error) if error.kind() == ErrorKind::Corpus => Ok(empty(texts.len())),
            tokens => tokens,
        }
    }

    /// What the terms of `listing` are known by.
    fn names(
        &self,
        listing: &Listing,
        tokens: &Tokens,
        threads: usize,
        monitor: &Monitor,
    ) -> Result<Names, Error> {
        let name = |term: u32| listing.vectorized.terms[term as usize].clone();
        let mut terms: Vec<String> = listing.terms.iter().map(|found| name(found.term)).collect();
        terms.sort_unstable();
        terms.dedup();
        let written = forms::count(tokens, &terms, threads, &monitor.quiet())?;
        let mut names = Vec::new();
        for listed in &listing.terms {
            let term = name(listed.term);
            let Ok(place) = terms.binary_search(&term) else { continue };
            let keys = Forms::new(&term, &written[place].counts, &self.dropped).keys;
            names.extend(keys.into_iter().map(|key| (listed.side, key)));
        }
        Ok(Names::new(names))
    }
}

impl Further for Variants<'_> {
    const KIND: Kind = Kind::Variant;
    type List = List;

    fn numbers(&self) -> Range<usize> {
        1..self.readings.len() * self.sizes.len()
    }

    /// Reads the texts once for each reading.
    fn make(
        &self,
        numbers: &[usize],
        threads: usize,
        monitor: &Monitor,
    ) -> Result<BTreeMap<usize, List>, Error> {
        let Self { corpus, settings, .. } = *self;
        monitor.report(Stage::Vary, 0, numbers.len());
        let (comparison, contrasts) = listing::compared(corpus, settings)?;
        let mut lists = BTreeMap::new();
        for of_reading in numbers.chunk_by(|a, b| a / self.sizes.len() == b / self.sizes.len()) {
            let tokens = self.tokens(of_reading[0], threads, monitor)?;
            for &number in of_reading {
                monitor.check()?;
                let settings = self.size(number).put_into(&self.reading(number).settings);
                let listing = listing::list(&tokens, (&comparison, &contrasts), &settings, threads, monitor)?;
                let names = self.names(&listing, &tokens, threads, monitor)?;
                let vocabulary_terms = listing.vectorized.terms.len();
                lists.insert(number, List { vocabulary_terms, listed: listing.terms.len(), names });
                monitor.report(Stage::Vary, lists.len(), numbers.len());
            }
        }
        Ok(lists)
    }

    fn write(List { vocabulary_terms, listed, names }: &List) -> Vec<u8> {
        let mut bytes = Vec::new();
        push_number(&mut bytes, *vocabulary_terms as u64);
        push_number(&mut bytes, *listed as u64);
        names.push(&mut bytes);
        bytes
    }

    fn read(&self, _: usize, mut bytes: &[u8]) -> Option<List> {
        let rest = &mut bytes;
        let [vocabulary_terms, listed] = [take_number(rest)? as usize, take_number(rest)? as usize];
        let names = Names::take(rest)?;
        rest.is_empty().then_some(List { vocabulary_terms, listed, names })
    }
}

fn empty(documents: usize) -> Tokens {
    Tokens {
        tokens: Vec::new(),
        document_frequency: Vec::new(),
        forms: Vec::new(),
        written: Vec::new(),
        numbers: Vec::new(),
        document_ends: vec![0; documents],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contrasts::Side;
    use crate::corpus::{Columns, Copies, build};
    use crate::table::{ReadOptions, read};

    #[test]
    fn a_list_comes_back_and_nothing_comes_of_less() {
        let table =
            read(b"text,label\na cat,one\na tom,one\na dog,two\na pup,two\n", &ReadOptions::default());
        let corpus = build(&table.expect("a table"), &Columns::default(), Copies::DropExact);
        let (corpus, settings) = (corpus.expect("a corpus"), Settings::default());
        let variants = Variants::new(&corpus, &settings);
        let side = Side { label: 1, against: None, positive: true };
        let names = Names::new(vec![(side, "wolf".to_owned()), (side, "wolves".to_owned())]);
        for list in [
            List { vocabulary_terms: 40_000, listed: 1, names },
            List { vocabulary_terms: 0, listed: 0, names: Names::default() },
        ] {
            let bytes = Variants::write(&list);
            assert_eq!(variants.read(1, &bytes), Some(list));
            for end in 0..bytes.len() {
                assert_eq!(variants.read(1, &bytes[..end]), None, "cut to {end}");
            }
            assert_eq!(variants.read(1, &[&bytes[..], &[0]].concat()), None, "one more");
        }
    }
}
