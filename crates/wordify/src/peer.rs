//! The names of scores of other programs that can stand beside ours; see [`peers`](crate::indicators::peers).

use serde::{Deserialize, Serialize};

/// A score of other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Peer {
    /// Log odds ratio in units of its standard error, with an informative Dirichlet prior.
    #[serde(rename = "log-odds")]
    LogOdds,
    /// G², the log-likelihood ratio of the table of four cells.
    #[serde(rename = "g2")]
    GSquare,
    /// Pearson's χ² of the table of four cells, without a correction.
    #[serde(rename = "chi2")]
    ChiSquare,
}

impl Peer {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::LogOdds, Self::GSquare, Self::ChiSquare];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::LogOdds => "log-odds",
            Self::GSquare => "g2",
            Self::ChiSquare => "chi2",
        }
    }

    /// The names of its columns: by documents and by tokens.
    pub fn columns(self) -> [&'static str; 2] {
        match self {
            Self::LogOdds => ["log_odds_documents", "log_odds_tokens"],
            Self::GSquare => ["g2_documents", "g2_tokens"],
            Self::ChiSquare => ["chi2_documents", "chi2_tokens"],
        }
    }
}
