//! A place where a term stands, as a line: what stands before it, how it is written, what stands behind it.

use std::ops::Range;

use serde::Serialize;

use super::excerpt;
use crate::corpus::Corpus;

/// A place where a term stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Row number, as the user's program shows it.
    pub row: usize,
    /// The path of the document's file in a folder; empty otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What stands before the term in the original text.
    pub left: String,
    /// The term as it is written there.
    pub written: String,
    /// What stands behind it.
    pub right: String,
}

impl Line {
    /// The line of a document of `corpus` around `mark`, in bytes of its text, with about `chars` characters on either side.
    pub(super) fn around(corpus: &Corpus, document: usize, mark: &Range<usize>, chars: usize) -> Self {
        let text = corpus.texts[document].as_str();
        Self {
            row: corpus.row_of[document],
            name: corpus.name_of.get(document).cloned().unwrap_or_default(),
            left: excerpt::before(text, mark.start, chars).to_owned(),
            written: text[mark.clone()].to_owned(),
            right: excerpt::behind(text, mark.end, chars).to_owned(),
        }
    }
}
