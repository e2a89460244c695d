//! Where the header of a table is, and how columns are called.
//!
//! The rule is conservative, since nearly every file has a header. A row is data only when none of its cells proves
//! otherwise by being a usual column name, and either
//! - a cell is longer than [`NAME_CHARS_MAX`] characters, as documents are, and so are those below it; or
//! - some cell occurs again below it in the same column, as labels do.

use super::Column;

/// Longest plausible column name: survey software writes whole questions, documents are longer.
const NAME_CHARS_MAX: usize = 250;
/// Rows looked at for a second occurrence: labels come again within these, and more would cost time.
const ROWS_LOOKED_AT: usize = 1000;
/// Times that a usual name occurs again below where it is a label: once, somebody may have answered "comment".
const LABEL_TIMES_LEAST: usize = 2;
/// Names by which columns of labelled texts are usually called; one of them that is not among the labels proves a header.
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
    if numbered || has_proof(rows, at) {
        return true;
    }
    let columns = 0..rows.width();
    let holds_document = columns.clone().any(|column| is_document(rows, at, column));
    let comes_again =
        |column| times_again(rows, at, column).next().is_some() && !is_box_to_tick(rows, at, column);
    !holds_document && !columns.clone().any(comes_again)
}

/// Whether a row holds usual names: two, or one that is no label, such as "review" beside "comment".
fn has_proof(rows: Rows<'_>, at: usize) -> bool {
    let usual: Vec<usize> =
        (0..rows.width()).filter(|&column| is_usual_name(rows.cell(at, column))).collect();
    match usual[..] {
        [] => false,
        [column] => times_again(rows, at, column).nth(LABEL_TIMES_LEAST - 1).is_none(),
        _ => true,
    }
}

/// The rows that are looked at below row `at`.
fn below(rows: Rows<'_>, at: usize) -> std::ops::Range<usize> {
    at + 1..rows.count().min(at + 1 + ROWS_LOOKED_AT)
}

/// The rows in which the cell of row `at` occurs again.
pub(super) fn times_again(rows: Rows<'_>, at: usize, column: usize) -> impl Iterator<Item = usize> {
    let cell = rows.cell(at, column);
    // A header in the middle of joined files is not a label that comes again.
    let repeats_whole_row = move |row: usize| rows.cells(row).eq(rows.cells(at));
    below(rows, at)
        .filter(move |&row| !cell.is_empty() && rows.cell(row, column) == cell && !repeats_whole_row(row))
}

/// Whether a column is a box to tick: survey programs write what stands beside it as its name, again where it is ticked,
/// and nothing elsewhere.
fn is_box_to_tick(rows: Rows<'_>, at: usize, column: usize) -> bool {
    let name = rows.cell(at, column);
    let mut is_left_empty = false;
    for row in below(rows, at) {
        let cell = rows.cell(row, column);
        if cell.is_empty() {
            // Blank rows say nothing of a column.
            is_left_empty = is_left_empty || rows.cells(row).any(|cell| !cell.is_empty());
        } else if cell != name {
            return false;
        }
    }
    is_left_empty
}

/// Whether a cell is a document. A long question stands beside other names and above shorter answers.
fn is_document(rows: Rows<'_>, at: usize, column: usize) -> bool {
    let is_long = |cell: &str| cell.chars().count() > NAME_CHARS_MAX;
    if !is_long(rows.cell(at, column)) {
        return false;
    }
    if rows.width() == 1 || rows.cells(at).any(|cell| cell.parse::<f64>().is_ok()) {
        return true;
    }
    let filled = || below(rows, at).map(|row| rows.cell(row, column)).filter(|cell| !cell.is_empty());
    filled().filter(|cell| is_long(cell)).count() * 2 >= filled().count()
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
        let long = "long ".repeat(80);
        check(&[&long, "x"], &[&[&long], &["b"]], false);
        check(&["0", "1"], &[&["gut", "schlecht"], &["1", "0"]], true);
        check(&["", "words"], &[&["1", "2"], &["a", "b"]], true);
    }

    #[test]
    fn a_long_question_above_short_answers_is_a_header_and_a_long_document_is_not() {
        let long = "Please describe in your own words what you liked. ".repeat(6);
        check(&["Nr", &long, "Gruppe"], &[&["1", "2"], &["gut", "schlecht"], &["A", "B"]], true);
        check(&["Nr", &long, "A"], &[&["1", "2"], &["gut", "schlecht"], &["A", "B"]], false);
        check(&["1", &long], &[&["2", "3"], &["gut", "schlecht"]], false);
        check(&[&long], &[&["gut", "schlecht"]], false);
        check(&[&long, "x"], &[&["gut", &long, &long], &["y", "z", "w"]], false);
    }

    #[test]
    fn a_usual_name_is_a_label_where_it_comes_again() {
        let texts: &[&str] = &["b", "c", "d", "e"];
        check(&["comment", "a"], &[&["review", "comment", "review", "comment"], texts], false);
        check(&["comment", "rating"], &[&["review", "comment", "review", "comment"], texts], true);
        check(&["comment", "Note"], &[&["gut", "comment", "comment"], &["1", "Note", "Note"]], true);
        check(&["comment", "Note"], &[&["gut", "comment", "schlecht"], &["1", "2", "3"]], true);
    }

    #[test]
    fn the_name_of_a_box_to_tick_stands_again_where_it_is_ticked() {
        let answers: &[&str] = &["gut", "teuer", "schlecht"];
        check(&["Was?", "Preis"], &[answers, &["Preis", "", "Preis"]], true);
        check(&["Was?", "Preis"], &[answers, &["Preis", "Lage", ""]], false);
        check(&["gut so", "A"], &[answers, &["A", "A", "A"]], false);
        check(&["gut so", "A"], &[&["gut", "", "schlecht"], &["A", "", "A"]], false);
    }

    #[test]
    fn a_column_without_a_name_is_called_by_its_number() {
        assert_eq!(name("  ", 3), "column 3");
        assert_eq!(name("\u{feff} text ", 1), "text");
    }
}
