//! Columns of strings as json lines: a table in which every string stays as it is, and nothing has to be guessed.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

/// A column: its name, and a string or None for each document.
pub(crate) type Column<'py> = (String, Bound<'py, PyList>);

/// Appends the rows of `columns` of equal length to `bytes`, one line per row; returns how many. Halves of characters become the sign
/// for an unknown one.
///
/// # Errors
/// `TypeError` for a cell that is neither string nor None.
pub(crate) fn push_json_lines(columns: &[Column<'_>], bytes: &mut Vec<u8>) -> PyResult<usize> {
    let names: Vec<String> = columns.iter().map(|(name, _)| json(name)).collect();
    let rows = columns.first().map_or(0, |(_, cells)| cells.len());
    for row in 0..rows {
        for (number, (name, (_, cells))) in names.iter().zip(columns).enumerate() {
            bytes.push(if number == 0 { b'{' } else { b',' });
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(b':');
            let cell = cells.get_item(row)?;
            if cell.is_none() {
                bytes.extend_from_slice(b"null");
            } else {
                let text =
                    cell.cast::<PyString>().map_err(|_| PyTypeError::new_err("a cell is not a string"))?;
                bytes.extend_from_slice(json(&text.to_string_lossy()).as_bytes());
            }
        }
        bytes.extend_from_slice(b"}\n");
    }
    Ok(rows)
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
