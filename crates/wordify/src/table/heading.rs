//! Which rows at the top of a table are no data: titles above the header, and the further header rows of survey
//! programs.
//!
//! - Qualtrics writes the names of the questions, their wording, and identifiers such as `{"ImportId":"QID2"}`; older
//!   exports, and those that someone has tidied, lack the last.
//! - SurveyMonkey writes the questions, and below them the answers that a question with several boxes offers.
//! - SoSci Survey writes the names of the variables, and below them what they hold.
//! - LimeSurvey writes, in the format VV, the wording first and the names below it.
//!
//! Tables of Markdown have a line of dashes below the header.
//!
//! LimeSurvey's other exports, REDCap and Google Forms write one header row, as everybody does.

use std::collections::BTreeSet;

use super::header::{Rows, is_header, times_again};

/// Rows from the top among which a header is looked for.
const ROWS_LOOKED_AT: usize = 10;
/// Rows under a title that show how wide the table is.
const ROWS_COMPARED: usize = 20;
/// Filled columns that must hold nothing but numbers for a text above them to be a second header.
const NUMBERS_LEAST: usize = 5;

/// What the rows at the top are; row 0 is the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// The row that names the columns; none where the first row is data.
    pub(super) names: Option<usize>,
    /// The row that says in words what the columns hold.
    pub(super) wording: Option<usize>,
    /// The first row of data.
    pub(super) data: usize,
    /// The program that wrote several header rows.
    pub(super) program: Option<&'static str>,
}

impl Heading {
    /// What the top of `rows` looks like. Titles are looked for only where the rows of a file may have different
    /// widths: in workbooks.
    pub(super) fn find(rows: Rows<'_>, with_titles: bool) -> Self {
        let top = if with_titles { titles(rows) } else { 0 };
        if let Some(heading) = of_survey(rows, top) {
            return heading;
        }
        if is_header(rows, top) {
            return Self::names_at(top);
        }
        Self::default()
    }

    /// The heading that the user has chosen: names in row `row`.
    pub(super) fn chosen(rows: Rows<'_>, row: usize) -> Self {
        of_survey(rows, row).unwrap_or_else(|| Self::names_at(row))
    }

    /// The header rows in words; `top` is the number of row 0.
    pub(super) fn words(&self, top: usize) -> String {
        let Some(names) = self.names else { return "none".to_owned() };
        let from = self.wording.map_or(names, |wording| wording.min(names));
        let rows = if from + 1 == self.data {
            format!("row {}", top + from)
        } else {
            format!("rows {} to {}", top + from, top + self.data - 1)
        };
        self.program.map_or(rows.clone(), |program| format!("{rows}, as {program} writes them"))
    }

    /// Says which rows, by their numbers in `set_aside`, are left out.
    pub(super) fn warning(&self, top: usize, set_aside: &[usize]) -> Option<String> {
        let rows = match set_aside {
            [] => return None,
            [row] => format!("Row {row} is"),
            [first, .., last] if last - first + 1 == set_aside.len() => format!("Rows {first} to {last} are"),
            [first, .., last] => format!("The filled rows from {first} to {last} are"),
        };
        let names = top + self.names?;
        Some(match self.program {
            Some(MARKDOWN) => format!("{rows} left out: the line between header and table."),
            Some(program) => format!(
                "{rows} left out: {program} writes the names and the wording of the questions in several header rows."
            ),
            None => format!(
                "{rows} left out as a title above the header in row {names}. If the header is in another row, name \
                 it (--header-row 1)."
            ),
        })
    }

    fn names_at(row: usize) -> Self {
        Self { names: Some(row), data: row + 1, ..Self::default() }
    }
}

/// What writes a line below a header.
const MARKDOWN: &str = "Markdown";

/// Dashes in each cell of a line that could be answers of people who had nothing to say.
const DASHES_LEAST: usize = 3;

/// Whether a row is a line of dashes, such as `| --- | :---: |`.
fn is_line(rows: Rows<'_>, row: usize) -> bool {
    // Markdown is content with one dash, as in `|--:|:-|`; strokes at both ends of the rows leave empty cells there.
    let is_framed = |row: usize| {
        let is_empty = |column: usize| rows.cell(row, column).trim().is_empty();
        rows.width() > 2 && is_empty(0) && is_empty(rows.width() - 1)
    };
    let least = if row > 0 && is_framed(row - 1) && is_framed(row) { 1 } else { DASHES_LEAST };
    let is_part = |cell: &str| {
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        dashes.len() >= least && dashes.bytes().all(|byte| byte == b'-')
    };
    let mut cells = rows.cells(row).map(str::trim).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(is_part)
}

/// The header rows of a survey program that begin in row `at`.
fn of_survey(rows: Rows<'_>, at: usize) -> Option<Heading> {
    let heading = |names: usize, wording: usize, data: usize, program: &'static str| {
        Some(Heading { names: Some(names), wording: Some(wording), data, program: Some(program) })
    };
    if let Some(row) = (at + 1..rows.count().min(at + 4)).find(|&row| holds_import_ids(rows, row)) {
        return heading(at, at + 1, row + 1, "Qualtrics");
    }
    let second = at + 1;
    if second + 1 >= rows.count() {
        return None;
    }
    if is_line(rows, second) {
        return Some(Heading { names: Some(at), wording: None, data: second + 1, program: Some(MARKDOWN) });
    }
    if is_qualtrics(rows, at) {
        return heading(at, second, second + 1, "Qualtrics");
    }
    if is_worded(rows, at, &SOSCI) {
        return heading(at, second, second + 1, "SoSci Survey");
    }
    let named = |row: usize, names: &[&str]| {
        names.iter().all(|&name| rows.cells(row).any(|cell| cell.eq_ignore_ascii_case(name)))
    };
    if named(second, &["id", "submitdate", "lastpage", "startlanguage"]) && !named(at, &["submitdate"]) {
        return heading(second, at, second + 1, "LimeSurvey");
    }
    if is_surveymonkey(rows, at) { heading(at, second, second + 1, "SurveyMonkey") } else { None }
}

/// The cells of a column in some rows below the second one, as far as they are filled.
fn filled_below<'a>(rows: Rows<'a>, second: usize, column: usize) -> impl Iterator<Item = &'a str> {
    let end = rows.count().min(second + 1 + ROWS_COMPARED);
    (second + 1..end).map(move |row| rows.cell(row, column)).filter(|cell| !cell.is_empty())
}

/// Whether the row below row `at` is that of SurveyMonkey.
fn is_surveymonkey(rows: Rows<'_>, at: usize) -> bool {
    let second = at + 1;
    let filled = || (0..rows.width()).filter(|&column| !rows.cell(second, column).is_empty());
    let is_kind = |column: usize| {
        let cell = rows.cell(second, column);
        [OPEN_ENDED, "Response"].contains(&cell)
            && !rows.cell(at, column).is_empty()
            && filled_below(rows, second, column).all(|below| below != cell)
    };
    // Tidied exports, and those in other languages, lack the column of the respondent.
    let is_open = |column: usize| is_kind(column) && rows.cell(second, column) == OPEN_ENDED;
    if filled().any(is_open) || (filled().next().is_some() && filled().all(is_kind)) {
        return true;
    }
    let is_id = |name: &str| {
        ["respondent id", "respondentid", "respondent_id"].contains(&name.to_lowercase().as_str())
    };
    let Some(respondent) = rows.cells(at).position(is_id) else { return false };
    let below_is_empty =
        rows.cell(second, respondent).is_empty() && !rows.cell(second + 1, respondent).is_empty();
    below_is_empty && filled().next().is_some()
}

/// What SurveyMonkey writes below a question that is answered in one's own words.
const OPEN_ENDED: &str = "Open-Ended Response";

/// Whether the row below row `at` is the wording of Qualtrics.
fn is_qualtrics(rows: Rows<'_>, at: usize) -> bool {
    let second = at + 1;
    let pairs = || rows.cells(at).zip(rows.cells(second));
    // The names of Qualtrics for what it adds to each answer, and how it words them.
    let worded = pairs().filter(|&(name, wording)| QUALTRICS.contains(&(name, wording))).count();
    // Of a tidied export only the identifiers of the answers may be left, which begin alike.
    let is_id = |cell: &str| cell.starts_with("R_");
    let has_ids = |column: usize| {
        rows.cell(at, column) == "ResponseId"
            && !rows.cell(second, column).is_empty()
            && !is_id(rows.cell(second, column))
            && filled_below(rows, second, column).next().is_some()
            && filled_below(rows, second, column).all(is_id)
    };
    worded >= 2 || (0..rows.width()).any(has_ids) || is_worded(rows, at, &QUALTRICS_OF_TODAY)
}

/// Whether row `at` has two of `names` or more, and the row below words them, in whatever language: it has no digits and does
/// not come again, where the answers have digits in some of these columns.
fn is_worded(rows: Rows<'_>, at: usize, names: &[&str]) -> bool {
    let second = at + 1;
    let has_digit = |cell: &str| cell.bytes().any(|byte| byte.is_ascii_digit());
    let named: Vec<usize> =
        (0..rows.width()).filter(|&column| names.contains(&rows.cell(at, column))).collect();
    let is_wording = |&column: &usize| {
        let cell = rows.cell(second, column);
        !cell.is_empty() && !has_digit(cell) && filled_below(rows, second, column).all(|below| below != cell)
    };
    let has_values = |&column: &usize| {
        filled_below(rows, second, column).next().is_some()
            && filled_below(rows, second, column).all(has_digit)
    };
    named.len() >= 2 && named.iter().all(is_wording) && named.iter().any(has_values)
}

/// The names of SoSci Survey for what it adds to each answer.
const SOSCI: [&str; 6] = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED"];

/// The names of Qualtrics that are nobody else's: those of before 2017 are R's too.
const QUALTRICS_OF_TODAY: [&str; 8] = [
    "StartDate",
    "EndDate",
    "IPAddress",
    "Duration (in seconds)",
    "RecordedDate",
    "ResponseId",
    "DistributionChannel",
    "UserLanguage",
];

/// Names and wordings that stand in every export of Qualtrics, of today and of before 2017.
const QUALTRICS: [(&str, &str); 14] = [
    ("StartDate", "Start Date"),
    ("EndDate", "End Date"),
    ("Status", "Response Type"),
    ("IPAddress", "IP Address"),
    ("Duration (in seconds)", "Duration (in seconds)"),
    ("RecordedDate", "Recorded Date"),
    ("ResponseId", "Response ID"),
    ("DistributionChannel", "Distribution Channel"),
    ("UserLanguage", "User Language"),
    ("V1", "ResponseID"),
    ("V2", "ResponseSet"),
    ("V6", "IPAddress"),
    ("V8", "StartDate"),
    ("V9", "EndDate"),
];

/// Whether every filled cell is an identifier as Qualtrics writes it.
fn holds_import_ids(rows: Rows<'_>, row: usize) -> bool {
    let is_id = |cell: &str| {
        let inside = cell.strip_prefix('{').map_or("", str::trim_start);
        inside.starts_with("\"ImportId\"") && cell.ends_with('}')
    };
    let mut filled = rows.cells(row).filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some() && filled.all(is_id)
}

/// Rows above the header that hold a title: a cell or none, where the header and the rows below it have more; or fewer than all, where
/// a row below them must be the header.
fn titles(rows: Rows<'_>) -> usize {
    let filled = |row: usize| rows.cells(row).filter(|cell| !cell.is_empty()).count();
    if let Some(row) = header_below_full_rows(rows).or_else(|| certain_header(rows)) {
        return row;
    }
    if let Some(row) = header_below_gap(rows) {
        return row;
    }
    let last = rows.count().min(ROWS_LOOKED_AT);
    let Some(top) = (0..last).find(|&row| filled(row) >= 2) else { return 0 };
    // A header with one name, and names forgotten: the name is a usual one, or the row below is not a header.
    if top == 0 || (0..top).any(|row| filled(row) > 0 && has_usual_name(rows, row)) || !is_header(rows, top) {
        return 0;
    }
    let below = top + 1..rows.count().min(top + 1 + ROWS_COMPARED);
    let wide = below.clone().filter(|&row| filled(row) >= 2).count();
    let has_numbers = rows.cells(top).any(|cell| cell.parse::<f64>().is_ok());
    if wide * 2 > below.len() && !has_numbers { top } else { 0 }
}

/// A header below an empty row: it is wider than all above, such as "Query" beside what was looked for, and as wide as most
/// rows below.
fn header_below_gap(rows: Rows<'_>) -> Option<usize> {
    let filled = |row: usize| rows.cells(row).filter(|cell| !cell.is_empty()).count();
    let is_fit = |row: usize| {
        let width = filled(row);
        let end = rows.count().min(row + 1 + ROWS_COMPARED);
        let as_wide = (row + 1..end).filter(|&below| filled(below) == width).count();
        let is_above_fit = (0..row).all(|above| filled(above) < width && !has_usual_name(rows, above));
        let has_numbers = rows.cells(row).any(|cell| cell.parse::<f64>().is_ok());
        width >= 2 && is_above_fit && !has_numbers && as_wide * 2 > end - row - 1 && is_header(rows, row)
    };
    let last = rows.count().min(ROWS_LOOKED_AT);
    (1..last).find(|&row| filled(row - 1) == 0 && is_fit(row))
}

/// A row below others that must be the header: it names every column, one of them as usual, none of its cells comes again below it, and the
/// rows above are not filled and hold no usual name.
fn certain_header(rows: Rows<'_>) -> Option<usize> {
    let is_whole = |row: usize| rows.cells(row).all(|cell| !cell.is_empty());
    let last = rows.count().min(ROWS_LOOKED_AT);
    let row = (0..last).find(|&row| is_whole(row)).filter(|&row| row > 0 && rows.width() > 1)?;
    let is_above_fit = (0..row).all(|above| !has_usual_name(rows, above));
    let is_number = |cell: &str| cell.parse::<f64>().is_ok();
    let end = rows.count().min(row + 1 + ROWS_COMPARED);
    let comes_again = (0..rows.width())
        .any(|column| (row + 1..end).any(|below| rows.cell(below, column) == rows.cell(row, column)));
    (is_above_fit && has_usual_name(rows, row) && !comes_again && !rows.cells(row).any(is_number))
        .then_some(row)
}

/// A row below full ones that must be the header all the same: those are titles of as many cells as the table has columns, names
/// of groups of columns, or numbers that a program gave to columns whose names it took for data. It names every column, two of them
/// as usual, or one where an empty row sets it apart; none of its cells comes again below it; and no row above holds a usual name.
fn header_below_full_rows(rows: Rows<'_>) -> Option<usize> {
    let last = rows.count().min(ROWS_LOOKED_AT);
    let top = (0..last).find(|&row| !is_empty(rows, row))?;
    let is_title = is_title(rows, top) || is_detail(rows, top);
    if rows.width() < 2 || of_survey(rows, top).is_some() || !is_title {
        return None;
    }
    // An index has no name, above which there is none either; where its name was taken for data it is a number.
    let has_index = rows.cell(top, 0).is_empty() && rows.cells(top).skip(1).all(|cell| !cell.is_empty());
    let from = usize::from(has_index);
    let is_number = |cell: &str| cell.parse::<f64>().is_ok();
    let is_whole = |row: usize| rows.cells(row).skip(from).all(|cell| !cell.is_empty() && !is_number(cell));
    let is_index_fit =
        |row: usize| !has_index || rows.cell(row, 0).is_empty() || is_number(rows.cell(row, 0));
    let comes_again =
        |row: usize| (from..rows.width()).any(|column| times_again(rows, row, column).next().is_some());
    let is_proved = |row: usize| {
        if (top..row).filter(|&above| !is_empty(rows, above)).count() > TITLES_MAX {
            return false;
        }
        match usual_names(rows, row) {
            0 => false,
            1 => is_empty(rows, row - 1) && (top..row).all(|above| !has_usual_name(rows, above)),
            _ => (top..row).all(|above| !has_usual_name(rows, above) || is_detail(rows, above)),
        }
    };
    (top + 1..last).find(|&row| is_whole(row) && is_index_fit(row) && is_proved(row) && !comes_again(row))
}

/// Whether a row can be no header: it is not full, or has a number or a date, a cell twice, or one that ends in a colon.
fn is_title(rows: Rows<'_>, row: usize) -> bool {
    let filled: Vec<&str> = rows.cells(row).filter(|cell| !cell.is_empty()).collect();
    let is_of_title = |cell: &&str| cell.starts_with(|c: char| c.is_ascii_digit()) || cell.ends_with(':');
    filled.len() < rows.width()
        || filled.iter().any(is_of_title)
        || filled.iter().collect::<BTreeSet<_>>().len() < filled.len()
}

/// Filled rows of titles above a header: below more, it is likelier that a row of data has usual names.
const TITLES_MAX: usize = 4;

/// Usual names that titles of tables have as well, before what they say: "Date" and a date.
const DETAILS: [&str; 6] = ["date", "author", "source", "title", "language", "group"];

/// Whether a row is a part of a title in two cells, such as "Author" and a name.
fn is_detail(rows: Rows<'_>, row: usize) -> bool {
    let mut filled = rows.cells(row).filter(|cell| !cell.is_empty());
    let is_name = filled.next().is_some_and(|cell| DETAILS.contains(&cell.to_lowercase().as_str()));
    is_name
        && filled.next().is_some_and(|cell| !super::header::is_usual_name(cell))
        && filled.next().is_none()
}

fn is_empty(rows: Rows<'_>, row: usize) -> bool {
    rows.cells(row).all(str::is_empty)
}

/// Different usual names among the cells of a row.
fn usual_names(rows: Rows<'_>, row: usize) -> usize {
    let usual = rows.cells(row).filter(|cell| super::header::is_usual_name(cell));
    usual.map(str::to_lowercase).collect::<BTreeSet<_>>().len()
}

fn has_usual_name(rows: Rows<'_>, row: usize) -> bool {
    rows.cells(row).any(super::header::is_usual_name)
}

/// Whether the first row of data looks like a second header: text above a column of nothing but numbers.
pub(super) fn looks_like_second_header(rows: Rows<'_>, data: usize) -> bool {
    let is_number = |cell: &str| cell.parse::<f64>().is_ok_and(f64::is_finite);
    let end = rows.count().min(data + 1 + ROWS_COMPARED);
    (0..rows.width()).any(|column| {
        let cell = rows.cell(data, column);
        if cell.is_empty() || is_number(cell) || !cell.chars().any(char::is_alphabetic) || cell.len() < 4 {
            return false;
        }
        let below = || (data + 1..end).map(|row| rows.cell(row, column)).filter(|cell| !cell.is_empty());
        below().count() >= NUMBERS_LEAST && below().all(is_number)
    })
}
