//! Which n-grams become terms: by their length, and by how many documents they stand in.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// A bound on document frequency, as scikit-learn's `min_df` and `max_df`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentFrequency {
    /// A share of all documents, 0.0 to 1.0, compared as a float.
    Share(f64),
    /// A number of documents.
    Count(usize),
}

impl DocumentFrequency {
    /// The bound in documents, for a corpus of `documents`; not rounded, as scikit-learn compares.
    pub fn in_documents(self, documents: usize) -> f64 {
        match self {
            Self::Share(share) => share * documents as f64,
            Self::Count(count) => count as f64,
        }
    }
}

/// Which n-grams become terms, in any corpus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Tokens of the shortest and of the longest.
    pub ngram_range: (usize, usize),
    /// Terms in fewer documents are left out.
    pub min_df: DocumentFrequency,
    /// Terms in more documents are left out.
    pub max_df: DocumentFrequency,
}

/// Which n-grams become terms, in a corpus of some size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TermRange {
    /// Tokens of the shortest.
    pub(crate) shortest: usize,
    /// Tokens of the longest.
    pub(crate) longest: usize,
    /// Least document frequency.
    pub(crate) documents_min: f64,
    /// Greatest document frequency.
    pub(crate) documents_max: f64,
}

impl Terms {
    /// The bounds for a corpus of `documents`.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] when the bounds contradict each other.
    pub(crate) fn range(&self, documents: usize) -> Result<TermRange, Error> {
        let (shortest, longest) = self.ngram_range;
        let documents_min = self.min_df.in_documents(documents);
        let documents_max = self.max_df.in_documents(documents);
        if documents_max < documents_min {
            return Err(Error::new(ErrorKind::Setting, "min_df is above max_df")
                .at(format!("{documents_min} and {documents_max} of {documents} documents"))
                .remedy("Lower min_df or raise max_df."));
        }
        Ok(TermRange { shortest, longest, documents_min, documents_max })
    }
}
