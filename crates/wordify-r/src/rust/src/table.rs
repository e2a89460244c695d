//! Columns of strings as json lines: a table in which every string stays as it is, and nothing has to be guessed.

use savvy::{NotAvailableValue, StringSexp};

/// The bytes of a table with `columns` of equal length, each with its name, one line per row; NA is null.
pub(crate) fn json_lines(columns: &[(&str, StringSexp)]) -> Vec<u8> {
    let mut cells: Vec<_> = columns.iter().map(|(name, column)| (json(name), column.iter())).collect();
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    let mut bytes = Vec::new();
    for _ in 0..rows {
        for (number, (name, cells)) in cells.iter_mut().enumerate() {
            bytes.push(if number == 0 { b'{' } else { b',' });
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(b':');
            match cells.next().filter(|cell| !cell.is_na()) {
                Some(text) => bytes.extend_from_slice(json(text).as_bytes()),
                None => bytes.extend_from_slice(b"null"),
            }
        }
        bytes.extend_from_slice(b"}\n");
    }
    bytes
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
