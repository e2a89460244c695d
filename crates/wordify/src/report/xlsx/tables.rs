//! Sheets with the tables that a report has beside its list.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Cell, Styles, finish_table, width_of, write_cell, write_header};
use crate::report::validity::Table;

/// A table beside the list.
pub(super) fn sheet(sheet: &mut Worksheet, table: &Table, styles: &Styles) -> Result<(), XlsxError> {
    let is_number = |column: &u16| {
        let first = table.rows.first().and_then(|row| row.get(usize::from(*column)));
        first.is_some_and(|cell| !matches!(cell, Cell::Text(_)))
    };
    let numbers: Vec<u16> = (0..table.header.len() as u16).filter(is_number).collect();
    let names: Vec<&str> = table.header.iter().map(String::as_str).collect();
    write_header(sheet, &names, &numbers, styles)?;
    for (row, cells) in (1u32..).zip(&table.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            write_cell(sheet, row, column, cell.clone(), styles)?;
        }
    }
    for (column, name) in (0u16..).zip(&names) {
        sheet.set_column_width(column, width_of([*name].into_iter(), 12.0))?;
    }
    finish_table(sheet, table.rows.len(), table.header.len())
}
