//! Which units of work one run does, where several machines share the work of one analysis.
//!
//! A unit is what depends on its number alone: a fit, a batch of paths, or a list besides the one that was asked for.

use super::measured::Measured;
use crate::error::Error;

/// How units are dealt to parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dealt {
    /// To each part in turn.
    InTurn,
    /// Along a line of this length, at least 1, that is cut into as many pieces as there are parts: neighbours share work.
    AlongLine(usize),
}

impl Dealt {
    /// The part, from 0, that a unit goes to of `of`, at least 1: by its number, or by its place in the line.
    pub fn part(self, unit: usize, of: usize) -> usize {
        match self {
            Self::InTurn => unit % of,
            // How many parts there are may stand in a file that somebody forged.
            Self::AlongLine(length) => (unit as u128 * of as u128 / length as u128) as usize,
        }
    }
}

/// The units that a run does, of those that are not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// All, and then what comes of them.
    All,
    /// Those that are dealt to this part, and nothing else.
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
    /// Whether the unit of this number is among them, where each part gets one in turn.
    pub fn has(self, unit: usize) -> bool {
        self.has_dealt(unit, Dealt::InTurn)
    }

    /// Whether a unit is among them; see [`Dealt::part`].
    pub fn has_dealt(self, unit: usize, dealt: Dealt) -> bool {
        match self {
            Self::All => true,
            Self::Part { part, of } => dealt.part(unit, of) == part,
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
    /// Their numbers, or places in the line, ascending.
    pub units: Vec<usize>,
    /// How they are dealt to parts.
    pub dealt: Dealt,
    /// Units of this kind in all.
    pub total: usize,
    /// Whether units of other kinds follow from all of these.
    pub others_follow: bool,
}

/// Fits that are done, as bytes: of thousands of shuffles, the counts themselves would take too much room.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FitsKept {
    /// Those on the true labels, then those on each shuffle of them.
    pub(crate) of_labels: Vec<Vec<u8>>,
    /// Fits done on any.
    pub(crate) count: usize,
}

/// What was done when a run stopped.
#[derive(Debug, Clone)]
pub enum Kept {
    /// Fits on samples.
    Fits(FitsKept),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_pieces_as_even_as_can_be() {
        let dealt = Dealt::AlongLine(7);
        let parts = |of: usize| (0..7).map(|unit| dealt.part(unit, of)).collect::<Vec<_>>();
        assert_eq!(parts(1), [0; 7]);
        assert_eq!(parts(3), [0, 0, 0, 1, 1, 2, 2]);
        assert_eq!(parts(14), [0, 2, 4, 6, 8, 10, 12]);
        assert_eq!(dealt.part(6, usize::MAX), (6 * (usize::MAX as u128) / 7) as usize);
    }

    #[test]
    fn every_unit_is_of_one_part() {
        for dealt in [Dealt::InTurn, Dealt::AlongLine(40)] {
            for of in [1, 2, 9, 40, 100] {
                for unit in 0..40 {
                    let has = |part: &usize| Share::Part { part: *part, of }.has_dealt(unit, dealt);
                    assert_eq!((0..of).filter(has).count(), 1, "{unit} of {of} parts, {dealt:?}");
                }
            }
        }
    }
}
