//! What statements are given and give: values, and rows of them.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

use super::{Result, StorageError};
use crate::jobs::key::JobId;

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Value {
    #[default]
    Null,
    Whole(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&JobId> for Value {
    fn from(id: &JobId) -> Self {
        Self::Text(id.as_str().to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::jobs::storage::value::Value::from($value)),*] };
}
pub(super) use values;

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Whole(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Value {
    /// As SQLite has it.
    ///
    /// # Errors
    /// When a text is no UTF-8.
    pub(super) fn of_local(value: ValueRef) -> Result<Self> {
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Whole(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(text) => {
                let text = std::str::from_utf8(text).map_err(|_| StorageError::Damaged("a text"))?;
                Self::Text(text.to_owned())
            }
            ValueRef::Blob(bytes) => Self::Bytes(bytes.to_vec()),
        })
    }
}

/// What a column is read as.
pub(super) trait Column: Sized {
    fn of(value: Value) -> Option<Self>;
}

impl Column for i64 {
    fn of(value: Value) -> Option<Self> {
        if let Value::Whole(number) = value { Some(number) } else { None }
    }
}

impl Column for u32 {
    fn of(value: Value) -> Option<Self> {
        i64::of(value).and_then(|number| number.try_into().ok())
    }
}

impl Column for bool {
    fn of(value: Value) -> Option<Self> {
        i64::of(value).map(|number| number != 0)
    }
}

impl Column for f64 {
    fn of(value: Value) -> Option<Self> {
        if let Value::Real(number) = value { Some(number) } else { None }
    }
}

impl Column for String {
    fn of(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

impl Column for Vec<u8> {
    fn of(value: Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes) } else { None }
    }
}

impl<T: Column> Column for Option<T> {
    fn of(value: Value) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::of(value).map(Some) }
    }
}

/// A row of an answer.
#[derive(Debug)]
pub(super) struct Row(pub(super) Vec<Value>);

impl Row {
    /// Takes what stands in a column, by its place in the statement from 0; `name` is for the error.
    ///
    /// # Errors
    /// When it is something else.
    pub(super) fn take<T: Column>(&mut self, place: usize, name: &'static str) -> Result<T> {
        let value = self.0.get_mut(place).map(std::mem::take).unwrap_or_default();
        T::of(value).ok_or(StorageError::Damaged(name))
    }

    /// Takes what stands in the column called `name` of `columns`, which the statement asked for in this order.
    ///
    /// # Errors
    /// When it is something else, or there is none.
    pub(super) fn named<T: Column>(&mut self, columns: &[&str], name: &'static str) -> Result<T> {
        let place = columns.iter().position(|column| *column == name).ok_or(StorageError::Damaged(name))?;
        self.take(place, name)
    }
}
