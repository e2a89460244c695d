//! Texts to the weighted document-term matrix, as scikit-learn's `TfidfVectorizer`.
//!
//! The parent of the steps: clean → tokens or lemmas → ranks (`vocabulary`) → n-grams (`ngram`) → weights (`tfidf`).
//! The result does not depend on the number of threads, bit for bit.

use crate::error::{Error, ErrorKind};
use crate::progress::Monitor;
use crate::settings::{Preset, Settings};
use crate::terms::matrix::DocumentTermMatrix;
use crate::terms::ngram::{TermRange, count_terms};
use crate::terms::tfidf;
use crate::terms::vocabulary::rank_tokens;
use crate::text::language::stop_words::StopWordSet;
use crate::text::lemma::Casing;
use crate::text::preparation::{Preparation, lemmatizer};
use crate::text::reading::{Reading, Unit};

/// The terms of a corpus and their weights in its documents.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vectorized {
    /// The vocabulary: n-grams of tokens with single spaces, sorted by code point.
    pub terms: Vec<String>,
    /// Of each term, the documents with it, at least 1.
    pub document_frequency: Vec<u32>,
    /// Documents × terms, tf-idf; each row has Euclidean length 1, or no entry.
    pub matrix: DocumentTermMatrix,
}

/// Cleans and vectorizes raw texts as `settings` say.
///
/// # Errors
/// [`ErrorKind::Corpus`] when no term is left; [`ErrorKind::Setting`] when `min_df` and `max_df` contradict
/// each other; [`ErrorKind::Limit`]; [`ErrorKind::Canceled`].
pub fn vectorize(
    texts: &[String],
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vectorized, Error> {
    let preparation = Preparation::new(settings, texts)?;
    let prepare = || {
        let mut preparing = preparation.start();
        move |text: &str| preparing.text(text, &mut |_| {})
    };
    vectorize_prepared(texts, prepare, preparation.reading(), settings, threads, monitor)
}

/// As [`vectorize`], for texts that are cleaned already: lowercase, and for [`Preset::Wordify2022`] without
/// stop words.
///
/// # Errors
/// As [`vectorize`].
pub fn vectorize_cleaned(
    texts: &[String],
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vectorized, Error> {
    let lemmatizer = lemmatizer(settings)?;
    let unit = lemmatizer.as_ref().map_or(Unit::Form, |lemmatizer| Unit::Lemma(lemmatizer, Casing::Lost));
    let stop_words = match settings.preset {
        Preset::Wordify2022 => StopWordSet::default(),
        Preset::Wordify | Preset::Wordify2021 => settings.stop_word_set(),
    };
    let reading = Reading { kept: settings.kept_tokens, stop_words: &stop_words, unit };
    vectorize_prepared(texts, || str::to_owned, reading, settings, threads, monitor)
}

fn vectorize_prepared<P: FnMut(&str) -> String + Send>(
    texts: &[String],
    prepare: impl Fn() -> P + Sync,
    reading: Reading<'_>,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vectorized, Error> {
    let range = term_range(settings, texts.len())?;
    let ranked = rank_tokens(texts, prepare, reading, range.documents_min, threads, monitor)?;
    let counts = count_terms(&ranked, range, threads, monitor)?;
    drop(ranked);
    let (terms, document_frequency, mut matrix) = tfidf::assemble(counts, texts.len());
    if terms.is_empty() {
        return Err(Error::new(ErrorKind::Corpus, "no term stands in enough and not too many documents")
            .at(format!("min_df and max_df: {} to {} documents", range.documents_min, range.documents_max))
            .remedy("Lower min_df, raise max_df, or give more documents."));
    }
    tfidf::weigh(&mut matrix, &document_frequency);
    monitor.check()?;
    Ok(Vectorized { terms, document_frequency, matrix })
}

fn term_range(settings: &Settings, documents: usize) -> Result<TermRange, Error> {
    settings.check()?;
    let (shortest, longest) = settings.ngram_range;
    let documents_min = settings.min_df.in_documents(documents);
    let documents_max = settings.max_df.in_documents(documents);
    if documents_max < documents_min {
        return Err(Error::new(ErrorKind::Setting, "min_df is above max_df")
            .at(format!("{documents_min} and {documents_max} of {documents} documents"))
            .remedy("Lower min_df or raise max_df."));
    }
    Ok(TermRange { shortest, longest, documents_min, documents_max })
}
