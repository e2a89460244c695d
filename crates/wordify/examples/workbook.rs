//! Turns a csv file with a header into an Excel workbook with one sheet, every cell as text:
//!
//! ```text
//! cargo run --package wordify --example workbook -- IN.csv OUT.xlsx
//! ```
//!
//! So `examples/state-of-the-union.xlsx` was made from the csv file beside it. The time of creation is fixed,
//! so the same csv file gives the same bytes.

use std::error::Error;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

/// Wide enough to read a paragraph, narrow enough for a screen; in characters, as Excel counts.
const TEXT_COLUMN_WIDTH: u8 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        return Err("give two paths: IN.csv OUT.xlsx".into());
    };
    let mut records = csv::ReaderBuilder::new().has_headers(false).from_path(input)?;
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2025, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet().set_name("Data")?;
    sheet.set_column_width(0, TEXT_COLUMN_WIDTH)?.set_freeze_panes(1, 0)?;
    let header = Format::new().set_bold();
    for (row, record) in (0..).zip(records.records()) {
        for (column, cell) in (0..).zip(record?.iter()) {
            if row == 0 {
                sheet.write_string_with_format(row, column, cell, &header)?;
            } else {
                sheet.write_string(row, column, cell)?;
            }
        }
    }
    workbook.save(output)?;
    Ok(())
}
