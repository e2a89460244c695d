//! Texts to the weighted document-term matrix, as scikit-learn's `TfidfVectorizer`.
//!
//! The parent of the steps: clean → tokens or lemmas → ranks (`vocabulary`) → n-grams (`ngram`) → weights (`tfidf`).
//! The result does not depend on the number of threads, bit for bit.

use super::matrix::DocumentTermMatrix;
use super::ngram::{TermRange, count_terms};
use super::tfidf;
use super::vocabulary::{self, Tokens};
use crate::error::{Error, ErrorKind};
use crate::progress::Monitor;
use crate::settings::Settings;
use crate::text::preparation::Preparation;

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
    settings.check()?;
    let preparation = Preparation::new(settings.rules(), texts);
    read(texts, &preparation, settings, threads, monitor).map(|(vectorized, _)| vectorized)
}

/// As [`vectorize`], with dictionaries that are loaded already; gives the tokens of the texts as well, for the written
/// forms behind terms.
pub(crate) fn read(
    texts: &[String],
    preparation: &Preparation,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor,
) -> Result<(Vectorized, Tokens), Error> {
    let range = term_range(settings, texts.len())?;
    let tokens = vocabulary::read(texts, preparation, range.documents_min, threads, monitor)?;
    let counts = count_terms(&tokens, range, threads, monitor)?;
    let (terms, document_frequency, mut matrix) = tfidf::assemble(counts, texts.len());
    if terms.is_empty() {
        return Err(Error::new(ErrorKind::Corpus, "no term stands in enough and not too many documents")
            .at(format!("min_df and max_df: {} to {} documents", range.documents_min, range.documents_max))
            .remedy("Lower min_df, raise max_df, or give more documents."));
    }
    tfidf::weigh(&mut matrix, &document_frequency);
    monitor.check()?;
    Ok((Vectorized { terms, document_frequency, matrix }, tokens))
}

fn term_range(settings: &Settings, documents: usize) -> Result<TermRange, Error> {
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
