//! Which terms get evidence, and which documents are it: by rules that leave nothing to anyone's liking.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::concordance::LabelLines;
use super::{
    Evidence, LINES_MAX, LabelEvidence, PASSAGES_PER_LABEL_MAX, PASSAGES_PER_TERM_MAX, TERMS_MAX,
    TERMS_PER_SIDE_MAX, TermEvidence,
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
    /// What is shown of it.
    pub(super) shape: Shape,
}

/// What is shown of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Several lines, with every mark in them.
    Passage,
    /// One line, around the first mark.
    Line,
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
    let totals: Vec<usize> =
        counts.chunks(labels.max(1)).map(|counts| counts.iter().map(|&count| count as usize).sum()).collect();
    let lines_per_term = level(&totals, LINES_MAX);
    let mut passages = Wanted::new(terms.len() * labels, Shape::Passage);
    let mut lines = Wanted::new(terms.len() * labels, Shape::Line);
    let mut evidence = Evidence::default();
    for (place, &term) in terms.iter().enumerate() {
        let cells = place * labels..(place + 1) * labels;
        let (counts, roles) = (&counts[cells.clone()], &roles[cells.clone()]);
        let mut order: Vec<usize> = (0..labels).filter(|&label| counts[label] > 0).collect();
        order.sort_by_key(|&label| (roles[label], Reverse(counts[label]), label));
        let in_order: Vec<usize> = order.iter().map(|&label| counts[label] as usize).collect();
        let name = |label: usize| corpus.labels[label].clone();
        let mut of_term = TermEvidence {
            term: vectorized.terms[term as usize].clone(),
            labels: Vec::new(),
            texts: Vec::new(),
        };
        for (&label, quota) in order.iter().zip(passage_quotas(&in_order)) {
            passages.want(cells.start + label, of_term.labels.len(), quota);
            let documents = counts[label] as usize;
            of_term.labels.push(LabelEvidence { label: name(label), documents, passages: Vec::new() });
        }
        for (&label, quota) in order.iter().zip(line_quotas(&in_order, lines_per_term)) {
            lines.want(cells.start + label, of_term.texts.len(), quota);
            of_term.texts.push(LabelLines {
                label: name(label),
                documents: corpus.account.documents_per_label[label],
                with: counts[label] as usize,
                lines: Vec::new(),
            });
        }
        evidence.terms.push(of_term);
    }
    let mut chosen = take_evenly(corpus, vectorized, &place_of, &counts, &passages);
    chosen.extend(take_evenly(corpus, vectorized, &place_of, &counts, &lines));
    chosen.sort_by_key(|chosen| chosen.document);
    (chosen, evidence)
}

/// The passages of each label of a term, given the documents of each; labels that get none are left out.
fn passage_quotas(counts: &[usize]) -> impl Iterator<Item = usize> {
    let mut left = PASSAGES_PER_TERM_MAX;
    counts.iter().map_while(move |&count| {
        let quota = left.min(PASSAGES_PER_LABEL_MAX).min(count);
        left -= quota;
        (quota > 0).then_some(quota)
    })
}

/// The lines of each label of a term that has at most `most`, given the documents of each: as evenly as these allow, so that no label
/// that it speaks for hides the counter-examples; one of the first labels each where there are more of them.
fn line_quotas(counts: &[usize], most: usize) -> impl Iterator<Item = usize> {
    let level = level(counts, most);
    counts.iter().enumerate().map(move |(rank, &count)| match level {
        0 => usize::from(rank < most),
        level => count.min(level),
    })
}

/// The largest number such that this many of each of `counts`, or all where there are fewer, come to at most `most`.
fn level(counts: &[usize], most: usize) -> usize {
    let largest = counts.iter().copied().max().unwrap_or(0);
    let fits = |level: usize| counts.iter().map(|&count| count.min(level)).sum::<usize>() <= most;
    let (mut low, mut high) = (0, largest);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

/// How many documents are wanted of each term and label, terms × labels.
struct Wanted {
    /// The label's place in the evidence.
    places: Vec<u32>,
    quotas: Vec<u32>,
    shape: Shape,
}

impl Wanted {
    fn new(cells: usize, shape: Shape) -> Self {
        Self { places: vec![NONE; cells], quotas: vec![0; cells], shape }
    }

    fn want(&mut self, cell: usize, place: usize, quota: usize) {
        self.places[cell] = place as u32;
        self.quotas[cell] = quota as u32;
    }
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
    wanted: &Wanted,
) -> Vec<Chosen> {
    let labels = corpus.labels.len();
    let Wanted { places, quotas, shape } = wanted;
    let mut met = vec![0_u32; counts.len()];
    let mut taken = vec![0_u32; counts.len()];
    let mut chosen = Vec::with_capacity(quotas.iter().sum::<u32>() as usize);
    for (document, &label) in (0..).zip(&corpus.label_of) {
        for &term in vectorized.matrix.row(document as usize).0 {
            let place = place_of[term as usize];
            if place == NONE {
                continue;
            }
            let cell = place as usize * labels + label as usize;
            if taken[cell] < quotas[cell] {
                // The middles of as many equal stretches as documents are wanted.
                let next = (2 * u64::from(taken[cell]) + 1) * u64::from(counts[cell])
                    / (2 * u64::from(quotas[cell]));
                if u64::from(met[cell]) == next {
                    taken[cell] += 1;
                    chosen.push(Chosen { document, term: place, label: places[cell], shape: *shape });
                }
            }
            met[cell] += 1;
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_of_each_are_taken_as_have_room_together() {
        for (counts, most, expected) in [
            (&[3, 100, 7][..], 1000, 100),
            (&[3, 100, 7], 20, 10),
            (&[5, 5, 5], 14, 4),
            (&[1; 9], 4, 0),
            (&[], 4, 0),
        ] {
            assert_eq!(level(counts, most), expected, "{counts:?} {most}");
        }
    }

    #[test]
    fn no_label_hides_the_lines_of_another() {
        let quotas = |counts: &[usize], most| line_quotas(counts, most).collect::<Vec<_>>();
        assert_eq!(quotas(&[1000, 30, 2], 62), [30, 30, 2]);
        assert_eq!(quotas(&[9, 9, 9, 9], 2), [1, 1, 0, 0]);
        assert_eq!(quotas(&[9, 4], 100), [9, 4]);
    }
}
