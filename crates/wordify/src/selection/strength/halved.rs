//! Paths on half-samples: how stable the terms are.
//!
//! The half-samples choose among the terms that came in on all documents: what came in nowhere above the end of the path
//! would be one more term of chance in some half, and looking for it costs ten times the rest.

use std::ops::Range;

use super::Frame;
use super::calibrated::{Calibrated, numbers};
use super::judgment::Evidence;
use super::keeping::{Keeping, Step, Units};
use crate::error::Error;
use crate::parallel::in_parts;
use crate::selection::halves::half;
use crate::selection::path::{ABREAST, Entry, Halved, PairSpace, Pairs, Path, level, number_at_most};
use crate::selection::share::Stopped;

/// Half-samples skip levels: their strengths only rank terms, and are interpolated between the levels.
const HALVES_STRIDE: i32 = 6;
/// Ends of the interval of ranks, as shares of the half-samples.
const RANK_SHARES: (f64, f64) = (0.05, 0.95);

/// What the half-samples of one label say of each entry of its path.
pub(super) struct Halves {
    pub(super) level: f64,
    pub(super) level_number: i32,
    /// Half-samples that have the entry's column with positive and with negative sign at the level, sum of its
    /// coefficients, its ranks.
    pub(super) seen: Vec<Seen>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub(super) positive: usize,
    pub(super) negative: usize,
    pub(super) coefficients: f64,
    pub(super) ranks: Vec<usize>,
}

impl Frame<'_> {
    /// The level at which each label's list ends: that of its weakest listed term, or where one false term is expected in
    /// the file, whichever is lower.
    fn list_level(&self, calibrated: &Calibrated, place: usize) -> i32 {
        let (path, chance) = (&calibrated.paths[place], &calibrated.chances[place]);
        let labels = self.places.len();
        let listed = path
            .entries
            .iter()
            .zip(&calibrated.worths[place])
            .filter(|(_, (worth, _))| worth.is_some_and(|worth| self.rule.lists(&worth, labels)));
        let weakest = listed.map(|(entry, _)| number_at_most(entry.strength)).max();
        let last = number_at_most(chance.end);
        let is_quiet = |number: &i32| {
            chance.expected_false(level(*number)).is_some_and(|expected| expected * labels as f64 <= 1.0)
        };
        let quiet = (0..=last).rev().find(is_quiet).unwrap_or(0);
        weakest.map_or(quiet, |weakest| weakest.max(quiet))
    }

    /// Paths on the half-samples. A half has half the documents, and the penalty per document stays what it is at the end
    /// of the list: so its level is lower by √2.
    pub(super) fn halves(
        &self,
        calibrated: &Calibrated,
        keeping: &Keeping<'_>,
    ) -> Result<Vec<Halves>, Stopped> {
        let total = self.batches_of(Step::Halves);
        let batches = self.pairs.div_ceil(ABREAST);
        // What only serves paths is not made for none.
        let firsts = if keeping.has_left(Step::Halves, total) { self.firsts()? } else { Vec::new() };
        let levels: Vec<i32> =
            (0..self.places.len()).map(|place| self.list_level(calibrated, place)).collect();
        let size = |part: usize| {
            (2 * self.pairs_of(part % batches).len(), calibrated.paths[part / batches].entries.len())
        };
        let work = |work: &mut PairSpace, part: usize| {
            let (place, batch) = (part / batches, part % batches);
            let (truth, number) = (&self.of(place).truth, self.places[place].of);
            let halved = Halved {
                label_of: &truth.label_of,
                targets: &self.places[place].targets,
                firsts: &firsts[number * batches + batch],
                pairs: self.pairs_of(batch).len(),
                control: self.control(truth, place),
            };
            let end = number_at_most(level(levels[place]) / std::f64::consts::SQRT_2);
            // Made for each batch: those of all labels at once would be larger than the matrix.
            let chosen = self.of(place).columns.some(&came_in(&calibrated.paths[place].entries));
            let mut pairs = Pairs::new(&chosen, &halved, work);
            for number in numbers(pairs.first_level().min(end), end, HALVES_STRIDE) {
                self.monitor.check()?;
                pairs.solve(number, HALVES_STRIDE);
            }
            Ok(pairs.finish())
        };
        let units = Units { step: Step::Halves, total, size: &size };
        let paths = keeping.parts(&units, self.threads, self.monitor, work)?;
        let of_label = |(place, paths): (usize, &[Vec<Path>])| {
            let entries = &calibrated.paths[place].entries;
            Halves {
                level: level(levels[place]),
                level_number: levels[place],
                seen: seen(entries, paths.iter().flatten()),
            }
        };
        Ok(paths.chunks(batches).enumerate().map(of_label).collect())
    }

    /// The pairs of half-samples of a batch.
    fn pairs_of(&self, batch: usize) -> Range<usize> {
        batch * ABREAST..((batch + 1) * ABREAST).min(self.pairs)
    }

    /// For each evidence and batch, the pairs in whose first half each document is, as bits.
    fn firsts(&self) -> Result<Vec<Vec<u8>>, Error> {
        let class_of: Vec<Vec<u32>> =
            self.prepared.iter().map(|prepared| class_of(&prepared.evidence)).collect();
        let batches = self.pairs.div_ceil(ABREAST);
        let make = |(): &mut (), part: usize| {
            let (of, batch) = (part / batches, part % batches);
            let (evidence, class_of) = (&self.prepared[of].evidence, &class_of[of]);
            let mut firsts = vec![0u8; class_of.len()];
            for (slot, pair) in self.pairs_of(batch).enumerate() {
                let first = half(class_of, evidence.group_of, self.rule.seed, pair);
                firsts.iter_mut().zip(first).for_each(|(firsts, takes)| *firsts |= u8::from(takes) << slot);
            }
            Ok(firsts)
        };
        Ok(in_parts(self.prepared.len() * batches, self.threads, |_| (), make)?.1)
    }
}

/// Within which of these each document is halved: its stratum and label.
fn class_of(evidence: &Evidence<'_>) -> Vec<u32> {
    let of_document = |(i, &label): (usize, &u16)| {
        let stratum = evidence.stratum_of.map_or(0, |strata| strata[i]);
        stratum * evidence.labels as u32 + u32::from(label)
    };
    evidence.label_of.iter().enumerate().map(of_document).collect()
}

/// The columns of `entries`, ascending.
fn came_in(entries: &[Entry]) -> Vec<u32> {
    let mut columns: Vec<u32> = entries.iter().map(|entry| entry.column).collect();
    columns.sort_unstable();
    columns
}

/// What the paths of the half-samples, over the columns of `entries`, say of these.
fn seen<'p>(entries: &[Entry], paths: impl Iterator<Item = &'p Path>) -> Vec<Seen> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_unstable_by_key(|&place| entries[place].column);
    let mut seen = vec![Seen::default(); entries.len()];
    for path in paths {
        for &(column, w) in &path.model {
            let seen: &mut Seen = &mut seen[order[column as usize]];
            seen.positive += usize::from(w > 0.0);
            seen.negative += usize::from(w < 0.0);
            seen.coefficients += w;
        }
        for (rank, entry) in path.entries.iter().enumerate() {
            seen[order[entry.column as usize]].ranks.push(rank + 1);
        }
    }
    seen
}

/// The interval of ranks over this many half-samples; those without the term rank it last.
pub(super) fn ranks(seen: &[usize], half_samples: usize) -> (usize, usize) {
    let mut ranks = seen.to_vec();
    ranks.resize(half_samples, usize::MAX);
    ranks.sort_unstable();
    let at = |share: f64| ranks[(share * (half_samples - 1) as f64).round() as usize];
    (at(RANK_SHARES.0), at(RANK_SHARES.1))
}
