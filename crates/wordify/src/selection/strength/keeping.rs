//! Batches of paths on several threads, each kept when it is done, so that an interrupted run can go on.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::selection::measured::{Measured, Part};
use crate::selection::share::{Dealt, Kept, Left, Share, Stopped};

/// What regressions are fitted to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Shuffles,
    Halves,
}

impl Step {
    /// The batches that are missing of this many.
    pub(super) fn left(self, units: Vec<usize>, total: usize) -> Left {
        let (what, others_follow) = match self {
            Self::Shuffles => ("batches of shuffles", true),
            Self::Halves => ("batches of half-samples", false),
        };
        Left { what, units, dealt: Dealt::InTurn, total, others_follow }
    }
}

/// The batches of a step.
pub(super) struct Units<'u> {
    pub(super) step: Step,
    pub(super) total: usize,
    /// Of a batch, how many paths it has and over how many columns.
    pub(super) size: &'u (dyn Fn(usize) -> (usize, usize) + Sync),
}

impl Units<'_> {
    /// Whether `paths` can be those of batch `number`: they may come from a file.
    fn could_be(&self, number: usize, paths: &Part) -> bool {
        number < self.total && {
            let (count, columns) = (self.size)(number);
            paths.len() == count && paths.iter().all(|path| path.is_over(columns))
        }
    }
}

/// What is called with what is done so far.
type Keep<'k> = &'k mut (dyn FnMut(&Measured) + Send);

/// What is done so far, and who wants to know of it.
pub(super) struct Keeping<'k> {
    shared: Mutex<(Measured, Keep<'k>)>,
    share: Share,
    /// Batches of all steps that are reported as all.
    goal: usize,
}

impl<'k> Keeping<'k> {
    /// `batches` are those of each step.
    pub(super) fn new(from: Measured, share: Share, batches: [usize; 2], keep: Keep<'k>) -> Self {
        let goal =
            batches.into_iter().map(|batches| (0..batches).filter(|&unit| share.has(unit)).count()).sum();
        Self { shared: Mutex::new((from, keep)), share, goal }
    }

    fn shared(&self) -> MutexGuard<'_, (Measured, Keep<'k>)> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often the paths were taken further down.
    pub(super) fn extension(&self) -> usize {
        self.shared().0.extension
    }

    /// Takes the paths of the shuffles further down: those that there are end too early.
    pub(super) fn extend(&self) {
        let measured = &mut self.shared().0;
        measured.extension += 1;
        measured.replaced += measured.shuffled.len();
        measured.shuffled.clear();
    }

    /// Whether a batch of `total` is still to be done here.
    pub(super) fn has_left(&self, step: Step, total: usize) -> bool {
        let measured = &mut self.shared().0;
        missing(parts_of(measured, step), total).any(|part| self.share.has(part))
    }

    /// What is done.
    pub(super) fn into_measured(self) -> Measured {
        self.shared.into_inner().unwrap_or_else(PoisonError::into_inner).0
    }

    /// The paths of all batches of `units`, of which those of this share that are not there yet are made by `work`.
    pub(super) fn parts<W: Default + Send>(
        &self,
        units: &Units<'_>,
        threads: usize,
        monitor: &Monitor<'_>,
        work: impl Fn(&mut W, usize) -> Result<Part, Error> + Sync,
    ) -> Result<Vec<Part>, Stopped> {
        let left: Vec<usize> = {
            let measured = &mut self.shared().0;
            let there = parts_of(measured, units.step);
            there.retain(|&number, paths| units.could_be(number, paths));
            let left = missing(there, units.total).filter(|&part| self.share.has(part)).collect();
            self.report(measured, monitor);
            left
        };
        let work = |space: &mut W, place: usize| {
            let paths = work(space, left[place])?;
            let (measured, keep) = &mut *self.shared();
            parts_of(measured, units.step).insert(left[place], paths);
            self.report(measured, monitor);
            keep(measured);
            Ok(())
        };
        let outcome = in_parts(left.len(), threads, |_| W::default(), work);
        let (measured, keep) = &mut *self.shared();
        if let Err(error) = outcome {
            keep(measured);
            return Err(error.into());
        }
        let there = parts_of(measured, units.step);
        let left: Vec<usize> = missing(there, units.total).collect();
        if left.is_empty() {
            return Ok(there.values().cloned().collect());
        }
        Err(Stopped::at_share(Kept::Measured(std::mem::take(measured)), units.step.left(left, units.total)))
    }

    fn report(&self, measured: &Measured, monitor: &Monitor<'_>) {
        let numbers = measured.shuffled.keys().chain(measured.halved.keys());
        let done = numbers.filter(|&&unit| self.share.has(unit)).count();
        monitor.report(Stage::Fit, done.min(self.goal), self.goal);
    }
}

/// The numbers of the batches that are not `there`, of `total`.
fn missing(there: &BTreeMap<usize, Part>, total: usize) -> impl Iterator<Item = usize> {
    (0..total).filter(|part| !there.contains_key(part))
}

fn parts_of(measured: &mut Measured, step: Step) -> &mut BTreeMap<usize, Part> {
    match step {
        Step::Shuffles => &mut measured.shuffled,
        Step::Halves => &mut measured.halved,
    }
}
