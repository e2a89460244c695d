//! How a long run reports to its caller where it is, and how the caller stops it.
//!
//! The engine has no clock: times and estimates are the caller's. It reports a stage with `done` of
//! `total`, from any thread, and looks at one flag.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;

/// The stages of an analysis, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Bytes to table and corpus; counted in rows.
    Read,
    /// Texts to terms and to the weighted matrix; counted in documents.
    Vectorize,
    /// Solutions on all documents, from which the fits start; counted in labels × penalties. By the default method: labels are shuffled,
    /// and the paths of the true ones followed; counted as one.
    Prepare,
    /// The regressions on the samples; counted in fits.
    Fit,
    /// The test of the part set aside; counted in parts of its shuffles, 1 where it is exact.
    Confirm,
    /// The list by other choices; counted in lists.
    Vary,
    /// The list of fewer documents; counted in lists.
    Draw,
    /// Labels of unseen documents; counted in parts.
    Fold,
    /// The report.
    Report,
}

impl Stage {
    /// A word or two for a progress bar.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "reading",
            Self::Vectorize => "counting terms",
            Self::Prepare => "preparing",
            Self::Fit => "fitting",
            Self::Confirm => "testing what was set aside",
            Self::Vary => "other choices",
            Self::Draw => "fewer documents",
            Self::Fold => "predicting",
            Self::Report => "writing the report",
        }
    }
}

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The stage under way.
    pub stage: Stage,
    /// Units done in this stage.
    pub done: usize,
    /// Units in this stage in all.
    pub total: usize,
}

/// The line between a run and its caller: progress goes out, the wish to stop comes in.
#[derive(Clone, Copy)]
pub struct Monitor<'a> {
    canceled: &'a AtomicBool,
    listener: &'a (dyn Fn(Progress) + Sync),
}

impl fmt::Debug for Monitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor").field("canceled", &self.canceled).finish_non_exhaustive()
    }
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl<'a> Monitor<'a> {
    /// A monitor that stops the run when `canceled` becomes true and passes progress to `listener`,
    /// which is called from several threads and must return quickly.
    pub fn new(canceled: &'a AtomicBool, listener: &'a (dyn Fn(Progress) + Sync)) -> Self {
        Self { canceled, listener }
    }

    /// A monitor that nobody watches and that never stops the run.
    pub fn silent() -> Monitor<'static> {
        Monitor { canceled: &NEVER, listener: &|_| {} }
    }

    /// One that stops the run as this one does, and reports nothing.
    pub(crate) fn quiet(&self) -> Monitor<'a> {
        Monitor { canceled: self.canceled, listener: &|_| {} }
    }

    /// Reports `done` of `total` in `stage`.
    pub fn report(&self, stage: Stage, done: usize, total: usize) {
        (self.listener)(Progress { stage, done, total });
    }

    /// # Errors
    /// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled) once the caller wants to stop.
    pub fn check(&self) -> Result<(), Error> {
        if self.canceled.load(Ordering::Relaxed) { Err(Error::canceled()) } else { Ok(()) }
    }
}
