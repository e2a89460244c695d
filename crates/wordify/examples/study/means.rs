//! How lists do against known truths in the mean, as cells of a table.

use crate::table::{Mean, number};
use crate::truth::Score;

/// Names of the columns that [`Means::cells`] fills.
pub(crate) const COUNTED: [&str; 6] =
    ["listed", "recall", "false", "false, marginal", "share of false", "share, marginal"];

/// Means of the scores of several sets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Means {
    pub(crate) score: Score,
    /// Of what is listed, the share that is false.
    pub(crate) strict_share: Mean,
    /// The same, marginally.
    pub(crate) marginal_share: Mean,
}

impl Means {
    pub(crate) fn of(scores: &[Score]) -> Self {
        let mean = |value: &dyn Fn(&Score) -> f64| Mean::of(&scores.iter().map(value).collect::<Vec<_>>());
        Self {
            score: Score {
                listed: mean(&|score| score.listed).value,
                recall: mean(&|score| score.recall).value,
                false_strict: mean(&|score| score.false_strict).value,
                false_marginal: mean(&|score| score.false_marginal).value,
            },
            strict_share: mean(&|score| score.false_strict / score.listed.max(1.0)),
            marginal_share: mean(&|score| score.false_marginal / score.listed.max(1.0)),
        }
    }

    pub(crate) fn cells(&self) -> Vec<String> {
        let Score { listed, recall, false_strict, false_marginal } = self.score;
        let shares = [self.strict_share.value, self.marginal_share.value];
        [listed, recall, false_strict, false_marginal].into_iter().chain(shares).map(number).collect()
    }
}
