//! Spreadsheets to columns: Excel's three formats and OpenDocument.
//!
//! `xlsx` and `xlsb` read the parts of a `package` into a `book`, `xls` the older format in its container (`compound`) of records
//! (`biff`), `ods` OpenDocument; `xml` is what the two in XML share. `archive` looks into a zip file before any of them
//! does. `sheets` chooses the sheet, `sheet_rows` gathers its rows, `covered` knows the cells of each `area` that belong to
//! others, `rounded` the numbers that are shown rounded; `format_code`, `number_format` and `cell_text` make the text that a cell shows.

pub(super) mod archive;
mod area;
mod biff;
mod book;
pub(super) mod cell_text;
mod compound;
mod covered;
mod format_code;
pub(super) mod number_format;
pub(super) mod ods;
mod package;
mod rounded;
mod sheet_rows;
mod sheets;
pub(super) mod xls;
pub(super) mod xlsb;
pub(super) mod xlsx;
pub(super) mod xml;
