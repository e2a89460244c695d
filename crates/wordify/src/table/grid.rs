//! Rows of cells, as any reader delivers them, gathered into columns within the limits.

use super::Column;
use super::header::{self, Rows};
use super::heading::{Heading, looks_like_second_header};
use super::limits::{Limits, check_cell};
use super::totals;
use crate::count::grouped;
use crate::error::Error;

/// Gathers rows from the first to the last, cells from left to right.
///
/// The first row is kept apart until all rows are known: only then can be seen whether it is a header.
#[derive(Debug, Default)]
pub(super) struct Grid {
    first: Vec<String>,
    has_first: bool,
    columns: Vec<Column>,
    rows: usize,
    /// Bytes of all cells: a workbook may hold a text once and show it in every cell.
    bytes: usize,
    column: usize,
    /// Rows that lie before the first one in the user's program.
    rows_before: usize,
    limits: Limits,
}

/// What a [`Grid`] becomes.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) columns: Vec<Column>,
    pub(super) rows: usize,
    pub(super) first_row: usize,
    /// Which rows are the header, in words.
    pub(super) header: String,
    /// Numbers of the rows around the header that are no data.
    pub(super) set_aside: Vec<usize>,
    /// Numbers of the rows that repeat the header; their cells are missing.
    pub(super) repeated: Vec<usize>,
    /// Numbers of the rows that hold totals.
    pub(super) totals: Vec<usize>,
    pub(super) warnings: Vec<String>,
}

impl Gathered {
    /// Whether the columns have names of their own.
    pub(super) fn has_names(&self) -> bool {
        self.header != "none"
    }
}

/// What is known about the header before the rows are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Header {
    /// Nothing; rows above it may hold a title.
    #[default]
    BelowTitles,
    /// Nothing, but that it would be the first row.
    FirstRow,
    /// The first row is the header.
    Chosen,
    /// There is none.
    Absent,
}

impl Grid {
    /// No rows yet; there may be as many as `limits` say.
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Row number of the row under way, as the user's program shows it.
    pub(super) fn row_number(&self) -> usize {
        self.rows_before + 1 + usize::from(self.has_first) + self.rows
    }

    /// Columns seen so far.
    pub(super) fn width(&self) -> usize {
        self.columns.len().max(self.first.len())
    }

    /// Appends a cell to the row under way.
    pub(super) fn push(&mut self, cell: &str) -> Result<(), Error> {
        check_cell(cell.len(), self.row_number())?;
        self.bytes += cell.len();
        self.limits.check_bytes(self.bytes)?;
        if !self.has_first {
            self.limits.check_table(1, self.first.len() + 1)?;
            self.first.push(cell.to_owned());
            return Ok(());
        }
        if self.column >= self.columns.len() {
            self.widen(self.column + 1)?;
        }
        self.columns[self.column].push(cell);
        self.column += 1;
        Ok(())
    }

    /// Ends the row under way; cells that it lacks are missing.
    pub(super) fn end_row(&mut self) -> Result<(), Error> {
        if !self.has_first {
            self.has_first = true;
            return self.widen(self.first.len());
        }
        self.rows += 1;
        self.limits.check_table(self.rows, self.columns.len())?;
        for column in &mut self.columns[self.column..] {
            column.pad(self.rows);
        }
        self.column = 0;
        Ok(())
    }

    /// Forgets a first row of nothing but empty cells, as a spreadsheet without data at its top is saved.
    pub(super) fn forget_empty_first(&mut self) -> bool {
        let empty = !self.has_first && self.first.iter().all(|cell| cell.trim().is_empty());
        if empty {
            self.first.clear();
        }
        empty
    }

    /// Appends `count` rows of missing cells.
    pub(super) fn skip_rows(&mut self, count: usize) -> Result<(), Error> {
        if !self.has_first {
            self.rows_before = self.rows_before.saturating_add(count);
            return Ok(());
        }
        self.limits.check_table(self.rows.saturating_add(count), self.columns.len())?;
        self.rows += count;
        for column in &mut self.columns {
            column.pad(self.rows);
        }
        Ok(())
    }

    fn widen(&mut self, width: usize) -> Result<(), Error> {
        self.limits.check_table(self.rows + 1, width)?;
        while self.columns.len() < width {
            let mut column = Column::default();
            column.pad(self.rows);
            self.columns.push(column);
        }
        Ok(())
    }

    /// The columns with their names; `None` when there was no row.
    pub(super) fn finish(mut self, header: Header) -> Option<Gathered> {
        if !self.has_first {
            return None;
        }
        let first = std::mem::take(&mut self.first);
        let rows = Rows { first: &first, columns: &self.columns, below: self.rows };
        let heading = match header {
            Header::BelowTitles => Heading::find(rows, true),
            Header::FirstRow => Heading::find(rows, false),
            Header::Chosen => Heading::chosen(rows, 0),
            Header::Absent => Heading::default(),
        };
        let top = self.rows_before + 1;
        let is_empty = |row: usize| rows.cells(row).all(str::is_empty);
        let set_aside: Vec<usize> = (0..heading.data)
            .filter(|&row| Some(row) != heading.names && !is_empty(row))
            .map(|row| top + row)
            .collect();
        let mut warnings: Vec<String> = heading.warning(top, &set_aside).into_iter().collect();
        if header != Header::Chosen
            && heading.program.is_none()
            && looks_like_second_header(rows, heading.data)
        {
            warnings.push(second_header_warning(top + heading.data));
        }
        warnings.extend(totals::warning(rows, heading.data, top));
        let repeated = repeated_headers(rows, &heading);
        let names = cells_of(rows, heading.names);
        let wordings = cells_of(rows, heading.wording);
        for (number, column) in self.columns.iter_mut().enumerate() {
            match heading.data.checked_sub(1) {
                Some(below) => column.drop_first(below),
                None => column.insert_first(first.get(number).map_or("", String::as_str)),
            }
            let wording = wordings.get(number).map_or("", String::as_str);
            let name = names.get(number).map_or("", String::as_str);
            // Of a question with several boxes only the first has the name; the others have the answer below it.
            column.name = header::name(if name.is_empty() { wording } else { name }, number + 1);
            if wording != column.name {
                column.description = wording.to_owned();
            }
            if !repeated.is_empty() {
                column.replace(&repeated.iter().map(|row| (row - heading.data, String::new())).collect());
            }
        }
        let repeated: Vec<usize> = repeated.iter().map(|row| top + row).collect();
        warnings.extend(repetition_warning(&repeated));
        Some(Gathered {
            columns: self.columns,
            rows: self.rows + 1 - heading.data,
            first_row: top + heading.data,
            header: heading.words(top),
            set_aside,
            repeated,
            totals: Vec::new(),
            warnings,
        })
    }
}

fn cells_of(rows: Rows<'_>, row: Option<usize>) -> Vec<String> {
    row.map_or_else(Vec::new, |row| rows.cells(row).map(str::to_owned).collect())
}

/// The rows below the header that are the same in all cells as one of its rows.
fn repeated_headers(rows: Rows<'_>, heading: &Heading) -> Vec<usize> {
    let Some(names) = heading.names else { return Vec::new() };
    let from = heading.wording.map_or(names, |wording| wording.min(names));
    // One word may be a document.
    let is_whole = |row: &usize| rows.cells(*row).filter(|cell| !cell.is_empty()).count() > 1;
    let headers: Vec<usize> = (from..heading.data).filter(is_whole).collect();
    let repeats = |&row: &usize| headers.iter().any(|&header| rows.cells(row).eq(rows.cells(header)));
    (heading.data..rows.count()).filter(repeats).collect()
}

fn repetition_warning(rows: &[usize]) -> Option<String> {
    let which = match rows {
        [] => return None,
        [row] => format!("Row {} repeats the header and is", grouped(*row)),
        [first, ..] => {
            format!(
                "{} rows repeat the header, the first in row {}, and are",
                grouped(rows.len()),
                grouped(*first)
            )
        }
    };
    Some(format!("{which} left out, as where files were joined with their headers."))
}

fn second_header_warning(row: usize) -> String {
    format!(
        "Row {} may be a second header: it has text where the rows below it have numbers. \
         If so, name the row with the header (--header-row {}).",
        grouped(row),
        row
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather(rows: &[&[&str]]) -> Gathered {
        let mut grid = Grid::default();
        for row in rows {
            row.iter().try_for_each(|cell| grid.push(cell)).expect("within the limits");
            grid.end_row().expect("within the limits");
        }
        grid.finish(Header::FirstRow).expect("there are rows")
    }

    #[test]
    fn short_rows_have_missing_cells_and_long_rows_make_columns() {
        let gathered = gather(&[&["text", "label"], &["a"], &["b", "x", "more"]]);
        let names: Vec<&str> = gathered.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["text", "label", "column 3"]);
        assert_eq!(gathered.columns[1].cells().collect::<Vec<_>>(), ["", "x"]);
        assert_eq!(gathered.columns[2].cells().collect::<Vec<_>>(), ["", "more"]);
        assert_eq!((gathered.rows, gathered.first_row), (2, 2));
    }

    #[test]
    fn a_first_row_of_data_stays_among_the_rows() {
        let gathered = gather(&[&["good wine", "yes"], &["bad wine", "no"], &["fine wine", "yes"]]);
        assert_eq!(gathered.header, "none");
        assert_eq!(gathered.columns[0].cells().collect::<Vec<_>>(), ["good wine", "bad wine", "fine wine"]);
        assert_eq!((gathered.columns[1].name.as_str(), gathered.first_row), ("column 2", 1));
    }

    #[test]
    fn rows_that_repeat_the_header_are_set_aside() {
        let gathered = gather(&[
            &["text", "label"],
            &["a", "x"],
            &["text", "label "],
            &["text", "y"],
            &["text", "label"],
            &["label"],
        ]);
        assert_eq!(gathered.columns[0].cells().collect::<Vec<_>>(), ["a", "", "text", "", "label"]);
        assert_eq!(gathered.columns[1].cells().collect::<Vec<_>>(), ["x", "", "y", "", ""]);
        assert_eq!((gathered.rows, &gathered.repeated[..]), (5, &[3, 5][..]));
        assert!(
            gathered.warnings[0].starts_with("2 rows repeat the header, the first in row 3,"),
            "{gathered:?}"
        );
        let gathered = gather(&[&["text"], &["a"], &["text"]]);
        assert_eq!((gathered.columns[0].cell(1), gathered.repeated.len()), ("text", 0));
    }

    #[test]
    fn a_table_with_too_many_columns_is_refused() {
        let mut grid = Grid::default();
        let error = (0..20_000).find_map(|_| grid.push("x").err()).expect("a limit");
        assert_eq!(error.kind(), crate::ErrorKind::Limit);
    }
}
