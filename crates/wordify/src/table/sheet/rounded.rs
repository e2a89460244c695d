//! Numbers of a sheet that their format shows rounded: different numbers must not become one label.

use std::collections::{BTreeMap, HashMap};

use super::number_format;
use crate::table::Column;
use crate::table::grid::Gathered;

/// Cells whose format shows less than they hold.
#[derive(Debug, Default)]
pub(in crate::table) struct Rounded {
    cells: Vec<(u32, u32, f64)>,
    /// The format of the first such cell of each column.
    codes: HashMap<usize, String>,
}

impl Rounded {
    pub(in crate::table) fn add(&mut self, row: usize, column: usize, value: f64, code: &str) {
        self.codes.entry(column).or_insert_with(|| code.to_owned());
        self.cells.push((row as u32, column as u32, value));
    }

    /// Gives the cells of a column their numbers back where the format shows two of them alike, and says so.
    pub(in crate::table) fn restore(&self, gathered: &mut Gathered) {
        let mut cells = self.cells.clone();
        cells.sort_by_key(|&(row, column, _)| (column, row));
        for of_column in cells.chunk_by(|a, b| a.1 == b.1) {
            let number = of_column[0].1 as usize;
            let Some(column) = gathered.columns.get_mut(number) else { continue };
            let numbers: Vec<(usize, f64)> = of_column
                .iter()
                .filter_map(|&(row, _, value)| {
                    Some(((row as usize + 1).checked_sub(gathered.first_row)?, value))
                })
                .filter(|&(row, _)| row < gathered.rows)
                .collect();
            let Some((first, second, shown)) = alike(column, &numbers) else { continue };
            let exact: BTreeMap<usize, String> =
                numbers.iter().map(|&(row, value)| (row, number_format::general(value))).collect();
            column.replace(&exact);
            let code = self.codes.get(&number).map_or("", String::as_str);
            gathered.warnings.push(format!(
                "In column \"{}\" the format {code} shows different numbers alike ({first} and {second} as {shown}): \
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
