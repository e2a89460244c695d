//! SAS transport files, `.xpt`, of the versions 5 and 8: records of 80 bytes, numbers as mainframes have them.
//!
//! The format is described by SAS in "Record Layout of a SAS Version 5 or 6 Data Set in SAS Transport Format" (TS-140) and in its
//! successor for the versions 8 and 9.

use super::super::gathering::Gathering;
use super::super::input::{Input, Origin};
use super::super::letters::Letters;
use super::variable::{Number, Variable, push_row, warning_of_labels};
use crate::error::Error;
use crate::table::limits::check_table;
use crate::table::{Format, ReadOptions, Table};

const ORIGIN: Origin = Origin {
    name: "the SAS transport file",
    remedy: "Download or copy the file again, or in SAS: proc export data=NAME outfile=\"data.csv\" dbms=csv; run;",
};

const RECORD: usize = 80;
/// Bytes of the description of a variable: 136 on VAX, 140 elsewhere.
const DESCRIPTIONS: [usize; 2] = [136, 140];
/// Bytes of a number.
const NUMBERS: std::ops::RangeInclusive<usize> = 2..=8;

/// Reads the first table in `bytes`.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let mut input = Input::new(bytes, ORIGIN);
    input.is_big = true;
    let mut letters = Letters::new(None, options)?;
    // The library: its header, its name, its dates.
    let is_new = input.take(3 * RECORD)?.starts_with(b"HEADER RECORD*******LIBV8");
    let member = header(&mut input, b"MEMB")?;
    let description = decimal(&member[74..78]).filter(|length| DESCRIPTIONS.contains(length));
    let description = description.ok_or_else(|| input.damaged())?;
    // The table: a header, its names, dates and label.
    input.take(3 * RECORD)?;
    let names = header(&mut input, b"NAM")?;
    let count = decimal(&names[53..58]).ok_or_else(|| input.damaged())?;
    check_table(0, count)?;
    let mut variables = variables(&mut input, count, description, is_new, &mut letters)?;
    if is_new {
        long_labels(&mut input, &mut variables, &mut letters)?;
    }
    header(&mut input, b"OBS")?;
    let width = variables.iter().map(|variable| variable.length).sum();
    if width == 0 {
        return Err(ORIGIN.holds("no variables"));
    }
    let named = variables.iter().map(|variable| (variable.name.as_str(), variable.label.as_str()));
    let mut gathering = Gathering::new(named, bytes.len(), options.limits)?;
    let (rows, is_alone) = rows(input.rest(), width);
    gathering.check_rows(rows.len() / width)?;
    for row in rows.chunks_exact(width) {
        push_row(&mut gathering, &variables, row, &mut letters, ibm)?;
    }
    let mut warnings = letters.warnings();
    warnings.extend(warning_of_labels(&variables));
    if !is_alone {
        warnings.push("The file holds several tables; the first is read.".to_owned());
    }
    if !bytes.len().is_multiple_of(RECORD) {
        warnings.push(
            "The file ends within a record, so rows may be missing. Download or copy it again.".to_owned(),
        );
    }
    let version = if is_new { "8" } else { "5" };
    let facts = vec![("encoding", letters.name()), ("version", version.to_owned())];
    Ok(gathering.finish(Format::Xpt, facts, warnings))
}

/// Takes a header record whose name begins with `name`.
fn header<'a>(input: &mut Input<'a>, name: &[u8]) -> Result<&'a [u8], Error> {
    let before = *input;
    let record = input.take(RECORD)?;
    let is_header = record.strip_prefix(b"HEADER RECORD*******").is_some_and(|rest| rest.starts_with(name));
    if is_header { Ok(record) } else { Err(before.damaged()) }
}

/// A number in digits.
fn decimal(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.trim().parse().ok()
}

fn variables(
    input: &mut Input<'_>,
    count: usize,
    description: usize,
    is_new: bool,
    letters: &mut Letters,
) -> Result<Vec<Variable>, Error> {
    let mut variables = Vec::new();
    let mut at = 0;
    for _ in 0..count {
        let mut field = *input;
        input.take(description)?;
        let kind = field.u16()?;
        field.take(2)?;
        let length = usize::from(field.u16()?);
        field.take(2)?;
        let mut text = |bytes| letters.trimmed(bytes).into_owned();
        let (short, label, format) = (text(field.take(8)?), text(field.take(40)?), text(field.take(8)?));
        // Where SAS kept the variable in memory is said as well; here all stand in the order of their descriptions.
        field.take(20 + 4)?;
        let name = if is_new { text(field.take(32)?) } else { short };
        let is_text = kind == 2;
        if !(is_text || kind == 1 && NUMBERS.contains(&length)) {
            return Err(field.damaged());
        }
        variables.push(Variable { name, label, at, length, is_text, format });
        at += length;
    }
    pad(input, count * description)?;
    Ok(variables)
}

/// Takes what fills up the last record of this many bytes.
fn pad(input: &mut Input<'_>, bytes: usize) -> Result<(), Error> {
    input.take(bytes.next_multiple_of(RECORD) - bytes).map(|_| ())
}

/// Labels and names of formats that are longer than the fields of a description.
fn long_labels(
    input: &mut Input<'_>,
    variables: &mut [Variable],
    letters: &mut Letters,
) -> Result<(), Error> {
    let has_formats = match input.rest() {
        rest if rest.starts_with(b"HEADER RECORD*******LABELV8") => false,
        rest if rest.starts_with(b"HEADER RECORD*******LABELV9") => true,
        _ => return Ok(()),
    };
    let record = input.take(RECORD)?;
    let digits = record[48..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let count = decimal(&record[48..48 + digits]).ok_or_else(|| input.damaged())?;
    let start = input.at();
    for _ in 0..count {
        let number = usize::from(input.u16()?);
        let mut lengths = [0; 4];
        for length in lengths.iter_mut().take(if has_formats { 4 } else { 2 }) {
            *length = usize::from(input.u16()?);
        }
        let [name, label, format, informat] = lengths;
        let (name, label) = (input.take(name)?, input.take(label)?);
        let format = input.take(format)?;
        input.take(informat)?;
        let variable = number.checked_sub(1).and_then(|index| variables.get_mut(index));
        let variable = variable.ok_or_else(|| input.damaged())?;
        variable.name = letters.trimmed(name).into_owned();
        variable.label = letters.trimmed(label).into_owned();
        if has_formats {
            // With width and decimals: `DATE9.`.
            let format = letters.trimmed(format).into_owned();
            format
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
                .clone_into(&mut variable.format);
        }
    }
    pad(input, input.at() - start)
}

/// The bytes of the rows, and whether no further table follows.
fn rows(rest: &[u8], width: usize) -> (&[u8], bool) {
    let is_next = |record: &[u8]| record.starts_with(b"HEADER RECORD*******MEMB");
    let next = rest.chunks(RECORD).position(is_next);
    let mut rows = &rest[..next.map_or(rest.len(), |records| records * RECORD)];
    // The last record is filled up with blanks. Where rows are short, nothing distinguishes these from rows of blank texts.
    let padding = rows.len().saturating_sub(RECORD - 1);
    rows = &rows[..rows.len() / width * width];
    while rows.len() > padding
        && rows.len() >= width
        && rows[rows.len() - width..].iter().all(|&byte| byte == b' ')
    {
        rows = &rows[..rows.len() - width];
    }
    (rows, next.is_none())
}

/// A number of IBM's mainframes: a sign, a power of 16 and a fraction; its last bytes may be cut.
fn ibm(bytes: &[u8]) -> Number {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    let fraction = u64::from_be_bytes(eight) & 0x00ff_ffff_ffff_ffff;
    if fraction == 0 {
        return match eight[0] {
            b'.' => Number::Missing,
            b'_' | b'A'..=b'Z' => Number::DeclaredMissing,
            _ => Number::Value(0.0),
        };
    }
    let sign = if eight[0] & 0x80 == 0 { 1.0 } else { -1.0 };
    let power = 4 * (i32::from(eight[0] & 0x7f) - 64) - 56;
    // Powers of two are exact.
    Number::Value(sign * fraction as f64 * 2f64.powi(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_mainframes_have_their_values() {
        // Numbers of the document of SAS and of IBM's Principles of Operation.
        for (bytes, value) in [
            (&[0x41, 0x10, 0, 0, 0, 0, 0, 0][..], Number::Value(1.0)),
            (&[0xc1, 0x10, 0, 0, 0, 0, 0, 0], Number::Value(-1.0)),
            (&[0x42, 0x64, 0, 0, 0, 0, 0, 0], Number::Value(100.0)),
            (&[0xc2, 0x76, 0xa0, 0, 0, 0, 0, 0], Number::Value(-118.625)),
            (&[0x40, 0x80], Number::Value(0.5)),
            (&[0; 8], Number::Value(0.0)),
            (b".\0\0\0\0\0\0\0", Number::Missing),
            (b"A\0\0\0\0\0\0\0", Number::DeclaredMissing),
            (b"_\0\0\0\0\0\0\0", Number::DeclaredMissing),
        ] {
            assert_eq!(ibm(bytes), value, "{bytes:?}");
        }
    }

    fn record(text: &str) -> Vec<u8> {
        format!("{text:<80}").into_bytes()
    }

    /// A file of version 5 with a number and a text of eight letters, laid out by the document of SAS.
    fn file(rows: &[([u8; 8], &str)]) -> Vec<u8> {
        let head = |name: &str, numbers: &str| {
            record(&format!("HEADER RECORD*******{name:<8}HEADER RECORD!!!!!!!{numbers}"))
        };
        let mut bytes = head("LIBRARY", &"0".repeat(30));
        bytes.extend([record("SAS     SAS     SASLIB  9.4     LINUX"), record("28NOV26:18:00:00")].concat());
        bytes.extend(head("MEMBER", "000000000000000001600000000140"));
        bytes.extend(head("DSCRPTR", &"0".repeat(30)));
        bytes.extend([record("SAS     DATA    SASDATA 9.4     LINUX"), record("28NOV26:18:00:00")].concat());
        bytes.extend(head("NAMESTR", "000000000200000000000000000000"));
        let mut descriptions = Vec::new();
        for (kind, name, label, format, at) in
            [(1_u16, "DAY", "The day", "DATE", 0_u32), (2, "TEXT", "What was said", "", 8)]
        {
            let mut description = Vec::new();
            for number in [kind, 0, 8, 1] {
                description.extend(number.to_be_bytes());
            }
            description.extend(format!("{name:<8}{label:<40}{format:<8}").into_bytes());
            description.extend([0; 20]);
            description.extend(at.to_be_bytes());
            description.extend([0; 52]);
            descriptions.extend(description);
        }
        descriptions.resize(4 * RECORD, b' ');
        bytes.extend(descriptions);
        bytes.extend(head("OBS", &"0".repeat(30)));
        let mut data: Vec<u8> = Vec::new();
        for (number, text) in rows {
            data.extend(number);
            data.extend(format!("{text:<8}").into_bytes());
        }
        data.resize(data.len().next_multiple_of(RECORD), b' ');
        [bytes, data].concat()
    }

    /// 29 February 2000 is day 14,669 = 394D in hexadecimal.
    const DAY: [u8; 8] = [0x44, 0x39, 0x4d, 0, 0, 0, 0, 0];

    #[test]
    fn a_table_is_read_with_its_labels_and_without_its_padding() {
        let bytes = file(&[(DAY, "good"), (*b".\0\0\0\0\0\0\0", " bad"), (*b"Z\0\0\0\0\0\0\0", "")]);
        let table = read(&bytes, &ReadOptions::default()).expect("readable");
        let cells = |column: usize| table.columns[column].cells().collect::<Vec<_>>();
        assert_eq!((table.format, table.rows), (Format::Xpt, 3));
        assert_eq!((cells(0), cells(1)), (vec!["2000-02-29", "", ""], vec!["good", " bad", ""]));
        assert_eq!([1, 2].map(|row| table.columns[0].is_marked_missing(row)), [false, true]);
        assert_eq!(
            (table.columns[1].name.as_str(), table.columns[1].description.as_str()),
            ("TEXT", "What was said")
        );
        assert_eq!(table.warnings, Vec::<String>::new());
        let two = [bytes.clone(), record("HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!")].concat();
        let table = read(&two, &ReadOptions::default()).expect("readable");
        assert_eq!((table.rows, table.warnings.len()), (3, 1), "{:?}", table.warnings);
    }

    #[test]
    fn rows_that_are_cut_off_are_warned_of() {
        let bytes = file(&[(DAY, "good"), (DAY, "bad"), (DAY, "x"), (DAY, "y"), (DAY, "z"), (DAY, "last")]);
        let table = read(&bytes[..bytes.len() - RECORD - 10], &ReadOptions::default()).expect("readable");
        assert_eq!(table.rows, 4);
        assert!(
            table.warnings.iter().any(|warning| warning.contains("rows may be missing")),
            "{:?}",
            table.warnings
        );
    }

    #[test]
    fn a_file_that_ends_early_is_an_error_with_a_remedy() {
        let bytes = file(&[(DAY, "good")]);
        for length in (20..bytes.len() - RECORD).step_by(7) {
            let error = read(&bytes[..length], &ReadOptions::default()).expect_err("too short");
            assert!(error.remedy_text().is_some(), "{length}: {error}");
        }
    }
}
