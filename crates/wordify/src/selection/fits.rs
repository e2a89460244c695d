//! How often each term is selected: regressions on many bootstrap samples.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::bootstrap::{Drawn, Strata};
use super::checkpoint::fits_as_bytes;
use super::logistic::{Design, Outcome, SampleFitter, Solution, TOLERANCE};
use super::plan::{Plan, SAMPLE_MAX};
use super::share::{Dealt, FitsKept, Kept, Left, Share, Stopped};
use super::tally::{Fitted, Tally};
use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};

/// Tolerance of the solutions on all documents, which only serve as starts.
const START_TOLERANCE: f64 = 1e-3;

/// Does the fits of `plan` on `threads` threads.
///
/// The result is the same, bit for bit, for any number of threads.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub fn select(design: &Design, plan: &Plan, threads: usize, monitor: &Monitor) -> Result<Tally, Error> {
    let none = Fitted::none(design, plan);
    select_resumable(design, plan, threads, monitor, (none, Share::All), &mut |_| ())
        .map_err(Stopped::into_error)
}

/// As [`select`], from where an earlier run was, as far as the share of this one reaches.
///
/// `keep` is called after each fit with all that is fitted until then, and once more when the run is canceled; other
/// threads wait for it at the end of their fits. Given back as `from`, what it saw leads to the same result, bit for
/// bit, wherever a run was interrupted and however often.
///
/// # Errors
/// As [`select`]; [`Stopped::AtShare`] at the end of a part, and where fits are left that the share does not have.
///
/// # Panics
/// If `from` is not of this design and plan.
pub fn select_resumable(
    design: &Design,
    plan: &Plan,
    threads: usize,
    monitor: &Monitor,
    (from, share): (Fitted, Share),
    keep: &mut (dyn FnMut(&Fitted) + Send),
) -> Result<Tally, Stopped> {
    let left: Vec<usize> = (0..plan.fits.len()).filter(|&fit| !from.done[fit] && share.has(fit)).collect();
    // What only serves fits is not made for none.
    let starts = if left.is_empty() { Vec::new() } else { starts(design, plan, threads, monitor)? };
    let strata = Strata::new(design.label_of(), design.labels());
    let goal = from.count() + left.len();
    monitor.report(Stage::Fit, from.count(), goal);
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
                plan.c_values[fit.c],
                plan.class_weights,
                &starts[fit.c],
                TOLERANCE,
            ));
        }
        let (fitted, keep) = &mut *shared.lock().unwrap_or_else(PoisonError::into_inner);
        fitted.add(design, left[part], fit, &outcomes);
        monitor.report(Stage::Fit, fitted.count(), goal);
        keep(fitted);
        Ok(())
    };
    let outcome = in_parts(left.len(), threads, |_| SampleFitter::default(), work);
    let (fitted, keep) = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = outcome {
        keep(&fitted);
        return Err(error.into());
    }
    let units: Vec<usize> = (0..plan.fits.len()).filter(|&fit| !fitted.done[fit]).collect();
    if share.is_part() || !units.is_empty() {
        let total = plan.fits.len();
        let left = Left { what: "fits", units, dealt: Dealt::InTurn, total, others_follow: false };
        let kept = FitsKept { of_labels: vec![fits_as_bytes(&fitted)], count: fitted.count() };
        return Err(Stopped::at_share(Kept::Fits(kept), left));
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
    let scale = plan.sample_size as f64 / everyone.len().max(1) as f64;
    let done = AtomicUsize::new(0);
    let total = design.regressions() * plan.c_values.len();
    monitor.report(Stage::Prepare, 0, total);
    let start = |_| {
        let mut fitter = SampleFitter::default();
        fitter.take(design, &everyone);
        fitter
    };
    let work = |fitter: &mut SampleFitter, k: usize| {
        let mut path = vec![Solution::default(); plan.c_values.len()];
        for c in (0..plan.c_values.len()).rev() {
            monitor.check()?;
            let start = path.get(c + 1).cloned().unwrap_or_default();
            let outcome =
                fitter.fit(design, k, plan.c_values[c] * scale, plan.class_weights, &start, START_TOLERANCE);
            path[c] = match outcome {
                Outcome::Fitted(solution, _) => solution,
                Outcome::Empty | Outcome::LabelAbsent => start,
            };
            monitor.report(Stage::Prepare, done.fetch_add(1, Ordering::Relaxed) + 1, total);
        }
        Ok(path)
    };
    Ok(in_parts(design.regressions(), threads, start, work)?.1)
}

/// Every document once, or of a corpus larger than a sample may be, evenly spaced ones.
fn systematic_sample(documents: usize) -> Vec<Drawn> {
    let wanted = documents.min(SAMPLE_MAX);
    // The document with which the share of the wanted ones reaches the next whole number.
    let place = |number: usize| ((number + 1) * documents).div_ceil(wanted) - 1;
    (0..wanted).map(|number| Drawn { document: place(number) as u32, times: 1 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_systematic_sample_is_even_and_of_the_wanted_size() {
        let documents =
            |of: usize| -> Vec<u32> { systematic_sample(of).iter().map(|drawn| drawn.document).collect() };
        assert!(documents(0).is_empty());
        assert_eq!(documents(7), [0, 1, 2, 3, 4, 5, 6]);
        let sample = documents(250_000);
        assert_eq!(sample.len(), 100_000);
        for (number, &document) in sample.iter().enumerate() {
            // Two of every five, so that each one but the last has its share of the documents before it.
            let share = |documents: u32| documents as usize * 100_000 / 250_000;
            assert_eq!((share(document), share(document + 1)), (number, number + 1));
        }
    }
}
