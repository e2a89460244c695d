//! Numbers of a sheet that their format shows rounded: different numbers must not become one label.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::number_format;
use crate::table::Column;
use crate::table::grid::Gathered;

/// Cells whose format shows less than they hold, or may do so.
#[derive(Debug, Default)]
pub(in crate::table) struct Rounded {
    columns: BTreeMap<usize, Numbers>,
}

/// Those of a column.
#[derive(Debug)]
struct Numbers {
    /// The format of the first.
    code: String,
    runs: Vec<Run>,
}

/// Cells one below the other with the same number: a row that an OpenDocument file repeats a million times takes no room.
#[derive(Debug)]
struct Run {
    rows: Range<usize>,
    value: f64,
}

impl Rounded {
    pub(in crate::table) fn add(&mut self, row: usize, column: usize, value: f64, code: &str) {
        let new = || Numbers { code: code.to_owned(), runs: Vec::new() };
        let runs = &mut self.columns.entry(column).or_insert_with(new).runs;
        match runs.last_mut() {
            Some(last) if last.rows.end == row && last.value == value => last.rows.end += 1,
            _ => runs.push(Run { rows: row..row + 1, value }),
        }
    }

    /// Gives the cells of a column their numbers back where the format shows two of them alike, and says so.
    pub(in crate::table) fn restore(&self, gathered: &mut Gathered) {
        for (&number, Numbers { code, runs }) in &self.columns {
            let Some(column) = gathered.columns.get_mut(number) else { continue };
            let cells = runs.iter().flat_map(|run| run.rows.clone().map(|row| (row, run.value)));
            let mut numbers: Vec<(usize, f64)> = cells
                .filter_map(|(row, value)| Some(((row + 1).checked_sub(gathered.first_row)?, value)))
                .filter(|&(row, _)| row < gathered.rows)
                .collect();
            numbers.sort_by_key(|&(row, _)| row);
            let Some((first, second, shown)) = alike(column, &numbers) else { continue };
            let exact: BTreeMap<usize, String> =
                numbers.iter().map(|&(row, value)| (row, number_format::general(value))).collect();
            column.replace(&exact);
            let format = match code.as_str() {
                "" => "a format".to_owned(),
                code => format!("the format {code}"),
            };
            gathered.warnings.push(format!(
                "In column \"{}\" {format} shows different numbers alike ({first} and {second} as {shown}): \
                 the numbers themselves are taken.",
                column.name
            ));
        }
    }
}

/// Two different numbers that `column` shows alike, and how it shows them; `numbers` are the rows whose number is
/// shown rounded.
fn alike(column: &Column, numbers: &[(usize, f64)]) -> Option<(String, String, String)> {
    let mut first_of: HashMap<&str, f64> = HashMap::new();
    for &(row, value) in numbers {
        let first = *first_of.entry(column.cell(row)).or_insert(value);
        if first != value {
            return Some((
                number_format::general(first),
                number_format::general(value),
                column.cell(row).to_owned(),
            ));
        }
    }
    let mut rounded = numbers.iter().map(|&(row, _)| row).peekable();
    column.cells().enumerate().find_map(|(row, shown)| {
        if rounded.next_if_eq(&row).is_some() {
            return None;
        }
        let value = *first_of.get(shown)?;
        Some((shown.to_owned(), number_format::general(value), shown.to_owned()))
    })
}
