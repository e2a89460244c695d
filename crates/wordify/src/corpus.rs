//! Table to corpus: which rows are documents, what was dropped and why.

use std::collections::BTreeMap;

use serde::Serialize;

/// Documents with their labels, and an account of every row that is not among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Corpus {
    /// The original texts, one per document, in the order of the file.
    pub texts: Vec<String>,
    /// Index into [`Corpus::labels`], one per document.
    pub label_of: Vec<u32>,
    /// Label names, sorted by code point (as scikit-learn's `LabelEncoder`).
    pub labels: Vec<String>,
    /// Row number of each document, as the user's program shows it.
    pub row_of: Vec<usize>,
    /// What was read, dropped and why.
    pub account: Account,
}

/// Why a row is not among the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// The text cell is empty or white space.
    MissingText,
    /// The label cell is empty or white space.
    MissingLabel,
    /// The same text stands in an earlier row.
    DuplicateText,
}

impl DropReason {
    /// The reason in words, as reports show it.
    pub fn words(self) -> &'static str {
        match self {
            Self::MissingText => "text missing",
            Self::MissingLabel => "label missing",
            Self::DuplicateText => "same text as an earlier row",
        }
    }
}

/// A row that is not among the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DroppedRow {
    /// Row number, as the user's program shows it.
    pub row: usize,
    /// Why.
    pub reason: DropReason,
    /// The row's label, empty where missing.
    pub label: String,
    /// For a duplicate: the row that was kept, and its label.
    pub kept: Option<(usize, String)>,
}

/// What happened to the rows of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Account {
    /// Rows read.
    pub rows: usize,
    /// Documents kept.
    pub documents: usize,
    /// Documents per label, in the order of [`Corpus::labels`].
    pub documents_per_label: Vec<usize>,
    /// Rows dropped, by reason.
    pub dropped_by_reason: BTreeMap<DropReason, usize>,
    /// Every dropped row, in the order of the file.
    pub dropped: Vec<DroppedRow>,
    /// Rows whose text stands in an earlier row, whether dropped or kept.
    pub duplicates: usize,
    /// Of these, rows whose label differs from the first row's.
    pub duplicates_in_conflict: usize,
    /// The pairs of labels (first row's, later row's) in conflict, with how often, most frequent first.
    pub conflicts: Vec<(String, String, usize)>,
    /// Name of the text column.
    pub text_column: String,
    /// Name of the label column.
    pub label_column: String,
    /// What the user should know: few documents, a small label, labels that differ in case only.
    pub warnings: Vec<String>,
}
