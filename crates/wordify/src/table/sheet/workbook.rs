//! Excel workbooks: xlsx, xlsm and xlsb, by the crate `calamine`, cell by cell.
//!
//! Numbers are shown under their cell's number format in xlsx and xlsm. Of xlsb, the reader tells only whether
//! a number is a date, so other formats (percent, decimals) are not applied there. Workbooks in the form
//! "Strict Open XML" are read like others.

use std::io::{Cursor, Read, Seek};

use calamine::{Cell, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsb, Xlsx, XlsxError};

use super::archive::{encrypted, unreadable};
use super::cell_text;
use super::sheet_rows::SheetRows;
use super::sheets::{Sheet, read_chosen};
use crate::error::Error;
use crate::table::grid::Gathered;
use crate::table::{Format, ReadOptions, Table, guard};

/// Reads a sheet of the workbook in `bytes`, an archive that was checked and found to be of `format`.
pub(in crate::table) fn read(bytes: &[u8], format: Format, options: &ReadOptions) -> Result<Table, Error> {
    guard::catch(
        || unreadable("it is damaged"),
        || {
            let source = Cursor::new(bytes);
            if format == Format::Xlsb {
                let mut workbook = Xlsb::new(source).map_err(unreadable)?;
                let sheets = worksheets(workbook.sheets_metadata());
                read_chosen(format, &sheets, options, |index, warnings| {
                    xlsb_sheet(&mut workbook, &sheets[index].name, warnings)
                })
            } else {
                let mut workbook = Xlsx::new(source).map_err(tell)?;
                let sheets = worksheets(workbook.sheets_metadata());
                read_chosen(format, &sheets, options, |index, warnings| {
                    xlsx_sheet(&mut workbook, &sheets[index].name, warnings)
                })
            }
        },
    )
}

fn tell(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => encrypted(),
        error => unreadable(error),
    }
}

/// The worksheets among the sheets: charts and macros hold no table.
fn worksheets(sheets: &[calamine::Sheet]) -> Vec<Sheet> {
    let worksheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    worksheets
        .map(|sheet| Sheet { name: sheet.name.clone(), visible: sheet.visible == SheetVisible::Visible })
        .collect()
}

fn xlsx_sheet<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    warnings: &mut Vec<String>,
) -> Result<Option<Gathered>, Error> {
    let from_1904 = workbook.has_1904_epoch();
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(tell(error)),
    };
    let mut rows = SheetRows::default();
    let mut unknown_errors = 0;
    loop {
        match cells.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let code = cells.styles().get(style).and_then(format_code);
                push(&mut rows, &cell, code, from_1904)?;
            }
            Ok(None) => break,
            // A kind of error newer than the reader: the cell is missing, wherever it was.
            Err(XlsxError::CellError(_)) => unknown_errors += 1,
            Err(error) => return Err(tell(error)),
        }
    }
    if unknown_errors > 0 {
        warnings.push(format!(
            "{} an error of Excel instead of a value, taken as missing.",
            crate::count::counted(unknown_errors, "cell shows", "cells show")
        ));
    }
    rows.finish(warnings)
}

fn format_code(style: &Style) -> Option<&str> {
    style.number_format.as_ref().map(|format| format.format_code.as_str())
}

fn xlsb_sheet<R: Read + Seek>(
    workbook: &mut Xlsb<R>,
    name: &str,
    warnings: &mut Vec<String>,
) -> Result<Option<Gathered>, Error> {
    let from_1904 = workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut rows = SheetRows::default();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        push(&mut rows, &cell, None, from_1904)?;
    }
    rows.finish(warnings)
}

fn push(
    rows: &mut SheetRows,
    cell: &Cell<DataRef<'_>>,
    code: Option<&str>,
    from_1904: bool,
) -> Result<(), Error> {
    let (row, column) = cell.get_position();
    let (row, column) = (row as usize, column as usize);
    let text = match cell.get_value() {
        DataRef::Empty => return Ok(()),
        DataRef::SharedString(text) => return rows.push(row, column, text),
        DataRef::String(text) => return rows.push(row, column, text),
        DataRef::Error(error) => {
            rows.push_fault(row, column, &error.to_string());
            return Ok(());
        }
        DataRef::Bool(value) => cell_text::boolean(*value).to_owned(),
        DataRef::Int(value) => cell_text::number(*value as f64, code.unwrap_or_default(), from_1904),
        DataRef::Float(value) => cell_text::number(*value, code.unwrap_or_default(), from_1904),
        DataRef::DateTime(value) => date(value, from_1904),
        DataRef::DateTimeIso(text) => cell_text::iso(text),
        DataRef::DurationIso(text) => text.clone(),
    };
    rows.push(row, column, &text)
}

fn date(value: &ExcelDateTime, from_1904: bool) -> String {
    let serial = value.as_f64();
    let shown =
        if value.is_duration() { cell_text::duration(serial) } else { cell_text::date(serial, from_1904) };
    shown.unwrap_or_else(|| super::number_format::general(serial))
}
