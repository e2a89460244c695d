//! Whether there are enough documents: the list of parts of them, drawn several times. What a draw lists does not depend on the whole
//! list, so that several machines can share the draws before there is one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use crate::contrasts::Side;
use crate::corpus::Corpus;
use crate::error::Error;
use crate::indicators::Indicator;
use crate::listing::{self, Further, ListedTerm, Names};
use crate::portion::drawn;
use crate::progress::{Monitor, Stage};
use crate::selection::checkpoint::bytes::{push_number, take_number};
use crate::selection::further::Kind;
use crate::selection::random::{Random, Stream};
use crate::settings::Settings;
use crate::text::preparation::Preparation;

/// Shares of the documents that are drawn.
pub const SHARES: [f64; 3] = [0.25, 0.5, 0.75];
/// Draws of each share. Of this many, nine of eleven further draws lie between the lowest and the highest.
pub const DRAWS: usize = 10;
/// The list still grows where the last quarter of the documents brings at least this share of its terms.
pub const GROWTH_MIN: f64 = 0.05;

/// The list of parts of the documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Growth {
    /// By share, ascending; the last is the whole.
    pub points: Vec<Point>,
    /// Whether more documents would give more terms, as far as the last quarter says so: see [`GROWTH_MIN`].
    pub still_grows: bool,
}

/// The lists of parts of one size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Share of each label's documents that was drawn.
    pub share: f64,
    /// Documents drawn.
    pub documents: Spread,
    /// Times that they were drawn.
    pub draws: usize,
    /// Terms listed.
    pub terms: Spread,
    /// The share of the whole list that is found again, 0 to 1; none where the whole list is empty.
    pub found_again: Option<Spread>,
    /// The share of the terms listed that are in the whole list, 0 to 1; none where a draw lists none.
    pub confirmed: Option<Spread>,
}

/// A number over several draws.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Its mean.
    pub mean: f64,
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl Spread {
    /// Of numbers, at least one.
    fn of(numbers: &[f64]) -> Self {
        Self {
            mean: numbers.iter().sum::<f64>() / numbers.len() as f64,
            low: numbers.iter().copied().fold(f64::INFINITY, f64::min),
            high: numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

/// The draws of an analysis, those of the first share first.
#[derive(Debug)]
pub(crate) struct Draws<'a> {
    corpus: &'a Corpus,
    settings: &'a Settings,
    preparation: Option<&'a Preparation>,
}

/// What a draw lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draw {
    documents: usize,
    terms: Names,
}

/// A draw beside the whole.
struct Compared {
    documents: usize,
    terms: usize,
    /// Terms of the whole list among them.
    shared: usize,
}

impl<'a> Draws<'a> {
    /// Those of the analysis of `corpus` by `settings`, whose texts `preparation` reads; made anew where there is none.
    pub(crate) fn new(
        corpus: &'a Corpus,
        settings: &'a Settings,
        preparation: Option<&'a Preparation>,
    ) -> Self {
        Self { corpus, settings, preparation }
    }

    /// Sets all `draws` beside the terms that are `listed` of the whole.
    pub(crate) fn compare(&self, draws: &BTreeMap<usize, Draw>, listed: &[&Indicator]) -> Growth {
        let labels = &self.corpus.labels;
        let whole: BTreeSet<(Side, &str)> =
            listed.iter().filter_map(|found| Some((found.side(labels)?, found.term.as_str()))).collect();
        let compared = |Draw { documents, terms }: &Draw| {
            let shared = terms.iter().filter(|term| whole.contains(term)).count();
            Compared { documents: *documents, terms: terms.len(), shared }
        };
        let of_share = |(place, share): (usize, f64)| {
            let draws = draws.range(place * DRAWS..(place + 1) * DRAWS);
            point(share, &draws.map(|(_, draw)| compared(draw)).collect::<Vec<_>>(), whole.len())
        };
        let mut points: Vec<Point> = SHARES.into_iter().enumerate().map(of_share).collect();
        let before = points.last().map_or(0.0, |point| point.terms.mean);
        let documents = self.corpus.texts.len();
        let all = Compared { documents, terms: whole.len(), shared: whole.len() };
        points.push(point(1.0, &[all], whole.len()));
        let still_grows = before <= (1.0 - GROWTH_MIN) * whole.len() as f64 && !whole.is_empty();
        Growth { points, still_grows }
    }

    /// The documents of the draw of this number, ascending.
    fn documents(&self, number: usize) -> Vec<usize> {
        let mut random = Random::new(self.settings.seed, Stream::Growth(number));
        let is_drawn = drawn(self.corpus, SHARES[number / DRAWS], &mut random);
        (0..self.corpus.texts.len()).filter(|&document| is_drawn[document]).collect()
    }

    /// The documents of the smallest draw: of whole groups they may come to less than the share.
    fn least(&self) -> usize {
        // Drawn twice rather than kept: thirty parts take more room than time.
        (0..DRAWS).map(|number| self.documents(number).len()).min().unwrap_or(0)
    }
}

/// The texts are read once; each part has the vocabulary and the weights that it gives by itself.
impl Further for Draws<'_> {
    const KIND: Kind = Kind::Draw;
    type List = Draw;

    fn numbers(&self) -> Range<usize> {
        0..SHARES.len() * DRAWS
    }

    fn make(
        &self,
        numbers: &[usize],
        threads: usize,
        monitor: &Monitor,
    ) -> Result<BTreeMap<usize, Draw>, Error> {
        let Self { corpus, settings, .. } = *self;
        monitor.report(Stage::Draw, 0, numbers.len());
        let counts = listing::counts((corpus, settings), self.preparation, self.least(), threads, monitor)?;
        let (comparison, contrasts) = listing::compared(corpus, settings)?;
        let mut draws = BTreeMap::new();
        for &number in numbers {
            monitor.check()?;
            let part = self.documents(number);
            let mut terms = Names::default();
            if let Some(of_part) = counts.of(&part, &settings.terms()) {
                let (vectorized, comparison) = (&of_part.vectorized, comparison.of(&part));
                let compared = (&comparison, &contrasts);
                let listed = listing::terms(vectorized, compared, settings, threads, monitor)?;
                let name = |found: &ListedTerm| (found.side, vectorized.terms[found.term as usize].clone());
                terms = Names::new(listed.iter().map(name).collect());
            }
            draws.insert(number, Draw { documents: part.len(), terms });
            monitor.report(Stage::Draw, draws.len(), numbers.len());
        }
        Ok(draws)
    }

    fn write(Draw { documents, terms }: &Draw) -> Vec<u8> {
        let mut bytes = Vec::new();
        push_number(&mut bytes, *documents as u64);
        terms.push(&mut bytes);
        bytes
    }

    fn read(&self, _: usize, mut bytes: &[u8]) -> Option<Draw> {
        let rest = &mut bytes;
        let draw = Draw { documents: take_number(rest)? as usize, terms: Names::take(rest)? };
        rest.is_empty().then_some(draw)
    }
}

fn point(share: f64, draws: &[Compared], whole: usize) -> Point {
    let spread = |of: &dyn Fn(&Compared) -> f64| Spread::of(&draws.iter().map(of).collect::<Vec<_>>());
    let lists_some = draws.iter().all(|drawn| drawn.terms > 0);
    Point {
        share,
        documents: spread(&|drawn| drawn.documents as f64),
        draws: draws.len(),
        terms: spread(&|drawn| drawn.terms as f64),
        found_again: (whole > 0).then(|| spread(&|drawn| drawn.shared as f64 / whole as f64)),
        confirmed: lists_some.then(|| spread(&|drawn| drawn.shared as f64 / drawn.terms as f64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Columns, Copies, build};
    use crate::table::{ReadOptions, read};

    #[test]
    fn a_draw_comes_back_and_nothing_comes_of_less() {
        let table =
            read(b"text,label\na cat,one\na tom,one\na dog,two\na pup,two\n", &ReadOptions::default());
        let corpus = build(&table.expect("a table"), &Columns::default(), Copies::DropExact);
        let (corpus, settings) = (corpus.expect("a corpus"), Settings::default());
        let draws = Draws::new(&corpus, &settings, None);
        let side = Side { label: 0, against: Some(1), positive: true };
        let terms = Names::new(vec![(side, "cat".to_owned()), (side, "big cat".to_owned())]);
        for draw in [Draw { documents: 4000, terms }, Draw { documents: 0, terms: Names::default() }] {
            let bytes = Draws::write(&draw);
            assert_eq!(draws.read(7, &bytes), Some(draw));
            for end in 0..bytes.len() {
                assert_eq!(draws.read(7, &bytes[..end]), None, "cut to {end}");
            }
            assert_eq!(draws.read(7, &[&bytes[..], &[0]].concat()), None, "one more");
        }
    }
}
