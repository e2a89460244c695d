//! Excel workbooks in binary parts (xlsb, [MS-XLSB]), read as they stream out of the archive, numbers under their
//! number format.
//!
//! Why not the crate `calamine`: it knows no number formats here, and loses cells that follow another without a column
//! number of their own, as SheetJS writes them.

use std::io::{BufRead, BufReader, Read};

use encoding_rs::UTF_16LE;

use super::area::Area;
use super::book::{self, Book, Formats, Parts, Strings};
use super::cell_text;
use super::package::Relation;
use super::sheet_rows::SheetRows;
use super::sheets::Sheet;
use super::xls::{f64_at, fault, unpack};
use super::xml::damaged;
use crate::error::Error;
use crate::table::bytes::{u16_at, u32_at};
use crate::table::limits::CELL_BYTES_MAX;
use crate::table::{Format, ReadOptions, Table};

/// Bytes of a record: a text of the longest cell that is read, in two bytes a letter.
const RECORD_BYTES_MAX: u64 = 2 * CELL_BYTES_MAX as u64;

/// Reads a sheet of the workbook in `bytes`, an archive that was checked.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    book::read::<BinaryParts>(bytes, options)
}

/// The records of a part.
struct Records<R> {
    part: BufReader<R>,
    data: Vec<u8>,
}

impl<R: Read> Records<R> {
    fn new(part: R) -> Self {
        Self { part: BufReader::new(part), data: Vec::new() }
    }

    /// Kind and bytes of the next record; `None` at the end.
    fn next(&mut self) -> Result<Option<(u32, &[u8])>, Error> {
        if self.part.fill_buf().map_err(|_| damaged())?.is_empty() {
            return Ok(None);
        }
        let kind = self.number(2)?;
        let length = u64::from(self.number(4)?);
        if length > RECORD_BYTES_MAX {
            return Err(damaged());
        }
        self.data.clear();
        let read = (&mut self.part).take(length).read_to_end(&mut self.data).map_err(|_| damaged())?;
        if (read as u64) < length { Err(damaged()) } else { Ok(Some((kind, &self.data))) }
    }

    /// A number of up to `bytes_max` bytes, seven bits in each.
    fn number(&mut self, bytes_max: u32) -> Result<u32, Error> {
        let mut number = 0;
        for byte_number in 0..bytes_max {
            let mut byte = [0];
            self.part.read_exact(&mut byte).map_err(|_| damaged())?;
            number |= u32::from(byte[0] & 0x7f) << (7 * byte_number);
            if byte[0] & 0x80 == 0 {
                break;
            }
        }
        Ok(number)
    }
}

/// A text that begins at byte `at` with the number of its letters, and the byte after it.
fn wide_text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let letters = u32_at(data, at)? as usize;
    // A text that is missing has the length -1.
    if letters == u32::MAX as usize {
        return Some((String::new(), at + 4));
    }
    let end = letters.checked_mul(2)?.checked_add(at + 4)?;
    let bytes = data.get(at + 4..end)?;
    Some((UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(), end))
}

/// Parts in binary records.
struct BinaryParts;

impl Parts for BinaryParts {
    const FORMAT: Format = Format::Xlsb;
    const ENDING: &'static str = ".bin";

    fn read_workbook(part: impl Read, book: &mut Book, relations: &[Relation]) -> Result<(), Error> {
        let mut records = Records::new(part);
        while let Some((kind, data)) = records.next()? {
            match kind {
                // BrtWbProp
                153 => book.from_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
                // BrtBundleSh: state, number, relation, name
                156 => {
                    let state = u32_at(data, 0).ok_or_else(damaged)?;
                    let (id, after) = wide_text(data, 8).ok_or_else(damaged)?;
                    let (name, _) = wide_text(data, after).ok_or_else(damaged)?;
                    book.add_sheet(Sheet { name, visible: state == 0 }, Some(&id), relations)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn read_formats(part: impl Read, formats: &mut Formats) -> Result<(), Error> {
        let mut records = Records::new(part);
        let mut in_cell_formats = false;
        while let Some((kind, data)) = records.next()? {
            match kind {
                // BrtFmt
                44 => {
                    let id = u16_at(data, 0).ok_or_else(damaged)?;
                    formats.define(id.into(), wide_text(data, 2).ok_or_else(damaged)?.0);
                }
                // BrtBeginCellXFs, BrtEndCellXFs
                617 => in_cell_formats = true,
                618 => in_cell_formats = false,
                // BrtXF
                47 if in_cell_formats => formats.push(u16_at(data, 2).ok_or_else(damaged)?.into())?,
                _ => {}
            }
        }
        Ok(())
    }

    fn read_strings(part: impl Read, strings: &mut Strings) -> Result<(), Error> {
        let mut records = Records::new(part);
        while let Some((kind, data)) = records.next()? {
            // BrtSSTItem: flags, then the text
            if kind == 19 {
                strings.push(&wide_text(data, 1).ok_or_else(damaged)?.0)?;
            }
        }
        Ok(())
    }

    fn read_totals(part: impl Read) -> Result<Option<(Area, usize)>, Error> {
        let mut records = Records::new(part);
        while let Some((kind, data)) = records.next()? {
            // BrtBeginList: the area, kind, number, header rows, rows of totals
            if kind == 343 {
                return Ok(area_at(data).zip(u32_at(data, 28).map(|rows| rows as usize)));
            }
        }
        Ok(None)
    }

    fn read_cells(part: impl Read, book: &Book, rows: &mut SheetRows) -> Result<(), Error> {
        let mut records = Records::new(part);
        let (mut row, mut column) = (0, 0_usize);
        while let Some((kind, data)) = records.next()? {
            match kind {
                // BrtRowHdr
                0 => (row, column) = (u32_at(data, 0).ok_or_else(damaged)? as usize, 0),
                // Cells with the number of their column, and below those without, which follow the cell before.
                1..=11 | 62 => {
                    column = u32_at(data, 0).ok_or_else(damaged)? as usize;
                    let content = data.get(8..).unwrap_or_default();
                    read_cell(book, rows, (row, column), kind, format_at(data, 4), content)?;
                    column += 1;
                }
                12..=18 => {
                    let content = data.get(4..).unwrap_or_default();
                    read_cell(book, rows, (row, column), kind - 11, format_at(data, 0), content)?;
                    column += 1;
                }
                // BrtMergeCell
                176 => {
                    if let Some(area) = area_at(data) {
                        rows.merge(area)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn read_cell(
    book: &Book,
    rows: &mut SheetRows,
    (row, column): (usize, usize),
    kind: u32,
    format: usize,
    content: &[u8],
) -> Result<(), Error> {
    match kind {
        // BrtCellRk
        2 => match u32_at(content, 0).map(unpack) {
            Some(value) => rows.push_number(row, column, value, book.code(format), book.from_1904),
            None => Err(damaged()),
        },
        // BrtCellReal, BrtFmlaNum
        5 | 9 => match f64_at(content, 0) {
            Some(value) => rows.push_number(row, column, value, book.code(format), book.from_1904),
            None => Err(damaged()),
        },
        // BrtCellError, BrtFmlaError
        3 | 11 => {
            rows.push_fault(row, column, fault(*content.first().ok_or_else(damaged)?));
            Ok(())
        }
        // BrtCellBool, BrtFmlaBool
        4 | 10 => rows.push(row, column, cell_text::boolean(*content.first().ok_or_else(damaged)? != 0)),
        // BrtCellSt, BrtFmlaString
        6 | 8 => rows.push(row, column, &wide_text(content, 0).ok_or_else(damaged)?.0),
        // BrtCellIsst
        7 => {
            let number = u32_at(content, 0).ok_or_else(damaged)? as usize;
            rows.push(row, column, book.shared(number)?)
        }
        // BrtCellRString: flags, then the text with its parts in different letters
        62 => rows.push(row, column, &wide_text(content, 1).ok_or_else(damaged)?.0),
        _ => Ok(()),
    }
}

/// The number of a cell's format, three bytes.
fn format_at(data: &[u8], at: usize) -> usize {
    u32_at(data, at).map_or(0, |style| style as usize & 0x00ff_ffff)
}

/// An area of cells: first and last row, first and last column.
fn area_at(data: &[u8]) -> Option<Area> {
    let at = |index| u32_at(data, index).map(|number| number as usize);
    let area = Area { first_row: at(0)?, last_row: at(4)?, first_column: at(8)?, last_column: at(12)? };
    (area.first_row <= area.last_row && area.first_column <= area.last_column).then_some(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_kinds_of_one_or_two_bytes_and_lengths_of_up_to_four() {
        let mut part = vec![0x00, 2, 7, 8, 0x99, 0x01, 1, 9, 0x13, 0x81, 0x01];
        part.extend([5; 129]);
        let mut records = Records::new(part.as_slice());
        assert_eq!(records.next().expect("whole"), Some((0, &[7, 8][..])));
        assert_eq!(records.next().expect("whole"), Some((153, &[9][..])));
        assert_eq!(records.next().expect("whole"), Some((0x13, &[5; 129][..])));
        assert_eq!(records.next().expect("the end"), None);
        assert!(Records::new(&part[..20]).next().is_ok());
        let mut cut = Records::new(&[0x13, 5, 1, 2][..]);
        assert!(cut.next().is_err());
    }

    #[test]
    fn a_text_whose_length_is_wrong_is_none() {
        assert_eq!(wide_text(&[1, 0, 0, 0, b'a', 0], 0), Some(("a".to_owned(), 6)));
        assert_eq!(wide_text(&[0xff; 4], 0), Some((String::new(), 4)));
        assert_eq!(wide_text(&[0xfe, 0xff, 0xff, 0xff, 1], 0), None);
    }
}
