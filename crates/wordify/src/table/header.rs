//! Where the header of a table is, and how columns are called.
//!
//! The rule is conservative, since nearly every file has a header. A row is data only when none of its
//! cells is a usual column name and either
//! - a cell is longer than [`NAME_CHARS_MAX`] characters, which no column name is; or
//! - some cell occurs again below it in the same column, as labels do.

use super::Column;

/// Longest plausible column name: survey software writes whole questions, documents are longer.
const NAME_CHARS_MAX: usize = 250;
/// Rows looked at for a second occurrence: labels come again within these, and more would cost time.
const ROWS_LOOKED_AT: usize = 1000;
/// Names by which columns of labelled texts are usually called; one of them proves a header.
const USUAL_NAMES: [&str; 34] = [
    "text",
    "texts",
    "label",
    "labels",
    "id",
    "document",
    "documents",
    "class",
    "category",
    "review",
    "content",
    "comment",
    "message",
    "tweet",
    "body",
    "title",
    "rating",
    "sentiment",
    "author",
    "date",
    "target",
    "group",
    "language",
    "source",
    // Written by survey programs beside questions of any length.
    "timestamp",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "response id",
    "responseid",
    "respondent id",
    "respondent_id",
    "record id",
    "record_id",
];

/// The rows of a table before anyone knows which of them is the header: row 0 is the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) first: &'a [String],
    /// The columns below the first row.
    pub(super) columns: &'a [Column],
    /// Rows below the first.
    pub(super) below: usize,
}

impl<'a> Rows<'a> {
    /// A cell without white space around it; empty where there is none.
    pub(super) fn cell(&self, row: usize, column: usize) -> &'a str {
        let cell = match row.checked_sub(1) {
            None => self.first.get(column).map_or("", String::as_str),
            Some(row) => self
                .columns
                .get(column)
                .filter(|column| row < column.len())
                .map_or("", |column| column.cell(row)),
        };
        cell.trim().trim_start_matches('\u{feff}').trim()
    }

    /// The cells of a row, from left to right.
    pub(super) fn cells(self, row: usize) -> impl Iterator<Item = &'a str> {
        (0..self.width()).map(move |column| self.cell(row, column))
    }

    pub(super) fn width(&self) -> usize {
        self.first.len().max(self.columns.len())
    }

    /// Rows, the first included.
    pub(super) fn count(&self) -> usize {
        self.below + 1
    }
}

/// Whether columns of labelled texts are often called so.
pub(super) fn is_usual_name(cell: &str) -> bool {
    USUAL_NAMES.contains(&cell.to_lowercase().as_str())
}

/// Whether row `at` names the columns rather than being the first of the data.
pub(super) fn is_header(rows: Rows<'_>, at: usize) -> bool {
    // Programs number nameless columns from 0 and write that as the header.
    let numbered =
        rows.width() > 1 && rows.cells(at).enumerate().all(|(number, cell)| cell == number.to_string());
    if numbered || rows.cells(at).any(is_usual_name) {
        return true;
    }
    if rows.cells(at).any(|cell| cell.chars().count() > NAME_CHARS_MAX) {
        return false;
    }
    // A header in the middle of joined files is not a label that comes again.
    let repeats_whole_row = |row: usize| rows.cells(row).eq(rows.cells(at));
    let end = rows.count().min(at + 1 + ROWS_LOOKED_AT);
    !rows.cells(at).enumerate().any(|(column, cell)| {
        !cell.is_empty() && (at + 1..end).any(|row| rows.cell(row, column) == cell && !repeats_whole_row(row))
    })
}

/// The name of column `number` (from 1) with the header cell `cell`.
pub(super) fn name(cell: &str, number: usize) -> String {
    let cell = cell.trim().trim_start_matches('\u{feff}').trim();
    if cell.is_empty() { format!("column {number}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Column {
        let mut column = Column::default();
        cells.iter().for_each(|cell| column.push(cell));
        column
    }

    fn check(first: &[&str], columns: &[&[&str]], expected: bool) {
        let first: Vec<String> = first.iter().map(|&cell| cell.to_owned()).collect();
        let columns: Vec<Column> = columns.iter().map(|cells| column(cells)).collect();
        let rows = Rows { first: &first, columns: &columns, below: columns[0].len() };
        assert_eq!(is_header(rows, 0), expected, "{first:?}");
    }

    #[test]
    fn the_first_row_is_data_only_when_it_cannot_be_a_header() {
        check(&["text", "label"], &[&["a", "b"], &["label", "x"]], true);
        check(&["Bewertung", "Note"], &[&["gut", "schlecht"], &["1", "2"]], true);
        check(&["good", "1"], &[&["fine", "bad"], &["2", "1"]], false);
        check(&["Bewertung", "Note"], &[&["gut", "Bewertung"], &["1", "Note"]], true);
        check(&[&"long ".repeat(80), "x"], &[&["a"], &["b"]], false);
        check(&["0", "1"], &[&["gut", "schlecht"], &["1", "0"]], true);
        check(&["", "words"], &[&["1", "2"], &["a", "b"]], true);
    }

    #[test]
    fn a_column_without_a_name_is_called_by_its_number() {
        assert_eq!(name("  ", 3), "column 3");
        assert_eq!(name("\u{feff} text ", 1), "text");
    }
}
