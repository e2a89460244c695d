//! What is known of a judged term besides its counts.

use serde::Serialize;

use super::trend::Trend;

/// Difference of the shares in label and rest from which a term tells the label almost alone.
const RESTATES_DIFFERENCE: f64 = 0.8;
/// Documents of the label below which a term rests on single texts: they may be one writer's, or one text twice.
pub(super) const DOCUMENTS_FEW: usize = 3;
/// Of the label's documents with a term, the share from one group from which on that group carries it.
pub(super) const CARRIED_MIN: f64 = 0.8;

/// What a reader should know of a single term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// It tells the label from the rest almost alone, as a name of the label does.
    RestatesLabel,
    /// It speaks for the label, and stands in fewer than three of its documents.
    FewDocuments,
    /// It speaks for the label, and one group gives four in five or more of the label's documents with it.
    OneGroup,
}

impl Caution {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::RestatesLabel => "restates the label",
            Self::FewDocuments => "in fewer than three documents of the label",
            Self::OneGroup => "one group carries it",
        }
    }

    /// Those of a term with this difference of shares, which speaks for its label or against it.
    pub(super) fn of(difference: f64, documents_in_label: usize, is_positive: bool) -> Vec<Self> {
        let restates = (difference.abs() >= RESTATES_DIFFERENCE).then_some(Self::RestatesLabel);
        let few = (is_positive && documents_in_label < DOCUMENTS_FEW).then_some(Self::FewDocuments);
        restates.into_iter().chain(few).collect()
    }
}

/// What the strength of a term is worth, and how large its effect is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// The label that its label is compared with; none where that is all others. What is said of the rest is then said of
    /// that label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// Whether the term is in the list.
    pub listed: bool,
    /// Level of the penalty at which it enters, in noise units.
    pub strength: f64,
    /// Expected share of false terms in the list that ends with it; none for a term weaker than any list could reach.
    pub q_value: Option<f64>,
    /// Expected number of false terms: that of its own label at least as strong as it, times the labels that are judged.
    pub expected_false: Option<f64>,
    /// Expected number of false terms of this comparison alone, where pairs of labels are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_false_in_contrast: Option<f64>,
    /// Chance that shuffled labels give a term as strong anywhere in the file.
    pub p_familywise: Option<f64>,
    /// Of the half-samples in which it is in the model, the share with its sign.
    pub sign_consistency: f64,
    /// Its rank for the label in all but the highest 5 % of the half-samples.
    pub rank_low: Option<usize>,
    /// Its rank for the label in all but the lowest 5 % of the half-samples; none where it is in the model in fewer.
    pub rank_high: Option<usize>,
    /// Mean coefficient: change of the log odds of the label with one unit of tf-idf.
    pub coefficient: f64,
    /// Whether it is in the model at the end of the list, beside all others; nothing is promised about it.
    pub adds_to_others: bool,
    /// The strongest term of its family: terms that contain each other and stand for one finding.
    pub family: String,
    /// Share in the label minus share in the rest, and its 95% interval.
    pub difference: f64,
    /// Lower end.
    pub difference_low: f64,
    /// Upper end.
    pub difference_high: f64,
    /// Odds ratio of having the term, label against rest, and its 95% interval.
    pub odds_ratio: f64,
    /// Lower end.
    pub odds_low: f64,
    /// Upper end.
    pub odds_high: f64,
    /// Groups with the term in documents of the label; none without groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups_in_label: Option<usize>,
    /// Groups with the term in documents of all other labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups_in_rest: Option<usize>,
    /// Share of the label's documents with the term that a single group gives, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_group_share: Option<f64>,
    /// Whether it is listed for the label with the controls held equal as well; none without controls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survives_control: Option<bool>,
    /// Its q-value with the controls held equal; none where it does not come in then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q_value_controlled: Option<f64>,
    /// Where labels have an order: how the share of documents with the term changes with a step along it.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trend>,
    /// With more than two labels: whether it is listed for this label and for no other, and the share of its documents with the
    /// term is larger than that of each other label, each with the 95% interval of their difference above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_label: Option<bool>,
    /// Of more than two labels, the documents of each with the term, in the order of the labels; of listed terms only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents_by_label: Vec<u32>,
    /// What a reader should know of it.
    pub warnings: Vec<Caution>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_tells_the_label_alone_or_rests_on_two_texts_is_warned_of() {
        assert_eq!(Caution::of(0.95, 30, true), [Caution::RestatesLabel]);
        assert_eq!(Caution::of(-0.8, 0, false), [Caution::RestatesLabel]);
        assert_eq!(Caution::of(0.1, 2, true), [Caution::FewDocuments]);
        assert_eq!(Caution::of(0.1, 3, true), []);
        assert_eq!(Caution::of(-0.1, 0, false), [], "against a label nothing in it is usual");
    }
}
