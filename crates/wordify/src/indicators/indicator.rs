//! A selected term and what is counted about it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::calibration::Calibration;
use super::confirmed::Confirmed;
use super::evidence::quoted::Quoted;
use super::peers::PeerScores;
use super::staying::Staying;
use crate::contrasts::Side;
use crate::corpus::Corpus;
use crate::selection::logistic::Twins;
use crate::selection::tally::Tally;
use crate::terms::vectorize::Vectorized;

/// Twins that an indicator names.
///
/// A footer of 800 words gives 2,400 twins: were all named by all, the report would grow with the square of its length.
pub const TWINS_MAX: usize = 20;

/// Direction of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// The term speaks for the label.
    Positive,
    /// The term speaks against the label.
    Negative,
}

impl Sign {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }

    /// What the term says of the label, as people read it.
    pub fn direction(self) -> &'static str {
        match self {
            Self::Positive => "for",
            Self::Negative => "against",
        }
    }
}

/// A term and how often it was selected for a label with one sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indicator {
    /// The label, by its name.
    pub label: String,
    /// The term: 1 to n tokens with single spaces.
    pub term: String,
    /// The term as people write it most often: "fellow Americans" for the lemmas "fellow american". None for the published
    /// presets; see [`Indicator::shown`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// For or against the label.
    pub sign: Sign,
    /// Selection frequency: share of the planned fits, or of the half-samples, in which the coefficient has this sign, 0 to
    /// 1.
    pub score: f64,
    /// Documents of the label that contain the term.
    pub documents_in_label: usize,
    /// Share of the label's documents that contain the term, 0 to 1.
    pub share_in_label: f64,
    /// Documents of all other labels that contain the term.
    pub documents_in_rest: usize,
    /// Share of the other labels' documents that contain the term, 0 to 1.
    pub share_in_rest: f64,
    /// Other terms that stand in exactly the same documents equally often, so that no method can tell them
    /// apart from this one; each is listed with the same score. Of more than [`TWINS_MAX`] only so many are named, and only
    /// by the first indicator of their group for a label and sign; the others have the same `twin_group`.
    pub twins: Vec<String>,
    /// Twins besides those that this indicator names for its group.
    #[serde(skip_serializing_if = "is_zero")]
    pub twins_more: usize,
    /// The number of a group with more twins than each could name, from 1: its terms share the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twin_group: Option<usize>,
    /// Where terms are lemmas: how the term is written in the texts, in lowercase, with how often; the most frequent
    /// first, up to [`FORMS_MAX`](super::forms::FORMS_MAX).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<(String, usize)>,
    /// What its strength is worth, where the preset says so.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// Scores of other programs, where they were asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub peers: Option<PeerScores>,
    /// What the documents that were set aside say about it, where any were.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
    /// In how many variants of the analysis it stays, where that was asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub staying: Option<Staying>,
    /// Lines of texts that have the term: first of those that it speaks for, then counter-examples.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<Quoted>,
}

impl Indicator {
    /// The label that its label is compared with; none where that is all others.
    pub fn against(&self) -> Option<&str> {
        self.calibration.as_ref()?.against.as_deref()
    }

    /// What it speaks for, by the numbers of the `labels`, which are sorted; none for a label that is not among them.
    pub(crate) fn side(&self, labels: &[String]) -> Option<Side> {
        let number = |name: &str| labels.binary_search_by(|label| label.as_str().cmp(name)).ok();
        let against = match self.against() {
            Some(name) => Some(number(name)?),
            None => None,
        };
        Some(Side { label: number(&self.label)?, against, positive: self.sign == Sign::Positive })
    }

    /// What people see first: the term as it is written most often, else the term.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.term)
    }
}

/// Every term with a score, expanded from the merged columns, sorted by label, sign, score descending, term.
pub(crate) fn find(
    corpus: &Corpus,
    vectorized: &Vectorized,
    twins: &Twins,
    tally: &Tally,
    planned: usize,
) -> Vec<Indicator> {
    let labels = corpus.labels.len();
    let merged = twins.members.len();
    let in_label = documents_per_label(vectorized, &corpus.label_of, labels);
    let sizes = &corpus.account.documents_per_label;
    let all: usize = sizes.iter().sum();
    let large: Vec<usize> =
        (0..merged).filter(|&column| twins.members[column].len() > TWINS_MAX + 1).collect();
    let mut indicators = Vec::new();
    for label in 0..labels {
        for (sign, counts) in [(Sign::Positive, &tally.positive), (Sign::Negative, &tally.negative)] {
            let first = indicators.len();
            for column in 0..merged {
                let count = counts[label * merged + column];
                if count == 0 {
                    continue;
                }
                let members = &twins.members[column];
                let twin_group = large.binary_search(&column).ok().map(|place| place + 1);
                for &term in members {
                    let frequency = vectorized.document_frequency[term as usize] as usize;
                    let inside = in_label[label * vectorized.terms.len() + term as usize] as usize;
                    indicators.push(Indicator {
                        label: corpus.labels[label].clone(),
                        term: vectorized.terms[term as usize].clone(),
                        shown: None,
                        sign,
                        score: f64::from(count) / planned as f64,
                        documents_in_label: inside,
                        share_in_label: share(inside, sizes[label]),
                        documents_in_rest: frequency - inside,
                        share_in_rest: share(frequency - inside, all - sizes[label]),
                        twins: if twin_group.is_none() {
                            others(vectorized, members, &vectorized.terms[term as usize])
                        } else {
                            Vec::new()
                        },
                        twins_more: 0,
                        twin_group,
                        forms: Vec::new(),
                        calibration: None,
                        peers: None,
                        confirmed: None,
                        staying: None,
                        texts: Vec::new(),
                    });
                }
            }
            let side = &mut indicators[first..];
            side.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
            name_twins_of_large_groups(side, vectorized, twins, &large);
        }
    }
    indicators
}

/// Has the first indicator of each large group name its twins; `side` is what there is of one label and sign, `large` the
/// columns of these groups.
fn name_twins_of_large_groups(
    side: &mut [Indicator],
    vectorized: &Vectorized,
    twins: &Twins,
    large: &[usize],
) {
    let mut named = BTreeSet::new();
    for indicator in side {
        let Some(group) = indicator.twin_group.filter(|&group| named.insert(group)) else { continue };
        let members = &twins.members[large[group - 1]];
        indicator.twins = others(vectorized, members, &indicator.term);
        indicator.twins_more = members.len() - 1 - indicator.twins.len();
    }
}

/// The first [`TWINS_MAX`] of `members` besides `term`.
pub(super) fn others(vectorized: &Vectorized, members: &[u32], term: &str) -> Vec<String> {
    let terms = members.iter().map(|&member| &vectorized.terms[member as usize]);
    terms.filter(|other| *other != term).take(TWINS_MAX).cloned().collect()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Documents with each term, labels × terms.
pub(super) fn documents_per_label(vectorized: &Vectorized, label_of: &[u32], labels: usize) -> Vec<u32> {
    let terms = vectorized.terms.len();
    let mut counts = vec![0; labels * terms];
    for (i, &label) in label_of.iter().enumerate() {
        for &term in vectorized.matrix.row(i).0 {
            counts[label as usize * terms + term as usize] += 1;
        }
    }
    counts
}
