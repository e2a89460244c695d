//! What labels are set against.

use serde::{Deserialize, Serialize};

/// What each label is set against.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Contrast {
    /// All others together.
    #[default]
    Rest,
    /// Each other label by itself.
    Pairs,
    /// The order of the labels: which terms rise or fall along it.
    Trend,
    /// This label.
    Baseline(String),
}

impl Contrast {
    /// Whether each label is set against all others.
    pub fn is_rest(&self) -> bool {
        *self == Self::Rest
    }
}
