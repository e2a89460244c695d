//! JSON objects: one per line, or in one array.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::count::grouped;
use crate::error::{Error, ErrorKind};
use crate::table::Column;
use crate::table::limits::{COLUMNS_MAX, check_cell, check_table};

/// Whether `text` begins as JSON objects do; a csv cannot, since a quotation mark inside its first field would
/// not come right after the brace.
pub(in crate::table) fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    let inside = |rest: &str, next: [char; 2]| rest.trim_start().starts_with(next);
    text.strip_prefix('{').is_some_and(|rest| inside(rest, ['"', '}']))
        || text.strip_prefix('[').is_some_and(|rest| inside(rest, ['{', ']']))
}

/// Reads the objects of `text` into columns, one per key, in the order in which the keys first occur.
pub(in crate::table) fn read(text: &str) -> Result<(Vec<Column>, usize), Error> {
    let text: &str = &with_whole_surrogates(text);
    let mut table = Objects::default();
    if text.trim_start().starts_with('[') {
        let mut json = serde_json::Deserializer::from_str(text);
        let seen = std::cell::RefCell::new(&mut table);
        let result = json.deserialize_seq(ArrayVisitor(&seen)).and_then(|stop| json.end().map(|()| stop));
        match result {
            Ok(None) => {}
            Ok(Some(error)) => return Err(error),
            Err(error) => return Err(tell(&error)),
        }
    } else {
        for object in serde_json::Deserializer::from_str(text).into_iter::<Object>() {
            table.push(object.map_err(|error| tell(&error))?)?;
        }
    }
    Ok((table.columns, table.rows))
}

/// `text` with the sign for an unknown character in place of each half of a surrogate pair that stands alone. Programs that
/// cut texts after so many UTF-16 units leave such halves of emojis, and most write them as escapes.
fn with_whole_surrogates(text: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        at = match escaped_unit(&text[start..]) {
            Some(0xd800..=0xdbff) if matches!(escaped_unit(&text[start + 6..]), Some(0xdc00..=0xdfff)) => {
                start + 12
            }
            Some(0xd800..=0xdfff) => {
                let out = out.get_or_insert_with(String::new);
                out.push_str(&text[kept..start]);
                out.push_str("\\ufffd");
                kept = start + 6;
                kept
            }
            // What follows the backslash is not the beginning of another escape.
            _ => start + 1 + text[start + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    match out {
        Some(out) => Cow::Owned(out + &text[kept..]),
        None => Cow::Borrowed(text),
    }
}

/// The UTF-16 unit that `text` begins with, where it begins with an escape such as `\ud83d`.
fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

/// What the visitor of an object says when the limit on columns is passed.
const TOO_MANY_KEYS: &str = "too many keys";

fn tell(error: &serde_json::Error) -> Error {
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

#[derive(Debug, Default)]
struct Objects {
    columns: Vec<Column>,
    number_of: HashMap<String, usize>,
    rows: usize,
}

impl Objects {
    fn push(&mut self, object: Object) -> Result<(), Error> {
        for (key, cell) in object.0 {
            check_cell(cell.len(), self.rows + 1)?;
            let number = match self.number_of.get(&key) {
                Some(&number) => number,
                None => self.add(key)?,
            };
            let column = &mut self.columns[number];
            // Of a key that occurs twice the first value counts.
            if column.len() == self.rows {
                column.push(&cell);
            }
        }
        self.rows += 1;
        check_table(self.rows, self.columns.len())?;
        for column in &mut self.columns {
            column.pad(self.rows);
        }
        Ok(())
    }

    fn add(&mut self, key: String) -> Result<usize, Error> {
        let number = self.columns.len();
        check_table(self.rows + 1, number + 1)?;
        let mut column = Column::new(crate::table::header::name(&key, number + 1));
        column.pad(self.rows);
        self.columns.push(column);
        self.number_of.insert(key, number);
        Ok(number)
    }
}

/// Keys and cells of one object; null is the empty cell.
struct Object(Vec<(String, String)>);

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
        // The raw text, because a tree of a long list takes twenty times its size in memory.
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            if cells.len() == COLUMNS_MAX {
                return Err(A::Error::custom(TOO_MANY_KEYS));
            }
            let cell = match value.get() {
                "null" => String::new(),
                text if text.starts_with('"') => serde_json::from_str(text).map_err(A::Error::custom)?,
                other => other.to_owned(),
            };
            cells.push((key, cell));
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
                // Read on to the end, so that the limit is told and not a wrong place in the JSON.
                while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                return Ok(Some(error));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, names: &[&str], cells: &[&[&str]]) {
        assert!(looks_like_json(text));
        let (columns, rows) = read(text).expect("well formed");
        assert_eq!(columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), names);
        for (row, expected) in cells.iter().enumerate() {
            assert_eq!(columns.iter().map(|column| column.cell(row)).collect::<Vec<_>>(), *expected);
        }
        assert_eq!(rows, cells.len());
    }

    #[test]
    fn keys_become_columns_and_null_is_missing() {
        let lines = "{\"text\":\"schön\\n\",\"label\":1}\n{\"label\":null,\"text\":\"b\",\"extra\":true}\n";
        check(lines, &["text", "label", "extra"], &[&["schön\n", "1", ""], &["b", "", "true"]]);
        check("[{\"text\": \"a\"}, {\"text\": [1, 2]}]", &["text"], &[&["a"], &["[1, 2]"]]);
        check("{\"a\\u00e9\": \"\\u00e9\\n\", \"n\": 1.50}", &["aé", "n"], &[&["é\n", "1.50"]]);
        check("{\n \"text\": \"a\",\n \"label\": \"x\"\n}\n", &["text", "label"], &[&["a", "x"]]);
    }

    #[test]
    fn halves_of_surrogate_pairs_become_unknown_characters_and_whole_pairs_stay() {
        let cells: &[&[&str]] = &[&["a\u{fffd}b", "😀"], &["\u{fffd}\u{fffd}", "\\ud83d \u{fffd}"]];
        check(
            r#"{"text":"a\ud83db","label":"\ud83d\ude00"} {"text":"\ude00\ud83d","label":"\\ud83d \uD83D"}"#,
            &["text", "label"],
            cells,
        );
        for text in ["\\", "\\u", "\\ud83", "\\ud83\u{e9}", "\\ud83d\\", "\\ud83d\\ud83d\\ude00"] {
            assert!(with_whole_surrogates(text).len() == text.len(), "{text}");
        }
    }

    #[test]
    fn wrong_json_is_told_with_its_line() {
        for (text, line) in [
            ("{\"text\":\"a\"}\n{\"text\":b}\n", "line 2, column 9"),
            ("{\"text\":\"a\"}\n[1]\n", "line 2, column 0"),
            ("[{\"text\":\"a\"},\n 7]", "line 2, column 2"),
        ] {
            assert_eq!(read(text).expect_err("wrong").place(), Some(line), "{text}");
        }
    }

    #[test]
    fn a_csv_is_not_taken_for_json() {
        assert!(!looks_like_json("{id},text\n1,a\n"));
        assert!(!looks_like_json("[id],text\n1,a\n"));
    }
}
