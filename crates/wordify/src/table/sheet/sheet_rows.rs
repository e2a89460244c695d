//! Cells of a sheet, which come with their places, to rows of a [`Grid`].

use super::area::{Area, cell_name};
use super::cell_text;
use super::covered::Covered;
use super::rounded::Rounded;
use crate::count::counted;
use crate::error::{Error, ErrorKind};
use crate::table::ReadOptions;
use crate::table::grid::{Gathered, Grid, Header};
use crate::table::limits::{Limits, check_cell};

/// Gathers the cells of one sheet.
///
/// Rows come from top to bottom in nearly every file, and then no cell is held twice. A file whose rows come in another
/// order is read again, with all cells gathered first.
#[derive(Debug, Default)]
pub(in crate::table) struct SheetRows {
    grid: Grid,
    /// Rows already in the grid, with the empty ones above the first.
    rows_done: usize,
    /// Row under way, from 0.
    row: usize,
    /// Cells of this row, or of all rows where they are sorted first.
    cells: Vec<Cell>,
    text: String,
    order: Order,
    /// Rows at the top that are not looked at.
    above: usize,
    /// The row at which the reading ends, where only the beginning is wanted.
    end: Option<usize>,
    header: Header,
    covered: Covered,
    rounded: Rounded,
    faults: Faults,
    formulas: Faults,
    limits: Limits,
}

/// A cell: its place, both from 0, and where its text ends.
#[derive(Debug, Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    end: usize,
}

/// How the rows come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Order {
    /// From top to bottom, so far.
    #[default]
    Downwards,
    /// Not from top to bottom: what was gathered is of no use.
    Mixed,
    /// Gathered first and sorted in the end.
    Sorted,
}

/// Cells that have no value, with the first of them.
#[derive(Debug, Default)]
struct Faults {
    cells: usize,
    first: Option<(usize, usize, String)>,
    last: (usize, usize),
}

impl Faults {
    fn add(&mut self, row: usize, column: usize, what: &str) {
        self.cells += 1;
        self.first.get_or_insert_with(|| (row, column, what.to_owned()));
        self.last = (row, column);
    }
}

impl SheetRows {
    /// No cells yet; `options` may say where the header is.
    pub(in crate::table) fn new(options: &ReadOptions) -> Self {
        let header = options.header(Header::BelowTitles);
        let limits = options.limits;
        Self { grid: Grid::new(limits), limits, above: options.rows_above(), header, ..Self::default() }
    }

    /// The same for a sheet whose rows come in any order.
    pub(in crate::table) fn sorted(options: &ReadOptions) -> Self {
        Self { order: Order::Sorted, ..Self::new(options) }
    }

    /// The same for what a sheet begins with: the reading ends with an error at the row `end`, from 0.
    pub(in crate::table) fn beginning(options: &ReadOptions, end: usize) -> Self {
        Self { end: Some(end), ..Self::new(options) }
    }

    /// Whether the reading ended because the rows do not come from top to bottom.
    pub(in crate::table) fn is_mixed(&self) -> bool {
        self.order == Order::Mixed
    }

    /// Takes the cell at `row` and `column`, both from 0.
    pub(in crate::table) fn push(&mut self, row: usize, column: usize, cell: &str) -> Result<(), Error> {
        if cell.trim().is_empty() || self.is_left_out(row, column) {
            return Ok(());
        }
        if self.end.is_some_and(|end| row >= end) {
            return Err(Error::new(ErrorKind::Limit, "no more of the sheet is wanted"));
        }
        if row != self.row && self.order != Order::Sorted {
            if row < self.row {
                self.order = Order::Mixed;
                return Err(Error::new(ErrorKind::Input, "the rows of the sheet are out of order")
                    .at(format!("row {}", row + 1))
                    .remedy("Open the file in a spreadsheet program and save it anew."));
            }
            self.end_row()?;
            self.row = row;
        }
        // Checked here already, so that a row cannot grow beyond the limits.
        self.limits.check_table(1, column + 1)?;
        self.limits.check_table(row + 1, 1)?;
        check_cell(cell.len(), row + 1)?;
        self.limits.check_bytes(self.text.len() + cell.len())?;
        self.text.push_str(cell);
        let (row, column) = (row as u32, column as u32);
        self.cells.push(Cell { row, column, end: self.text.len() });
        Ok(())
    }

    /// Takes a number, shown under the format `code`.
    pub(in crate::table) fn push_number(
        &mut self,
        row: usize,
        column: usize,
        value: f64,
        code: &str,
        from_1904: bool,
    ) -> Result<(), Error> {
        let shown = cell_text::number(value, code, from_1904);
        if shown.is_rounded && !self.is_left_out(row, column) {
            self.rounded.add(row, column, value, code);
        }
        self.push(row, column, &shown.text)
    }

    /// Takes a number of which the file says only how it is shown, and not by which format.
    pub(in crate::table) fn push_shown(
        &mut self,
        row: usize,
        column: usize,
        shown: &str,
        value: f64,
    ) -> Result<(), Error> {
        if !self.is_left_out(row, column) {
            self.rounded.add(row, column, value, "");
        }
        self.push(row, column, shown)
    }

    /// Whether a cell stands above what is looked at, or among totals.
    fn is_left_out(&self, row: usize, column: usize) -> bool {
        row < self.above || self.covered.has_totals(row, column)
    }

    /// Takes a cell that shows the error `code`, such as `#N/A`: it counts as missing.
    pub(in crate::table) fn push_fault(&mut self, row: usize, column: usize, code: &str) {
        self.faults.add(row, column, code);
    }

    /// Takes a cell with a formula whose value the program that wrote the file did not compute: it counts as missing.
    pub(in crate::table) fn push_formula(&mut self, row: usize, column: usize) {
        self.formulas.add(row, column, "");
    }

    /// Takes the area of cells that are merged into one.
    pub(in crate::table) fn merge(&mut self, area: Area) -> Result<(), Error> {
        self.covered.merge(area)
    }

    /// Takes the area of the totals below a table; to be called before its cells come.
    pub(in crate::table) fn leave_out_totals(&mut self, area: Area) {
        self.covered.leave_out_totals(area);
    }

    fn end_row(&mut self) -> Result<(), Error> {
        let cells = std::mem::take(&mut self.cells);
        let text = std::mem::take(&mut self.text);
        self.take_row(&cells, 0, &text)?;
        // Put back, so that the next row uses the same memory.
        (self.cells, self.text) = (cells, text);
        self.cells.clear();
        self.text.clear();
        Ok(())
    }

    /// Moves the cells of one row into the grid; the text of the first begins at `start`.
    fn take_row(&mut self, cells: &[Cell], start: usize, text: &str) -> Result<(), Error> {
        let Some(row) = cells.first().map(|cell| cell.row as usize) else { return Ok(()) };
        self.grid.skip_rows(row - self.rows_done)?;
        let mut start = start;
        let mut spans: Vec<(usize, &str)> = Vec::with_capacity(cells.len());
        for cell in cells {
            spans.push((cell.column as usize, &text[start..cell.end]));
            start = cell.end;
        }
        self.take_spans(row, spans)
    }

    fn take_spans(&mut self, row: usize, mut spans: Vec<(usize, &str)>) -> Result<(), Error> {
        // Cells come from left to right in every file seen; the format does not promise it.
        spans.sort_by_key(|&(column, _)| column);
        spans.dedup_by_key(|&mut (column, _)| column);
        let mut next = 0;
        for (column, cell) in spans {
            while next < column {
                self.grid.push("")?;
                next += 1;
            }
            self.grid.push(cell)?;
            next += 1;
        }
        self.grid.end_row()?;
        self.rows_done = row + 1;
        Ok(())
    }

    /// Sorts all cells by their rows and moves them into the grid.
    fn take_sorted(&mut self) -> Result<(), Error> {
        let text = std::mem::take(&mut self.text);
        let mut start = 0;
        let mut cells: Vec<(u32, u32, &str)> = Vec::with_capacity(self.cells.len());
        for cell in std::mem::take(&mut self.cells) {
            cells.push((cell.row, cell.column, &text[start..cell.end]));
            start = cell.end;
        }
        cells.sort_by_key(|&(row, ..)| row);
        for row in cells.chunk_by(|a, b| a.0 == b.0) {
            let number = row[0].0 as usize;
            self.grid.skip_rows(number - self.rows_done)?;
            self.take_spans(number, row.iter().map(|&(_, column, cell)| (column as usize, cell)).collect())?;
        }
        Ok(())
    }

    /// The table; `None` for a sheet without data. Warnings are added to `warnings`.
    pub(in crate::table) fn finish(mut self, warnings: &mut Vec<String>) -> Result<Option<Gathered>, Error> {
        if self.order == Order::Sorted {
            self.take_sorted()?;
        } else {
            self.end_row()?;
        }
        if let Some((row, column, code)) = &self.faults.first {
            warnings.push(format!(
                "{} an error instead of a value, taken as missing; the first is {code} in {}.",
                counted(self.faults.cells, "cell shows", "cells show"),
                cell_name(*row, *column)
            ));
        }
        if let Some((row, column, _)) = &self.formulas.first {
            let (last_row, last_column) = self.formulas.last;
            let first = cell_name(*row, *column);
            let place = match self.formulas.cells {
                1 => format!("it is {first}"),
                _ => format!("the first is {first}, the last {}", cell_name(last_row, last_column)),
            };
            warnings.push(format!(
                "{} a formula without a value, taken as missing; {place}. Open the file in a spreadsheet program and \
                 save it: programs that write formulas do not always compute them.",
                counted(self.formulas.cells, "cell holds", "cells hold"),
            ));
        }
        let Some(mut gathered) = self.grid.finish(self.header) else { return Ok(None) };
        self.rounded.restore(&mut gathered);
        self.covered.fill(&mut gathered)?;
        Ok(Some(gathered))
    }
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

    #[test]
    fn rows_in_another_order_are_sorted_by_a_second_reading() {
        let cells = [(3, 1, "x"), (3, 0, "b"), (1, 0, "text"), (2, 0, "a"), (1, 1, "label"), (3, 0, "twice")];
        let push = |rows: &mut SheetRows| {
            cells.iter().try_for_each(|&(row, column, cell)| rows.push(row, column, cell))
        };
        let mut rows = SheetRows::default();
        assert!(push(&mut rows).is_err() && rows.is_mixed());
        let mut rows = SheetRows::sorted(&ReadOptions::default());
        push(&mut rows).expect("any order");
        let gathered = rows.finish(&mut Vec::new()).expect("within the limits").expect("data");
        assert_eq!((gathered.first_row, gathered.rows), (3, 2));
        assert_eq!(gathered.columns[0].cells().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(gathered.columns[1].cells().collect::<Vec<_>>(), ["", "x"]);
    }

    #[test]
    fn formulas_without_a_value_are_named() {
        let mut rows = SheetRows::default();
        for (row, cell) in ["text", "a", "b"].into_iter().enumerate() {
            rows.push(row, 0, cell).expect("in order");
            rows.push_formula(row, 1);
        }
        let mut warnings = Vec::new();
        rows.finish(&mut warnings).expect("in order");
        assert!(warnings[0].starts_with("3 cells hold a formula without a value"), "{warnings:?}");
        assert!(warnings[0].contains("the first is B1, the last B3"), "{warnings:?}");
    }
}
