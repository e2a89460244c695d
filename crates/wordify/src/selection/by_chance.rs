//! What the published presets' threshold lets through by chance: the same fits on shuffled labels.

use serde::Serialize;

use super::checkpoint::Beginning;
use super::fits::select_resumable;
use super::logistic::{Design, Twins};
use super::plan::Plan;
use super::share::{Dealt, FitsKept, Kept, Left, Share, Stopped};
use super::shuffle::{Scheme, Shuffler};
use super::tally::{Fitted, Tally};
use crate::progress::Monitor;
use crate::terms::matrix::DocumentTermMatrix;

/// Terms that reach the threshold with shuffled labels and with the true ones; of two labels, each term once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByChance {
    /// Times that the labels were shuffled.
    pub shuffles: usize,
    /// Terms with shuffled labels, in the mean.
    pub terms_mean: f64,
    /// Terms with the true labels.
    pub terms: usize,
}

/// The fits of a plan, and what they are done on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fitting<'a> {
    /// The plan.
    pub(crate) plan: &'a Plan,
    /// The documents with their true labels.
    pub(crate) design: &'a Design,
    /// Their weights, twins merged.
    pub(crate) matrix: &'a DocumentTermMatrix,
    /// Which terms a column stands for.
    pub(crate) twins: &'a Twins,
}

impl Fitting<'_> {
    /// Does the fits on the true labels and, where that is asked for, on so many `shuffles` of them, and counts the terms with a score of at
    /// least `threshold`. Returns what came out of the true labels, and what does of shuffled ones.
    ///
    /// `keep` is called with the fits on the true labels that are done; those on shuffled ones are done anew by a run that goes on.
    ///
    /// # Errors
    /// As [`select_resumable`], and of [`Beginning::fitted`].
    pub(crate) fn select(
        &self,
        (shuffles, threshold): (Option<usize>, f64),
        (from, share): (Beginning<'_>, Share),
        threads: usize,
        monitor: &Monitor<'_>,
        keep: &mut (dyn FnMut(&Fitted) + Send),
    ) -> Result<(Tally, Option<ByChance>), Stopped> {
        let mut halt = Halt::default();
        let mut fits = |design: &Design, number: usize, keep: &mut (dyn FnMut(&Fitted) + Send)| {
            let from = from.fitted(number, self.plan, Fitted::none(design, self.plan), share)?;
            halt.past(select_resumable(design, self.plan, threads, monitor, (from, share), keep))
        };
        let truth = fits(self.design, 0, keep)?;
        // There are at most LABELS_MAX, a thousand.
        let narrow: Vec<u16> = self.design.label_of().iter().map(|&label| label as u16).collect();
        let shuffler = Shuffler::new(&narrow, None, Scheme::Plain, self.plan.seed);
        let mut by_chance = 0;
        for number in 0..shuffles.unwrap_or(0) {
            let shuffled: Vec<u32> = shuffler.shuffle(number).into_iter().map(u32::from).collect();
            let design = Design::new(self.matrix, &shuffled, self.design.labels());
            if let Some(tally) = fits(&design, number + 1, &mut |_| ())? {
                by_chance += self.reaching(&tally, threshold);
            }
        }
        let Some(truth) = truth.filter(|_| !halt.has_come) else {
            return Err(halt.stopped(self.plan.fits.len() * (1 + shuffles.unwrap_or(0))));
        };
        let chance = shuffles.map(|shuffles| ByChance {
            shuffles,
            terms_mean: by_chance as f64 / shuffles.max(1) as f64,
            terms: self.reaching(&truth, threshold),
        });
        Ok((truth, chance))
    }

    /// Terms with a score of at least `threshold`.
    fn reaching(&self, tally: &Tally, threshold: f64) -> usize {
        let cells = tally.positive.iter().chain(&tally.negative).enumerate();
        let least = threshold * self.plan.fits.len() as f64;
        let columns = self.twins.members.len();
        let terms: usize = cells
            .filter(|&(_, &count)| f64::from(count) >= least && count > 0)
            .map(|(cell, _)| self.twins.members[cell % columns].len())
            .sum();
        if self.design.labels() == 2 { terms / 2 } else { terms }
    }
}

/// Where fits stopped because the share of a run was done.
#[derive(Debug, Default)]
struct Halt {
    has_come: bool,
    kept: FitsKept,
    /// The numbers of fits that are not done, on labels of any kind.
    units: Vec<usize>,
}

impl Halt {
    /// What came out of all fits on labels of one kind; none where the share was done before.
    fn past(&mut self, outcome: Result<Tally, Stopped>) -> Result<Option<Tally>, Stopped> {
        let partial = match outcome {
            Ok(tally) => return Ok(Some(tally)),
            Err(Stopped::AtShare(partial)) => *partial,
            Err(failed) => return Err(failed),
        };
        self.has_come = true;
        self.units.extend(partial.left.units);
        if let Kept::Fits(mut kept) = partial.kept {
            self.kept.of_labels.append(&mut kept.of_labels);
            self.kept.count += kept.count;
        }
        Ok(None)
    }

    /// The stop of the whole, of this many fits.
    fn stopped(mut self, total: usize) -> Stopped {
        self.units.sort_unstable();
        let (units, dealt) = (self.units, Dealt::InTurn);
        let left = Left { what: "fits", units, dealt, total, others_follow: false };
        Stopped::at_share(Kept::Fits(self.kept), left)
    }
}
