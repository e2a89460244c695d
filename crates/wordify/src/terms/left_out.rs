//! The stop words of texts as a matrix of their own: single words, weighted as terms are.

use std::collections::BTreeMap;

use super::matrix::DocumentTermMatrix;
use super::tfidf;
use super::vectorize::Vectorized;
use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::Monitor;
use crate::text::preparation::Preparation;

/// Documents in a part of the work: see [`vocabulary`](crate::terms::vocabulary).
const PART_DOCUMENTS: usize = 256;

/// The stop words of the list in `texts`; each is the term that the list has, whatever the form in the text. Rows have
/// Euclidean length 1, or no entry.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub(crate) fn vectorize(
    texts: &[&str],
    preparation: &Preparation,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Vectorized, Error> {
    let work = |(): &mut (), part: usize| {
        monitor.check()?;
        let first = part * PART_DOCUMENTS;
        let texts = &texts[first..texts.len().min(first + PART_DOCUMENTS)];
        Ok(texts.iter().map(|text| preparation.stop_words_in(text).0).collect::<Vec<_>>())
    };
    let (_, parts) = in_parts(texts.len().div_ceil(PART_DOCUMENTS), threads, |_| (), work)?;
    let documents: Vec<BTreeMap<&str, u32>> = parts.into_iter().flatten().collect();
    let mut number_of: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for word in documents.iter().flat_map(BTreeMap::keys) {
        number_of.entry(word).or_default().1 += 1;
    }
    for (number, of_word) in (0..).zip(number_of.values_mut()) {
        of_word.0 = number;
    }
    let mut matrix = DocumentTermMatrix { row_starts: vec![0], terms: number_of.len(), ..Default::default() };
    for document in &documents {
        for (word, &count) in document {
            matrix.columns.push(number_of[word].0);
            matrix.values.push(f64::from(count));
        }
        matrix.row_starts.push(matrix.columns.len());
    }
    let document_frequency: Vec<u32> = number_of.values().map(|&(_, documents)| documents).collect();
    tfidf::weigh(&mut matrix, &document_frequency);
    let terms = number_of.into_keys().map(str::to_owned).collect();
    Ok(Vectorized { terms, document_frequency, matrix })
}
