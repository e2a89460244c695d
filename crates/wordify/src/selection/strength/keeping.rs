//! Batches of paths on several threads, each kept when it is done, so that an interrupted run can go on.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::selection::measured::{Measured, Part};

/// What regressions are fitted to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Shuffles,
    Halves,
}

/// What is called with what is done so far.
type Keep<'k> = &'k mut (dyn FnMut(&Measured) + Send);

/// What is done so far, and who wants to know of it.
pub(super) struct Keeping<'k> {
    shared: Mutex<(Measured, Keep<'k>)>,
    /// Batches that are told of as all.
    batches: usize,
}

impl<'k> Keeping<'k> {
    pub(super) fn new(from: Measured, batches: usize, keep: Keep<'k>) -> Self {
        Self { shared: Mutex::new((from, keep)), batches }
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

    /// The paths of `total` batches, of which those that are not there yet are made by `work`.
    pub(super) fn parts<W: Default + Send>(
        &self,
        step: Step,
        total: usize,
        threads: usize,
        monitor: &Monitor<'_>,
        work: impl Fn(&mut W, usize) -> Result<Part, Error> + Sync,
    ) -> Result<Vec<Part>, Error> {
        let left: Vec<usize> = {
            let measured = &mut self.shared().0;
            self.tell(measured, monitor);
            let there = parts_of(measured, step);
            (0..total).filter(|part| !there.contains_key(part)).collect()
        };
        let work = |space: &mut W, place: usize| {
            let paths = work(space, left[place])?;
            let (measured, keep) = &mut *self.shared();
            parts_of(measured, step).insert(left[place], paths);
            self.tell(measured, monitor);
            keep(measured);
            Ok(())
        };
        let outcome = in_parts(left.len(), threads, |_| W::default(), work);
        let (measured, keep) = &mut *self.shared();
        if let Err(error) = outcome {
            keep(measured);
            return Err(error);
        }
        Ok(parts_of(measured, step).values().cloned().collect())
    }

    fn tell(&self, measured: &Measured, monitor: &Monitor<'_>) {
        let done = measured.shuffled.len() + measured.halved.len();
        monitor.tell(Stage::Fit, done.min(self.batches), self.batches);
    }
}

fn parts_of(measured: &mut Measured, step: Step) -> &mut BTreeMap<usize, Part> {
    match step {
        Step::Shuffles => &mut measured.shuffled,
        Step::Halves => &mut measured.halved,
    }
}
