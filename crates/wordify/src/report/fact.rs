//! A fact about a result, and lists of such.

use crate::count::grouped;

/// A titled list of facts.
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) facts: Vec<Fact>,
}

/// A name and its value.
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: Value,
}

/// A value: a number stays one in the workbook.
pub(super) enum Value {
    Text(String),
    Count(usize),
}

impl Value {
    /// The value for reading.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => grouped(*count),
        }
    }
}

/// A fact whose value is text.
pub(super) fn text(name: impl Into<String>, value: impl Into<String>) -> Fact {
    Fact { name: name.into(), value: Value::Text(value.into()) }
}

/// A fact whose value is a number.
pub(super) fn count(name: impl Into<String>, value: usize) -> Fact {
    Fact { name: name.into(), value: Value::Count(value) }
}
