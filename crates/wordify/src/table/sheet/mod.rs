//! Spreadsheets to columns: Excel's three formats and OpenDocument.
//!
//! `workbook` reads xlsx and xlsb, `xls` the older format in its container (`compound`) of records (`biff`), `ods`
//! OpenDocument. `archive` looks into a zip file before any of them does. `sheets` chooses the sheet, `sheet_rows` gathers
//! its rows, `cell_text` and `number_format` make the text that a cell shows.

pub(super) mod archive;
mod biff;
pub(super) mod cell_text;
mod compound;
pub(super) mod number_format;
pub(super) mod ods;
mod sheet_rows;
mod sheets;
pub(super) mod workbook;
pub(super) mod xls;
