//! Delimited text: comma, semicolon, tab or pipe.

use super::bare::Bare;
use super::dialect;
use super::records::{Dialect, QuoteFault, Quoting, Records};
use super::surplus::{self, Surplus};
use super::widths::Widths;
use crate::error::Error;
use crate::table::ReadOptions;
use crate::table::grid::{Gathered, Grid, Header};
use crate::table::limits::Limits;

/// A file as it was understood.
#[derive(Debug)]
pub(in crate::table) struct Delimited {
    pub(in crate::table) gathered: Gathered,
    /// Name and value of what was found out about the fields.
    pub(in crate::table) facts: Vec<(&'static str, String)>,
    pub(in crate::table) warnings: Vec<String>,
}

/// Reads `text`; `tabs_hinted` says that the file's name promises tabs.
pub(in crate::table) fn read(
    text: &str,
    tabs_hinted: bool,
    options: &ReadOptions,
) -> Result<Delimited, Error> {
    let (text, named, lines_before) = without_first_line_of_excel(text);
    let file = File {
        text,
        lines_before,
        above: options.rows_above(),
        header: options.header(Header::BelowTitles),
        limits: options.limits,
    };
    let usual = dialect::find(text, options, named, tabs_hinted);
    if options.quoting != Some(true)
        && let Some(escaped) = dialect::escaped(text, usual)
        && file.is_even(escaped)
        && !file.is_even(usual)
    {
        return Ok(file.gather(escaped)?.0);
    }
    let first = file.gather(usual);
    if options.quoting.is_some() || matches!(&first, Ok((_, spans)) if !spans) {
        return Ok(first?.0);
    }
    // A quotation mark is wrong, or a cell goes over lines where many programs write no quotation marks at all.
    for other in dialect::others(text, usual) {
        // R puts names of rows before the others.
        let is_escaped = first.is_err() && other.quoting == Quoting::Backslash;
        if file.is_even(other) || is_escaped && file.is_of_r(other) {
            return Ok(file.gather(other)?.0);
        }
    }
    if first.is_err()
        && usual.blanks
        && let Ok((read, _)) = file.gather(Dialect { blanks: false, ..usual })
    {
        return Ok(read);
    }
    // What no other delimiter can cut may be cut by blanks: R's write.table writes so where it is told nothing.
    if first.is_err() && options.delimiter.is_none() && named.is_none() {
        let by_blanks = dialect::by_blanks(text).into_iter().find(|&dialect| file.is_of_r(dialect));
        if let Some(dialect) = by_blanks {
            return Ok(file.gather(dialect)?.0);
        }
    }
    Ok(first?.0)
}

/// A text with what is known about its rows.
struct File<'a> {
    text: &'a str,
    /// Lines that were cut off before it.
    lines_before: usize,
    /// Rows that are not looked at.
    above: usize,
    header: Header,
    limits: Limits,
}

impl File<'_> {
    /// The table in one dialect, and whether some quoted cell holds a delimiter or a line end, where it may be that there
    /// is not quoting.
    fn gather(&self, dialect: Dialect) -> Result<(Delimited, bool), Error> {
        let mut records = Records::new(self.text, dialect);
        records.skip(self.above);
        let mut rows = Rows {
            grid: Grid::new(self.limits),
            widths: Widths::new(surplus::find(&records)),
            blank: self.above,
            ..Rows::default()
        };
        let mut spans = false;
        let watches = dialect::is_plain(dialect);
        while !records.is_done() {
            let row = rows.number();
            let fields = records.next(|number, field, quoted| {
                if quoted && watches && !spans {
                    spans = memchr::memchr2(dialect.delimiter, b'\n', field.as_bytes()).is_some();
                }
                rows.take(number, field, quoted)
            });
            let fields = fields.map_err(|stop| match stop {
                Stop::Quote(fault) => records.error(fault, row, self.lines_before),
                Stop::Limit(error) => error,
            })?;
            rows.end(row, fields)?;
        }
        let mut warnings = rows.widths.judge()?;
        let mut gathered = rows.grid.finish(self.header).ok_or_else(crate::table::empty_file)?;
        warnings.extend(rows.bare.mark(&mut gathered));
        Ok((Delimited { gathered, facts: dialect::facts(dialect), warnings }, spans))
    }

    /// Whether in this dialect all quotation marks are right and all records have as many fields as the first.
    fn is_even(&self, dialect: Dialect) -> bool {
        matches!(self.widths(dialect), Some((first, later)) if first >= 2 && later.is_none_or(|later| later == first))
    }

    /// Whether in this dialect the file is one of R's: as even, but for names of rows, which have no name of their own.
    fn is_of_r(&self, dialect: Dialect) -> bool {
        matches!(self.widths(dialect), Some((first, Some(later))) if first >= 2 && (later == first || later == first + 1))
    }

    /// The fields of the first record, and those of each later one, if there are any; `None` where these differ or a quotation mark is wrong.
    fn widths(&self, dialect: Dialect) -> Option<(usize, Option<usize>)> {
        let mut records = Records::new(self.text, dialect);
        records.skip(self.above);
        let (mut first, mut later) = (None, None);
        while !records.is_done() {
            let fields = records.next(|_, _, _| Ok::<(), QuoteFault>(())).ok()?;
            match (fields, first) {
                (0, _) => {}
                (_, None) => first = Some(fields),
                _ if *later.get_or_insert(fields) == fields => {}
                _ => return None,
            }
        }
        first.map(|first| (first, later))
    }
}

/// The rows so far.
#[derive(Debug, Default)]
struct Rows {
    grid: Grid,
    widths: Widths,
    /// Blank lines since the last row: rows if another row follows, nothing at the end of the file.
    blank: usize,
    bare: Bare,
}

impl Rows {
    /// Number of the row under way, as a spreadsheet program shows it.
    fn number(&self) -> usize {
        self.grid.row_number() + self.blank
    }

    fn take(&mut self, number: usize, field: &str, quoted: bool) -> Result<(), Stop> {
        let field = unguarded(field);
        if number == 0 && self.blank > 0 {
            self.grid.skip_rows(std::mem::take(&mut self.blank))?;
        }
        let in_header = self.widths.header == 0;
        if in_header && number == 0 && self.widths.surplus == Surplus::RowNames {
            self.grid.push("")?;
        }
        if !in_header {
            self.bare.see(self.grid.row_number(), number, field, quoted);
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

/// Excel writes `sep=;` as a first line and does not show it. Returns the rest, the delimiter that it names, and how
/// many lines were cut off.
fn without_first_line_of_excel(text: &str) -> (&str, Option<u8>, usize) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    // Some programs quote the line like any other.
    let inside = line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(line);
    let named = match inside.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter]
            if delimiter.is_ascii() && *delimiter != b'"' =>
        {
            Some(*delimiter)
        }
        _ => None,
    };
    if named.is_none() {
        return (text, None, 0);
    }
    let rest = &text[line.len()..];
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
    (rest, named, 1)
}

/// A field without the guard `="01"`, by which programs keep Excel from reading a text as a number.
fn unguarded(field: &str) -> &str {
    let inside = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| !inside.contains('"')).unwrap_or(field)
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
        assert_eq!(read.facts[0], ("delimiter", delimiter.to_owned()), "{text:?}");
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
        check("\"sep=;\"\r\ntext;label\r\na, b;x\r\n", "semicolon", &["text", "label"], &[&["a, b", "x"]]);
        assert_eq!(cells("sep=;\ntext;label\na;x\n").2.gathered.first_row, 2);
    }

    #[test]
    fn the_line_below_the_header_of_a_markdown_table_is_no_row() {
        let (names, rows, read) = cells("| text | label |\n|:-----|:---:|\n| a, b | x |\n| c | y |\n");
        assert_eq!(names[1..3], ["text", "label"]);
        assert_eq!(rows.iter().map(|row| row[2].trim()).collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!((read.gathered.first_row, &read.gathered.set_aside[..]), (3, &[2][..]));
        // As knitr::kable and people write them.
        for line in ["|--:|:----|", "| - | :-: |", "|-|-|"] {
            let (_, rows, read) = cells(&format!("|text |label |\n{line}\n|a, b |x |\n|c |y |\n"));
            assert_eq!((rows.len(), read.gathered.first_row), (2, 3), "{line}");
        }
        // Dashes of someone who had nothing to say are an answer.
        assert_eq!(cells("text,label\n--,x\na,y\n").1.len(), 2);
        assert_eq!(cells("text,label\n--,-\na,y\n").1.len(), 2);
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
        // Texts that a delimiter cuts are no names of rows.
        let error = read("text,label\nwell, a,x\nno, b,y\nso, c,x\n", false, &ReadOptions::default());
        assert_eq!(error.expect_err("cut texts").place(), Some("row 2; 3 rows in all"));
    }

    #[test]
    fn a_remark_behind_the_last_column_moves_no_columns() {
        let text = "id,text,label\n0,a,x,\n1,b,y,\n2,c,x,\n3,d,y,checked\n";
        check(
            text,
            "comma",
            &["id", "text", "label"],
            &[&["0", "a", "x"], &["1", "b", "y"], &["2", "c", "x"], &["3", "d", "y"]],
        );
        let warning = &cells(text).2.warnings[0];
        assert!(warning.starts_with("1 row has text beyond") && warning.contains("row 5."), "{warning}");
        // More than remarks, or a row of its own width: nobody can know.
        for text in [
            "id,text,label\n0,a,x,\n1,b,y,so\n2,c,x,\n3,d,y,checked\n",
            "id,text,label\n0,a,x,\n1,b,y,\n2,c,x\n3,d,y,\n4,e,x,checked\n",
            // R may have written these, with missing labels.
            "text,label,year\n1,a,x,\n2,b,y,\n3,c,x,\n4,d,y,2020\n",
        ] {
            assert!(read(text, false, &ReadOptions::default()).is_err(), "{text}");
        }
        // R quotes what it writes, but for missing values.
        let text = "\"text\",\"note\"\n\"1\",\"a\",\n\"2\",\"b\",\n\"4\",\"c\",\"so\"\n";
        check(
            text,
            "comma",
            &["column 1", "text", "note"],
            &[&["1", "a", ""], &["2", "b", ""], &["4", "c", "so"]],
        );
    }

    #[test]
    fn a_title_of_the_spreadsheet_is_no_header() {
        for title in ["Reviews of 2024,,\n", "Reviews of 2024,,\n,,\n", "Export of,2024-05-01,\nShop,A,\n"] {
            let (names, rows, read) = cells(&format!("{title}id,text,label\n1,a,x\n2,b,y\n3,c,x\n"));
            assert_eq!(names, ["id", "text", "label"], "{title}");
            assert_eq!(rows.len(), 3, "{title}");
            assert!(read.gathered.warnings[0].contains("left out as a title"), "{title}");
        }
        // A forgotten name is no title, though a category below is a usual name.
        let (names, ..) = cells("post,,kind\na,1,text\nb,2,review\nc,3,text\nd,4,review\n");
        assert_eq!(names, ["post", "column 2", "kind"]);
    }

    #[test]
    fn full_rows_above_a_header_of_usual_names_are_no_header() {
        let rows = "a,x\nb,y\nc,x\n";
        for title in [
            "Export,2024-05-01\n,\n",
            "Export,2024-05-01\n",
            "Survey,\nDate,2024-05-01\n",
            "grp,grp\n",
            "1,2\n",
        ] {
            let (names, cells, read) = cells(&format!("{title}text,label\n{rows}"));
            assert_eq!((names, cells.len()), (vec!["text".into(), "label".into()], 3), "{title}");
            assert!(read.gathered.warnings[0].contains("left out as a title"), "{title}");
        }
        let (names, ..) = cells(&format!("Author:,Me\nDate:,2024-05-01\n,\nComment,Shop\n{rows}"));
        assert_eq!(names, ["Comment", "Shop"]);
        // pandas, with names in two rows, and with a header that it took for data.
        let (names, ..) = cells(",a,a\n,text,label\n0,a,x\n1,b,y\n2,c,x\n");
        assert_eq!(names, ["column 1", "text", "label"]);
        let (names, ..) = cells(",0,1\n0,text,label\n1,a,x\n2,b,y\n3,c,x\n");
        assert_eq!(names[1..], ["text", "label"]);
        // Answers that are usual names.
        for text in [
            "Antwort,Art\na,x\nb,comment\nc,x\n",
            "Antwort,Art\na,x\ntext,comment\nb,comment\nc,x\n",
            "Review,Art\na,x\ntext,comment\nb,y\n",
            "Antwort,Art\ntext,text\nb,y\n",
        ] {
            assert!(cells(text).2.gathered.set_aside.is_empty(), "{text}");
        }
    }

    #[test]
    fn the_user_may_choose_the_row_with_the_header() {
        let text = "A survey; of 2024\n\nq1;shop\nWhat, then;Shop\ngood;A\n";
        let named = |options: ReadOptions| {
            let Gathered { columns, rows, first_row, .. } =
                read(text, false, &options).expect("readable").gathered;
            (columns[0].name.clone(), columns[1].cell(0).to_owned(), rows, first_row)
        };
        let header = |row| ReadOptions { header_row: Some(row), ..ReadOptions::default() };
        assert_eq!(named(header(3)), ("q1".into(), "Shop".into(), 2, 4));
        assert_eq!(named(header(4)), ("What, then".into(), "A".into(), 1, 5));
        assert_eq!(named(header(0)), ("column 1".into(), " of 2024".into(), 5, 1));
        let skip = |skip_rows| ReadOptions { skip_rows, ..ReadOptions::default() };
        assert_eq!(named(skip(2)), ("q1".into(), "Shop".into(), 2, 4));
        assert!(read(text, false, &header(9)).is_err());
    }

    #[test]
    fn a_delimiter_at_the_end_of_each_row_is_no_column_and_moves_none() {
        let names: &[&str] = &["id", "text", "label"];
        check(
            "id,text,label\n1,a,x,\n2,b,y,\n3,c,x,\n",
            "comma",
            names,
            &[&["1", "a", "x"], &["2", "b", "y"], &["3", "c", "x"]],
        );
        check(
            "id;text;label\n1;a;x;;\n2;b;y;;\n3;c;x;;\n",
            "semicolon",
            names,
            &[&["1", "a", "x"], &["2", "b", "y"], &["3", "c", "x"]],
        );
        // The same text three times is no name of a row.
        assert!(read("text,label\na,b,x\na,b,y\na,c,x\n", false, &ReadOptions::default()).is_err());
    }

    #[test]
    fn what_cuts_after_blanks_is_not_preferred() {
        check(
            "text, or not;label\na, b;x\nc, d;y\n",
            "semicolon",
            &["text, or not", "label"],
            &[&["a, b", "x"], &["c, d", "y"]],
        );
        check("text, label\na, x\n", "comma", &["text", "label"], &[&["a", " x"]]);
    }

    #[test]
    fn quotation_marks_after_blanks_quote() {
        check(
            "id, \"text\"\n1, \"a, b\"\n2, \"c\"\n",
            "comma",
            &["id", "text"],
            &[&["1", "a, b"], &["2", "c"]],
        );
        check(
            "id, text\n1, 5 \"inch\" pipe\n2, \"so\" called\n",
            "comma",
            &["id", "text"],
            &[&["1", " 5 \"inch\" pipe"], &["2", " \"so\" called"]],
        );
    }

    #[test]
    fn tabs_and_no_break_spaces_before_quotation_marks_are_blanks() {
        for blank in ["\t", "\u{a0}", " \t"] {
            let text = format!("\"text\",{blank}\"label\"\n\"a\",{blank}\"x, y\"\n\"b, c\",{blank}\"z\"\n");
            check(&text, "comma", &["text", "label"], &[&["a", "x, y"], &["b, c", "z"]]);
        }
        check("text\tlabel\n\t\"x\"\n\"b\"\t\n", "tab", &["text", "label"], &[&["", "x"], &["b", ""]]);
    }

    #[test]
    fn files_without_quoting_and_with_backslashes_are_known_by_their_even_rows() {
        let names: &[&str] = &["text", "label"];
        check("text\tlabel\n\"so he said\tx\nb\ty\n", "tab", names, &[&["\"so he said", "x"], &["b", "y"]]);
        check("text\tlabel\n\"word\" and so on\tx\n", "tab", names, &[&["\"word\" and so on", "x"]]);
        // Two marks in two rows would swallow what is between them.
        check("text\tlabel\n\"begins\tx\nends\"\ty\n", "tab", names, &[&["\"begins", "x"], &["ends\"", "y"]]);
        check("text\tlabel\n\"two\nlines\"\tx\n", "tab", names, &[&["two\nlines", "x"]]);
        check("\"text\",\"label\"\n\"a \\\"b\\\", c\",\"x\"\n", "comma", names, &[&["a \"b\", c", "x"]]);
        let read = cells("text\tlabel\n\"so he said\tx\n").2;
        assert!(read.facts.contains(&("quoting", "none".to_owned())));
    }

    #[test]
    fn a_backslash_at_the_end_of_a_line_continues_the_text_where_that_makes_all_rows_even() {
        let text = "text\tlabel\na\\\nb \"c\tx\nd\ty\n";
        check(text, "tab", &["text", "label"], &[&["a\nb \"c", "x"], &["d", "y"]]);
        check("text\tlabel\na\\\tx\nb\\\n", "tab", &["text", "label"], &[&["a\\", "x"], &["b\\", ""]]);
        check("text,label\na,x\\\nb,y\n", "comma", &["text", "label"], &[&["a", "x\\"], &["b", "y"]]);
    }

    #[test]
    fn the_user_may_tell_delimiter_and_quoting() {
        let named = |text: &str, options: ReadOptions| {
            let columns = read(text, false, &options).expect("readable").gathered.columns;
            (columns.len(), columns[0].cell(0).to_owned())
        };
        let delimiter = ReadOptions { delimiter: Some('#'), ..ReadOptions::default() };
        assert_eq!(named("text#label\na, b#x\n", delimiter), (2, "a, b".to_owned()));
        let off = ReadOptions { quoting: Some(false), ..ReadOptions::default() };
        assert_eq!(named("text,label\n\"a,x\n", off), (2, "\"a".to_owned()));
        let on = ReadOptions { quoting: Some(true), ..ReadOptions::default() };
        assert!(read("text\tlabel\n\"so he said\tx\n", false, &on).is_err());
    }

    #[test]
    fn what_r_writes_between_blanks_is_read_without_a_word() {
        let text = "\"text\" \"n\" \"label\"\n\"1\" \"a, b\" 5 \"x\"\n\"2\" \"c \\\"d\\\"\" 6 \"y\"\n\"3\" \"e\" NA \"x\"\n";
        let (names, rows, read) = cells(text);
        assert_eq!(names, ["column 1", "text", "n", "label"]);
        assert_eq!(rows[1], ["2", "c \"d\"", "6", "y"]);
        assert_eq!((read.facts[0].1.as_str(), rows.len()), ("blank", 3));
        let blank = ReadOptions { delimiter: Some(' '), ..ReadOptions::default() };
        assert_eq!(super::read(text, false, &blank).expect("readable").gathered.rows, 3);
        // Uneven rows are no table, and the mistake is told.
        assert!(super::read("\"a\" \"b\"\n\"c\" d e f\n", false, &ReadOptions::default()).is_err());
    }

    #[test]
    fn guards_of_numbers_are_taken_off() {
        check(
            "text,label\na,=\"01\"\nb,\"=\"\"02\"\"\"\nc,=\"x\"&A1\n",
            "comma",
            &["text", "label"],
            &[&["a", "01"], &["b", "02"], &["c", "=\"x\"&A1"]],
        );
    }

    #[test]
    fn na_without_quotation_marks_is_missing_where_texts_have_them() {
        let marked = |text: &str| {
            let gathered = cells(text).2.gathered;
            (0..gathered.rows).filter(|&row| gathered.columns[1].is_marked_missing(row)).collect::<Vec<_>>()
        };
        assert_eq!(marked("\"text\",\"label\"\n\"a\",\"x\"\n\"b\",NA\n\"c\",\"NA\"\n\"d\",NaN\n"), [1, 3]);
        assert_eq!(marked("text,label\na,1\nb,NA\nc,-2.5\n"), [1]);
        assert_eq!(marked("text,label\na,x\nb,NA\n"), [0; 0]);
        assert_eq!(marked("text,label\na,\"x\"\nb,NA\nc,y\n"), [0; 0]);
        assert_eq!(marked("text,label\na,NA\nb,NA\n"), [0; 0]);
        let read = cells("text,label\na,1\nb,NA\n").2;
        assert!(read.warnings[0].contains("1 cell holds NA"), "{:?}", read.warnings);
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
