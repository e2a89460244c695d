//! The first rows of a file as a grid, with the columns that have a role tinted.

use crate::jobs::view::Inspection;

/// Columns that are shown; those with a role are shown always.
const COLUMNS_MAX: usize = 12;

/// The grid.
#[derive(Debug)]
pub struct Grid {
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// The rows: number in the file, and cells.
    pub rows: Vec<(usize, Vec<Cell>)>,
    /// How many columns are left out.
    pub columns_more: usize,
}

/// The head of a column.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it is taken for, in words; empty for none.
    pub role: &'static str,
    /// Its class; empty for none.
    pub class: &'static str,
}

/// A cell.
#[derive(Debug)]
pub struct Cell {
    /// The beginning of what stands in it.
    pub text: String,
    /// The class of its column.
    pub class: &'static str,
}

impl Grid {
    /// The first rows of what was `read`; `role` says what a column is taken for, and the class for that, and `name` how it is
    /// called.
    pub fn new(
        read: &Inspection,
        role: impl Fn(usize) -> (&'static str, &'static str),
        name: impl Fn(usize) -> String,
    ) -> Self {
        let stored = read.first_rows.first().map_or(0, |(_, cells)| cells.len());
        let shown: Vec<usize> = (0..stored.min(read.columns.len()))
            .filter(|&place| place < COLUMNS_MAX || !role(read.columns[place].number).0.is_empty())
            .collect();
        let column = |&place: &usize| {
            let (words, class) = role(read.columns[place].number);
            Column { name: name(place), role: words, class }
        };
        let columns: Vec<Column> = shown.iter().map(column).collect();
        let cells = |cells: &[String]| -> Vec<Cell> {
            let of_column = |(&place, column): (&usize, &Column)| Cell {
                text: cells.get(place).cloned().unwrap_or_default(),
                class: column.class,
            };
            shown.iter().zip(&columns).map(of_column).collect()
        };
        Self {
            rows: read.first_rows.iter().map(|(row, texts)| (*row, cells(texts))).collect(),
            columns_more: read.columns.len() - columns.len(),
            columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn a_column_with_a_role_is_shown_however_far_to_the_right_it_stands() {
        let mut read = sample::inspection();
        let column = read.columns[0].clone();
        read.columns =
            (1..=30).map(|number| crate::jobs::view::InspectedColumn { number, ..column.clone() }).collect();
        read.first_rows = vec![(2, (1..=30).map(|number| format!("cell {number}")).collect())];
        let role = |number: usize| if number == 30 { ("texts", "as-text") } else { ("", "") };
        let grid = Grid::new(&read, role, |place| place.to_string());
        assert_eq!((grid.columns.len(), grid.columns_more), (COLUMNS_MAX + 1, 17));
        let last = grid.rows[0].1.last().expect("a cell");
        assert_eq!((last.text.as_str(), last.class), ("cell 30", "as-text"));
    }
}
