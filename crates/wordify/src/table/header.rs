//! Whether a first row is a header, and how columns are called.
//!
//! The rule is conservative, since nearly every file has a header. The first row is data only when none of its
//! cells is a usual column name and either
//! - a cell is longer than [`NAME_CHARS_MAX`] characters, which no column name is; or
//! - some cell occurs again below it in the same column, as labels do.

use super::Column;

/// Longest plausible column name: survey software writes whole questions, documents are longer.
const NAME_CHARS_MAX: usize = 250;
/// Rows looked at for a second occurrence: labels come again within these, and more would cost time.
const ROWS_LOOKED_AT: usize = 1000;
/// Names by which columns of labelled texts are usually called; one of them proves a header.
const USUAL_NAMES: [&str; 24] = [
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
];

/// Whether `first` names the `columns` rather than being their first row.
pub(super) fn is_header(first: &[String], columns: &[Column]) -> bool {
    let usual = |cell: &String| USUAL_NAMES.contains(&cell.trim().to_lowercase().as_str());
    // Programs number nameless columns from 0 and write that as the header.
    let numbered =
        first.len() > 1 && first.iter().enumerate().all(|(number, cell)| cell.trim() == number.to_string());
    if numbered || first.iter().any(usual) {
        return true;
    }
    if first.iter().any(|cell| cell.chars().count() > NAME_CHARS_MAX) {
        return false;
    }
    let again = |number: usize, cell: &str| {
        let repeats_whole_row = |row: usize| {
            first
                .iter()
                .zip(columns)
                .all(|(name, column)| row < column.len() && column.cell(row).trim() == name.trim())
        };
        let column = &columns[number];
        let rows = column.len().min(ROWS_LOOKED_AT);
        // A header in the middle of joined files is no label that comes again.
        (0..rows).any(|row| column.cell(row).trim() == cell && !repeats_whole_row(row))
    };
    !first.iter().enumerate().take(columns.len()).any(|(number, cell)| {
        let cell = cell.trim();
        !cell.is_empty() && again(number, cell)
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
        assert_eq!(is_header(&first, &columns), expected, "{first:?}");
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
