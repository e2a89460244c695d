//! Which units of work one run does, where several machines share the work of one analysis.
//!
//! A unit is what depends on its number alone: a fit, or a batch of paths.

use super::measured::Measured;
use super::tally::Fitted;
use crate::error::Error;

/// The units that a run does, of those that are not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// All, and then what comes of them.
    All,
    /// Every `of`-th, from number `part` on, and nothing else.
    Part {
        /// Its number, from 0.
        part: usize,
        /// Parts in all, at least 1.
        of: usize,
    },
    /// None: something comes of it only if all are done.
    Nothing,
}

impl Share {
    /// Whether the unit of this number is among them.
    pub fn has(self, unit: usize) -> bool {
        match self {
            Self::All => true,
            Self::Part { part, of } => unit % of == part,
            Self::Nothing => false,
        }
    }

    /// Whether the run ends with its units.
    pub fn is_part(self) -> bool {
        matches!(self, Self::Part { .. })
    }
}

/// Units of one kind that were not done when a run stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What they are, in the plural.
    pub what: &'static str,
    /// Their numbers, ascending.
    pub units: Vec<usize>,
    /// Units of this kind in all.
    pub total: usize,
    /// Whether units of other kinds follow from all of these.
    pub others_follow: bool,
}

/// What was done when a run stopped.
#[derive(Debug, Clone)]
pub enum Kept {
    /// Fits on samples.
    Fitted(Fitted),
    /// Paths on shuffled labels and on half-samples.
    Measured(Measured),
}

impl Kept {
    /// Leaves the batches that `share` has. Fits stay: a part begins from none but its own.
    pub(crate) fn restricted(mut self, share: Share) -> Self {
        if let Self::Measured(measured) = &mut self {
            measured.shuffled.retain(|&unit, _| share.has(unit));
            measured.halved.retain(|&unit, _| share.has(unit));
        }
        self
    }
}

/// A run that stopped because its share was done.
#[derive(Debug, Clone)]
pub struct Partial {
    /// What was done, by this run and those before it.
    pub kept: Kept,
    /// What the step that it stopped at lacks.
    pub left: Left,
}

/// Why nothing came of a selection.
#[derive(Debug)]
pub enum Stopped {
    /// It failed or was canceled.
    Failed(Error),
    /// Its share was done. In a box, because errors pass through many functions.
    AtShare(Box<Partial>),
}

impl Stopped {
    /// A stop with what was `kept` and what is `left`.
    pub(crate) fn at_share(kept: Kept, left: Left) -> Self {
        Self::AtShare(Box::new(Partial { kept, left }))
    }

    /// The error of a run that was to do everything.
    pub(crate) fn into_error(self) -> Error {
        match self {
            Self::Failed(error) => error,
            Self::AtShare(_) => unreachable!("a run that does all units stops at none"),
        }
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
