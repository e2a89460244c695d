//! The terms of some of the documents, from counts that were made once: the vocabulary and the weights are those that these documents
//! would give by themselves.

use super::matrix::DocumentTermMatrix;
use super::ngram::count_terms;
use super::range::{TermRange, Terms};
use super::tfidf::{self, inverse_document_frequency};
use super::vectorize::Vectorized;
use super::vocabulary;
use crate::error::Error;
use crate::progress::Monitor;
use crate::text::preparation::Preparation;

/// Every term that some part of the documents may have in its vocabulary, with how often it stands in each document.
#[derive(Debug)]
pub(crate) struct Counts {
    terms: Vec<String>,
    matrix: DocumentTermMatrix,
}

/// The terms of a part, as weights.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) vectorized: Vectorized,
    /// Columns of [`Counts`] in place of the vocabulary; `u32::MAX` for what is not in it.
    column_of: Vec<u32>,
    /// Inverse document frequencies in the part.
    idf: Vec<f64>,
}

impl Counts {
    /// Counts terms for parts of `documents_least` documents and more.
    ///
    /// # Errors
    /// As [`vectorize::read`](super::vectorize::read).
    pub(crate) fn read(
        texts: &[String],
        preparation: &Preparation,
        terms: &Terms,
        documents_least: usize,
        threads: usize,
        monitor: &Monitor,
    ) -> Result<Self, Error> {
        let range = TermRange {
            // What stands in enough documents of a part stands in as many of all; what is frequent here may not be so there.
            documents_min: terms.min_df.in_documents(documents_least),
            documents_max: f64::INFINITY,
            ..terms.range(texts.len())?
        };
        let tokens = vocabulary::read(texts, preparation, range.documents_min, threads, monitor)?;
        let counts = count_terms(&tokens, range, threads, monitor)?;
        let (terms, _, matrix) = tfidf::assemble(counts, texts.len());
        Ok(Self { terms, matrix })
    }

    /// The vocabulary of some documents, in their order, by the bounds of `terms` for this many. None where the bounds contradict each other
    /// there, or no term is left.
    pub(crate) fn of(&self, documents: &[usize], terms: &Terms) -> Option<Part> {
        let range = terms.range(documents.len()).ok()?;
        let mut frequency = vec![0u32; self.terms.len()];
        for &document in documents {
            self.matrix.row(document).0.iter().for_each(|&column| frequency[column as usize] += 1);
        }
        let is_term = |&documents: &u32| {
            let number = f64::from(documents);
            documents > 0 && number >= range.documents_min && number <= range.documents_max
        };
        let kept: Vec<usize> = (0..self.terms.len()).filter(|&column| is_term(&frequency[column])).collect();
        if kept.is_empty() {
            return None;
        }
        let mut column_of = vec![u32::MAX; self.terms.len()];
        for (new, &old) in (0..).zip(&kept) {
            column_of[old] = new;
        }
        let document_frequency: Vec<u32> = kept.iter().map(|&column| frequency[column]).collect();
        let idf = document_frequency
            .iter()
            .map(|&frequency| inverse_document_frequency(documents.len(), frequency))
            .collect();
        let terms = kept.iter().map(|&column| self.terms[column].clone()).collect();
        let matrix = DocumentTermMatrix::default();
        let mut part = Part { vectorized: Vectorized { terms, document_frequency, matrix }, column_of, idf };
        part.vectorized.matrix = part.weights(self, documents);
        Some(part)
    }
}

impl Part {
    /// The weights of documents of `counts` in the terms of this part, by how frequent terms are in it; other documents are read as new
    /// ones would be.
    pub(crate) fn weights(&self, counts: &Counts, documents: &[usize]) -> DocumentTermMatrix {
        let mut matrix = DocumentTermMatrix {
            row_starts: vec![0],
            terms: self.idf.len(),
            ..DocumentTermMatrix::default()
        };
        for &document in documents {
            let (columns, values) = counts.matrix.row(document);
            for (&column, &value) in columns.iter().zip(values) {
                let column = self.column_of[column as usize];
                if column != u32::MAX {
                    matrix.columns.push(column);
                    matrix.values.push(value);
                }
            }
            matrix.row_starts.push(matrix.columns.len());
        }
        tfidf::weigh_by(&mut matrix, &self.idf);
        matrix
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{DocumentFrequency, Lemmas, Settings, StopWords};
    use crate::terms::vectorize;

    #[test]
    fn a_part_has_the_vocabulary_and_the_weights_that_it_gives_by_itself() {
        let texts: Vec<String> = (0..90)
            .map(|i| format!("common pair{} of{} words{} red{} red{}", i % 2, i % 3, i % 7, i % 5, i % 4))
            .collect();
        let settings = Settings {
            lemmas: Lemmas::Off,
            stop_words: StopWords::None,
            min_df: DocumentFrequency::Share(0.1),
            ..Settings::default()
        };
        let (terms, monitor) = (settings.terms(), Monitor::silent());
        let preparation = Preparation::new(settings.rules(), &texts);
        let documents: Vec<usize> = (0..90).filter(|i| i % 3 == 1 || i % 10 == 2).collect();
        let counts =
            Counts::read(&texts, &preparation, &terms, documents.len(), 2, &monitor).expect("counts");
        let part = counts.of(&documents, &terms).expect("terms are left");
        let alone: Vec<String> = documents.iter().map(|&document| texts[document].clone()).collect();
        let alone = vectorize::read(&alone, &preparation, &terms, false, 2, &monitor).expect("terms");
        assert_eq!(part.vectorized, alone.vectorized);
        // New documents are weighted by the part: of one that is in it, that is its row.
        let row = part.weights(&counts, &documents[4..5]);
        assert_eq!(row.row(0), alone.vectorized.matrix.row(4));
    }
}
