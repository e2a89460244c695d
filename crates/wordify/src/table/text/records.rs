//! Records of delimited text, with every wrong quotation mark reported by its place.
//!
//! The usual dialect: a field that begins with a quotation mark ends with one, and holds
//! delimiters, line ends and doubled quotation marks in between; in any other field a quotation mark is a
//! character like any other. Two others are in use: marks within a field after a backslash, and no quoting at all. Lines end with LF, CR LF, CR, or CR CR LF (a common accident on Windows).
//!
//! Why not the crate `csv`: it reads a quotation mark that is never closed as one field up to the end of the
//! file, and a field that goes on after its closing mark as a longer field, both without a word.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use crate::count::grouped;
use crate::error::{Error, ErrorKind};

const QUOTE: u8 = b'"';
/// The two bytes of a no-break space.
const NO_BREAK_FIRST: u8 = 0xc2;
const NO_BREAK_SECOND: u8 = 0xa0;

/// How fields are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between fields; ASCII.
    pub(super) delimiter: u8,
    pub(super) quoting: Quoting,
    /// Whether blanks, of any kind that is no delimiter, may stand between a delimiter and a quotation mark.
    pub(super) blanks: bool,
}

impl Dialect {
    /// The usual quoting, no blanks.
    pub(super) fn usual(delimiter: u8) -> Self {
        Self { delimiter, quoting: Quoting::Doubled, blanks: false }
    }
}

/// How quotation marks within a quoted field are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Twice.
    Doubled,
    /// After a backslash, as Spark and MySQL do.
    Backslash,
    /// There are no quoted fields: a quotation mark is a character like any other.
    Absent,
    /// There are none, and a backslash stands before each delimiter and line end that belongs to a field, as MySQL writes where it is told
    /// nothing.
    Escaped,
}

/// A walk over the records of a text.
#[derive(Debug, Clone)]
pub(super) struct Records<'a> {
    text: &'a str,
    at: usize,
    dialect: Dialect,
    scratch: String,
    /// Quoted fields with blanks before them, so far.
    pub(super) after_blanks: usize,
}

/// A wrong quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// The mark at this byte is never closed.
    Open(usize),
    /// The field that begins at the first byte goes on after its closing mark, at the second byte.
    Inner(usize, usize),
}

impl<'a> Records<'a> {
    /// Records of `text` between line ends.
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        Self { text, at: 0, dialect, scratch: String::new(), after_blanks: 0 }
    }

    /// Whether all records have been read.
    pub(super) fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Steps over `rows` records, as far as there are so many and they are well quoted.
    pub(super) fn skip(&mut self, rows: usize) {
        for _ in 0..rows {
            if self.is_done() || self.next(|_, _, _| Ok::<(), QuoteFault>(())).is_err() {
                return;
            }
        }
    }

    /// Reads one record and hands each field to `take` with its number from 0 and whether it was quoted; returns the
    /// number of fields, 0 for an empty line. Must not be called when done.
    pub(super) fn next<E: From<QuoteFault>>(
        &mut self,
        mut take: impl FnMut(usize, &str, bool) -> Result<(), E>,
    ) -> Result<usize, E> {
        let bytes = self.text.as_bytes();
        if self.end_line() {
            return Ok(0);
        }
        let mut fields = 0;
        loop {
            if self.is_quoted() {
                let from = self.quoted()?;
                let field = from.map_or(self.scratch.as_str(), |(start, end)| &self.text[start..end]);
                take(fields, field, true)?;
            } else if self.dialect.quoting == Quoting::Escaped {
                let from = self.escaped();
                let field = from.map_or(self.scratch.as_str(), |(start, end)| &self.text[start..end]);
                take(fields, field, false)?;
            } else {
                let rest = &bytes[self.at..];
                let length = memchr3(self.dialect.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
                take(fields, &self.text[self.at..self.at + length], false)?;
                self.at += length;
            }
            fields += 1;
            if bytes.get(self.at) == Some(&self.dialect.delimiter) {
                self.at += 1;
            } else {
                self.end_line();
                return Ok(fields);
            }
        }
    }

    /// Whether a quoted field begins here; blanks before it are stepped over where the dialect has them.
    fn is_quoted(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let blanks = if self.dialect.blanks { self.blanks(rest) } else { 0 };
        let has_quotes = !matches!(self.dialect.quoting, Quoting::Absent | Quoting::Escaped);
        let is_quoted = has_quotes && rest.get(blanks) == Some(&QUOTE);
        if is_quoted {
            self.at += blanks;
            self.after_blanks += usize::from(blanks > 0);
        }
        is_quoted
    }

    /// How many bytes of blanks `rest` begins with: blanks, tabs and no-break spaces; none where the blank is the delimiter, as R's
    /// write.table has it.
    fn blanks(&self, rest: &[u8]) -> usize {
        let delimiter = self.dialect.delimiter;
        if delimiter == b' ' {
            return 0;
        }
        let mut blanks = 0;
        loop {
            blanks += match &rest[blanks..] {
                [b' ', ..] => 1,
                [b'\t', ..] if delimiter != b'\t' => 1,
                [NO_BREAK_FIRST, NO_BREAK_SECOND, ..] => 2,
                _ => return blanks,
            };
        }
    }

    /// Reads a field with backslashes up to the byte after it, as [`Self::quoted`] does.
    fn escaped(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let delimiter = self.dialect.delimiter;
        let is_end = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
        let (mut start, mut has_begun) = (self.at, false);
        let mut at = start;
        while let Some(&byte) = bytes.get(at).filter(|&&byte| !is_end(byte)) {
            let next = bytes.get(at + 1).copied();
            if byte == b'\\' && next.is_some_and(|next| next == b'\\' || is_end(next)) {
                self.keep_escaped(start, at, &mut has_begun);
                start = at + 2;
                at = start;
                // Only the first byte of a line end has the backslash.
                at += usize::from(next == Some(b'\r') && bytes.get(at) == Some(&b'\n'));
            } else {
                at += 1;
            }
        }
        let whole = (self.at, at);
        self.at = at;
        if has_begun {
            self.scratch.push_str(&self.text[start..at]);
        }
        (!has_begun).then_some(whole)
    }

    /// Reads a quoted field up to the byte after it. Its text is between two bytes of the file, or in
    /// `scratch` (`None`) when marks had to be undoubled.
    fn quoted(&mut self) -> Result<Option<(usize, usize)>, QuoteFault> {
        let bytes = self.text.as_bytes();
        let open = self.at;
        let mut start = open + 1;
        let mut doubled = false;
        loop {
            let close = self.mark(start).ok_or(QuoteFault::Open(open))?;
            if bytes[close] == b'\\' {
                self.keep_escaped(start, close, &mut doubled);
                start = close + 2;
                continue;
            }
            if bytes.get(close + 1) == Some(&QUOTE) {
                if !doubled {
                    doubled = true;
                    self.scratch.clear();
                }
                self.scratch.push_str(&self.text[start..=close]);
                start = close + 2;
                continue;
            }
            // Blanks between the closing mark and the delimiter are an accident without harm.
            self.at = close + 1 + self.blanks(&bytes[close + 1..]);
            match bytes.get(self.at) {
                None | Some(b'\n' | b'\r') => {}
                Some(&byte) if byte == self.dialect.delimiter => {}
                Some(_) => return Err(QuoteFault::Inner(open, close)),
            }
            if doubled {
                self.scratch.push_str(&self.text[start..close]);
            }
            return Ok((!doubled).then_some((start, close)));
        }
    }

    /// The next quotation mark from `start` on, or in a dialect with backslashes the next that stands before a mark or
    /// another backslash.
    fn mark(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if self.dialect.quoting != Quoting::Backslash {
            return memchr(QUOTE, &bytes[start..]).map(|found| start + found);
        }
        let mut at = start;
        loop {
            at += memchr2(QUOTE, b'\\', &bytes[at..])?;
            if bytes[at] == QUOTE || matches!(bytes.get(at + 1), Some(&QUOTE | b'\\')) {
                return Some(at);
            }
            at += 1;
        }
    }

    /// Appends the text from `start` to the backslash at `at`, and the character after that, to `scratch`.
    fn keep_escaped(&mut self, start: usize, at: usize, has_begun: &mut bool) {
        if !*has_begun {
            *has_begun = true;
            self.scratch.clear();
        }
        self.scratch.push_str(&self.text[start..at]);
        self.scratch.push_str(&self.text[at + 1..at + 2]);
    }

    /// Steps over a line end, if there is one here.
    fn end_line(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let length = match rest {
            [b'\r', b'\r', b'\n', ..] => 3,
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        self.at += length;
        length > 0
    }

    /// The error for the fault in the record that is row `row` for the user; `lines_before` lines were cut off before
    /// this text.
    pub(super) fn error(&self, fault: QuoteFault, row: usize, lines_before: usize) -> Error {
        let line = |at: usize| {
            let before = &self.text.as_bytes()[..at];
            let feeds = memchr_iter(b'\n', before).count();
            lines_before + 1 + if feeds > 0 { feeds } else { memchr_iter(b'\r', before).count() }
        };
        let (at, message, remedy) = match fault {
            QuoteFault::Open(open) => (
                open,
                "a quotation mark opens a cell and is never closed",
                "Close the cell with a quotation mark, or remove the mark; a mark that belongs to the text is written \
                 twice inside a quoted cell. If the file has no quoted cells, say so (--quoting off).",
            ),
            QuoteFault::Inner(open, _) => (
                open,
                "a quoted cell goes on after its closing quotation mark",
                "Write quotation marks that belong to the text twice (\"\"; in R with qmethod = \"double\"), remove the \
                 stray one, or say that the file has no quoted cells (--quoting off).",
            ),
        };
        let place = format!("row {}, line {} of the file", grouped(row), grouped(line(at)));
        Error::new(ErrorKind::Input, message).at(place).remedy(remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<String>>, QuoteFault> {
        read_as(text, Dialect::usual(b','))
    }

    fn read_as(text: &str, dialect: Dialect) -> Result<Vec<Vec<String>>, QuoteFault> {
        let mut records = Records::new(text, dialect);
        let mut rows = Vec::new();
        while !records.is_done() {
            let mut row = Vec::new();
            records.next(|number, field, _| {
                assert_eq!(number, row.len());
                row.push(field.to_owned());
                Ok::<(), QuoteFault>(())
            })?;
            rows.push(row);
        }
        Ok(rows)
    }

    fn check(text: &str, expected: &[&[&str]]) {
        assert_eq!(read(text).expect("well quoted"), expected, "{text:?}");
    }

    #[test]
    fn fields_and_records_are_split_as_spreadsheets_split_them() {
        check("a,b\nc,d", &[&["a", "b"], &["c", "d"]]);
        check("a,\n,b\n", &[&["a", ""], &["", "b"]]);
        check("a,b\r\nc,d\re,f\r\r\ng,h", &[&["a", "b"], &["c", "d"], &["e", "f"], &["g", "h"]]);
        check("a\n\nb\n", &[&["a"], &[], &["b"]]);
        check("\"a,\nb\",c\n", &[&["a,\nb", "c"]]);
        check("\"he said \"\"no\"\"\",\"\"\n", &[&["he said \"no\"", ""]]);
        check("\"\"\"\",x", &[&["\"", "x"]]);
        check("\"a\" ,b\n", &[&["a", "b"]]);
    }

    #[test]
    fn a_quotation_mark_inside_an_unquoted_field_is_a_character() {
        check("a 5\" pipe,b\n", &[&["a 5\" pipe", "b"]]);
    }

    #[test]
    fn other_dialects_are_read_as_their_programs_write_them() {
        let usual = Dialect::usual(b',');
        let check = |dialect: Dialect, text: &str, expected: &[&[&str]]| {
            assert_eq!(read_as(text, dialect).expect("well quoted"), expected, "{text}");
        };
        let backslash = Dialect { quoting: Quoting::Backslash, ..usual };
        check(backslash, "\"a \\\"b\\\", c\",\"x\"\n", &[&["a \"b\", c", "x"]]);
        check(backslash, "\"a\\nb\\\\\",x\n\"é\\é\",\"\"\n", &[&["a\\nb\\", "x"], &["é\\é", ""]]);
        check(backslash, "\"a \"\"b\"\"\",x\n", &[&["a \"b\"", "x"]]);
        let absent = Dialect { quoting: Quoting::Absent, ..usual };
        check(absent, "\"a\" b,x\n\"c,\"\n", &[&["\"a\" b", "x"], &["\"c", "\""]]);
        let escaped = Dialect { quoting: Quoting::Escaped, ..usual };
        check(
            escaped,
            "a \\\n\"b\\,,x\\\\\né\\\r\nc,\\N\r\n\\",
            &[&["a \n\"b,", "x\\"], &["é\r\nc", "\\N"], &["\\"]],
        );
        let blanks = Dialect { blanks: true, ..usual };
        check(blanks, "1, \"a, b\",  \"x\"\n 2, c,\"y\"\n", &[&["1", "a, b", "x"], &[" 2", " c", "y"]]);
        check(
            blanks,
            "1,\t\"a, b\",\u{a0} \"x\"\t\n\t2,é,\t\"y\"",
            &[&["1", "a, b", "x"], &["\t2", "é", "y"]],
        );
        let tabs = Dialect { blanks: true, ..Dialect::usual(b'\t') };
        check(tabs, "1\t\t\u{a0}\"a\tb\"\t\n", &[&["1", "", "a\tb", ""]]);
        assert!(read_as("\"a\\\",b\n", backslash).is_err());
    }

    #[test]
    fn blanks_behind_quoted_fields_are_delimiters_where_the_delimiter_is_a_blank() {
        let rows = [["1", "a, b", "x"], ["2", "", "5"]];
        for blanks in [false, true] {
            let dialect = Dialect { blanks, ..Dialect::usual(b' ') };
            assert_eq!(read_as("\"1\" \"a, b\" \"x\"\n\"2\" \"\" 5\n", dialect).expect("well quoted"), rows);
        }
    }

    #[test]
    fn a_stray_quotation_mark_is_a_fault_at_its_byte() {
        assert_eq!(read("a,b\n\"c,d\ne,f\n"), Err(QuoteFault::Open(4)));
        assert_eq!(read("a,b\n\"c,d\n\"e, f\",g\n"), Err(QuoteFault::Inner(4, 9)));
        assert_eq!(read("\"c \"big\" d\",e\n"), Err(QuoteFault::Inner(0, 3)));
    }

    #[test]
    fn a_fault_is_reported_with_row_line_and_remedy() {
        let text = "a,b\r\n\"c,\r\nd\",e\r\n\"f,g\r\n";
        let records = Records::new(text, Dialect::usual(b','));
        let error = records.error(QuoteFault::Open(17), 3, 1);
        assert_eq!(error.place(), Some("row 3, line 5 of the file"));
        assert!(error.remedy_text().is_some());
    }
}
