//! Texts to the weighted document-term matrix, as scikit-learn's `TfidfVectorizer`.
//!
//! The parent of the steps: clean → tokens or lemmas → ranks (`vocabulary`) → n-grams (`ngram`) → weights (`tfidf`).
//! The result does not depend on the number of threads, bit for bit.

use super::matrix::DocumentTermMatrix;
use super::ngram::count_terms;
use super::range::{TermRange, Terms};
use super::tfidf;
use super::vocabulary::{self, Tokens};
use crate::error::{Error, ErrorKind};
use crate::progress::Monitor;
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

/// Texts that were read.
pub(crate) struct Read {
    pub(crate) vectorized: Vectorized,
    /// For the written forms behind terms.
    pub(crate) tokens: Tokens,
    /// How often the term of each entry of the matrix stands in its document; empty where nobody asked.
    pub(crate) times: Vec<u32>,
}

/// Cleans and vectorizes raw texts; with the counts behind the weights, where they are wanted.
///
/// # Errors
/// [`ErrorKind::Corpus`] when no term is left; [`ErrorKind::Setting`] when `min_df` and `max_df` contradict
/// each other; [`ErrorKind::Limit`]; [`ErrorKind::Canceled`].
pub(crate) fn read(
    texts: &[String],
    preparation: &Preparation,
    terms: &Terms,
    keeps_times: bool,
    threads: usize,
    monitor: &Monitor,
) -> Result<Read, Error> {
    let range = terms.range(texts.len())?;
    let tokens = vocabulary::read(texts, preparation, range.documents_min, threads, monitor)?;
    let (vectorized, times) = count(&tokens, range, keeps_times, threads, monitor)?;
    Ok(Read { vectorized, tokens, times })
}

/// Counts the terms of `tokens` and weights them; with the counts behind the weights, where they are wanted.
///
/// # Errors
/// As [`read`].
pub(crate) fn count(
    tokens: &Tokens,
    range: TermRange,
    keeps_times: bool,
    threads: usize,
    monitor: &Monitor,
) -> Result<(Vectorized, Vec<u32>), Error> {
    let counts = count_terms(tokens, range, threads, monitor)?;
    let (terms, document_frequency, mut matrix) = tfidf::assemble(counts, tokens.document_ends.len());
    if terms.is_empty() {
        return Err(Error::new(ErrorKind::Corpus, "no term stands in enough and not too many documents")
            .at(format!("min_df and max_df: {} to {} documents", range.documents_min, range.documents_max))
            .remedy("Lower min_df, raise max_df, or give more documents."));
    }
    let counted = if keeps_times { &matrix.values[..] } else { &[] };
    let times = counted.iter().map(|&count| count as u32).collect();
    tfidf::weigh(&mut matrix, &document_frequency);
    monitor.check()?;
    Ok((Vectorized { terms, document_frequency, matrix }, times))
}
