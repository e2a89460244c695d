//! Cells of a sheet, which come with their places, to rows of a [`Grid`].

use crate::count::counted;
use crate::error::{Error, ErrorKind};
use crate::table::grid::{Gathered, Grid};

/// Gathers the cells of one sheet. Rows must come from top to bottom.
#[derive(Debug, Default)]
pub(in crate::table) struct SheetRows {
    grid: Grid,
    /// Rows already in the grid, with the empty ones above the first.
    rows_done: usize,
    /// Row under way, from 0.
    row: usize,
    /// Its cells: column from 0, and end of the text in `text`.
    cells: Vec<(usize, usize)>,
    text: String,
    faults: usize,
    first_fault: Option<(usize, usize, String)>,
}

impl SheetRows {
    /// Takes the cell at `row` and `column`, both from 0.
    pub(in crate::table) fn push(&mut self, row: usize, column: usize, cell: &str) -> Result<(), Error> {
        if row != self.row {
            if row < self.row {
                return Err(Error::new(ErrorKind::Input, "the rows of the sheet are out of order")
                    .at(format!("row {}", row + 1))
                    .remedy("Open the file in a spreadsheet program and save it anew."));
            }
            self.end_row()?;
            self.row = row;
        }
        if !cell.trim().is_empty() {
            // Checked here already, so that a row cannot grow beyond the limits.
            crate::table::limits::check_table(1, column + 1)?;
            crate::table::limits::check_cell(cell.len(), row + 1)?;
            crate::table::limits::check_bytes(self.text.len() + cell.len())?;
            self.text.push_str(cell);
            self.cells.push((column, self.text.len()));
        }
        Ok(())
    }

    /// Takes a cell that shows the error `code`, such as `#N/A`: it counts as missing.
    pub(in crate::table) fn push_fault(&mut self, row: usize, column: usize, code: &str) {
        self.faults += 1;
        self.first_fault.get_or_insert_with(|| (row, column, code.to_owned()));
    }

    fn end_row(&mut self) -> Result<(), Error> {
        if self.cells.is_empty() {
            return Ok(());
        }
        self.grid.skip_rows(self.row - self.rows_done)?;
        let mut start = 0;
        let mut spans: Vec<(usize, usize, usize)> = Vec::with_capacity(self.cells.len());
        for &(column, end) in &self.cells {
            spans.push((column, start, end));
            start = end;
        }
        // Cells come from left to right in every file seen; the format does not promise it.
        spans.sort_by_key(|&(column, ..)| column);
        spans.dedup_by_key(|&mut (column, ..)| column);
        let mut next = 0;
        for (column, start, end) in spans {
            while next < column {
                self.grid.push("")?;
                next += 1;
            }
            self.grid.push(&self.text[start..end])?;
            next += 1;
        }
        self.grid.end_row()?;
        self.rows_done = self.row + 1;
        self.cells.clear();
        self.text.clear();
        Ok(())
    }

    /// The table; `None` for a sheet without data. Warnings are added to `warnings`.
    pub(in crate::table) fn finish(mut self, warnings: &mut Vec<String>) -> Result<Option<Gathered>, Error> {
        self.end_row()?;
        if let Some((row, column, code)) = self.first_fault {
            warnings.push(format!(
                "{} an error instead of a value, taken as missing; the first is {code} in {}{}.",
                counted(self.faults, "cell shows", "cells show"),
                column_letters(column),
                row + 1
            ));
        }
        Ok(self.grid.finish())
    }
}

/// The name of a column (from 0) in a spreadsheet: A, B, …, Z, AA.
fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_rows_keep_the_row_numbers_of_the_sheet() {
        let mut rows = SheetRows::default();
        for (row, column, cell) in
            [(2, 1, "text"), (2, 2, "label"), (3, 2, "x"), (3, 1, "a"), (6, 1, "b"), (7, 0, " "), (9, 2, "")]
        {
            rows.push(row, column, cell).expect("in order");
        }
        rows.push_fault(6, 28, "#N/A");
        let mut warnings = Vec::new();
        let gathered = rows.finish(&mut warnings).expect("in order").expect("data");
        assert_eq!((gathered.first_row, gathered.rows), (4, 4));
        assert_eq!(gathered.columns[1].cells().collect::<Vec<_>>(), ["a", "", "", "b"]);
        assert_eq!(gathered.columns[2].cells().collect::<Vec<_>>(), ["x", "", "", ""]);
        assert_eq!(gathered.columns[0].name, "column 1");
        assert!(warnings[0].contains("#N/A in AC7"), "{warnings:?}");
    }
}
