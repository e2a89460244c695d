//! Lines of the texts behind each listed term, for reports: some from texts that the term speaks for, and counter-examples.
//!
//! Which texts are quoted is drawn by the seed, so that nobody can choose them. Whether a text has the term is read off the
//! document-term matrix; where it stands there is said by the reader that counts.

use std::ops::Range;

use serde::Serialize;

use super::line::Line;
use super::{Basis, PART_DOCUMENTS, place};
use crate::corpus::Corpus;
use crate::error::Error;
use crate::indicators::token_reader::TokenReader;
use crate::indicators::{Indicator, Sign};
use crate::parallel::in_parts;
use crate::progress::Monitor;
use crate::selection::random::{Random, Stream};

/// Lines of all terms together, some 6 MB of text: with the usual number of lines those of 3,000 terms.
pub const LINES_MAX: usize = 15_000;
/// Characters before and behind a term, about: what a reader needs to see how it is meant.
const CONTEXT_CHARS: usize = 80;

/// A line of a text behind a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The label of the text.
    pub label: String,
    /// Where the term stands in it.
    #[serde(flatten)]
    pub line: Line,
}

/// Counter-examples beside `lines` from texts that a term speaks for: half as many, because they are there to be checked against.
pub(crate) fn counter_examples(lines: usize) -> usize {
    lines.div_ceil(2)
}

/// Documents with a term on one side, of which some are drawn.
struct Side {
    random: Random,
    wanted: usize,
    seen: usize,
    drawn: Vec<u32>,
}

impl Side {
    fn new(seed: u64, stream: Stream, wanted: usize) -> Self {
        Self { random: Random::new(seed, stream), wanted, seen: 0, drawn: Vec::new() }
    }

    /// Meets one more document: all that were met are equally likely to be drawn (Vitter 1985, algorithm R).
    fn meet(&mut self, document: u32) {
        self.seen += 1;
        if self.drawn.len() < self.wanted {
            self.drawn.push(document);
        } else if self.wanted > 0
            && let Some(drawn) = self.drawn.get_mut(self.random.below(self.seen))
        {
            *drawn = document;
        }
    }
}

/// A document that was drawn for a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Drawn {
    document: u32,
    /// The place of the term among those that are quoted.
    term: u32,
    /// Whether it is a counter-example.
    is_counter: bool,
}

/// Adds to each of `listed`, which came of `corpus` and `basis` and are sorted by label, sign and rank, up to `lines` lines of texts
/// that it speaks for, and [`counter_examples`]; beyond [`LINES_MAX`] to the first of each label and sign.
///
/// The result is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub(crate) fn add(
    listed: &mut [&mut Indicator],
    corpus: &Corpus,
    basis: &Basis,
    (lines, seed): (usize, u64),
    threads: usize,
    monitor: &Monitor,
) -> Result<(), Error> {
    if lines == 0 {
        return Ok(());
    }
    let quoted = in_turn(listed, LINES_MAX / (lines + counter_examples(lines)));
    let quoting = Quoting { quoted: quoted.iter().map(|&place| &*listed[place]).collect(), corpus, basis };
    let drawn = quoting.draw(lines, seed);
    let mut found = quoting.read(&drawn, threads, monitor)?;
    // Examples before counter-examples, each in the order of the file.
    found.sort_by_key(|(drawn, _)| (drawn.term, drawn.is_counter, drawn.document));
    for (Drawn { document, term, .. }, line) in found {
        let label = corpus.labels[corpus.label_of[document as usize] as usize].clone();
        listed[quoted[term as usize]].texts.push(Quoted { label, line });
    }
    Ok(())
}

/// The places of up to `most` terms: the first of each label and sign, then the second of each, and so on.
fn in_turn(listed: &[&mut Indicator], most: usize) -> Vec<usize> {
    let side = |place: usize| (&listed[place].label, listed[place].sign, listed[place].against());
    let mut sides: Vec<Range<usize>> = Vec::new();
    for place in 0..listed.len() {
        match sides.last_mut() {
            Some(last) if side(last.start) == side(place) => last.end = place + 1,
            _ => sides.push(place..place + 1),
        }
    }
    let longest = sides.iter().map(Range::len).max().unwrap_or(0);
    let in_turn = (0..longest).flat_map(|rank| {
        sides
            .iter()
            .map(move |side| side.start + rank)
            .zip(&sides)
            .filter(|(place, side)| side.contains(place))
    });
    let mut chosen: Vec<usize> = in_turn.map(|(place, _)| place).take(most).collect();
    chosen.sort_unstable();
    chosen
}

/// What lines are drawn from, and for which terms.
struct Quoting<'a> {
    /// The indicators that get lines.
    quoted: Vec<&'a Indicator>,
    corpus: &'a Corpus,
    basis: &'a Basis,
}

impl Quoting<'_> {
    /// The documents that are quoted, ascending.
    fn draw(&self, lines: usize, seed: u64) -> Vec<Drawn> {
        let Self { quoted, corpus, .. } = self;
        let vectorized = &self.basis.vectorized;
        // A term may be listed for several labels.
        let mut places_of: Vec<Vec<u32>> = vec![Vec::new(); vectorized.terms.len()];
        // The label of each, and the one that it is set against; all others where it is none.
        let mut compared = Vec::with_capacity(quoted.len());
        // Of each term those of the label, and those of all others.
        let mut sides: Vec<[Side; 2]> = Vec::with_capacity(quoted.len());
        for (place, indicator) in (0..).zip(quoted) {
            let column = vectorized.terms.binary_search(&indicator.term).ok();
            if let Some(column) = column {
                places_of[column].push(place);
            }
            let number = |label: &str| corpus.labels.binary_search_by(|known| known.as_str().cmp(label)).ok();
            compared.push((number(&indicator.label), indicator.against().and_then(number)));
            let wanted = match indicator.sign {
                Sign::Positive => [lines, counter_examples(lines)],
                Sign::Negative => [counter_examples(lines), lines],
            };
            let stream = |side: usize| Stream::Quoted(2 * column.unwrap_or(0) + side);
            sides.push([0, 1].map(|side| Side::new(seed, stream(side), wanted[side])));
        }
        for (document, &label) in (0..).zip(&corpus.label_of) {
            for &term in vectorized.matrix.row(document as usize).0 {
                for &place in &places_of[term as usize] {
                    let (own, against) = compared[place as usize];
                    let is_rest = own != Some(label as usize);
                    if !is_rest || against.is_none_or(|against| against == label as usize) {
                        sides[place as usize][usize::from(is_rest)].meet(document);
                    }
                }
            }
        }
        let mut drawn = Vec::new();
        for (term, of_term) in (0..).zip(&sides) {
            let is_against = quoted[term as usize].sign == Sign::Negative;
            for (of_side, is_rest) in of_term.iter().zip([false, true]) {
                let is_counter = is_rest != is_against;
                drawn.extend(of_side.drawn.iter().map(|&document| Drawn { document, term, is_counter }));
            }
        }
        drawn.sort_unstable();
        drawn
    }

    /// The lines of `drawn`, in any order; each document is read once.
    fn read(&self, drawn: &[Drawn], threads: usize, monitor: &Monitor) -> Result<Vec<(Drawn, Line)>, Error> {
        let Self { quoted, corpus, basis } = self;
        let terms: Vec<&str> = quoted.iter().map(|indicator| indicator.term.as_str()).collect();
        let groups: Vec<&[Drawn]> = drawn.chunk_by(|a, b| a.document == b.document).collect();
        let start = |_| {
            let mut reader = TokenReader::new(&basis.preparation);
            let numbers: Vec<Vec<u32>> = terms.iter().map(|term| reader.term(term)).collect();
            (reader, numbers)
        };
        let work = |(reader, numbers): &mut (TokenReader<'_>, Vec<Vec<u32>>), part: usize| {
            let first = part * PART_DOCUMENTS;
            let mut lines = Vec::new();
            for group in &groups[first..groups.len().min(first + PART_DOCUMENTS)] {
                monitor.check()?;
                let document = group[0].document as usize;
                let text = &corpus.texts[document];
                let placed = reader.placed(text);
                lines.extend(group.iter().filter_map(|drawn| {
                    let marks = place::marks(text, &placed, &numbers[drawn.term as usize]);
                    Some((*drawn, Line::around(corpus, document, marks.first()?, CONTEXT_CHARS)))
                }));
            }
            Ok(lines)
        };
        let (_, parts) = in_parts(groups.len().div_ceil(PART_DOCUMENTS), threads, start, work)?;
        Ok(parts.into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_as_likely_to_be_drawn_as_any_other() {
        let mut times = [0_u32; 10];
        for seed in 0..6_000 {
            let mut side = Side::new(seed, Stream::Quoted(4), 3);
            (0..10).for_each(|document| side.meet(document));
            side.drawn.sort_unstable();
            side.drawn.dedup();
            assert_eq!(side.drawn.len(), 3);
            side.drawn.iter().for_each(|&document| times[document as usize] += 1);
        }
        // 6,000 · 3 / 10 each, with a standard deviation of √(6,000 · 0.3 · 0.7) = 35.5; five of them.
        assert!(times.iter().all(|&number| number.abs_diff(1_800) < 178), "{times:?}");
    }

    #[test]
    fn where_none_are_wanted_none_are_drawn_and_few_are_all_drawn() {
        let drawn = |wanted: usize, documents: u32| {
            let mut side = Side::new(7, Stream::Quoted(0), wanted);
            (0..documents).for_each(|document| side.meet(document));
            side.drawn
        };
        assert_eq!((drawn(0, 9), drawn(3, 2)), (Vec::new(), vec![0, 1]));
    }
}
