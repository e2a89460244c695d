//! The default method: how strong each term is, and which terms can be told from chance.
//!
//! The order of the whole: paths on the true labels, paths on shuffled labels as far down as a list can end, what the
//! strengths are worth, and paths on half-samples for how stable they are. All leaves are functions of their input.

mod calibrated;
mod dealt;
mod halved;
mod judgment;
mod keeping;
mod strata;
mod ways;

use calibrated::Calibrated;
use dealt::{Dealt, dealt, shuffles, standings};
use halved::{Halves, ranks};
pub use judgment::{
    EFFECTIVE_MIN, Evidence, Judgment, Judgments, LABEL_DOCUMENTS_MIN, LARGE_DOCUMENTS, Rule, SCALE,
    Standing, Strength,
};
use keeping::Keeping;

use super::calibration::Worth;
use super::classes::Classes;
use super::measured::Measured;
use super::multinomial::Multinomial;
use super::path::{ABREAST, Columns, LANES, LAST, level};
use crate::error::Error;
use crate::progress::Monitor;

/// What all steps share.
struct Frame<'a> {
    evidence: &'a Evidence<'a>,
    rule: &'a Rule,
    columns: Columns,
    classes: Option<Classes>,
    /// Labels judged.
    judged: Vec<usize>,
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
    measure_resumable(evidence, rule, threads, monitor, Measured::default(), &mut |_| ())
}

/// As [`measure`], from where an earlier run was.
///
/// `keep` is called after each batch of paths with all that is done until then, and once more when the run is canceled; other
/// threads wait for it. Given back as `from`, what it saw leads to the same result, bit for bit, wherever a run was interrupted
/// and however often.
///
/// # Errors
/// As [`measure`].
pub fn measure_resumable(
    evidence: &Evidence<'_>,
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
    from: Measured,
    keep: &mut (dyn FnMut(&Measured) + Send),
) -> Result<Judgments, Error> {
    let Prepared { frame, truth, shuffles, standings, shares, smallest } =
        prepared(evidence, rule, threads, monitor)?;
    let keeping = Keeping::new(from, frame.batches(), keep);
    let calibrated = frame.calibrate(&truth, &shuffles, &keeping)?;
    drop(shuffles);
    let halves = frame.halves(&truth, &calibrated, &keeping)?;
    Ok(frame.put_together(&calibrated, &halves, &standings, &shares, &smallest))
}

/// A term of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listed {
    /// The label whose regression has it.
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

/// The terms that [`measure`] would list, without how stable they are, which is most of the work. Nothing is reported of its
/// progress.
///
/// # Errors
/// As [`measure`].
pub fn listed(
    evidence: &Evidence<'_>,
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Vec<Listed>, Error> {
    let monitor = monitor.quiet();
    let Prepared { frame, truth, shuffles, .. } = prepared(evidence, rule, threads, &monitor)?;
    if frame.judged.is_empty() {
        return Ok(Vec::new());
    }
    let keep = &mut |_: &Measured| ();
    let keeping = Keeping::new(Measured::default(), frame.batches(), keep);
    let calibrated = frame.calibrate(&truth, &shuffles, &keeping)?;
    let mut listed = Vec::new();
    for (place, &label) in frame.judged.iter().enumerate() {
        let entries = calibrated.paths[place].entries.iter();
        for (entry, (worth, _)) in entries.zip(&calibrated.worths[place]) {
            if let Some(worth) = worth.filter(|worth| rule.lists(worth, frame.judged.len())) {
                let (column, strength, positive) = (entry.column, entry.strength, entry.positive);
                listed.push(Listed { label, column, strength, positive, worth });
            }
        }
    }
    Ok(listed)
}

/// What paths are fitted to.
struct Prepared<'a> {
    frame: Frame<'a>,
    truth: Dealt,
    shuffles: Vec<Dealt>,
    standings: Vec<Standing>,
    shares: Vec<f64>,
    smallest: Vec<Option<f64>>,
}

fn prepared<'a>(
    evidence: &'a Evidence<'a>,
    rule: &'a Rule,
    threads: usize,
    monitor: &'a Monitor<'a>,
) -> Result<Prepared<'a>, Error> {
    let columns = Columns::new(evidence.matrix, &rule.scale);
    let straight = [evidence.held_straight, &strata::log_odds(evidence)].concat();
    let classes = Classes::new(evidence.held_equal, &straight);
    let model = classes.as_ref().map(|classes| {
        let counts = classes.counts(evidence.label_of, evidence.labels);
        Multinomial::fit(classes, &counts, evidence.labels, None)
    });
    let fitted = classes.as_ref().zip(model.as_ref());
    let (standings, shares, smallest) = standings(evidence, rule, fitted);
    let judged: Vec<usize> =
        (0..evidence.labels).filter(|&label| standings[label] == Standing::Judged).collect();
    let truth = dealt(evidence, fitted, &judged, evidence.label_of.to_vec());
    let shuffles = shuffles(evidence, rule, fitted, &judged, threads, monitor)?;
    let frame = Frame { evidence, rule, columns, classes: classes.clone(), judged, threads, monitor };
    Ok(Prepared { frame, truth, shuffles, standings, shares, smallest })
}

impl Frame<'_> {
    /// Pairs of half-samples.
    fn pairs(&self) -> usize {
        judgment::pairs(self.evidence.label_of.len())
    }

    /// Batches of regressions in all: on shuffled labels, then on half-samples.
    fn batches(&self) -> usize {
        (self.rule.shuffles.div_ceil(LANES) + self.pairs().div_ceil(ABREAST)) * self.judged.len()
    }

    fn put_together(
        &self,
        calibrated: &Calibrated,
        halves: &[Halves],
        standings: &[Standing],
        shares: &[f64],
        smallest: &[Option<f64>],
    ) -> Judgments {
        let labels = standings
            .iter()
            .enumerate()
            .map(|(label, &standing)| {
                let place = self.judged.iter().position(|&judged| judged == label);
                let mut judgment = Judgment {
                    label,
                    standing,
                    effective_share: shares[label],
                    smallest_p: smallest[label],
                    strengths: Vec::new(),
                    list_level: 0.0,
                    curve: Vec::new(),
                };
                if let Some(place) = place {
                    self.fill(&mut judgment, calibrated, place, &halves[place]);
                }
                judgment
            })
            .collect();
        Judgments {
            labels,
            judged: self.judged.len(),
            shuffles: self.rule.shuffles,
            half_samples: 2 * self.pairs(),
            unsolved: calibrated.unsolved,
            violation_max: calibrated.violation_max,
        }
    }

    fn fill(&self, judgment: &mut Judgment, calibrated: &Calibrated, place: usize, halves: &Halves) {
        let (chance, half_samples) = (&calibrated.chances[place], 2 * self.pairs());
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
            let deviation = self.columns.deviation(entry.column as usize);
            judgment.strengths.push(Strength {
                column: entry.column,
                strength: entry.strength,
                positive: entry.positive,
                worth,
                listed: worth
                    .map_or(self.rule.lists_all(), |worth| self.rule.lists(&worth, self.judged.len())),
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
