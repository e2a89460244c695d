//! What is set against what in a corpus: which documents are compared in each regression, and whose terms it gives.
//!
//! With more than two labels, a pair of labels is compared by its own documents alone: its own columns, shuffles, length and
//! half-samples. Of two labels, each against the rest, their pair, and one as the baseline of the other are the same. Labels
//! along an order are compared in one regression of the place in the order, 0 for the first and 1 for the last.

mod order;

use crate::comparison::Comparison;
use crate::contrast::Contrast;
use crate::corpus::{Corpus, absent_label};
use crate::error::{Error, ErrorKind};
use crate::selection::strength::{Judgment, Judgments};
use crate::settings::Settings;

/// Pairs of labels in a file: each is a comparison of its own, and all of them share the list.
const PAIRS_MAX: usize = 105;

/// What a term speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Side {
    pub(crate) label: usize,
    /// The label that it is set against; none where that is all others.
    pub(crate) against: Option<usize>,
    /// Whether it speaks for the label, or against it.
    pub(crate) positive: bool,
}

/// What is compared in a corpus.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contrasts {
    labels: usize,
    scheme: Scheme,
}

#[derive(Debug, Clone, PartialEq)]
enum Scheme {
    /// Each label with the rest.
    Rest,
    /// Label and label, the second of which is the baseline where there is one.
    Pairs(Vec<(usize, usize)>),
    /// The labels in their order.
    Trend(Vec<usize>),
}

impl Contrasts {
    /// What `settings` ask for in `corpus`.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] at `contrast` for a baseline that is not a label, and at `order` where the labels have no order that
    /// can be meant; [`ErrorKind::Limit`] beyond [`PAIRS_MAX`].
    pub(crate) fn new(settings: &Settings, corpus: &Corpus) -> Result<Self, Error> {
        let labels = corpus.labels.len();
        let pairs = match &settings.contrast {
            Contrast::Rest => Vec::new(),
            Contrast::Trend => {
                let order = order::of_labels(&settings.order, corpus)?;
                return Ok(Self { labels, scheme: Scheme::Trend(order) });
            }
            Contrast::Pairs => {
                (0..labels).flat_map(|first| (first + 1..labels).map(move |second| (first, second))).collect()
            }
            Contrast::Baseline(name) => {
                let baseline = corpus
                    .labels
                    .binary_search(name)
                    .map_err(|_| absent_label("contrast", name, &corpus.labels))?;
                (0..labels).filter(|&label| label != baseline).map(|label| (label, baseline)).collect()
            }
        };
        if pairs.len() > PAIRS_MAX {
            let message = format!("{labels} labels make {} pairs, more than {PAIRS_MAX}", pairs.len());
            return Err(Error::new(ErrorKind::Limit, message).at("contrast").remedy(
                "Keep fewer labels (labels), take some together (merge), or compare each with the rest.",
            ));
        }
        // Two labels are each the rest of the other.
        let scheme = if pairs.is_empty() || labels == 2 { Scheme::Rest } else { Scheme::Pairs(pairs) };
        Ok(Self { labels, scheme })
    }

    /// The labels along the order, where they have one.
    pub(crate) fn order(&self) -> Option<&[usize]> {
        match &self.scheme {
            Scheme::Trend(order) => Some(order),
            Scheme::Rest | Scheme::Pairs(_) => None,
        }
    }

    /// The parts of `comparison` that are compared among themselves.
    pub(crate) fn apart(&self, comparison: &Comparison) -> Vec<Comparison> {
        match &self.scheme {
            Scheme::Rest => vec![comparison.clone()],
            Scheme::Trend(order) => {
                let last = (order.len() - 1) as f64;
                let mut targets = vec![0.0; self.labels];
                order.iter().enumerate().for_each(|(place, &label)| targets[label] = place as f64 / last);
                vec![comparison.along(targets)]
            }
            Scheme::Pairs(pairs) => {
                pairs.iter().map(|&(label, against)| comparison.of_two([against, label])).collect()
            }
        }
    }

    /// `judgments` of what [`Contrasts::apart`] gave, with the labels of the corpus.
    pub(crate) fn named(&self, mut judgments: Judgments) -> Judgments {
        // Of a pair one side is fitted, and says what there is to say of both.
        let is_side = |judgment: &Judgment| {
            matches!(self.scheme, Scheme::Rest | Scheme::Trend(_)) || judgment.label == 1
        };
        judgments.labels.retain(is_side);
        for judgment in &mut judgments.labels {
            (judgment.label, judgment.against) = self.labels_of(judgment.evidence, judgment.label);
        }
        judgments
    }

    /// The label, and what it is set against, of a regression on part `number` for the label that has number `own` there.
    pub(crate) fn labels_of(&self, number: usize, own: usize) -> (usize, Option<usize>) {
        match &self.scheme {
            Scheme::Rest => (own, None),
            Scheme::Trend(order) => (order[order.len() - 1], None),
            Scheme::Pairs(pairs) => (pairs[number].0, Some(pairs[number].1)),
        }
    }

    /// What a term of the regression of `label` against `against` speaks for. Of two labels, and along an order, each term
    /// stands once, as positive.
    pub(crate) fn side(&self, (label, against): (usize, Option<usize>), is_positive: bool) -> Side {
        let (label, against, positive) = match (&self.scheme, against) {
            _ if is_positive => (label, against, true),
            (_, Some(other)) => (other, Some(label), true),
            (Scheme::Trend(order), None) => (order[0], None, true),
            (_, None) if self.labels == 2 => (1 - label, None, true),
            (_, None) => (label, None, false),
        };
        Side { label, against, positive }
    }
}

#[cfg(test)]
mod tests;
