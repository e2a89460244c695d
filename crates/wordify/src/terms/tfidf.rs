//! Counts to tf-idf, as scikit-learn's `TfidfTransformer(sublinear_tf=True)`: (1 + ln tf) · idf with
//! idf = ln((1 + n) / (1 + df)) + 1, rows scaled to Euclidean length 1.

use crate::terms::matrix::DocumentTermMatrix;
use crate::terms::ngram::TermCounts;

/// Counts below this are looked up instead of taking a logarithm; nearly all are.
const TABLE_COUNTS: usize = 64;

/// Inverse document frequency of a term in `document_frequency` of `documents` documents: 1 for a term in
/// all of them, more the rarer it is.
pub fn inverse_document_frequency(documents: usize, document_frequency: u32) -> f64 {
    libm::log((1.0 + documents as f64) / (1.0 + f64::from(document_frequency))) + 1.0
}

/// Puts consecutive terms together: the terms, their document frequencies and the matrix of counts.
pub(crate) fn assemble(
    counts: Vec<TermCounts>,
    documents: usize,
) -> (Vec<String>, Vec<u32>, DocumentTermMatrix) {
    let mut row_starts = vec![0; documents + 1];
    for entry in counts.iter().flat_map(|part| &part.entries) {
        row_starts[entry.document as usize + 1] += 1;
    }
    for document in 0..documents {
        row_starts[document + 1] += row_starts[document];
    }
    let mut next = row_starts.clone();
    let mut columns = vec![0; row_starts[documents]];
    let mut values = vec![0.0; row_starts[documents]];
    let mut terms = Vec::with_capacity(counts.iter().map(|part| part.terms.len()).sum());
    let mut document_frequency = Vec::with_capacity(terms.capacity());
    for part in counts {
        let mut entries = part.entries.iter();
        for (column, &documents) in (terms.len() as u32..).zip(&part.document_frequency) {
            for entry in entries.by_ref().take(documents as usize) {
                let next = &mut next[entry.document as usize];
                columns[*next] = column;
                values[*next] = f64::from(entry.count);
                *next += 1;
            }
        }
        terms.extend(part.terms);
        document_frequency.extend(part.document_frequency);
    }
    let matrix = DocumentTermMatrix { row_starts, columns, values, terms: terms.len() };
    (terms, document_frequency, matrix)
}

/// Replaces the counts in `matrix` by weights. A row without terms stays empty.
pub(crate) fn weigh(matrix: &mut DocumentTermMatrix, document_frequency: &[u32]) {
    let documents = matrix.documents();
    let idf: Vec<f64> = document_frequency
        .iter()
        .map(|&document_frequency| inverse_document_frequency(documents, document_frequency))
        .collect();
    weigh_by(matrix, &idf);
}

/// As [`weigh`], by inverse document frequencies that are given.
pub(crate) fn weigh_by(matrix: &mut DocumentTermMatrix, idf: &[f64]) {
    let tf: Vec<f64> = (0..TABLE_COUNTS).map(|count| 1.0 + libm::log(count as f64)).collect();
    for bounds in matrix.row_starts.windows(2) {
        let row = bounds[0]..bounds[1];
        let values = &mut matrix.values[row.clone()];
        let mut squares = 0.0;
        for (value, &column) in values.iter_mut().zip(&matrix.columns[row]) {
            let tf = tf.get(*value as usize).copied().unwrap_or_else(|| 1.0 + libm::log(*value));
            *value = tf * idf[column as usize];
            squares += *value * *value;
        }
        let length = f64::sqrt(squares);
        values.iter_mut().for_each(|value| *value /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_the_formula() {
        // Two documents: "a a b" and "b".
        let mut matrix = DocumentTermMatrix {
            row_starts: vec![0, 2, 3, 3],
            columns: vec![0, 1, 1],
            values: vec![2.0, 1.0, 1.0],
            terms: 2,
        };
        weigh(&mut matrix, &[1, 2]);
        let a = (1.0 + 2.0_f64.ln()) * (2.0_f64.ln() + 1.0);
        let b = (4.0_f64 / 3.0).ln() + 1.0;
        let length = a.hypot(b);
        assert!((matrix.values[0] - a / length).abs() < 1e-15);
        assert!((matrix.values[1] - b / length).abs() < 1e-15);
        assert!((matrix.values[2] - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_large_count_is_weighed_like_a_small_one() {
        let mut matrix = DocumentTermMatrix {
            row_starts: vec![0, 2],
            columns: vec![0, 1],
            values: vec![1000.0, 1.0],
            terms: 2,
        };
        weigh(&mut matrix, &[1, 1]);
        assert!((matrix.values[0] / matrix.values[1] - (1.0 + 1000.0_f64.ln())).abs() < 1e-12);
    }
}
