//! How values are stored, and how they are shown.

use std::borrow::Cow;
use std::rc::Rc;

use super::super::input::Input;
use super::super::letters::Letters;
use super::super::moments::{Epoch, duration, plain};
use super::super::value_labels::ValueLabels;
use super::long_texts::LongTexts;
use crate::error::Error;

/// Longest text of the older releases.
const OLD_TEXT_MAX: u8 = 244;
/// Longest text that stands in a row.
const TEXT_MAX: u16 = 2045;
const DAY_MILLISECONDS: f64 = 86_400_000.0;

/// How a variable is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    Text(usize),
    /// A text elsewhere; this many of eight bytes name its variable.
    LongText(usize),
    Byte,
    Int,
    Long,
    Float,
    Double,
}

/// What the numbers of a variable mean, by the format that shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    Milliseconds,
    /// Milliseconds of which only the time of day is shown.
    Clock,
    Days,
    /// This many in a year from 1960 on, and what stands between the year and the number.
    Parts(i64, &'static str),
}

impl Meaning {
    /// The meaning of a format such as `%tdDD/NN/CCYY`.
    pub(super) fn of(format: &[u8]) -> Self {
        let kind = format.strip_prefix(b"%").unwrap_or(format);
        // Left-aligned.
        let kind = kind.strip_prefix(b"-").unwrap_or(kind);
        match kind {
            // MM are minutes; months are written NN, Mon or Month.
            [b't', b'c', b'H' | b'h', parts @ ..]
                if !parts.iter().any(|part| b"CcYyDdNnJjo".contains(part)) =>
            {
                Self::Clock
            }
            [b't', b'c', ..] => Self::Milliseconds,
            [b't', b'd', ..] | [b'd', ..] => Self::Days,
            [b't', b'w', ..] => Self::Parts(52, "w"),
            [b't', b'm', ..] => Self::Parts(12, "-"),
            [b't', b'q', ..] => Self::Parts(4, "q"),
            [b't', b'h', ..] => Self::Parts(2, "h"),
            _ => Self::Plain,
        }
    }

    fn show(self, value: f64) -> String {
        match self {
            Self::Clock if (0.0..DAY_MILLISECONDS).contains(&value) => duration(value / 1000.0),
            Self::Clock | Self::Milliseconds => Epoch::SasAndStata.seconds_or(value / 1000.0, value),
            Self::Days => Epoch::SasAndStata.days(value),
            Self::Parts(in_year, between) if value.fract() == 0.0 && value.abs() < 1e6 => {
                let (years, part) =
                    ((value as i64).div_euclid(in_year), (value as i64).rem_euclid(in_year) + 1);
                let part = if in_year == 12 { format!("{part:02}") } else { part.to_string() };
                format!("{}{between}{part}", 1960 + years)
            }
            Self::Parts(..) | Self::Plain => plain(value),
        }
    }
}

/// How the cells of a variable are shown.
#[derive(Debug)]
pub(super) struct Style {
    pub(super) labels: Rc<ValueLabels>,
    pub(super) meaning: Meaning,
}

/// What a cell shows.
#[derive(Debug)]
pub(super) enum Shown<'a> {
    /// A text, empty where there is no value.
    Cell(Cow<'a, str>),
    /// One of the values `.a` to `.z`, which users give their own meanings.
    DeclaredMissing,
}

/// A number, or why there is none.
enum Number {
    Value(f64),
    Missing,
    DeclaredMissing,
}

impl Number {
    /// A whole number of a type whose largest value is `most`; the next one is `.`, those after it `.a` to `.z`.
    fn whole(value: i32, most: i32) -> Self {
        match value {
            _ if value <= most => Self::Value(value.into()),
            _ if value - 1 == most => Self::Missing,
            _ => Self::DeclaredMissing,
        }
    }
}

impl Storage {
    /// The type of the releases 113 to 115.
    pub(super) fn of_old(kind: u8) -> Option<Self> {
        Some(match kind {
            1..=OLD_TEXT_MAX => Self::Text(kind.into()),
            251 => Self::Byte,
            252 => Self::Int,
            253 => Self::Long,
            254 => Self::Float,
            255 => Self::Double,
            _ => return None,
        })
    }

    /// The type of the releases 117 to 119.
    pub(super) fn of_tagged(kind: u16, release: u16) -> Option<Self> {
        Some(match kind {
            1..=TEXT_MAX => Self::Text(kind.into()),
            32_768 => Self::LongText(match release {
                117 => 4,
                118 => 2,
                _ => 3,
            }),
            65_526 => Self::Double,
            65_527 => Self::Float,
            65_528 => Self::Long,
            65_529 => Self::Int,
            65_530 => Self::Byte,
            _ => return None,
        })
    }

    /// Bytes in a row.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Text(width) => width,
            Self::LongText(_) | Self::Double => 8,
            Self::Byte => 1,
            Self::Int => 2,
            Self::Long | Self::Float => 4,
        }
    }

    /// Reads a cell.
    pub(super) fn read<'a>(
        self,
        data: &mut Input<'a>,
        style: &Style,
        long_texts: &LongTexts<'a>,
        letters: &mut Letters,
    ) -> Result<Shown<'a>, Error> {
        let number = match self {
            Self::Text(width) => return Ok(Shown::Cell(letters.terminated(data.take(width)?))),
            Self::LongText(variable_bytes) => {
                let text = long_texts.named(data.take(8)?, variable_bytes, data.is_big);
                return Ok(Shown::Cell(letters.terminated(text)));
            }
            Self::Byte => Number::whole(i32::from(data.u8()?.cast_signed()), 100),
            Self::Int => Number::whole(i32::from(data.u16()?.cast_signed()), 32_740),
            Self::Long => Number::whole(data.i32()?, 2_147_483_620),
            Self::Float => match data.u32()? {
                0x7f00_0000 => Number::Missing,
                0x7f00_0001..=0x7f80_0000 => Number::DeclaredMissing,
                // Through its decimal form, so that 0.1 does not become 0.100000001490116.
                bits => Number::Value(f32::from_bits(bits).to_string().parse().unwrap_or(f64::NAN)),
            },
            Self::Double => match data.u64()? {
                0x7fe0_0000_0000_0000 => Number::Missing,
                0x7fe0_0000_0000_0001..=0x7ff0_0000_0000_0000 => Number::DeclaredMissing,
                bits => Number::Value(f64::from_bits(bits)),
            },
        };
        Ok(match number {
            Number::Missing => Shown::Cell(Cow::Borrowed("")),
            Number::DeclaredMissing => Shown::DeclaredMissing,
            Number::Value(value) if style.labels.is_empty() => {
                Shown::Cell(Cow::Owned(style.meaning.show(value)))
            }
            Number::Value(value) => {
                Shown::Cell(Cow::Owned(style.labels.show(Cow::Owned(plain(value))).into_owned()))
            }
        })
    }
}
