//! A selected term and what is counted about it.

use serde::Serialize;

use crate::corpus::Corpus;
use crate::selection::logistic::Twins;
use crate::selection::tally::Tally;
use crate::terms::vectorize::Vectorized;

/// Direction of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
}

/// A term and how often it was selected for a label with one sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indicator {
    /// The label, by its name.
    pub label: String,
    /// The term: 1 to n tokens with single spaces.
    pub term: String,
    /// For or against the label.
    pub sign: Sign,
    /// Selection frequency: share of the planned fits in which the coefficient has this sign, 0 to 1.
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
    /// apart from this one; each is listed with the same score.
    pub twins: Vec<String>,
    /// Where terms are lemmas: how the term is written in the texts, in lowercase, with how often; the most frequent
    /// first, up to [`FORMS_MAX`](super::forms::FORMS_MAX).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<(String, usize)>,
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
                for &term in members {
                    let frequency = vectorized.document_frequency[term as usize] as usize;
                    let inside = in_label[label * vectorized.terms.len() + term as usize] as usize;
                    indicators.push(Indicator {
                        label: corpus.labels[label].clone(),
                        term: vectorized.terms[term as usize].clone(),
                        sign,
                        score: f64::from(count) / planned as f64,
                        documents_in_label: inside,
                        share_in_label: share(inside, sizes[label]),
                        documents_in_rest: frequency - inside,
                        share_in_rest: share(frequency - inside, all - sizes[label]),
                        twins: members
                            .iter()
                            .filter(|&&other| other != term)
                            .map(|&other| vectorized.terms[other as usize].clone())
                            .collect(),
                        forms: Vec::new(),
                    });
                }
            }
            indicators[first..].sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
        }
    }
    indicators
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Documents with each term, labels × terms.
fn documents_per_label(vectorized: &Vectorized, label_of: &[u32], labels: usize) -> Vec<u32> {
    let terms = vectorized.terms.len();
    let mut counts = vec![0; labels * terms];
    for (i, &label) in label_of.iter().enumerate() {
        for &term in vectorized.matrix.row(i).0 {
            counts[label as usize * terms + term as usize] += 1;
        }
    }
    counts
}
