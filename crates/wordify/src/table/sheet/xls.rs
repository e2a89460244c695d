//! Workbooks of Excel 95 to 2003 (xls), cell by cell, numbers under their number format.
//!
//! Why not the crate `calamine`: it holds each sheet as a full rectangle, a copy
//! of the text in every cell and all formulas, so that a small file can ask for any amount of memory.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::archive::{encrypted, unreadable};
use super::area::Area;
use super::biff::{Record, SharedStrings, byte_string, encoding_of, records, unicode_string};
use super::cell_text;
use super::compound::Compound;
use super::format_code;
use super::sheet_rows::SheetRows;
use super::sheets::{Sheet, read_chosen};
use crate::error::{Error, ErrorKind};
use crate::table::bytes::{u16_at, u32_at};
use crate::table::{Format, READABLE, ReadOptions, Table};

/// Sheets in a workbook: far more than anyone makes by hand.
const SHEETS_MAX: usize = 10_000;

/// Reads a sheet of the workbook in the compound file `bytes`.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let file = Compound::new(bytes).ok_or_else(|| unreadable("it is damaged or ends too early"))?;
    if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
        return Err(encrypted());
    }
    let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
        let what =
            if file.has("WordDocument") { "a Word document" } else { "an OLE file without a workbook" };
        return Err(Error::new(
            ErrorKind::Input,
            format!("the file is {what}, not a table that Wordify can read"),
        )
        .remedy(READABLE));
    };
    let book = Workbook::read(&stream)?;
    read_chosen(Format::Xls, &book.sheets, options, |index, rows, _| book.read_sheet(&stream, index, rows))
}

/// What the sheets share.
#[derive(Debug)]
struct Workbook {
    is_biff8: bool,
    encoding: &'static Encoding,
    from_1904: bool,
    strings: SharedStrings,
    /// Number format of each cell format.
    formats: Vec<u16>,
    codes: HashMap<u16, String>,
    sheets: Vec<Sheet>,
    /// Where the records of each sheet begin.
    starts: Vec<usize>,
}

impl Workbook {
    fn read(stream: &[u8]) -> Result<Self, Error> {
        let mut book = Self {
            is_biff8: true,
            encoding: WINDOWS_1252,
            from_1904: false,
            strings: SharedStrings::default(),
            formats: Vec::new(),
            codes: HashMap::new(),
            sheets: Vec::new(),
            starts: Vec::new(),
        };
        let mut complete = false;
        for record in records(stream, 0) {
            match record.kind {
                0x0809 => book.is_biff8 = u16_at(record.data, 0) != Some(0x0500),
                // FilePass
                0x002f => return Err(encrypted()),
                0x0042 => book.encoding = u16_at(record.data, 0).map_or(WINDOWS_1252, encoding_of),
                0x0022 => book.from_1904 = u16_at(record.data, 0) == Some(1),
                0x041e => {
                    if let (Some(id), Some(code)) = (u16_at(record.data, 0), book.format_code(record.data)) {
                        book.codes.insert(id, code);
                    }
                }
                0x00e0 => book.formats.extend(u16_at(record.data, 2)),
                0x0085 => book.add_sheet(record.data)?,
                0x00fc => book.strings = SharedStrings::read(&record),
                0x000a => {
                    complete = true;
                    break;
                }
                _ => {}
            }
        }
        if complete { Ok(book) } else { Err(unreadable("it is damaged or ends too early")) }
    }

    fn format_code(&self, data: &[u8]) -> Option<String> {
        let data = data.get(2..)?;
        if self.is_biff8 { unicode_string(data, 2) } else { byte_string(data, 1, self.encoding) }
    }

    /// Takes a worksheet of the record BoundSheet; charts and macros are left out.
    fn add_sheet(&mut self, data: &[u8]) -> Result<(), Error> {
        let damaged = || unreadable("its list of sheets is damaged");
        let start = u32_at(data, 0).ok_or_else(damaged)? as usize;
        let (&visibility, &kind) = data.get(4).zip(data.get(5)).ok_or_else(damaged)?;
        let name = data.get(6..).ok_or_else(damaged)?;
        let name = if self.is_biff8 { unicode_string(name, 1) } else { byte_string(name, 1, self.encoding) };
        if kind == 0 {
            self.sheets.push(Sheet { name: name.ok_or_else(damaged)?, visible: visibility & 3 == 0 });
            self.starts.push(start);
        }
        if self.sheets.len() > SHEETS_MAX { Err(damaged()) } else { Ok(()) }
    }

    fn read_sheet(&self, stream: &[u8], sheet: usize, rows: &mut SheetRows) -> Result<(), Error> {
        // Charts inside the sheet hold records of the same kinds between marks of their own.
        let mut depth = 0_usize;
        let mut formula_at = None;
        let mut formulas = Formulas::default();
        let mut complete = false;
        for record in records(stream, self.starts[sheet]) {
            match record.kind {
                0x0809 => depth += 1,
                0x000a if depth <= 1 => {
                    complete = true;
                    break;
                }
                0x000a => depth -= 1,
                // The text of the formula just before.
                0x0207 => {
                    if let (Some((row, column)), Some(text)) = (formula_at.take(), self.text(record.data)) {
                        rows.push(row, column, &text)?;
                    }
                }
                // What a formula shares with others stands between it and its text: shared, array or table formula.
                0x04bc | 0x0221 | 0x0021 | 0x0236 | 0x0036 | 0x0037 => {}
                0x00e5 if depth == 1 => merge(record.data, rows)?,
                _ if depth == 1 => {
                    formulas.note(&record);
                    formula_at = self.read_cell(&record, rows)?;
                }
                _ => {}
            }
        }
        if !complete {
            return Err(unreadable("it is damaged or ends too early")
                .at(format!("sheet \"{}\"", self.sheets[sheet].name)));
        }
        formulas.name_those_without_value(rows);
        Ok(())
    }

    /// Reads the cells of `record`, if it has any; returns the place of a formula whose text comes next.
    fn read_cell(&self, record: &Record<'_>, rows: &mut SheetRows) -> Result<Option<(usize, usize)>, Error> {
        let data = record.data;
        let (Some(row), Some(column), Some(format)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4))
        else {
            return Ok(None);
        };
        let (row, column) = (usize::from(row), usize::from(column));
        match record.kind {
            // Number
            0x0203 => self.push_number(rows, (row, column), f64_at(data, 6), format)?,
            // Label, RString
            0x0204 | 0x00d6 => {
                let text = data.get(6..).and_then(|data| self.text(data));
                rows.push(row, column, &text.unwrap_or_default())?;
            }
            // LabelSst
            0x00fd => {
                let text = u32_at(data, 6).and_then(|number| self.strings.get(number as usize));
                rows.push(row, column, text.unwrap_or_default())?;
            }
            // RK
            0x027e => self.push_number(rows, (row, column), u32_at(data, 6).map(unpack), format)?,
            // MulRk: a run of cells, each with format and number
            0x00bd => {
                let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                for (offset, cell) in cells.chunks_exact(6).enumerate() {
                    if let Some(format) = u16_at(cell, 0) {
                        let value = u32_at(cell, 2).map(unpack);
                        self.push_number(rows, (row, column + offset), value, format)?;
                    }
                }
            }
            // BoolErr
            0x0205 => match (data.get(6), data.get(7)) {
                (Some(&code), Some(1)) => rows.push_fault(row, column, fault(code)),
                (Some(&value), _) => rows.push(row, column, cell_text::boolean(value != 0))?,
                _ => {}
            },
            // Formula, with the value it had
            0x0006 => match data.get(6..14) {
                Some([0, .., 0xff, 0xff]) => return Ok(Some((row, column))),
                Some([1, _, value, .., 0xff, 0xff]) => {
                    rows.push(row, column, cell_text::boolean(*value != 0))?;
                }
                Some([2, _, code, .., 0xff, 0xff]) => rows.push_fault(row, column, fault(*code)),
                // No text, or no value.
                Some([_, .., 0xff, 0xff]) => {}
                _ => self.push_number(rows, (row, column), f64_at(data, 6), format)?,
            },
            _ => {}
        }
        Ok(None)
    }

    fn text(&self, data: &[u8]) -> Option<String> {
        if self.is_biff8 { unicode_string(data, 2) } else { byte_string(data, 2, self.encoding) }
    }

    fn push_number(
        &self,
        rows: &mut SheetRows,
        (row, column): (usize, usize),
        value: Option<f64>,
        format: u16,
    ) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        let id = self.formats.get(usize::from(format)).copied().unwrap_or(0);
        let code = self.codes.get(&id).map_or_else(|| format_code::built_in_code(id), String::as_str);
        rows.push_number(row, column, value, code, self.from_1904)
    }
}

/// The formulas of a sheet.
#[derive(Debug, Default)]
struct Formulas {
    has_value: bool,
    without: Vec<(usize, usize)>,
}

impl Formulas {
    /// Notes whether `record` is a formula with a value.
    fn note(&mut self, record: &Record<'_>) {
        if record.kind != 0x0006 {
            return;
        }
        let place = u16_at(record.data, 0).zip(u16_at(record.data, 2));
        match (record.data.get(6..14), place) {
            (Some([3, .., 0xff, 0xff]), Some((row, column))) => {
                self.without.push((row.into(), column.into()));
            }
            _ => self.has_value = true,
        }
    }

    /// Programs that compute nothing write each formula like one that gives no text. Where others have a value, it gave none.
    fn name_those_without_value(self, rows: &mut SheetRows) {
        if !self.has_value {
            self.without.into_iter().for_each(|(row, column)| rows.push_formula(row, column));
        }
    }
}

/// The areas of the record MergeCells.
fn merge(data: &[u8], rows: &mut SheetRows) -> Result<(), Error> {
    for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
        let at = |index| u16_at(area, index).map_or(0, usize::from);
        let (first_row, last_row, first_column, last_column) = (at(0), at(2), at(4), at(6));
        if first_row <= last_row && first_column <= last_column {
            rows.merge(Area { first_row, last_row, first_column, last_column })?;
        }
    }
    Ok(())
}

pub(in crate::table) fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

/// A number in the packed form RK: 30 bits of a float or of an integer, perhaps times 100.
pub(in crate::table) fn unpack(packed: u32) -> f64 {
    let value = if packed & 2 != 0 {
        f64::from((packed as i32) >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & 1 != 0 { value / 100.0 } else { value }
}

pub(in crate::table) fn fault(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "an error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_unpacked() {
        assert_eq!(unpack(2016 << 2 | 2), 2016.0);
        assert_eq!(unpack((-5_i32 << 2) as u32 | 2), -5.0);
        assert_eq!(unpack(1250 << 2 | 3), 12.5);
        assert_eq!(unpack((0.5_f64.to_bits() >> 32) as u32), 0.5);
    }

    #[test]
    fn formulas_are_without_value_where_none_of_the_sheet_has_one() {
        let formula = |row: u8, value: [u8; 8]| {
            let place = [row, 0, 1, 0, 0, 0];
            [&place[..], &value, &[0; 6]].concat()
        };
        let none = [3, 0, 0, 0, 0, 0, 0xff, 0xff];
        let warnings = |values: &[[u8; 8]]| {
            let (mut formulas, mut rows, mut warnings) =
                (Formulas::default(), SheetRows::default(), Vec::new());
            rows.push(0, 0, "text").expect("in order");
            for (row, value) in (1..).zip(values) {
                formulas.note(&Record { kind: 0x0006, data: &formula(row, *value), more: Vec::new() });
            }
            formulas.name_those_without_value(&mut rows);
            rows.finish(&mut warnings).expect("in order");
            warnings
        };
        assert!(warnings(&[none, none])[0].contains("the first is B2, the last B3"));
        assert!(warnings(&[none, 1.5_f64.to_le_bytes()]).is_empty());
        assert!(warnings(&[]).is_empty());
    }

    fn sample() -> Vec<u8> {
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/libreoffice.xls"))
            .expect("a file of the tests")
    }

    #[test]
    fn a_password_is_reported() {
        let mut bytes = sample();
        // The record CodePage, which every workbook has, becomes FilePass.
        let at = bytes.windows(4).position(|four| four == [0x42, 0, 2, 0]).expect("a code page");
        bytes[at] = 0x2f;
        assert_eq!(read(&bytes, &ReadOptions::default()).expect_err("encrypted"), encrypted());
    }

    #[test]
    fn a_workbook_that_ends_early_is_an_error() {
        let bytes = sample();
        let half = &bytes[..bytes.len() / 2];
        assert_eq!(read(half, &ReadOptions::default()).expect_err("cut off").kind(), ErrorKind::Input);
    }
}
