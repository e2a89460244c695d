//! Missing values of R among texts in quotation marks: R writes them as NA without such marks, and a text "NA" with them.

use crate::count::counted;
use crate::table::grid::Gathered;

/// How programs write a missing value without quotation marks: R, numpy, and what MySQL exports.
const SIGNS: [&str; 4] = ["NA", "NaN", "nan", "\\N"];

/// What is known of the cells of each column.
#[derive(Debug, Default)]
pub(super) struct Bare {
    columns: Vec<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// Some text is in quotation marks that it does not need, so that all texts are.
    has_quoted: bool,
    /// Some cell is a number or a date.
    has_numbers: bool,
    /// Some text is not in quotation marks: then nobody knows whether NA is a text.
    has_bare: bool,
    /// Numbers of the rows with a sign for a missing value.
    rows: Vec<usize>,
}

impl Bare {
    /// Looks at a cell below the header.
    pub(super) fn see(&mut self, row: usize, column: usize, cell: &str, quoted: bool) {
        if column >= self.columns.len() {
            // Rows are no wider than the limit on columns lets them be, which the caller checks with this cell.
            if column >= crate::table::limits::COLUMNS_MAX {
                return;
            }
            self.columns.resize_with(column + 1, Seen::default);
        }
        let seen = &mut self.columns[column];
        if seen.has_bare {
            return;
        }
        let cell = cell.trim();
        match cell.bytes().next() {
            None => {}
            Some(_) if quoted => {
                seen.has_quoted = seen.has_quoted || !cell.contains([',', ';', '\t', '|', '"', '\n', '\r']);
            }
            Some(_) if SIGNS.contains(&cell) => seen.rows.push(row),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => seen.has_numbers = true,
            Some(_) => {
                seen.has_bare = true;
                seen.rows = Vec::new();
            }
        }
    }

    /// Marks the missing values, and says so.
    pub(super) fn mark(self, gathered: &mut Gathered) -> Option<String> {
        let mut cells = 0;
        for (column, seen) in gathered.columns.iter_mut().zip(self.columns) {
            if seen.has_bare || seen.rows.is_empty() || !(seen.has_quoted || seen.has_numbers) {
                continue;
            }
            let rows: Vec<usize> =
                seen.rows.iter().filter_map(|row| row.checked_sub(gathered.first_row)).collect();
            cells += rows.len();
            column.mark_missing(rows);
        }
        (cells > 0).then(|| {
            format!(
                "{} NA (or NaN) without quotation marks among texts that have them or among numbers, as R writes missing \
                 values, and counts as missing.",
                counted(cells, "cell holds", "cells hold")
            )
        })
    }
}
