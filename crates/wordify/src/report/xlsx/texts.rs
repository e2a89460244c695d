//! The sheet Texts: where the listed terms stand in the original texts.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    Styles, cut, finish_table, rows_that_fit, width_of, write_header, write_origin, write_rest_note,
    write_text,
};
use crate::report::Report;

const HEADER: [&str; 8] =
    ["term", "label", "speaks", "label of the text", "row", "before", "as written", "behind"];
/// Columns with what stands before and behind a term: a line of text each.
const CONTEXT_WIDTH: f64 = 62.0;

/// A line for each text, in the order of the indicators; what stands before a term ends where the term begins.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    report: &Report,
    styles: &Styles,
    rows_max: u32,
) -> Result<(), XlsxError> {
    write_header(sheet, &HEADER, &[4, 5], styles)?;
    let quoted: Vec<_> = report
        .analysis
        .selected()
        .flat_map(|indicator| indicator.texts.iter().map(move |text| (indicator, text)))
        .collect();
    let shown = rows_that_fit(quoted.len(), rows_max);
    for (row, (indicator, text)) in (1_u32..).zip(&quoted[..shown]) {
        write_text(sheet, row, 0, indicator.shown())?;
        let line = &text.line;
        for (column, value) in
            [(1, indicator.label.as_str()), (2, indicator.sign.direction()), (3, &text.label)]
        {
            sheet.write_string_with_format(row, column, cut(value).as_ref(), &styles.label)?;
        }
        write_origin(sheet, row, 4, (line.row, &line.name), &styles.before)?;
        // Line breaks and tabs would leave a cell that shows its first line only.
        let [before, written, behind] =
            [&line.left, &line.written, &line.right].map(|part| part.replace(char::is_whitespace, " "));
        sheet.write_string_with_format(row, 5, cut(before.trim_start()).as_ref(), &styles.before)?;
        sheet.write_string_with_format(row, 6, cut(&written).as_ref(), &styles.written)?;
        write_text(sheet, row, 7, behind.trim_end())?;
    }
    write_rest_note(sheet, shown, quoted.len())?;
    let names = || report.analysis.labels.iter().map(String::as_str);
    sheet.set_column_width(0, width_of(quoted.iter().map(|(indicator, _)| indicator.shown()), 16.0))?;
    sheet.set_column_width(1, width_of(names(), 12.0))?.set_column_width(2, 9)?;
    sheet.set_column_width(3, width_of(names(), 18.0))?.set_column_width(4, 9)?;
    sheet.set_column_width(5, CONTEXT_WIDTH)?.set_column_width(7, CONTEXT_WIDTH)?;
    sheet.set_column_width(6, width_of(quoted.iter().map(|(_, text)| text.line.written.as_str()), 12.0))?;
    finish_table(sheet, shown, HEADER.len())
}
