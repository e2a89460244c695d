//! The sheet Dropped: every row of the file that is not a document.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Styles, cut, finish_table, rows_that_fit, write_header, write_origin, write_rest_note};
use crate::corpus::DroppedRow;
use crate::report::Report;

const HEADER: [&str; 5] = ["row", "reason", "label", "kept row", "label of the kept row"];

pub(super) fn sheet(
    sheet: &mut Worksheet,
    report: &Report,
    styles: &Styles,
    rows_max: u32,
) -> Result<(), XlsxError> {
    let dropped = &report.analysis.account.dropped;
    write_header(sheet, &HEADER, &[0, 3], styles)?;
    let shown = rows_that_fit(dropped.len(), rows_max);
    for (row, DroppedRow { row: number, name, reason, label, kept }) in (1u32..).zip(&dropped[..shown]) {
        write_origin(sheet, row, 0, (*number, name), &styles.label)?;
        sheet.write_string_with_format(row, 1, reason.words(), &styles.label)?;
        sheet.write_string_with_format(row, 2, cut(label).as_ref(), &styles.label)?;
        if let Some((kept_row, kept_label)) = kept {
            sheet.write_number(row, 3, *kept_row as f64)?;
            sheet.write_string_with_format(row, 4, cut(kept_label).as_ref(), &styles.label)?;
        }
    }
    write_rest_note(sheet, shown, dropped.len())?;
    for (column, width) in (0u16..).zip([10.0, 30.0, 24.0, 12.0, 24.0]) {
        sheet.set_column_width(column, width)?;
    }
    finish_table(sheet, shown, HEADER.len())
}
