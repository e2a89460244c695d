//! Stop words that tell the labels apart: what the list of stop words hid.
//!
//! They are judged as terms are, by the same shuffles of the labels, as single words among themselves: a word that is left
//! out stands beside no term of the report. How stable they are is not measured, which is most of the work of a list.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Sign;
use crate::comparison::Comparison;
use crate::contrasts::{Contrasts, Side};
use crate::corpus::Corpus;
use crate::error::Error;
use crate::phrase::argument;
use crate::progress::Monitor;
use crate::selection::logistic::Twins;
use crate::selection::strength::{self, Rule};
use crate::settings::MAX_Q_DEFAULT;
use crate::table::choice::shortened;
use crate::terms::left_out;
use crate::terms::vectorize::Vectorized;
use crate::text::preparation::Preparation;

/// Documents that are looked at, spread evenly over the file: stop words are frequent, and what they tell is seen in fewer.
const DOCUMENTS_MAX: usize = 10_000;
/// Shuffles, the first of the list's: stop words stand in most texts, so that a shuffle of them takes as long as one of far
/// more terms, and the list of so few words needs no finer claim.
const SHUFFLES_MAX: usize = 39;
/// Words that are named in a warning.
const NAMED_MAX: usize = 5;

/// A stop word that was left out and would be in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOutWord {
    /// The label that it speaks for or against.
    pub label: String,
    /// The label that it is set against; none where that is all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// The word, as the list of stop words has it.
    pub word: String,
    /// Whether it speaks for the label.
    pub sign: Sign,
    /// The level of the penalty at which it enters, in noise units.
    pub strength: f64,
    /// Expected share of false words among the stop words that are listed down to this one.
    pub q_value: f64,
    /// Share of the label's documents with the word, of those that were looked at.
    pub share_in_label: f64,
    /// Share of the documents of all other labels, or of the one that it is set against.
    pub share_in_rest: f64,
}

/// The stop words of `corpus` that tell its labels apart with a share of false ones of [`MAX_Q_DEFAULT`], the strongest first.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub(crate) fn find(
    corpus: &Corpus,
    preparation: &Preparation,
    (comparison, contrasts): (&Comparison, &Contrasts),
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Vec<LeftOutWord>, Error> {
    let documents = spread(corpus.texts.len());
    let texts: Vec<&str> = documents.iter().map(|&document| corpus.texts[document].as_str()).collect();
    let vectorized = left_out::vectorize(&texts, preparation, threads, monitor)?;
    if vectorized.terms.is_empty() {
        return Ok(Vec::new());
    }
    let twins = Twins::find(&vectorized.matrix);
    let matrix = (&vectorized.matrix, &twins);
    let of_their_own: Vec<u32> = (0..twins.members.len() as u32).collect();
    let parts = contrasts.apart(&comparison.of(&documents));
    let evidence: Vec<_> = parts.iter().map(|part| part.evidence(matrix, &of_their_own)).collect();
    let shuffles = rule.shuffles.min(SHUFFLES_MAX);
    let rule = Rule { max_q: rule.max_q.min(MAX_Q_DEFAULT), max_false: None, shuffles, ..*rule };
    let listed = strength::listed(&evidence, &rule, threads, monitor)?;
    let labels: Vec<usize> = documents.iter().map(|&document| corpus.label_of[document] as usize).collect();
    let mut words = Vec::new();
    for found in &listed {
        let Side { label, against, positive } =
            contrasts.side(contrasts.labels_of(found.evidence, found.label), found.positive);
        let sign = if positive { Sign::Positive } else { Sign::Negative };
        for &term in &twins.members[found.column as usize] {
            let (share_in_label, share_in_rest) = shares(&vectorized, &labels, (label, against), term);
            words.push(LeftOutWord {
                label: corpus.labels[label].clone(),
                against: against.map(|against| corpus.labels[against].clone()),
                word: vectorized.terms[term as usize].clone(),
                sign,
                strength: found.strength,
                q_value: found.worth.q_value,
                share_in_label,
                share_in_rest,
            });
        }
    }
    words.sort_by(|a, b| {
        let by_strength = b.strength.total_cmp(&a.strength);
        by_strength.then_with(|| {
            (&a.label, a.sign, &a.word, &a.against).cmp(&(&b.label, b.sign, &b.word, &b.against))
        })
    });
    Ok(words)
}

/// At most [`DOCUMENTS_MAX`] of this many documents, spread evenly.
fn spread(documents: usize) -> Vec<usize> {
    let looked_at = documents.min(DOCUMENTS_MAX);
    (0..looked_at).map(|number| number * documents / looked_at).collect()
}

/// Shares of the documents of `label`, and of what it is set against, with `term`.
fn shares(
    vectorized: &Vectorized,
    labels: &[usize],
    (label, against): (usize, Option<usize>),
    term: u32,
) -> (f64, f64) {
    let (mut with, mut all) = ([0usize; 2], [0usize; 2]);
    let takes_part = |of: usize| of == label || against.is_none_or(|against| of == against);
    for (document, &of) in labels.iter().enumerate().filter(|(_, of)| takes_part(**of)) {
        let side = usize::from(of != label);
        all[side] += 1;
        with[side] += usize::from(vectorized.matrix.row(document).0.binary_search(&term).is_ok());
    }
    let share = |side: usize| with[side] as f64 / all[side].max(1) as f64;
    (share(0), share(1))
}

/// A warning that names the strongest of `words`.
pub(crate) fn warning(words: &[LeftOutWord]) -> Option<String> {
    let first = words.first()?;
    let mut named = BTreeSet::new();
    let shown: Vec<String> = words
        .iter()
        .filter(|found| named.insert(found.word.as_str()))
        .take(NAMED_MAX)
        .map(|found| {
            format!(
                "“{}” in {:.0}% of \"{}\", {:.0}% of {}",
                found.word,
                100.0 * found.share_in_label,
                shortened(&found.label),
                100.0 * found.share_in_rest,
                found
                    .against
                    .as_ref()
                    .map_or("the rest".into(), |against| format!("\"{}\"", shortened(against)))
            )
        })
        .collect();
    let all = words.iter().map(|found| found.word.as_str()).collect::<BTreeSet<_>>().len();
    let more = if all > shown.len() { format!(" and {} more", all - shown.len()) } else { String::new() };
    Some(format!(
        "Words that were left out as stop words tell the labels apart as well, by the test that terms are put to: {}{more}. Keep \
         such words as terms with --stop-words-keep {}, or all with --stop-words none.",
        shown.join("; "),
        argument(&first.word)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::matrix::DocumentTermMatrix;

    #[test]
    fn documents_are_spread_over_the_file() {
        assert_eq!(spread(3), [0, 1, 2]);
        let some = spread(3 * DOCUMENTS_MAX);
        assert_eq!((some.len(), some[1], some[DOCUMENTS_MAX - 1]), (DOCUMENTS_MAX, 3, 3 * DOCUMENTS_MAX - 3));
    }

    #[test]
    fn shares_are_those_of_the_label_and_of_what_it_is_set_against() {
        // Documents of labels 0, 0, 1, 2, 2, 2; the term stands in the first, the fourth and the fifth.
        let matrix = DocumentTermMatrix {
            row_starts: vec![0, 1, 1, 1, 2, 3, 3],
            columns: vec![0, 0, 0],
            values: vec![1.0; 3],
            terms: 1,
        };
        let vectorized = Vectorized { terms: vec!["not".into()], document_frequency: vec![3], matrix };
        let labels = [0, 0, 1, 2, 2, 2];
        assert_eq!(shares(&vectorized, &labels, (0, None), 0), (0.5, 0.5));
        assert_eq!(shares(&vectorized, &labels, (2, None), 0), (2.0 / 3.0, 1.0 / 3.0));
        assert_eq!(shares(&vectorized, &labels, (2, Some(0)), 0), (2.0 / 3.0, 0.5));
        assert_eq!(shares(&vectorized, &labels, (1, Some(2)), 0), (0.0, 2.0 / 3.0));
    }
}
