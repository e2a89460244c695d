//! Whether the list depends on choices: the same analysis with and without lemmas, stop words and n-grams, and with another bound on
//! rare terms, all crossed (a multiverse analysis: Steegen, Tuerlinckx, Gelman & Vanpaemel 2016).
//!
//! Texts are read once for each way of reading (`choices`), and counted anew for each bound and length of terms. A term of a variant is
//! that of the analysis where both have a written form in common, stop words apart (`same_term`).

mod choices;
mod same_term;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use self::choices::{Reading, Size};
use self::same_term::Forms;
use crate::comparison::{self, Comparison};
use crate::contrasts::{Contrasts, Side};
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind};
use crate::indicators::{Indicator, Staying, forms};
use crate::listing::{self, Listing};
use crate::progress::{Monitor, Stage};
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

/// Lists the terms of `corpus` by other choices than `settings`, and says of each of the `listed` indicators in how many it stays.
///
/// The result is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Limit`]; [`ErrorKind::Canceled`].
pub(crate) fn measure(
    corpus: &Corpus,
    settings: &Settings,
    listed: &mut [&mut Indicator],
    threads: usize,
    monitor: &Monitor,
) -> Result<Robustness, Error> {
    let documents = corpus.texts.len();
    let readings = choices::readings(settings);
    let sizes = choices::sizes(settings, documents);
    let total = readings.len() * sizes.len() - 1;
    monitor.report(Stage::Vary, 0, total);
    let comparison = Comparison::new(corpus, &comparison::words(corpus), settings.length_control);
    let contrasts = Contrasts::new(settings, corpus)?;
    let dropped = choices::words_left_out(settings);
    let own: Vec<Forms> =
        listed.iter().map(|found| Forms::new(&found.term, &found.forms, &dropped)).collect();
    let mut variants = Vec::with_capacity(total);
    let mut staying = vec![Staying { variants_listed: 0, variants_possible: 0 }; listed.len()];
    for (number, reading) in readings.iter().enumerate() {
        let Some((tokens, sizes)) = read(corpus, reading, &sizes, number == 0, threads, monitor)? else {
            continue;
        };
        for size in sizes {
            monitor.check()?;
            let settings = size.put_into(&reading.settings);
            let listing = listing::list(&tokens, (&comparison, &contrasts), &settings, threads, monitor)?;
            let found = found(&listing, &tokens, &dropped, threads, monitor)?;
            let mut variant = size.variant(reading, &listing);
            for ((indicator, own), staying) in listed.iter().zip(&own).zip(&mut staying) {
                if own.words > size.ngram_range.1 {
                    continue;
                }
                let of_side = indicator.side(&corpus.labels).and_then(|side| found.get(&side));
                let stays = of_side.is_some_and(|found| own.keys.iter().any(|key| found.contains(key)));
                variant.possible += 1;
                variant.shared += usize::from(stays);
                staying.variants_possible += 1;
                staying.variants_listed += usize::from(stays);
            }
            variants.push(variant);
            monitor.report(Stage::Vary, variants.len(), total);
        }
    }
    for (indicator, staying) in listed.iter_mut().zip(&staying) {
        indicator.staying = Some(*staying);
    }
    let count = |is_meant: fn(&Staying) -> bool| staying.iter().filter(|staying| is_meant(staying)).count();
    Ok(Robustness {
        terms: listed.len(),
        terms_in_all: count(|staying| staying.variants_listed == staying.variants_possible),
        terms_in_half: count(|staying| 2 * staying.variants_listed >= staying.variants_possible),
        variants,
    })
}

/// The tokens of a reading, with the sizes of terms that are still to be listed: of the analysis' own reading not its own size. None where
/// that leaves none.
fn read(
    corpus: &Corpus,
    reading: &Reading,
    sizes: &[Size],
    is_own: bool,
    threads: usize,
    monitor: &Monitor,
) -> Result<Option<(Tokens, Vec<Size>)>, Error> {
    let sizes: Vec<Size> = sizes.iter().skip(usize::from(is_own)).copied().collect();
    let Some(least) = sizes.iter().map(|size| size.documents_min).min() else { return Ok(None) };
    let preparation = Preparation::new(reading.settings.rules(), &corpus.texts);
    match vocabulary::read(&corpus.texts, &preparation, least as f64, threads, &monitor.quiet()) {
        Ok(tokens) => Ok(Some((tokens, sizes))),
        // Without a word there is nothing to list, and each size says so.
        Err(error) if error.kind() == ErrorKind::Corpus => Ok(Some((empty(corpus.texts.len()), sizes))),
        Err(error) => Err(error),
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

/// Of each label, what it is set against and sign: what the listed terms are known by.
type Found = FxHashMap<Side, FxHashSet<String>>;

fn found(
    listing: &Listing,
    tokens: &Tokens,
    dropped: &choices::Words,
    threads: usize,
    monitor: &Monitor,
) -> Result<Found, Error> {
    let name = |term: u32| listing.vectorized.terms[term as usize].clone();
    let mut terms: Vec<String> = listing.terms.iter().map(|found| name(found.term)).collect();
    terms.sort_unstable();
    terms.dedup();
    let written = forms::count(tokens, &terms, threads, &monitor.quiet())?;
    let mut found: Found = FxHashMap::default();
    for listed in &listing.terms {
        let term = name(listed.term);
        let Ok(place) = terms.binary_search(&term) else { continue };
        let keys = Forms::new(&term, &written[place].counts, dropped).keys;
        found.entry(listed.side).or_default().extend(keys);
    }
    Ok(found)
}

impl Size {
    fn variant(self, reading: &Reading, listing: &Listing) -> Variant {
        Variant {
            lemmas: reading.settings.uses_lemmas(),
            stop_words_left_out: reading.leaves_out_stop_words,
            ngram_range: self.ngram_range,
            documents_min: self.documents_min,
            vocabulary_terms: listing.vectorized.terms.len(),
            listed: listing.terms.len(),
            possible: 0,
            shared: 0,
        }
    }
}
