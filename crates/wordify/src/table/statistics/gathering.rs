//! Columns while a file is read: every cell is counted, none is beyond the limits.

use crate::error::Error;
use crate::table::limits::{Limits, check_cell};
use crate::table::{Column, Format, Table, header};

/// Columns that grow, row by row or one after the other.
#[derive(Debug)]
pub(in crate::table) struct Gathering {
    columns: Vec<Column>,
    /// Rows of each column whose cell was declared missing.
    marked: Vec<Vec<usize>>,
    /// Bytes of all cells.
    bytes: usize,
    /// Bytes of the file.
    packed: usize,
    limits: Limits,
}

impl Gathering {
    /// Columns with their `names` and descriptions, of a file of `packed` bytes.
    pub(in crate::table) fn new<'a>(
        names: impl Iterator<Item = (&'a str, &'a str)>,
        packed: usize,
        limits: Limits,
    ) -> Result<Self, Error> {
        let mut columns = Vec::new();
        for (name, description) in names {
            limits.check_table(0, columns.len() + 1)?;
            let mut column = Column::new(header::name(name, columns.len() + 1));
            description.trim().clone_into(&mut column.description);
            columns.push(column);
        }
        let marked = vec![Vec::new(); columns.len()];
        Ok(Self { columns, marked, bytes: 0, packed, limits })
    }

    /// Appends a cell to a column; a missing cell is the empty text.
    pub(in crate::table) fn push(&mut self, column: usize, cell: &str) -> Result<(), Error> {
        let column = &mut self.columns[column];
        check_cell(cell.len(), column.len() + 1)?;
        self.bytes += cell.len();
        self.limits.check_unpacked(self.bytes, self.packed)?;
        column.push(cell);
        Ok(())
    }

    /// Appends a cell whose value was declared to be missing.
    pub(in crate::table) fn push_marked(&mut self, column: usize) {
        let row = self.columns[column].len();
        self.marked[column].push(row);
        self.columns[column].push("");
    }

    /// # Errors
    /// When there would be too many cells with `rows`.
    pub(in crate::table) fn check_rows(&self, rows: usize) -> Result<(), Error> {
        self.limits.check_table(rows, self.columns.len())
    }

    /// The table of what was gathered; columns that are too short are filled up with missing cells.
    pub(in crate::table) fn finish(
        self,
        format: Format,
        facts: Vec<(&'static str, String)>,
        warnings: Vec<String>,
    ) -> Table {
        let mut columns = self.columns;
        let rows = columns.iter().map(Column::len).max().unwrap_or(0);
        for (column, marked) in columns.iter_mut().zip(self.marked) {
            column.pad(rows);
            if !marked.is_empty() {
                column.mark_missing(marked);
            }
        }
        Table::of_records(format, facts, columns, rows, warnings)
    }
}
