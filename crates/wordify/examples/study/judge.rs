//! The engine's judgment of labels, in the form in which the study counts.

use wordify::progress::Monitor;
use wordify::selection::path::Scale;
use wordify::selection::strength::{Evidence, Judgment, Judgments, Rule, measure_together};

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
    /// What labels are set against.
    pub(crate) set_against: SetAgainst,
}

/// What labels are set against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum SetAgainst {
    /// All others.
    #[default]
    Rest,
    /// Each other one.
    Pairs,
    /// The first one.
    Baseline,
    /// Their order.
    Order,
    /// Of the first two each the other, as if there were no others.
    FirstTwo,
}

/// What is compared by itself: all documents, or those of two labels.
struct Part {
    /// The two labels, the second of which is 1 there.
    labels: Option<[usize; 2]>,
    rows: Option<Vec<u32>>,
    label_of: Vec<u16>,
    targets: Option<Vec<f64>>,
    lengths: Vec<Vec<f64>>,
    group_of: Option<Vec<u32>>,
    stratum_of: Option<Vec<u32>>,
}

impl Labels {
    /// The parts that are compared by themselves.
    fn parts(&self, documents: &Documents) -> Vec<Part> {
        let whole = |targets| Part {
            labels: None,
            rows: None,
            label_of: self.label_of.clone(),
            targets,
            lengths: if self.equal_length { vec![documents.lengths.clone()] } else { Vec::new() },
            group_of: self.group_of.clone(),
            stratum_of: self.stratum_of.clone(),
        };
        let pair = |labels: [usize; 2]| self.pair(documents, labels);
        match self.set_against {
            SetAgainst::Rest => vec![whole(None)],
            SetAgainst::Order => {
                let last = (self.labels - 1) as f64;
                vec![whole(Some((0..self.labels).map(|label| label as f64 / last).collect()))]
            }
            SetAgainst::FirstTwo => vec![pair([0, 1])],
            SetAgainst::Baseline => (1..self.labels).map(|label| pair([0, label])).collect(),
            SetAgainst::Pairs => {
                let labels = self.labels;
                (0..labels).flat_map(|one| (one + 1..labels).map(move |two| [one, two])).map(pair).collect()
            }
        }
    }

    fn pair(&self, documents: &Documents, labels: [usize; 2]) -> Part {
        let is_of = |&row: &u32| labels.contains(&usize::from(self.label_of[row as usize]));
        let rows: Vec<u32> = (0..self.label_of.len() as u32).filter(is_of).collect();
        let of = |values: &Vec<u32>| rows.iter().map(|&row| values[row as usize]).collect();
        let number = |&row: &u32| u16::from(usize::from(self.label_of[row as usize]) == labels[1]);
        let lengths = rows.iter().map(|&row| documents.lengths[row as usize]).collect();
        Part {
            labels: Some(labels),
            label_of: rows.iter().map(number).collect(),
            targets: None,
            lengths: if self.equal_length { vec![lengths] } else { Vec::new() },
            group_of: self.group_of.as_ref().map(of),
            stratum_of: self.stratum_of.as_ref().map(of),
            rows: Some(rows),
        }
    }
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
    /// The label that it is set against; none for all others.
    pub(crate) against: Option<usize>,
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
        let parts = labels.parts(documents);
        let of_part = |part: &'_ Part| part.labels.map_or(labels.labels, |labels| labels.len());
        let evidence: Vec<Evidence<'_>> = parts
            .iter()
            .map(|part| Evidence {
                matrix: &documents.matrix,
                twins: None,
                family_of: &documents.family_of,
                label_of: &part.label_of,
                labels: of_part(part),
                rows: part.rows.as_deref(),
                targets: part.targets.as_deref(),
                held_straight: &[],
                held_equal: &part.lengths,
                group_of: part.group_of.as_deref(),
                stratum_of: part.stratum_of.as_deref(),
            })
            .collect();
        let rule = Rule { shuffles: self.shuffles, max_q: 0.1, max_false: None, scale: self.scale, seed };
        let mut judgments =
            measure_together(&evidence, &rule, 1, &Monitor::silent()).expect("nobody cancels");
        for judgment in &mut judgments.labels {
            if let Some([first, second]) = parts[judgment.evidence].labels {
                // Of a pair the second label is fitted; the first has no strengths.
                (judgment.label, judgment.against) = (second, Some(first));
            }
        }
        judgments
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
        let (label, against) = (judgment.label, judgment.against);
        let found = judgment.strengths.iter().map(move |strength| Found {
            label,
            against,
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
pub(crate) enum ListEnd {
    /// At so many expected false terms.
    False(f64),
    /// At this expected share of false terms.
    Share(f64),
}

impl ListEnd {
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
