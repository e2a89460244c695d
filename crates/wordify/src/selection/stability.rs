//! How often each term is selected: regressions on many bootstrap samples.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::selection::bootstrap::Strata;
use crate::selection::logistic::{ClassWeights, Design, Outcome, SampleFitter, Solution, TOLERANCE};
use crate::selection::random::{Random, Stream};
use crate::settings::{Preset, Settings};

/// The C values (1/λ) of the published tools, which call them penalties.
pub const C_VALUES: [f64; 12] = [10.0, 5.0, 2.0, 1.0, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001, 0.000_1, 0.000_01];
/// Largest sample of any preset, as the published tools.
pub const SAMPLE_MAX: usize = 100_000;
/// Smallest sample of the preset of 2022, if there are as many documents.
const SAMPLE_MIN_2022: usize = 10_000;
/// Tolerance of the solutions on all documents, which only serve as starts.
const START_TOLERANCE: f64 = 1e-3;

/// A fit to be done: its number, which decides its sample, and its C.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannedFit {
    /// Number, from 0.
    pub number: usize,
    /// C, by its place in [`C_VALUES`].
    pub c: usize,
}

/// What is to be fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The fits.
    pub fits: Vec<PlannedFit>,
    /// Documents drawn for each.
    pub sample_size: usize,
    /// How the sides of a regression are weighted.
    pub class_weights: ClassWeights,
    /// Seed of the samples.
    pub seed: u64,
}

impl Plan {
    /// The plan of a preset for a corpus of `documents` and a vocabulary of `terms`.
    pub fn new(settings: &Settings, documents: usize, terms: usize) -> Self {
        let count = settings.fits;
        let mut random = Random::new(settings.seed, Stream::CValues);
        let c_of = |number: usize| match settings.preset {
            // Every C equally often; where that does not come out even, those used once more are spread evenly.
            Preset::Wordify => number * C_VALUES.len() / count,
            Preset::Wordify2021 | Preset::Wordify2022 => random.below(C_VALUES.len()),
        };
        let mut fits: Vec<PlannedFit> =
            (0..count).map(c_of).enumerate().map(|(number, c)| PlannedFit { number, c }).collect();
        // The largest C first: these take longest, and no thread shall be left with one at the end.
        fits.sort_by_key(|fit| fit.c);
        let (sample_size, class_weights) = match settings.preset {
            Preset::Wordify | Preset::Wordify2021 => (documents * 3 / 4, ClassWeights::Equal),
            Preset::Wordify2022 => (sample_size_2022(documents, terms), ClassWeights::Balanced),
        };
        Self { fits, sample_size: sample_size.min(SAMPLE_MAX), class_weights, seed: settings.seed }
    }
}

/// min(max(10,000, ⌊n · ⌈10 p / n⌉ / 10⌋), n)
fn sample_size_2022(documents: usize, terms: usize) -> usize {
    let share = (terms as f64 / documents.max(1) as f64 * 10.0).ceil() / 10.0;
    SAMPLE_MIN_2022.max((documents as f64 * share) as usize).min(documents)
}

/// What came out of the fits; sums of whole numbers, so that the order of the fits does not matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Fits with a positive coefficient, labels × columns.
    pub positive: Vec<u32>,
    /// Fits with a negative coefficient, labels × columns.
    pub negative: Vec<u32>,
    /// Fits completed, by place in [`C_VALUES`].
    pub fits: [usize; C_VALUES.len()],
    /// Coefficients that are not zero, over all regressions, by place in [`C_VALUES`].
    pub selected: [usize; C_VALUES.len()],
    /// Regressions with no term at all.
    pub empty: usize,
    /// Regressions that stopped short of the tolerance.
    pub not_converged: usize,
    /// Regressions left out because the sample lacked the label, or held nothing else.
    pub label_absent: usize,
    /// Largest relative violation among the converged.
    pub violation_max: f64,
}

impl Tally {
    fn new(design: &Design) -> Self {
        let cells = design.labels() * design.terms();
        Self { positive: vec![0; cells], negative: vec![0; cells], ..Self::default() }
    }

    /// Adds the outcome of regression `k`; of two labels the first is the mirror of the second.
    fn add(&mut self, design: &Design, k: usize, c: usize, outcome: &Outcome) {
        let (solution, certificate) = match outcome {
            Outcome::LabelAbsent => {
                self.label_absent += 1;
                return;
            }
            Outcome::Empty => {
                self.empty += 1;
                return;
            }
            Outcome::Fitted(solution, certificate) => (solution, certificate),
        };
        self.empty += usize::from(solution.coefficients.is_empty());
        self.selected[c] += solution.coefficients.len();
        if certificate.converged {
            self.violation_max = self.violation_max.max(certificate.violation);
        } else {
            self.not_converged += 1;
        }
        let own = design.regression_label(k) * design.terms();
        for &(column, w) in &solution.coefficients {
            let term = design.term_of(column);
            let (own_side, other_side) = if w > 0.0 {
                (&mut self.positive, &mut self.negative)
            } else {
                (&mut self.negative, &mut self.positive)
            };
            own_side[own + term] += 1;
            if design.labels() == 2 {
                other_side[term] += 1;
            }
        }
    }
}

/// Which fits of a plan are done, and what came out of them. Their order does not matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// For each fit of the plan, whether it is done.
    pub(crate) done: Vec<bool>,
    /// What came out of those that are.
    pub(crate) tally: Tally,
}

impl Fitted {
    /// No fit of `plan`.
    pub fn none(design: &Design, plan: &Plan) -> Self {
        Self { done: vec![false; plan.fits.len()], tally: Tally::new(design) }
    }

    /// Fits done.
    pub fn count(&self) -> usize {
        self.tally.fits.iter().sum()
    }

    /// Adds the outcomes of all regressions of `fit`, which is at `place` in the plan.
    fn add(&mut self, design: &Design, place: usize, fit: PlannedFit, outcomes: &[Outcome]) {
        for (k, outcome) in outcomes.iter().enumerate() {
            self.tally.add(design, k, fit.c, outcome);
        }
        self.tally.fits[fit.c] += 1;
        self.done[place] = true;
    }
}

/// Does the fits of `plan` on `threads` threads.
///
/// The result is the same, bit for bit, for any number of threads.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub fn select(design: &Design, plan: &Plan, threads: usize, monitor: &Monitor) -> Result<Tally, Error> {
    select_resumable(design, plan, threads, monitor, Fitted::none(design, plan), &mut |_| ())
}

/// As [`select`], from where an earlier run was.
///
/// `keep` is called after each fit with all that is fitted until then, and once more when the run is canceled; other
/// threads wait for it at the end of their fits. Given back as `from`, what it saw leads to the same result, bit for
/// bit, wherever a run was interrupted and however often.
///
/// # Errors
/// As [`select`].
///
/// # Panics
/// If `from` is not of this design and plan.
pub fn select_resumable(
    design: &Design,
    plan: &Plan,
    threads: usize,
    monitor: &Monitor,
    from: Fitted,
    keep: &mut (dyn FnMut(&Fitted) + Send),
) -> Result<Tally, Error> {
    let starts = starts(design, plan, threads, monitor)?;
    let strata = Strata::new(design.label_of(), design.labels());
    let left: Vec<usize> = (0..plan.fits.len()).filter(|&fit| !from.done[fit]).collect();
    monitor.tell(Stage::Fit, from.count(), plan.fits.len());
    let shared = Mutex::new((from, keep));
    let work = |fitter: &mut SampleFitter, part: usize| {
        let fit = plan.fits[left[part]];
        fitter.take(design, &strata.draw(plan.sample_size, plan.seed, fit.number));
        let mut outcomes = Vec::with_capacity(starts.len());
        for (k, starts) in starts.iter().enumerate() {
            monitor.check()?;
            outcomes.push(fitter.fit(
                design,
                k,
                C_VALUES[fit.c],
                plan.class_weights,
                &starts[fit.c],
                TOLERANCE,
            ));
        }
        let (fitted, keep) = &mut *shared.lock().unwrap_or_else(PoisonError::into_inner);
        fitted.add(design, left[part], fit, &outcomes);
        monitor.tell(Stage::Fit, fitted.count(), plan.fits.len());
        keep(fitted);
        Ok(())
    };
    let outcome = in_parts(left.len(), threads, |_| SampleFitter::default(), work);
    let (fitted, keep) = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = outcome {
        keep(&fitted);
        return Err(error);
    }
    Ok(fitted.tally)
}

/// For each regression and C, the solution on all documents, from which the fits start: along C ascending, each
/// from the one before. C is scaled by sample size over documents, so that loss and penalty balance as in a
/// sample.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub fn starts(
    design: &Design,
    plan: &Plan,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<Vec<Solution>>, Error> {
    let everyone = systematic_sample(design.documents());
    let scale = plan.sample_size as f64 / f64::from(everyone.iter().sum::<u32>().max(1));
    let done = AtomicUsize::new(0);
    let total = design.regressions() * C_VALUES.len();
    monitor.tell(Stage::Prepare, 0, total);
    let start = |_| {
        let mut fitter = SampleFitter::default();
        fitter.take(design, &everyone);
        fitter
    };
    let work = |fitter: &mut SampleFitter, k: usize| {
        let mut path = vec![Solution::default(); C_VALUES.len()];
        for c in (0..C_VALUES.len()).rev() {
            monitor.check()?;
            let start = path.get(c + 1).cloned().unwrap_or_default();
            let outcome =
                fitter.fit(design, k, C_VALUES[c] * scale, plan.class_weights, &start, START_TOLERANCE);
            path[c] = match outcome {
                Outcome::Fitted(solution, _) => solution,
                Outcome::Empty | Outcome::LabelAbsent => start,
            };
            monitor.tell(Stage::Prepare, done.fetch_add(1, Ordering::Relaxed) + 1, total);
        }
        Ok(path)
    };
    Ok(in_parts(design.regressions(), threads, start, work)?.1)
}

/// Every document once, or of a corpus larger than a sample may be, evenly spaced ones.
fn systematic_sample(documents: usize) -> Vec<u32> {
    let wanted = documents.min(SAMPLE_MAX);
    let share = |i: usize| i * wanted / documents.max(1);
    (0..documents).map(|i| u32::from(share(i + 1) > share(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(preset: Preset, fits: usize) -> Settings {
        Settings { preset, fits, ..Settings::default() }
    }

    fn fits_per_c(plan: &Plan) -> Vec<usize> {
        (0..C_VALUES.len()).map(|c| plan.fits.iter().filter(|fit| fit.c == c).count()).collect()
    }

    #[test]
    fn the_default_preset_uses_every_c_equally_often() {
        assert_eq!(fits_per_c(&Plan::new(&settings(Preset::Wordify, 120), 100, 100)), [10; 12]);
        let uneven = fits_per_c(&Plan::new(&settings(Preset::Wordify, 500), 100, 100));
        assert!(uneven.iter().all(|&count| count == 41 || count == 42), "{uneven:?}");
    }

    #[test]
    fn the_preset_of_2021_draws_c_at_random() {
        let counts = fits_per_c(&Plan::new(&settings(Preset::Wordify2021, 12_000), 100, 100));
        // Standard deviation of each count: √(12000 · 1/12 · 11/12) = 30.
        assert!(counts.iter().all(|&count| count.abs_diff(1000) < 150), "{counts:?}");
        assert!(counts.iter().any(|&count| count != 1000));
    }

    #[test]
    fn sample_sizes_are_those_of_the_published_tools() {
        let size = |preset, documents, terms| Plan::new(&settings(preset, 1), documents, terms).sample_size;
        assert_eq!(size(Preset::Wordify2021, 4415, 6046), 3311);
        assert_eq!(size(Preset::Wordify2021, 200_000, 1), 100_000);
        assert_eq!(size(Preset::Wordify2022, 5000, 6966), 5000);
        assert_eq!(size(Preset::Wordify2022, 19_212, 5346), 10_000);
        assert_eq!(size(Preset::Wordify2022, 117_659, 1294), 11_765);
    }

    #[test]
    fn a_systematic_sample_is_even_and_of_the_wanted_size() {
        assert_eq!(systematic_sample(7), [1; 7]);
        let sample = systematic_sample(250_000);
        assert_eq!(sample.iter().sum::<u32>(), 100_000);
        assert!(sample.chunks(25).all(|chunk| chunk.iter().sum::<u32>() == 10));
    }
}
