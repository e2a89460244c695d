//! Delimited text: comma, semicolon, tab or pipe.

use super::records::{QuoteFault, Records};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::table::ReadOptions;
use crate::table::grid::{Gathered, Grid, Header};

/// Delimiters, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records looked at to find the delimiter.
const SAMPLE_RECORDS: usize = 200;
/// Bytes looked at to find the delimiter, whatever the records are.
const SAMPLE_BYTES: usize = 1 << 20;
/// Records after the header that must all have one field more for the first to be row names, as R writes them.
const ROW_NAME_RECORDS: usize = 10;

/// A file as it was understood.
#[derive(Debug)]
pub(in crate::table) struct Delimited {
    pub(in crate::table) gathered: Gathered,
    pub(in crate::table) delimiter: &'static str,
    pub(in crate::table) warnings: Vec<String>,
}

/// Reads `text`; `tabs_hinted` says that the file's name promises tabs.
pub(in crate::table) fn read(
    text: &str,
    tabs_hinted: bool,
    options: &ReadOptions,
) -> Result<Delimited, Error> {
    let (text, told, lines_before) = without_first_line_of_excel(text);
    let above = options.rows_above();
    let delimiter = told.unwrap_or_else(|| find_delimiter(text, above, tabs_hinted));
    let mut records = Records::new(text, delimiter);
    records.skip(above);
    let mut rows = Rows { has_row_names: has_row_names(&records), blank: above, ..Rows::default() };
    while !records.is_done() {
        let row = rows.number();
        let fields = records.next(|number, field| rows.take(number, field)).map_err(|stop| match stop {
            Stop::Quote(fault) => records.tell(fault, row, lines_before),
            Stop::Limit(error) => error,
        })?;
        rows.end(row, fields)?;
    }
    let warnings = rows.widths.judge()?;
    let gathered = rows.grid.finish(options.header(Header::FirstRow)).ok_or_else(crate::table::empty_file)?;
    Ok(Delimited { gathered, delimiter: delimiter_name(delimiter), warnings })
}

/// The rows so far.
#[derive(Debug, Default)]
struct Rows {
    grid: Grid,
    widths: Widths,
    /// Blank lines since the last row: rows if another row follows, nothing at the end of the file.
    blank: usize,
    has_row_names: bool,
}

impl Rows {
    /// Number of the row under way, as a spreadsheet program shows it.
    fn number(&self) -> usize {
        self.grid.row_number() + self.blank
    }

    fn take(&mut self, number: usize, field: &str) -> Result<(), Stop> {
        if number == 0 && self.blank > 0 {
            self.grid.skip_rows(std::mem::take(&mut self.blank))?;
        }
        let in_header = self.widths.header == 0;
        if in_header && number == 0 && self.has_row_names {
            self.grid.push("")?;
        }
        if in_header || number < self.widths.header {
            self.grid.push(field)?;
        } else if !field.trim().is_empty() {
            self.widths.text_beyond = true;
        }
        Ok(())
    }

    fn end(&mut self, row: usize, fields: usize) -> Result<(), Error> {
        if fields == 0 || self.grid.forget_empty_first() {
            self.blank += 1;
            return Ok(());
        }
        if self.widths.header == 0 {
            self.widths.header = self.grid.width();
        } else {
            self.widths.count(row, fields);
        }
        self.grid.end_row()
    }
}

/// Why a record could not be taken.
enum Stop {
    Quote(QuoteFault),
    Limit(Error),
}

impl From<QuoteFault> for Stop {
    fn from(fault: QuoteFault) -> Self {
        Self::Quote(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Limit(error)
    }
}

/// How the rows compare with the header in their number of fields.
#[derive(Debug, Default)]
struct Widths {
    header: usize,
    /// Whether the row under way holds text beyond the header's last field.
    text_beyond: bool,
    short: usize,
    first_short: Option<(usize, usize)>,
    long: usize,
    first_long: Option<(usize, usize)>,
}

impl Widths {
    fn count(&mut self, row: usize, fields: usize) {
        if fields < self.header {
            self.short += 1;
            self.first_short.get_or_insert((row, fields));
        } else if std::mem::take(&mut self.text_beyond) {
            self.long += 1;
            self.first_long.get_or_insert((row, fields));
        }
    }

    /// A row with more text than the header has columns is an error: a delimiter inside an unquoted text cut
    /// it in two, and nothing can tell where. A row with less is padded, which a warning says.
    fn judge(&self) -> Result<Vec<String>, Error> {
        if let Some((row, fields)) = self.first_long {
            let others = match self.long {
                1 => String::new(),
                long => format!("; {} rows in all", grouped(long)),
            };
            return Err(Error::new(
                ErrorKind::Input,
                format!(
                    "a row has {} but the first row has {}",
                    counted(fields, "cell", "cells"),
                    counted(self.header, "cell", "cells")
                ),
            )
            .at(format!("row {}{others}", grouped(row)))
            .remedy(
                "Put texts that contain the delimiter in double quotes, remove any title above the header, \
                 or save the file from your spreadsheet program as xlsx.",
            ));
        }
        Ok(self.first_short.map_or_else(Vec::new, |(row, fields)| {
            vec![format!(
                "{} fewer cells than the header, which has {}; the first is row {} with {}. \
                 The cells they lack count as missing.",
                counted(self.short, "row has", "rows have"),
                grouped(self.header),
                grouped(row),
                grouped(fields)
            )]
        }))
    }
}

/// Excel writes `sep=;` as a first line and does not show it. Returns the rest, the delimiter told, and how
/// many lines were cut off.
fn without_first_line_of_excel(text: &str) -> (&str, Option<u8>, usize) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    let told = match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter]
            if delimiter.is_ascii() && *delimiter != b'"' =>
        {
            Some(*delimiter)
        }
        _ => None,
    };
    if told.is_none() {
        return (text, None, 0);
    }
    let rest = &text[line.len()..];
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
    (rest, told, 1)
}

/// The delimiter under which most records have as many fields as the first, which must have two.
fn find_delimiter(text: &str, above: usize, tabs_hinted: bool) -> u8 {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let share = |delimiter: u8| {
        let mut records = Records::new(sample, delimiter);
        records.skip(above);
        let (mut first, mut same, mut all) = (0, 0, 0);
        while !records.is_done() && all < SAMPLE_RECORDS {
            // A wrong quotation mark ends the sample; the reading itself will tell it.
            let Ok(fields) = records.next(|_, _| Ok::<(), QuoteFault>(())) else { break };
            if fields == 0 {
                continue;
            }
            if first == 0 {
                first = fields;
            }
            same += usize::from(fields == first);
            all += 1;
        }
        if first < 2 { 0.0 } else { same as f64 / all as f64 }
    };
    if tabs_hinted && share(b'\t') > 0.0 {
        return b'\t';
    }
    let mut best = (DELIMITERS[0], 0.0);
    for delimiter in DELIMITERS {
        let share = share(delimiter);
        if share > best.1 {
            best = (delimiter, share);
        }
    }
    best.0
}

/// Whether every record after the header that starts `records` has one field more than the header.
fn has_row_names(records: &Records<'_>) -> bool {
    let mut records = records.clone();
    let mut count = || records_next(&mut records);
    let Some(header) = count() else { return false };
    let mut seen = 0;
    for _ in 0..ROW_NAME_RECORDS {
        match count() {
            Some(fields) if fields == header + 1 => seen += 1,
            Some(_) => return false,
            None => break,
        }
    }
    // Three rows at least: a single long row is more likely to hold a stray delimiter.
    header >= 2 && seen >= 3
}

/// Fields of the next record that is not blank.
fn records_next(records: &mut Records<'_>) -> Option<usize> {
    while !records.is_done() {
        match records.next(|_, _| Ok::<(), QuoteFault>(())) {
            Ok(0) => {}
            Ok(fields) => return Some(fields),
            Err(_) => return None,
        }
    }
    None
}

fn delimiter_name(delimiter: u8) -> &'static str {
    match delimiter {
        b',' => "comma",
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "pipe",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<String>, Vec<Vec<String>>, Delimited) {
        let read = read(text, false, &ReadOptions::default()).expect("readable");
        let names = read.gathered.columns.iter().map(|column| column.name.clone()).collect();
        let columns = &read.gathered.columns;
        let rows = (0..read.gathered.rows)
            .map(|row| columns.iter().map(|column| column.cell(row).to_owned()).collect())
            .collect();
        (names, rows, read)
    }

    fn check(text: &str, delimiter: &str, names: &[&str], rows: &[&[&str]]) {
        let (found_names, found_rows, read) = cells(text);
        assert_eq!(found_names, names, "{text:?}");
        assert_eq!(found_rows, rows, "{text:?}");
        assert_eq!(read.delimiter, delimiter, "{text:?}");
    }

    #[test]
    fn the_delimiter_is_the_one_that_cuts_all_rows_alike() {
        check("text,label\na; b; c,x\n", "comma", &["text", "label"], &[&["a; b; c", "x"]]);
        check("text;label\na, b;x\n", "semicolon", &["text", "label"], &[&["a, b", "x"]]);
        check("text\tlabel\na, b\tx\n", "tab", &["text", "label"], &[&["a, b", "x"]]);
        check("text|label\na, b|x\n", "pipe", &["text", "label"], &[&["a, b", "x"]]);
        check(
            "well, my text;label\na;x\n\"b;\";y\n",
            "semicolon",
            &["well, my text", "label"],
            &[&["a", "x"], &["b;", "y"]],
        );
    }

    #[test]
    fn the_first_line_of_excel_tells_the_delimiter_and_is_no_row() {
        check("sep=;\r\ntext;label\r\na, b;x\r\n", "semicolon", &["text", "label"], &[&["a, b", "x"]]);
        assert_eq!(cells("sep=;\ntext;label\na;x\n").2.gathered.first_row, 2);
    }

    #[test]
    fn blank_lines_count_as_rows_between_rows_only() {
        let (_, rows, read) = cells("\n,\ntext,label\n\na,x\n\n\n");
        assert_eq!(rows, [["", ""], ["a", "x"]]);
        assert_eq!(read.gathered.first_row, 4);
    }

    #[test]
    fn short_rows_are_padded_with_a_warning() {
        let (_, rows, read) = cells("text,label\na,x\nb\nc\n");
        assert_eq!(rows, [["a", "x"], ["b", ""], ["c", ""]]);
        assert!(read.warnings[0].contains("2 rows have fewer") && read.warnings[0].contains("row 3 with 1"));
    }

    #[test]
    fn text_beyond_the_header_is_an_error_but_delimiters_alone_are_not() {
        check(
            "text,label,,\na,x,,\nb,y,,,,\n",
            "comma",
            &["text", "label", "column 3", "column 4"],
            &[&["a", "x", "", ""], &["b", "y", "", ""]],
        );
        let error = read("text,label\na,x\nwell, no,y\nmy, my,y\n", false, &ReadOptions::default())
            .expect_err("a comma in a text");
        assert_eq!(error.place(), Some("row 3; 2 rows in all"));
        assert_eq!(error.message(), "a row has 3 cells but the first row has 2 cells");
    }

    #[test]
    fn row_names_of_r_become_a_column_of_their_own() {
        let names: &[&str] = &["column 1", "text", "label"];
        check(
            "text,label\n1,a,x\n2,b,y\n3,c,x\n",
            "comma",
            names,
            &[&["1", "a", "x"], &["2", "b", "y"], &["3", "c", "x"]],
        );
    }

    #[test]
    fn the_user_may_tell_the_row_with_the_header() {
        let text = "A survey; of 2024\n\nq1;shop\nWhat, then;Shop\ngood;A\n";
        let told = |options: ReadOptions| {
            let Gathered { columns, rows, first_row, .. } =
                read(text, false, &options).expect("readable").gathered;
            (columns[0].name.clone(), columns[1].cell(0).to_owned(), rows, first_row)
        };
        let header = |row| ReadOptions { header_row: Some(row), ..ReadOptions::default() };
        assert_eq!(told(header(3)), ("q1".into(), "Shop".into(), 2, 4));
        assert_eq!(told(header(4)), ("What, then".into(), "A".into(), 1, 5));
        assert_eq!(told(header(0)), ("column 1".into(), " of 2024".into(), 5, 1));
        let skip = |skip_rows| ReadOptions { skip_rows, ..ReadOptions::default() };
        assert_eq!(told(skip(2)), ("q1".into(), "Shop".into(), 2, 4));
        assert!(read(text, false, &header(9)).is_err());
    }

    #[test]
    fn a_stray_quotation_mark_is_an_error_at_its_row() {
        for (text, row) in [
            ("text,label\na,x\n\"b,y\nc,x\n", "row 3, line 3 of the file"),
            ("text,label\n\n\"a\nb\",x\n\"my \"own\" c\",x\n", "row 4, line 5 of the file"),
        ] {
            assert_eq!(read(text, false, &ReadOptions::default()).expect_err("stray").place(), Some(row));
        }
    }
}
