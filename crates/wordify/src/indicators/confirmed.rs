//! What the documents that were set aside say about a term.

use serde::Serialize;

/// A listed term in the documents that were set aside: counts, effect with 95% intervals, and p-values. Named in csv and json as
/// here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Confirmed {
    /// Whether the difference has the sign of the term, and the p-value by Holm is at most
    /// [`LEVEL`](super::confirmation::LEVEL).
    pub confirmed: bool,
    /// Documents of the label with the term.
    pub confirm_documents_in_label: usize,
    /// Their share of the label's documents, 0 to 1.
    pub confirm_share_in_label: f64,
    /// Documents of all other labels with the term.
    pub confirm_documents_in_rest: usize,
    /// Their share of the other labels' documents, 0 to 1.
    pub confirm_share_in_rest: f64,
    /// Share in the label minus share in the rest, −1 to 1.
    pub confirm_difference: f64,
    /// Lower end of its interval.
    pub confirm_difference_low: f64,
    /// Upper end.
    pub confirm_difference_high: f64,
    /// Odds of having the term, label against rest, half a document added to each count.
    pub confirm_odds_ratio: f64,
    /// Lower end of its interval.
    pub confirm_odds_low: f64,
    /// Upper end.
    pub confirm_odds_high: f64,
    /// Two-sided p-value of no difference.
    pub confirm_p: f64,
    /// The same, adjusted for all listed terms by Holm (1979).
    pub confirm_p_holm: f64,
    /// The same, adjusted for all listed terms by Benjamini & Hochberg (1995).
    pub confirm_p_bh: f64,
}
