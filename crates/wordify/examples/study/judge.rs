//! The engine's judgment of labels, in the form in which the study counts.

use wordify::progress::Monitor;
use wordify::selection::path::Scale;
use wordify::selection::strength::{Evidence, Judgment, Judgments, Rule, measure};

use crate::corpus::Documents;

/// Labels of documents, and how they are compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    pub(crate) label_of: Vec<u16>,
    pub(crate) labels: usize,
    pub(crate) group_of: Option<Vec<u32>>,
    pub(crate) stratum_of: Option<Vec<u32>>,
    /// Whether documents are compared at equal length.
    pub(crate) equal_length: bool,
}

/// How the study judges.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judge {
    pub(crate) shuffles: usize,
    pub(crate) scale: Scale,
}

/// A term that came in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) label: usize,
    pub(crate) column: u32,
    pub(crate) positive: bool,
    /// Expected number of false terms of the file from it on; infinite where the shuffles' paths ended above it.
    pub(crate) expected_false: f64,
    pub(crate) q_value: f64,
    /// Whether it counts: the first of its family does.
    pub(crate) counts: bool,
}

impl Judge {
    /// The engine's judgment of `labels`, with the random choices of `seed`.
    pub(crate) fn judge(&self, documents: &Documents, labels: &Labels, seed: u64) -> Judgments {
        let lengths = [documents.lengths.clone()];
        let evidence = Evidence {
            matrix: &documents.matrix,
            family_of: &documents.family_of,
            label_of: &labels.label_of,
            labels: labels.labels,
            rows: None,
            targets: None,
            held_straight: &[],
            held_equal: if labels.equal_length { &lengths } else { &[] },
            group_of: labels.group_of.as_deref(),
            stratum_of: labels.stratum_of.as_deref(),
        };
        let rule = Rule { shuffles: self.shuffles, max_q: 0.1, max_false: None, scale: self.scale, seed };
        measure(&evidence, &rule, 1, &Monitor::silent()).expect("nobody cancels")
    }

    /// What comes in for `labels`, with the random choices of `seed`.
    pub(crate) fn find(&self, documents: &Documents, labels: &Labels, seed: u64) -> Vec<Found> {
        found(&self.judge(documents, labels, seed))
    }
}

/// What came in.
pub(crate) fn found(judgments: &Judgments) -> Vec<Found> {
    let of_file = judgments.judged as f64;
    let of_label = |judgment: &Judgment| {
        let label = judgment.label;
        let found = judgment.strengths.iter().map(move |strength| Found {
            label,
            column: strength.column,
            positive: strength.positive,
            expected_false: strength.worth.map_or(f64::INFINITY, |worth| worth.expected_false * of_file),
            q_value: strength.worth.map_or(1.0, |worth| worth.q_value),
            counts: !strength.in_family,
        });
        found.collect::<Vec<_>>()
    };
    judgments.labels.iter().flat_map(of_label).collect()
}

/// Where a list ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// At so many expected false terms.
    False(f64),
    /// At this expected share of false terms.
    Share(f64),
}

impl End {
    pub(crate) fn lists(self, found: &Found) -> bool {
        match self {
            Self::False(most) => found.expected_false <= most,
            Self::Share(most) => found.q_value <= most,
        }
    }

    /// Findings in the list.
    pub(crate) fn count(self, found: &[Found]) -> usize {
        found.iter().filter(|found| found.counts && self.lists(found)).count()
    }
}
