//! A column of a data frame, and how its cells are shown.

use std::borrow::Cow;

use super::super::letters::Letters;
use super::super::moments::{Epoch, duration, plain};
use super::super::value_labels::ValueLabels;
use super::serial::{Object, Text, Value};
use crate::table::text::charset::Charset;

/// Flags of a text in Latin-1 and in UTF-8, among those of an object.
const LATIN1: u32 = 4 << 12;
const UTF8: u32 = 8 << 12;
/// Bits of NA among the numbers that are none: the low half is 1954.
const NOT_AVAILABLE: u64 = 1954;

/// A vector that can be a column.
#[derive(Debug)]
pub(super) struct Vector<'a, 'b> {
    object: &'b Object<'a>,
    len: usize,
    meaning: Meaning,
    pub(super) description: String,
    labels: ValueLabels,
    levels: Vec<String>,
    missing: Missing,
    is_shown_elsewhere: bool,
}

/// Values that the user declared to be missing.
#[derive(Debug, Default)]
struct Missing {
    numbers: Vec<f64>,
    texts: Vec<String>,
    /// From the one to the other, both included.
    range: Option<(f64, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Plain,
    Factor,
    Date,
    Moment,
    Duration,
    Integer64,
}

/// What a cell shows.
#[derive(Debug)]
pub(super) enum Shown<'a> {
    /// A text, empty where there is NA.
    Cell(Cow<'a, str>),
    /// A value that the user declared to be missing.
    DeclaredMissing,
}

fn len_of(value: &Value<'_>) -> Option<usize> {
    match value {
        Value::Texts(texts) => Some(texts.len()),
        Value::Logicals(bytes) | Value::Integers(bytes) => Some(bytes.len() / 4),
        Value::Reals(bytes) => Some(bytes.len() / 8),
        Value::Sequence(count, ..) => Some(*count),
        Value::Deferred(inner) => len_of(&inner.value),
        _ => None,
    }
}

/// Attributes are no longer than the file; a sequence could be.
fn is_stored(value: &Value<'_>) -> bool {
    match value {
        Value::Sequence(..) => false,
        Value::Deferred(inner) => is_stored(&inner.value),
        _ => true,
    }
}

impl<'a, 'b> Vector<'a, 'b> {
    /// The vector in `object`; none where it is something else, or a matrix.
    pub(super) fn of(object: &'b Object<'a>) -> Option<Self> {
        let len = len_of(&object.value).filter(|_| object.attribute("dim").is_none())?;
        let classes = [
            ("factor", Meaning::Factor),
            ("Date", Meaning::Date),
            ("POSIXct", Meaning::Moment),
            ("hms", Meaning::Duration),
            ("integer64", Meaning::Integer64),
        ];
        let meaning = classes.iter().find(|(class, _)| object.has_class(class));
        Some(Self {
            object,
            len,
            meaning: meaning.map_or(Meaning::Plain, |&(_, meaning)| meaning),
            description: String::new(),
            labels: ValueLabels::default(),
            levels: Vec::new(),
            missing: Missing::default(),
            is_shown_elsewhere: false,
        })
    }

    /// With what its attributes say: labels of values, levels, values that are declared missing.
    pub(super) fn described(mut self, letters: &mut Letters) -> Self {
        let object = self.object;
        let mut of =
            |name: &str| object.attribute(name).map_or(Vec::new(), |attribute| texts(attribute, letters));
        self.description = of("label").into_iter().next().unwrap_or_default();
        self.levels = of("levels");
        let zone = of("tzone").into_iter().next().unwrap_or_default();
        self.is_shown_elsewhere = self.meaning == Meaning::Moment && !matches!(zone.as_str(), "UTC" | "GMT");
        let is_text = matches!(object.value, Value::Texts(_));
        if is_text {
            self.missing.texts = of("na_values");
        } else {
            self.missing.numbers = numbers(object.attribute("na_values"));
        }
        if let [low, high] = numbers(object.attribute("na_range"))[..] {
            self.missing.range = Some((low, high));
        }
        if let Some(labels) = object.attribute("labels") {
            let names = labels.attribute("names").map_or(Vec::new(), |names| texts(names, letters));
            let codes = texts(labels, letters).into_iter();
            // The labels of NA with a letter have no code that a cell could show.
            self.labels = ValueLabels::new(codes.zip(names).filter(|(code, _)| is_text || !code.is_empty()));
        }
        self
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether R shows these moments in another time zone than UTC.
    pub(super) fn is_shown_elsewhere(&self) -> bool {
        self.is_shown_elsewhere
    }

    /// The cell of a row below [`Vector::len`].
    pub(super) fn show<'c>(&'c self, row: usize, letters: &mut Letters) -> Shown<'c> {
        let value = &self.object.value;
        if let (Value::Reals(bytes), true) = (value, self.meaning != Meaning::Integer64)
            && is_tagged(bits(bytes, row))
        {
            return Shown::DeclaredMissing;
        }
        let number = || number_of(value, row);
        let shown: Option<Cow<'c, str>> = match self.meaning {
            Meaning::Plain => text_of(value, row, letters),
            Meaning::Factor => {
                let level = number().filter(|&level| level >= 1.0);
                level.and_then(|level| self.levels.get(level as usize - 1)).map(|level| level.as_str().into())
            }
            Meaning::Date => number().map(|days| Epoch::Unix.days(days.floor()).into()),
            Meaning::Moment => number().map(|seconds| Epoch::Unix.seconds(seconds).into()),
            Meaning::Duration => number().map(|seconds| duration(seconds).into()),
            Meaning::Integer64 => match value {
                // The least is NA.
                Value::Reals(bytes) => match bits(bytes, row).cast_signed() {
                    i64::MIN => None,
                    value => Some(value.to_string().into()),
                },
                other => text_of(other, row, letters),
            },
        };
        match shown {
            Some(shown) if self.missing.has(&shown, number()) => Shown::DeclaredMissing,
            Some(shown) => Shown::Cell(self.labels.show(shown)),
            None => Shown::Cell(Cow::Borrowed("")),
        }
    }
}

impl Missing {
    fn has(&self, shown: &str, number: Option<f64>) -> bool {
        let is_number = |value: f64| {
            self.numbers.contains(&value)
                || self.range.is_some_and(|(low, high)| (low..=high).contains(&value))
        };
        self.texts.iter().any(|missing| missing == shown) || number.is_some_and(is_number)
    }
}

fn numbers(attribute: Option<&Object<'_>>) -> Vec<f64> {
    let Some(attribute) = attribute.filter(|attribute| is_stored(&attribute.value)) else {
        return Vec::new();
    };
    let len = len_of(&attribute.value).unwrap_or(0);
    (0..len).filter_map(|row| number_of(&attribute.value, row)).collect()
}

/// All elements of a vector as text; NA is empty.
pub(super) fn texts(object: &Object<'_>, letters: &mut Letters) -> Vec<String> {
    if !is_stored(&object.value) {
        return Vec::new();
    }
    let len = len_of(&object.value).unwrap_or(0);
    (0..len).map(|row| text_of(&object.value, row, letters).unwrap_or_default().into_owned()).collect()
}

fn bits(bytes: &[u8], row: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[row * 8..row * 8 + 8]);
    u64::from_be_bytes(eight)
}

/// Whether a number is NA with a letter of its own, as haven writes the `.a` to `.z` of Stata.
fn is_tagged(bits: u64) -> bool {
    f64::from_bits(bits).is_nan() && bits & 0xffff_ffff == NOT_AVAILABLE && bits >> 32 & 0xff != 0
}

/// The number of a row; none where it is NA, or no number.
fn number_of(value: &Value<'_>, row: usize) -> Option<f64> {
    match value {
        Value::Logicals(bytes) | Value::Integers(bytes) => {
            let mut four = [0; 4];
            four.copy_from_slice(&bytes[row * 4..row * 4 + 4]);
            // The least is NA.
            Some(i32::from_be_bytes(four)).filter(|&value| value != i32::MIN).map(f64::from)
        }
        Value::Reals(bytes) => Some(f64::from_bits(bits(bytes, row))).filter(|value| !value.is_nan()),
        Value::Sequence(_, first, step) => Some(first + step * row as f64),
        Value::Deferred(inner) => number_of(&inner.value, row),
        _ => None,
    }
}

fn text_of<'a>(value: &Value<'a>, row: usize, letters: &mut Letters) -> Option<Cow<'a, str>> {
    match value {
        Value::Texts(texts) => text(texts[row], letters),
        Value::Logicals(_) => {
            number_of(value, row).map(|value| Cow::Borrowed(if value == 0.0 { "FALSE" } else { "TRUE" }))
        }
        _ => number_of(value, row).map(|value| match value {
            f64::INFINITY => Cow::Borrowed("Inf"),
            f64::NEG_INFINITY => Cow::Borrowed("-Inf"),
            _ => Cow::Owned(plain(value)),
        }),
    }
}

/// A text in the character set that its flags say; without one, in that of the file.
fn text<'a>(text: Text<'a>, letters: &mut Letters) -> Option<Cow<'a, str>> {
    let (bytes, flags) = text?;
    if flags & UTF8 > 0 {
        return Some(String::from_utf8_lossy(bytes));
    }
    match Charset::named("latin1") {
        // As R itself, which means windows-1252 by it.
        Some(charset) if flags & LATIN1 > 0 => Some(charset.decode(bytes).0),
        _ => Some(letters.decode(bytes)),
    }
}
