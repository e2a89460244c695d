//! A variable of an SPSS file, and how a cell of it is shown.

use std::borrow::Cow;
use std::rc::Rc;

use super::super::letters::Letters;
use super::super::moments::{Epoch, duration, plain};
use super::super::value_labels::ValueLabels;
use super::cases::ELEMENT;

/// A variable.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    /// The variable label: often the wording of the question.
    pub(super) description: String,
    pub(super) kind: CellPlace,
    pub(super) labels: Rc<ValueLabels>,
    pub(super) missing: Missing,
}

/// Where the cells of a variable are in a case.
#[derive(Debug)]
pub(super) enum CellPlace {
    /// Eight bytes from this on.
    Number { at: usize, meaning: Meaning },
    /// Pieces that make up the text: the first byte of each, and how many.
    Text { pieces: Vec<(usize, usize)> },
}

/// What a number means, by the format that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    Date,
    Duration,
}

impl Meaning {
    /// The meaning of a print format.
    pub(super) fn of(format: u32) -> Self {
        match format >> 16 & 0xff {
            // DATE, DATETIME, ADATE, JDATE; MOYR, QYR, WKYR, EDATE, SDATE; YMDHMS.
            20 | 22..=24 | 28..=30 | 38 | 39 | 41 => Self::Date,
            // TIME, DTIME, MTIME.
            21 | 25 | 40 => Self::Duration,
            _ => Self::Plain,
        }
    }
}

/// Values that the user declared to be missing.
#[derive(Debug, Default)]
pub(super) struct Missing {
    pub(super) numbers: Vec<f64>,
    /// From the one to the other, both included.
    pub(super) range: Option<(f64, f64)>,
    pub(super) texts: Vec<String>,
}

impl Missing {
    fn has(&self, value: f64) -> bool {
        self.numbers.contains(&value) || self.range.is_some_and(|(low, high)| (low..=high).contains(&value))
    }
}

/// What a cell shows.
#[derive(Debug)]
pub(super) enum Shown<'a> {
    /// A text, empty where the system has no value.
    Cell(Cow<'a, str>),
    /// A value that the user declared to be missing.
    DeclaredMissing,
}

impl Variable {
    /// The cell of this variable in a case. The dictionary made sure that a case has all pieces.
    pub(super) fn show<'a>(&'a self, row: &'a [u8], is_big: bool, letters: &mut Letters) -> Shown<'a> {
        match &self.kind {
            CellPlace::Number { at, meaning } => self.show_number(number_at(row, *at, is_big), *meaning),
            CellPlace::Text { pieces } => {
                let text = match pieces[..] {
                    [(at, length)] => letters.trimmed(&row[at..at + length]),
                    _ => {
                        let joined: Vec<&[u8]> =
                            pieces.iter().map(|&(at, length)| &row[at..at + length]).collect();
                        Cow::Owned(letters.trimmed(&joined.concat()).into_owned())
                    }
                };
                if self.missing.texts.iter().any(|missing| *missing == text) {
                    return Shown::DeclaredMissing;
                }
                Shown::Cell(self.labels.show(text))
            }
        }
    }

    fn show_number(&self, value: f64, meaning: Meaning) -> Shown<'_> {
        // The least number is "system-missing".
        if value == f64::MIN || value.is_nan() {
            return Shown::Cell(Cow::Borrowed(""));
        }
        if self.missing.has(value) {
            return Shown::DeclaredMissing;
        }
        if !self.labels.is_empty() {
            return Shown::Cell(self.labels.show(Cow::Owned(plain(value))));
        }
        Shown::Cell(Cow::Owned(match meaning {
            Meaning::Plain => plain(value),
            Meaning::Date => Epoch::Spss.seconds(value),
            Meaning::Duration => duration(value),
        }))
    }
}

/// The number at the byte `at` of a case.
pub(super) fn number_at(row: &[u8], at: usize, is_big: bool) -> f64 {
    let mut bytes = [0; ELEMENT];
    bytes.copy_from_slice(&row[at..at + ELEMENT]);
    if is_big { f64::from_be_bytes(bytes) } else { f64::from_le_bytes(bytes) }
}
