//! Which terms get evidence, and which documents are it: by rules that leave nothing to anyone's liking.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{
    Evidence, LabelEvidence, PASSAGES_PER_LABEL_MAX, PASSAGES_PER_TERM_MAX, TERMS_MAX, TERMS_PER_SIDE_MAX,
    TermEvidence,
};
use crate::corpus::Corpus;
use crate::indicators::{Indicator, Sign};
use crate::terms::vectorize::Vectorized;

/// A document to be shown for a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chosen {
    /// Its index in the corpus.
    pub(super) document: u32,
    /// The place of the term among those that get evidence.
    pub(super) term: u32,
    /// The place of the label in the term's evidence.
    pub(super) label: u32,
}

/// Stands for a term without evidence, and for a label that is not shown.
const NONE: u32 = u32::MAX;

/// The columns of the terms that get evidence, ascending: the first of each label and sign, then the second of each,
/// and so on.
pub(super) fn terms(indicators: &[Indicator], vectorized: &Vectorized) -> Vec<u32> {
    let sides: Vec<_> = indicators.chunk_by(|a, b| (&a.label, a.sign) == (&b.label, b.sign)).collect();
    let in_turn =
        (0..TERMS_PER_SIDE_MAX).flat_map(|rank| sides.iter().filter_map(move |side| side.get(rank)));
    let mut chosen = BTreeSet::new();
    for indicator in in_turn {
        if let Ok(column) = vectorized.terms.binary_search(&indicator.term) {
            chosen.insert(column as u32);
        }
        if chosen.len() == TERMS_MAX {
            break;
        }
    }
    chosen.into_iter().collect()
}

/// The documents of each term, ascending, and the evidence that waits for their passages.
pub(super) fn documents(
    corpus: &Corpus,
    indicators: &[Indicator],
    vectorized: &Vectorized,
    terms: &[u32],
) -> (Vec<Chosen>, Evidence) {
    let labels = corpus.labels.len();
    let mut place_of = vec![NONE; vectorized.terms.len()];
    for (place, &term) in (0..).zip(terms) {
        place_of[term as usize] = place;
    }
    let counts = count(corpus, vectorized, &place_of, terms.len());
    let roles = roles(corpus, indicators, vectorized, &place_of, terms.len());
    // Of each term and label, the label's place in the evidence, and how many documents are still to be taken of how
    // many still to come.
    let mut shown = vec![NONE; terms.len() * labels];
    let mut wanted = vec![0; terms.len() * labels];
    let mut evidence = Evidence::default();
    for (place, &term) in terms.iter().enumerate() {
        let cells = place * labels..(place + 1) * labels;
        let (counts, roles) = (&counts[cells.clone()], &roles[cells.clone()]);
        let mut order: Vec<usize> = (0..labels).filter(|&label| counts[label] > 0).collect();
        order.sort_by_key(|&label| (roles[label], Reverse(counts[label]), label));
        let mut left = PASSAGES_PER_TERM_MAX;
        let mut of_term = TermEvidence { term: vectorized.terms[term as usize].clone(), labels: Vec::new() };
        for label in order {
            let quota = left.min(PASSAGES_PER_LABEL_MAX).min(counts[label] as usize);
            if quota == 0 {
                break;
            }
            left -= quota;
            shown[cells.start + label] = of_term.labels.len() as u32;
            wanted[cells.start + label] = quota as u32;
            of_term.labels.push(LabelEvidence {
                label: corpus.labels[label].clone(),
                documents: counts[label] as usize,
                passages: Vec::new(),
            });
        }
        evidence.terms.push(of_term);
    }
    (take_evenly(corpus, vectorized, &place_of, &counts, &shown, &wanted), evidence)
}

/// Documents with each term, terms × labels.
fn count(corpus: &Corpus, vectorized: &Vectorized, place_of: &[u32], terms: usize) -> Vec<u32> {
    let labels = corpus.labels.len();
    let mut counts = vec![0; terms * labels];
    for (document, &label) in corpus.label_of.iter().enumerate() {
        for &term in vectorized.matrix.row(document).0 {
            let place = place_of[term as usize];
            if place != NONE {
                counts[place as usize * labels + label as usize] += 1;
            }
        }
    }
    counts
}

/// What a term is to a label, terms × labels: 0 where it speaks for it, 1 where against, 2 where neither.
fn roles(
    corpus: &Corpus,
    indicators: &[Indicator],
    vectorized: &Vectorized,
    place_of: &[u32],
    terms: usize,
) -> Vec<u8> {
    let labels = corpus.labels.len();
    let mut roles = vec![2; terms * labels];
    for indicator in indicators {
        let column = vectorized.terms.binary_search(&indicator.term);
        let label = corpus.labels.binary_search(&indicator.label);
        let (Ok(column), Ok(label)) = (column, label) else { continue };
        if place_of[column] != NONE {
            let role = &mut roles[place_of[column] as usize * labels + label];
            *role = (*role).min(match indicator.sign {
                Sign::Positive => 0,
                Sign::Negative => 1,
            });
        }
    }
    roles
}

/// Of the documents with each term and label, in the order of the file, as many as are wanted, spread evenly.
fn take_evenly(
    corpus: &Corpus,
    vectorized: &Vectorized,
    place_of: &[u32],
    counts: &[u32],
    shown: &[u32],
    wanted: &[u32],
) -> Vec<Chosen> {
    let labels = corpus.labels.len();
    let mut met = vec![0_u32; counts.len()];
    let mut taken = vec![0_u32; counts.len()];
    let mut chosen = Vec::with_capacity(wanted.iter().sum::<u32>() as usize);
    for (document, &label) in (0..).zip(&corpus.label_of) {
        for &term in vectorized.matrix.row(document as usize).0 {
            let place = place_of[term as usize];
            if place == NONE {
                continue;
            }
            let cell = place as usize * labels + label as usize;
            if taken[cell] < wanted[cell] {
                // The middles of as many equal stretches as documents are wanted.
                let next = (2 * u64::from(taken[cell]) + 1) * u64::from(counts[cell])
                    / (2 * u64::from(wanted[cell]));
                if u64::from(met[cell]) == next {
                    taken[cell] += 1;
                    chosen.push(Chosen { document, term: place, label: shown[cell] });
                }
            }
            met[cell] += 1;
        }
    }
    chosen
}
