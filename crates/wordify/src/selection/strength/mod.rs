//! The default method: how strong each term is, and which terms can be told from chance.
//!
//! The order of the whole: paths on the true labels, paths on shuffled labels as far down as a list can end, what the
//! strengths are worth, and paths on half-samples for how stable they are. All leaves are functions of their input.

mod calibrated;
mod dealt;
mod halved;
mod judgment;
mod keeping;
mod place;
mod prepared;
mod strata;
mod ways;

use calibrated::Calibrated;
use halved::{Halves, ranks};
pub use judgment::{
    EFFECTIVE_MIN, Evidence, Judgment, Judgments, LABEL_DOCUMENTS_MIN, LARGE_DOCUMENTS, Rule, SCALE,
    Standing, Strength,
};
use keeping::{Keeping, Step};

use place::Place;
use prepared::Prepared;

use super::calibration::Worth;
use super::measured::Measured;
use super::path::{ABREAST, LANES, LAST, level};
use super::share::{Kept, Share, Stopped};
use crate::error::Error;
use crate::progress::Monitor;

/// What all steps share.
struct Frame<'a> {
    rule: &'a Rule,
    /// Of each evidence.
    prepared: Vec<Prepared<'a>>,
    /// The regressions that are judged, in the order of what was prepared.
    places: Vec<Place>,
    /// Pairs of half-samples.
    pairs: usize,
    threads: usize,
    monitor: &'a Monitor<'a>,
}

/// Judges the terms of `evidence` by `rule` on `threads` threads.
///
/// The result is the same, bit for bit, for any number of threads.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub fn measure(
    evidence: &Evidence<'_>,
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Judgments, Error> {
    measure_together(std::slice::from_ref(evidence), rule, threads, monitor)
}

/// As [`measure`], of several that share one list: of each its own columns, labels and shuffles.
///
/// # Errors
/// As [`measure`].
pub fn measure_together(
    evidence: &[Evidence<'_>],
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Judgments, Error> {
    let from = (Measured::default(), Share::All);
    measure_resumable(evidence, rule, threads, monitor, from, &mut |_| ()).map_err(Stopped::into_error)
}

/// As [`measure_together`], from where an earlier run was, as far as the share of this one reaches.
///
/// `keep` is called after each batch of paths with all that is done until then, and once more when the run is canceled; other
/// threads wait for it. Given back as `from`, what it saw leads to the same result, bit for bit, wherever a run was interrupted
/// and however often. A part does its half-samples only once all shuffles are done, for these say which terms are looked for.
///
/// # Errors
/// As [`measure`]; [`Stopped::AtShare`] at the end of a part, and where paths are left that the share does not have.
pub fn measure_resumable(
    evidence: &[Evidence<'_>],
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
    (from, share): (Measured, Share),
    keep: &mut (dyn FnMut(&Measured) + Send),
) -> Result<Judgments, Stopped> {
    let mut frame = Frame::new(evidence, rule, threads, monitor)?;
    let keeping = Keeping::new(from, share, frame.batches(), keep);
    let calibrated = frame.calibrate(&keeping)?;
    // Most of what is held, and half-samples are of the true labels.
    frame.prepared.iter_mut().for_each(|prepared| prepared.shuffles = Vec::new());
    let halves = frame.halves(&calibrated, &keeping)?;
    if share.is_part() {
        let left = Step::Halves.left(Vec::new(), frame.batches_of(Step::Halves));
        return Err(Stopped::at_share(Kept::Measured(keeping.into_measured()), left));
    }
    Ok(frame.put_together(&calibrated, &halves))
}

/// A term of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listed {
    /// Number of the evidence whose regression has it.
    pub evidence: usize,
    /// The label whose regression that is.
    pub label: usize,
    /// Merged column.
    pub column: u32,
    /// The level at which it entered, in noise units.
    pub strength: f64,
    /// Whether it speaks for the label, or against it.
    pub positive: bool,
    /// What the strength is worth.
    pub worth: Worth,
}

/// The terms that [`measure_together`] would list, without how stable they are, which is most of the work. Nothing is reported of its
/// progress.
///
/// # Errors
/// As [`measure`].
pub fn listed(
    evidence: &[Evidence<'_>],
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Vec<Listed>, Error> {
    let monitor = monitor.quiet();
    let frame = Frame::new(evidence, rule, threads, &monitor)?;
    if frame.places.is_empty() {
        return Ok(Vec::new());
    }
    let keep = &mut |_: &Measured| ();
    let keeping = Keeping::new(Measured::default(), Share::All, frame.batches(), keep);
    let calibrated = frame.calibrate(&keeping).map_err(Stopped::into_error)?;
    let mut listed = Vec::new();
    for (number, &Place { of, label, .. }) in frame.places.iter().enumerate() {
        let entries = calibrated.paths[number].entries.iter();
        for (entry, (worth, _)) in entries.zip(&calibrated.worths[number]) {
            if let Some(worth) = worth.filter(|worth| rule.lists(worth, frame.places.len())) {
                let (column, strength, positive) = (entry.column, entry.strength, entry.positive);
                listed.push(Listed { evidence: of, label, column, strength, positive, worth });
            }
        }
    }
    Ok(listed)
}

impl<'a> Frame<'a> {
    fn new(
        evidence: &[Evidence<'a>],
        rule: &'a Rule,
        threads: usize,
        monitor: &'a Monitor<'a>,
    ) -> Result<Self, Error> {
        let (mut prepared, mut places) = (Vec::new(), Vec::new());
        for (of, evidence) in evidence.iter().enumerate() {
            let (one, own) = prepared::prepare(evidence, of, rule, threads, monitor)?;
            prepared.push(one);
            places.extend(own);
        }
        let documents = evidence.iter().map(|evidence| evidence.label_of.len()).max().unwrap_or(0);
        Ok(Self { rule, prepared, places, pairs: judgment::pairs(documents), threads, monitor })
    }

    /// What regression `place` is fitted to.
    fn of(&self, place: usize) -> &Prepared<'a> {
        &self.prepared[self.places[place].of]
    }

    /// Batches of regressions of each step.
    fn batches(&self) -> [usize; 2] {
        [Step::Shuffles, Step::Halves].map(|step| self.batches_of(step))
    }

    fn batches_of(&self, step: Step) -> usize {
        let of_place = match step {
            Step::Shuffles => self.rule.shuffles.div_ceil(LANES).max(1),
            Step::Halves => self.pairs.div_ceil(ABREAST),
        };
        of_place * self.places.len()
    }

    fn put_together(&self, calibrated: &Calibrated, halves: &[Halves]) -> Judgments {
        let mut labels = Vec::new();
        for (of, prepared) in self.prepared.iter().enumerate() {
            for (label, status) in &prepared.statuses {
                let place = self.places.iter().position(|place| (place.of, place.label) == (of, *label));
                let mut judgment = Judgment {
                    label: *label,
                    against: None,
                    evidence: of,
                    standing: status.standing,
                    effective_share: status.effective_share,
                    smallest_p: status.smallest_p,
                    strengths: Vec::new(),
                    list_level: 0.0,
                    curve: Vec::new(),
                };
                if let Some(place) = place {
                    self.fill(&mut judgment, calibrated, place, &halves[place]);
                }
                labels.push(judgment);
            }
        }
        Judgments {
            labels,
            judged: self.places.len(),
            shuffles: self.rule.shuffles,
            half_samples: 2 * self.pairs,
            unsolved: calibrated.unsolved,
            violation_max: calibrated.violation_max,
        }
    }

    fn fill(&self, judgment: &mut Judgment, calibrated: &Calibrated, place: usize, halves: &Halves) {
        let (chance, half_samples) = (&calibrated.chances[place], 2 * self.pairs);
        judgment.list_level = halves.level;
        judgment.curve = (-8..=LAST)
            .filter_map(|number| chance.expected_false(level(number)).map(|e| (level(number), e)))
            .collect();
        let model = calibrated.models[place]
            .iter()
            .rev()
            .find(|(number, _)| *number <= halves.level_number)
            .map_or(&[][..], |(_, model)| model);
        let entries = calibrated.paths[place].entries.iter();
        for ((entry, &(worth, counts)), seen) in entries.zip(&calibrated.worths[place]).zip(&halves.seen) {
            let (own, other) =
                if entry.positive { (seen.positive, seen.negative) } else { (seen.negative, seen.positive) };
            let deviation = self.of(place).columns.deviation(entry.column as usize);
            judgment.strengths.push(Strength {
                column: entry.column,
                strength: entry.strength,
                positive: entry.positive,
                worth,
                listed: worth
                    .map_or(self.rule.lists_all(), |worth| self.rule.lists(&worth, self.places.len())),
                in_family: !counts,
                stability: own as f64 / half_samples as f64,
                sign_consistency: if own + other > 0 { own as f64 / (own + other) as f64 } else { 0.0 },
                ranks: ranks(&seen.ranks, half_samples),
                coefficient: seen.coefficients / half_samples as f64 / deviation,
                adds: model.binary_search_by_key(&entry.column, |&(column, _)| column).is_ok(),
            });
        }
    }
}
