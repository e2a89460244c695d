//! Whether there are enough documents: the list of parts of them, drawn several times.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::comparison::{self, Comparison};
use crate::contrasts::{Contrasts, Side};
use crate::corpus::Corpus;
use crate::error::Error;
use crate::indicators::Indicator;
use crate::listing;
use crate::portion::drawn;
use crate::progress::{Monitor, Stage};
use crate::selection::random::{Random, Stream};
use crate::settings::Settings;
use crate::terms::portion::Counts;
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

/// What a term speaks for, and the term.
type Key<'a> = (Side, &'a str);

/// What one draw gives.
struct Drawn {
    documents: usize,
    terms: usize,
    /// Terms of the whole list among them.
    shared: usize,
}

/// Lists the terms of parts of `corpus` by `settings`, beside those that are `listed` of the whole.
///
/// The texts are read once, as `preparation` reads them; each part has the vocabulary and the weights that it gives by itself. The result
/// is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit); [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub(crate) fn measure(
    corpus: &Corpus,
    settings: &Settings,
    listed: &[&Indicator],
    preparation: &Preparation,
    threads: usize,
    monitor: &Monitor,
) -> Result<Growth, Error> {
    let total = SHARES.len() * DRAWS;
    monitor.report(Stage::Draw, 0, total);
    let documents = corpus.texts.len();
    let draw = |number: usize| {
        let mut random = Random::new(settings.seed, Stream::Growth(number));
        let is_drawn = drawn(corpus, SHARES[number / DRAWS], &mut random);
        (0..documents).filter(|&document| is_drawn[document]).collect::<Vec<usize>>()
    };
    // Whole groups may come to less than the share. Drawn twice rather than kept: thirty parts take more room than time.
    let least = (0..DRAWS).map(|number| draw(number).len()).min().unwrap_or(0);
    let terms = settings.terms();
    let counts = Counts::read(&corpus.texts, preparation, &terms, least, threads, &monitor.quiet())?;
    let comparison = Comparison::new(corpus, &comparison::words(corpus), settings.length_control);
    let contrasts = Contrasts::new(settings, corpus)?;
    let whole: BTreeSet<Key<'_>> =
        listed.iter().filter_map(|found| Some((found.side(&corpus.labels)?, found.term.as_str()))).collect();
    let mut points = Vec::with_capacity(SHARES.len() + 1);
    for (place, share) in SHARES.into_iter().enumerate() {
        let mut draws = Vec::with_capacity(DRAWS);
        for number in place * DRAWS..(place + 1) * DRAWS {
            monitor.check()?;
            let part = draw(number);
            let mut found = Drawn { documents: part.len(), terms: 0, shared: 0 };
            if let Some(of_part) = counts.of(&part, &terms) {
                let (vectorized, comparison) = (&of_part.vectorized, comparison.of(&part));
                let compared = (&comparison, &contrasts);
                let listed = listing::terms(vectorized, compared, settings, threads, monitor)?;
                let key = |found: &listing::ListedTerm| {
                    (found.side, vectorized.terms[found.term as usize].as_str())
                };
                found.terms = listed.len();
                found.shared = listed.iter().filter(|found| whole.contains(&key(found))).count();
            }
            draws.push(found);
            monitor.report(Stage::Draw, number + 1, total);
        }
        points.push(point(share, &draws, whole.len()));
    }
    let before = points.last().map_or(0.0, |point| point.terms.mean);
    points.push(point(1.0, &[Drawn { documents, terms: whole.len(), shared: whole.len() }], whole.len()));
    Ok(Growth { points, still_grows: before <= (1.0 - GROWTH_MIN) * whole.len() as f64 && !whole.is_empty() })
}

fn point(share: f64, draws: &[Drawn], whole: usize) -> Point {
    let spread = |of: &dyn Fn(&Drawn) -> f64| Spread::of(&draws.iter().map(of).collect::<Vec<_>>());
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
