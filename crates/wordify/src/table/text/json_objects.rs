//! JSON objects as the rows of a table.
//!
//! Objects inside objects are unfolded: the column `user.name` is the name in the object `user`.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::shapes::{self, cell};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::table::Column;
use crate::table::limits::{COLUMNS_MAX, Limits, check_cell, check_table};

/// Keys of an object inside another, up to which it is unfolded: one with more is a dictionary, not a record.
const UNFOLDED_KEYS_MAX: usize = 50;
/// Objects within objects that are unfolded.
const UNFOLDED_DEPTH_MAX: usize = 8;
/// Columns beyond which objects inside others make no further ones.
pub(super) const UNFOLDED_COLUMNS_MAX: usize = 1000;

/// A file as it was understood.
#[derive(Debug, Default)]
pub(in crate::table) struct Json {
    pub(in crate::table) columns: Vec<Column>,
    pub(in crate::table) rows: usize,
    /// Name and value of what was found out about its form.
    pub(in crate::table) facts: Vec<(&'static str, String)>,
    pub(in crate::table) warnings: Vec<String>,
}

/// Appends the objects of `text`, a list or one after the other.
pub(super) fn read_into(table: &mut Objects, text: &str) -> Result<(), Error> {
    if text.trim_start().starts_with('[') {
        let mut json = serde_json::Deserializer::from_str(text);
        let seen = std::cell::RefCell::new(table);
        let result = json.deserialize_seq(ArrayVisitor(&seen)).and_then(|stop| json.end().map(|()| stop));
        match result {
            Ok(None) => {}
            Ok(Some(error)) => return Err(error),
            Err(error) => return Err(error_of(&error)),
        }
    } else {
        for object in serde_json::Deserializer::from_str(text).into_iter::<Object>() {
            table.push(object.map_err(|error| error_of(&error))?)?;
        }
    }
    Ok(())
}

/// What the visitor of an object says when the limit on columns is passed.
const TOO_MANY_KEYS: &str = "too many keys";

fn error_of(error: &serde_json::Error) -> Error {
    if error.to_string().starts_with(TOO_MANY_KEYS)
        && let Err(limit) = check_table(1, COLUMNS_MAX + 1)
    {
        return limit.at(format!("line {}", grouped(error.line())));
    }
    let what = if error.is_eof() {
        "the JSON ends too early"
    } else if error.is_data() {
        "the JSON holds something other than one object per document"
    } else {
        "the JSON is not well formed"
    };
    Error::new(ErrorKind::Input, what)
        .at(format!("line {}, column {}", grouped(error.line()), grouped(error.column())))
        .remedy("Write one JSON object per line, such as {\"text\": \"…\", \"label\": \"…\"}.")
}

/// The rows as they come in.
#[derive(Debug, Default)]
pub(super) struct Objects {
    columns: Vec<Column>,
    number_of: HashMap<String, usize>,
    pub(super) rows: usize,
    /// Cells of objects inside others for which there was no column left.
    left_out: usize,
    limits: Limits,
}

impl Objects {
    /// None yet.
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    fn push(&mut self, object: Object) -> Result<(), Error> {
        for Pair { key, cell, is_inside } in object.0 {
            check_cell(cell.len(), self.rows + 1)?;
            let number = match self.number_of.get(&key) {
                Some(&number) => number,
                None if is_inside && self.columns.len() >= UNFOLDED_COLUMNS_MAX => {
                    self.left_out += 1;
                    continue;
                }
                None => self.add(key)?,
            };
            let column = &mut self.columns[number];
            // Of a key that occurs twice the first value counts.
            if column.len() == self.rows {
                column.push(&cell);
            }
        }
        self.rows += 1;
        self.limits.check_table(self.rows, self.columns.len())?;
        for column in &mut self.columns {
            column.pad(self.rows);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Json {
        let mut json = Json { columns: self.columns, rows: self.rows, ..Json::default() };
        if self.left_out > 0 {
            json.warnings.push(format!(
                "{} of objects inside others left out: they have more than {} different names.",
                counted(self.left_out, "value was", "values were"),
                grouped(UNFOLDED_COLUMNS_MAX)
            ));
        }
        json
    }

    fn add(&mut self, key: String) -> Result<usize, Error> {
        let number = self.columns.len();
        self.limits.check_table(self.rows + 1, number + 1)?;
        let mut column = Column::new(crate::table::header::name(&key, number + 1));
        column.pad(self.rows);
        self.columns.push(column);
        self.number_of.insert(key, number);
        Ok(number)
    }
}

/// What one object holds.
struct Object(Vec<Pair>);

/// A key and its cell; null is the empty one.
struct Pair {
    key: String,
    cell: String,
    /// Whether it stands in an object inside the object.
    is_inside: bool,
}

/// Appends the value under `key`; an object, and a list of one object, with the keys inside it.
fn unfold(key: String, value: &RawValue, depth: usize, pairs: &mut Vec<Pair>) {
    // Programs for annotation write one annotation in a list, since there may be several.
    let value = if depth < UNFOLDED_DEPTH_MAX { shapes::only_object(value).unwrap_or(value) } else { value };
    let is_object = value.get().starts_with('{') && depth < UNFOLDED_DEPTH_MAX;
    let inside = if is_object { shapes::pairs(value) } else { None };
    match inside.filter(|inside| inside.len() <= UNFOLDED_KEYS_MAX) {
        // MongoDB writes the kind of a value as the only key of an object around it: {"$numberInt": "5"}.
        Some(inside) if matches!(&inside[..], [(kind, _)] if kind.starts_with('$')) => {
            unfold(key, inside[0].1, depth + 1, pairs);
        }
        Some(inside) => {
            for (name, value) in inside {
                unfold(format!("{key}.{name}"), value, depth + 1, pairs);
            }
        }
        None => pairs.push(Pair { key, cell: cell(value), is_inside: depth > 0 }),
    }
}

fn is_number(key: &str) -> bool {
    key.parse::<u64>().is_ok()
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut cells = Vec::new();
        let mut only: Option<(String, &RawValue)> = None;
        let mut keys = 0;
        // The raw text, because a tree of a long list takes twenty times its size in memory.
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            keys += 1;
            // LimeSurvey writes each answer inside an object, under its number.
            if keys == 1 && is_number(&key) && value.get().starts_with('{') {
                only = Some((key, value));
                continue;
            }
            if let Some((key, value)) = only.take() {
                unfold(key, value, 0, &mut cells);
            }
            unfold(key, value, 0, &mut cells);
            if cells.len() > COLUMNS_MAX {
                return Err(A::Error::custom(TOO_MANY_KEYS));
            }
        }
        let inside = only.and_then(|(_, value)| shapes::pairs(value)).unwrap_or_default();
        for (key, value) in inside {
            unfold(key, value, 0, &mut cells);
            if cells.len() > COLUMNS_MAX {
                return Err(A::Error::custom(TOO_MANY_KEYS));
            }
        }
        Ok(Object(cells))
    }
}

/// Takes the objects of an array as they come, so that the array is never in memory as a whole; the value is
/// the error of a limit, if one was met.
struct ArrayVisitor<'a, 'b>(&'a std::cell::RefCell<&'b mut Objects>);

impl<'de> Visitor<'de> for ArrayVisitor<'_, '_> {
    type Value = Option<Error>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Error>, A::Error> {
        while let Some(object) = seq.next_element::<Object>()? {
            if let Err(error) = self.0.borrow_mut().push(object) {
                // Read on to the end, so that the limit is reported and not a wrong place in the JSON.
                while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                return Ok(Some(error));
            }
        }
        Ok(None)
    }
}
