//! One of the regressions that are judged.

/// A regression that is judged.
pub(super) struct Place {
    /// Number of the evidence.
    pub(super) of: usize,
    /// Its place among the regressions of that evidence.
    pub(super) number: usize,
    /// The label that is set against the rest, or the last of an order.
    pub(super) label: usize,
    /// The target of each label.
    pub(super) targets: Vec<f64>,
}
