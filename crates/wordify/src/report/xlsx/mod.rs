//! The report as a workbook: the sheets Positive and Negative as the published tool made them, with more
//! columns further right, then the texts behind the terms, About and Dropped.

mod dropped;
mod tables;
mod texts;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::about;
use super::fact::Value;
use super::judged::{self, Cell, Column, EFFECT, STRENGTH};
use super::validity;
use super::{Report, forms_shown, twins_shown};
use crate::count::counted;
use crate::error::{Error, ErrorKind};
use crate::indicators::calibrated::Calibration;
use crate::indicators::{Indicator, Sign};

/// Rows that a sheet of Excel can hold.
const ROWS_MAX: u32 = 1_048_576;
/// Rows of the sheet Dropped, the header among them: a million of them would take 16 s and 1 GB to write.
const DROPPED_ROWS_MAX: u32 = 100_001;
/// UTF-16 units that a cell of Excel can hold.
const CELL_UNITS_MAX: usize = 32_767;
/// Marks a text that was cut to [`CELL_UNITS_MAX`].
const CUT_MARK: &str = "… (cut: Excel holds 32,767 characters per cell)";
/// Widest column in characters; longer texts run on or wrap.
const COLUMN_WIDTH_MAX: f64 = 48.0;
/// Width of the column with the values of the sheet About.
const ABOUT_WIDTH: f64 = 100.0;
/// Height of a line in points.
const LINE_HEIGHT: f64 = 15.0;

/// The report as an Excel workbook (Office Open XML).
///
/// Positive and Negative: term, score, label, then the documents with the term in the label and in the rest
/// (count and share), the term's twins, and where terms are lemmas, its written forms; sorted by label descending, score descending, term. Texts: lines of
/// the texts behind each term, where there are any. About: what
/// was read, the settings, what the numbers mean. Dropped: every row that is not a document, up to 100,000. Texts are
/// always text cells, never formulas. A sheet that would be longer ends with a note.
///
/// # Errors
/// [`ErrorKind::Report`] when the workbook cannot be made.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, Error> {
    workbook(report, ROWS_MAX, DROPPED_ROWS_MAX)
        .map_err(|error| Error::new(ErrorKind::Report, format!("no workbook could be made: {error}")))
}

fn workbook(report: &Report, rows_max: u32, dropped_rows_max: u32) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date, because the time of writing would make each file differ.
    let properties = DocProperties::new()
        .set_title("Wordify")
        .set_comment(format!("Made by Wordify {}", report.analysis.version))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2021, 1, 1)?);
    workbook.set_properties(&properties);
    let styles = Styles::new();
    for (name, sign) in [("Positive", Sign::Positive), ("Negative", Sign::Negative)] {
        indicator_sheet(workbook.add_worksheet().set_name(name)?, report, sign, &styles, rows_max)?;
    }
    if report.has_texts() {
        texts::sheet(workbook.add_worksheet().set_name("Texts")?, report, &styles, rows_max)?;
    }
    for trial in validity::trials(report) {
        for table in trial.tables() {
            tables::sheet(workbook.add_worksheet().set_name(table.name)?, table, &styles)?;
        }
    }
    about_sheet(workbook.add_worksheet().set_name("About")?, report, &styles)?;
    dropped::sheet(workbook.add_worksheet().set_name("Dropped")?, report, &styles, dropped_rows_max)?;
    workbook.save_to_buffer()
}

/// The cell formats of the workbook.
struct Styles {
    header: Format,
    number_header: Format,
    label_header: Format,
    label: Format,
    score: Format,
    share: Format,
    section: Format,
    name: Format,
    wrapped: Format,
    count: Format,
    before: Format,
    written: Format,
}

impl Styles {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_background_color(0x1F_3A_4D)
            .set_font_color(0xFF_FF_FF)
            .set_border_bottom(FormatBorder::Thin);
        Self {
            number_header: header.clone().set_align(FormatAlign::Right),
            label_header: header.clone().set_indent(1),
            header,
            // A little space after the number to its left.
            label: Format::new().set_indent(1),
            before: Format::new().set_align(FormatAlign::Right),
            written: Format::new().set_bold().set_align(FormatAlign::Center),
            score: Format::new().set_num_format("0.000"),
            share: Format::new().set_num_format("0.0%"),
            section: Format::new().set_bold().set_font_size(13).set_font_color(0x1F_3A_4D),
            name: top.clone().set_font_color(0x55_60_6B),
            wrapped: top.clone().set_text_wrap(),
            count: top.set_num_format("#,##0").set_align(FormatAlign::Left),
        }
    }
}

const INDICATOR_HEADER: [&str; 10] = [
    "term",
    "score",
    "label",
    "documents in label",
    "share in label",
    "documents in rest",
    "share in rest",
    "twins",
    "forms",
    "dictionary form",
];

/// The columns of a calibrated list after the others; every term of the sheet is listed, so that nothing need say it.
fn judged_columns(report: &Report) -> Vec<Column> {
    let further = judged::further(report).into_iter().filter(|(name, _)| *name != "listed");
    let first = STRENGTH.into_iter().chain(EFFECT);
    if report.analysis.calibration.is_some() { first.chain(further).collect() } else { Vec::new() }
}

/// The name of a column as people read it.
fn heading(name: &str) -> String {
    name.replace("q_value", "q-value").replace('_', " ")
}

/// Writes the cells of `columns`, from column `first` on.
fn write_judged(
    sheet: &mut Worksheet,
    row: u32,
    first: u16,
    found: &Calibration,
    columns: &[Column],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (column, (_, cell)) in (first..).zip(columns) {
        write_cell(sheet, row, column, cell(found), styles)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(number) => sheet.write_number_with_format(row, column, number, &styles.score)?,
        Cell::Share(share) => sheet.write_number_with_format(row, column, share, &styles.share)?,
        Cell::Count(count) => sheet.write_number(row, column, count as f64)?,
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, cut(&text).as_ref(), &styles.label)?
        }
        Cell::Empty => return Ok(()),
    };
    Ok(())
}

fn indicator_sheet(
    sheet: &mut Worksheet,
    report: &Report,
    sign: Sign,
    styles: &Styles,
    rows_max: u32,
) -> Result<(), XlsxError> {
    let indicators = in_order(report, sign);
    let settings = &report.analysis.settings;
    // Where a term is shown as it is written, its dictionary form stands beside the forms.
    let columns = match (settings.uses_lemmas(), settings.recipe().mends) {
        (true, true) => INDICATOR_HEADER.len(),
        (true, false) => INDICATOR_HEADER.len() - 1,
        (false, _) => INDICATOR_HEADER.len() - 2,
    };
    let first = columns;
    let judged = judged_columns(report);
    let last_names = judged::last_names(report);
    let headings: Vec<String> = judged
        .iter()
        .map(|(name, _)| heading(name))
        .chain(last_names.iter().map(|name| heading(name)))
        .collect();
    let first_of_last = first + judged.len();
    let header: Vec<&str> =
        INDICATOR_HEADER[..columns].iter().copied().chain(headings.iter().map(String::as_str)).collect();
    // Strength and effect are numbers throughout.
    let last = first + if judged.is_empty() { 0 } else { STRENGTH.len() + EFFECT.len() };
    let columns = header.len();
    let far = (first..last).chain(first_of_last..columns).map(|column| column as u16);
    let numbers: Vec<u16> = [1, 3, 4, 5, 6].into_iter().chain(far).collect();
    write_header(sheet, &header, &numbers, styles)?;
    let shown = rows_that_fit(indicators.len(), rows_max);
    for (row, indicator) in (1u32..).zip(&indicators[..shown]) {
        write_text(sheet, row, 0, indicator.shown())?;
        sheet.write_number_with_format(row, 1, indicator.score, &styles.score)?;
        sheet.write_string_with_format(row, 2, cut(&indicator.label).as_ref(), &styles.label)?;
        sheet.write_number(row, 3, indicator.documents_in_label as f64)?;
        sheet.write_number_with_format(row, 4, indicator.share_in_label, &styles.share)?;
        sheet.write_number(row, 5, indicator.documents_in_rest as f64)?;
        sheet.write_number_with_format(row, 6, indicator.share_in_rest, &styles.share)?;
        let texts =
            [twins_shown(indicator, "; "), forms_shown(&indicator.forms, "; "), indicator.term.clone()];
        for (column, text) in (7_u16..).zip(texts) {
            if !text.is_empty() && usize::from(column) < first {
                sheet.write_string_with_format(row, column, cut(&text).as_ref(), &styles.label)?;
            }
        }
        if let Some(found) = &indicator.calibration {
            write_judged(sheet, row, first as u16, found, &judged, styles)?;
        }
        for (column, cell) in (first_of_last as u16..).zip(judged::last_cells(report, indicator)) {
            write_cell(sheet, row, column, cell, styles)?;
        }
    }
    write_rest_note(sheet, shown, indicators.len())?;
    let terms = indicators.iter().map(|indicator| indicator.shown());
    sheet.set_column_width(0, width_of(terms, 16.0))?;
    sheet.set_column_width(2, width_of(report.analysis.labels.iter().map(String::as_str), 12.0))?;
    set_other_widths(sheet, first as u16, columns as u16)?;
    finish_table(sheet, shown, columns)
}

/// What a sheet shows, label by label, the strongest first.
fn in_order(report: &Report, sign: Sign) -> Vec<&Indicator> {
    let mut indicators: Vec<&Indicator> =
        report.analysis.selected().filter(|indicator| indicator.sign == sign).collect();
    let rank = |indicator: &Indicator| {
        indicator.calibration.as_ref().map_or(indicator.score, |found| found.strength)
    };
    indicators.sort_by(|a, b| {
        b.label.cmp(&a.label).then(rank(b).total_cmp(&rank(a))).then_with(|| a.term.cmp(&b.term))
    });
    indicators
}

/// Widths of all columns but terms and labels; those with strength and effect go from `first` to `end`.
fn set_other_widths(sheet: &mut Worksheet, first: u16, end: u16) -> Result<(), XlsxError> {
    sheet.set_column_width(1, 9)?;
    for (columns, width) in [(3..7, 19.0), (7..first, COLUMN_WIDTH_MAX), (first..end, 16.0)] {
        for column in columns {
            sheet.set_column_width(column, width)?;
        }
    }
    Ok(())
}

fn about_sheet(sheet: &mut Worksheet, report: &Report, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 44)?.set_column_width(1, ABOUT_WIDTH)?;
    let mut row = 0;
    for section in about::sections(report) {
        sheet.write_string_with_format(row, 0, section.title, &styles.section)?;
        row += 1;
        for fact in section.facts {
            sheet.write_string_with_format(row, 0, cut(&fact.name).as_ref(), &styles.name)?;
            match fact.value {
                Value::Text(text) => {
                    sheet.write_string_with_format(row, 1, cut(&text).as_ref(), &styles.wrapped)?;
                    sheet.set_row_height(row, LINE_HEIGHT * lines_of(&text))?;
                }
                Value::Count(count) => {
                    sheet.write_number_with_format(row, 1, count as f64, &styles.count)?;
                }
            }
            row += 1;
        }
        row += 1;
    }
    sheet.set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    Ok(())
}

/// Writes the names of the columns; those of `numbers` stand on the right, as the numbers do.
fn write_header(
    sheet: &mut Worksheet,
    names: &[&str],
    numbers: &[u16],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (column, name) in (0u16..).zip(names) {
        let style = match column {
            0 if !numbers.contains(&0) => &styles.header,
            _ if numbers.contains(&column) => &styles.number_header,
            _ => &styles.label_header,
        };
        // Cut, because the name may contain a label, which may be longer than a cell.
        sheet.write_string_with_format(0, column, cut(name).as_ref(), style)?;
    }
    Ok(())
}

/// Freezes the header, and lets the user filter by any column.
fn finish_table(sheet: &mut Worksheet, rows: usize, columns: usize) -> Result<(), XlsxError> {
    let last_row = u32::try_from(rows).unwrap_or(ROWS_MAX - 1);
    let last_column = u16::try_from(columns - 1).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// How many of `rows` fit below the header, with one row left for a note if they do not.
fn rows_that_fit(rows: usize, rows_max: u32) -> usize {
    let room = rows_max as usize - 1;
    if rows <= room { rows } else { room - 1 }
}

fn write_rest_note(sheet: &mut Worksheet, shown: usize, rows: usize) -> Result<(), XlsxError> {
    if shown == rows {
        return Ok(());
    }
    let rest = counted(rows - shown, "row", "rows");
    let note = format!("{rest} more than this sheet can list. The json report has them all.");
    let row = u32::try_from(shown + 1).unwrap_or(ROWS_MAX - 1);
    sheet.write_string(row, 0, note)?;
    Ok(())
}

/// Writes a text cell, whatever the text begins with.
fn write_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    sheet.write_string(row, column, cut(text).as_ref())?;
    Ok(())
}

/// Writes which row of the file something is from: its number, or the name that the row has.
fn write_origin(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    (number, name): (usize, &str),
    format: &Format,
) -> Result<(), XlsxError> {
    if name.is_empty() {
        sheet.write_number(row, column, number as f64)?;
    } else {
        sheet.write_string_with_format(row, column, cut(name).as_ref(), format)?;
    }
    Ok(())
}

/// `text` as a cell can hold it: cut with a note where it is too long, and without the two characters that
/// XML cannot carry and the workbook crate does not escape.
fn cut(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['\u{FFFE}', '\u{FFFF}']) {
        return cut(&text.replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")).into_owned().into();
    }
    if text.len() <= CELL_UNITS_MAX || text.encode_utf16().count() <= CELL_UNITS_MAX {
        return text.into();
    }
    let room = CELL_UNITS_MAX - CUT_MARK.encode_utf16().count();
    let mut units = 0;
    let kept = text.chars().take_while(|letter| {
        units += letter.len_utf16();
        units <= room
    });
    let mut shown: String = kept.collect();
    shown.push_str(CUT_MARK);
    shown.into()
}

/// A column width for `texts`, at least `least`.
fn width_of<'a>(texts: impl Iterator<Item = &'a str>, least: f64) -> f64 {
    let longest = texts.map(|text| text.chars().map(columns_of).sum::<usize>()).max().unwrap_or(0);
    (longest as f64 + 2.0).clamp(least, COLUMN_WIDTH_MAX)
}

/// Lines that `text` takes in the column of values, up to ten.
fn lines_of(text: &str) -> f64 {
    let columns = text.chars().map(columns_of).sum::<usize>() as f64;
    (columns / ABOUT_WIDTH).ceil().clamp(1.0, 10.0)
}

/// Columns that a letter takes: two from the East Asian scripts on.
fn columns_of(letter: char) -> usize {
    if letter >= '\u{2E80}' { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx};

    use super::super::sample;
    use super::*;
    use crate::indicators::evidence::line::Line;
    use crate::indicators::evidence::quoted::Quoted;
    use crate::settings::Lemmas;

    fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
        calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook")
    }

    fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
        open(bytes.to_vec()).worksheet_range(name).expect("the sheet")
    }

    fn texts(range: &Range<Data>, row: usize) -> Vec<String> {
        range.rows().nth(row).expect("the row").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_sheets_are_positive_negative_about_dropped() {
        let bytes = xlsx(&sample::report()).expect("workbook");
        assert_eq!(open(bytes).sheet_names(), ["Positive", "Negative", "About", "Dropped"]);
    }

    #[test]
    fn the_texts_behind_terms_stand_on_a_sheet_of_their_own_and_never_as_formulas() {
        let mut report = sample::report();
        let line = |left: &str, written: &str, right: &str| Line {
            row: 7,
            name: String::new(),
            left: left.into(),
            written: written.into(),
            right: right.into(),
        };
        report.analysis.indicators[0].texts = vec![
            Quoted { label: "Democratic".into(), line: line("=clean\n", "Energy", "\tfor all ") },
            Quoted { label: "Republican".into(), line: line("", "=energys", "") },
        ];
        let bytes = xlsx(&report).expect("workbook");
        assert_eq!(open(bytes.clone()).sheet_names()[2..], ["Texts", "About", "Dropped"]);
        assert!(open(bytes.clone()).worksheet_formula("Texts").expect("the sheet").is_empty());
        let range = sheet(&bytes, "Texts");
        assert_eq!(texts(&range, 0)[4..], ["row", "before", "as written", "behind"]);
        let first = ["energy", "Democratic", "for", "Democratic", "7", "=clean ", "Energy", " for all"];
        assert_eq!(texts(&range, 1), first);
        assert_eq!(texts(&range, 2)[3..7], ["Republican", "7", "", "=energys"]);
        let full = sheet(&workbook(&report, 2, 2).expect("workbook"), "Texts");
        assert!(texts(&full, 1)[0].starts_with("2 rows more"), "{:?}", texts(&full, 1));
    }

    #[test]
    fn the_first_columns_and_the_order_are_those_of_the_published_tool() {
        let range = sheet(&xlsx(&sample::report()).expect("workbook"), "Positive");
        assert_eq!(texts(&range, 0)[..3], ["term", "score", "label"]);
        let rows: Vec<_> = (1..range.height()).map(|row| texts(&range, row)[..3].join(" ")).collect();
        assert_eq!(rows, ["freedom 0.35 Republican", "energy 0.412 Democratic", "congress 0.3 Democratic"]);
        assert_eq!(texts(&range, 2)[3..], ["6", "0.6", "1", "0.1", "energy plan", "energy (7); energys (1)"]);
    }

    #[test]
    fn forms_are_listed_only_where_terms_are_lemmas() {
        let mut report = sample::report();
        assert_eq!(texts(&sheet(&xlsx(&report).expect("workbook"), "Positive"), 0)[8], "forms");
        report.analysis.settings.lemmas = Lemmas::Off;
        assert_eq!(sheet(&xlsx(&report).expect("workbook"), "Positive").width(), 8);
    }

    #[test]
    fn with_two_labels_negative_mirrors_positive() {
        let range = sheet(&xlsx(&sample::report()).expect("workbook"), "Negative");
        let rows: Vec<_> = (1..range.height()).map(|row| texts(&range, row)[..3].join(" ")).collect();
        assert_eq!(rows, ["energy 0.412 Republican", "congress 0.3 Republican", "freedom 0.35 Democratic"]);
    }

    #[test]
    fn every_dropped_row_is_listed_with_its_reason() {
        let range = sheet(&xlsx(&sample::report()).expect("workbook"), "Dropped");
        assert_eq!(texts(&range, 1)[..3], ["3", "text missing", "Democratic"]);
        assert_eq!(texts(&range, 3), ["9", "same text as an earlier row", "Democratic", "4", "Republican"]);
    }

    #[test]
    fn a_label_that_looks_like_a_formula_stays_a_text() {
        for label in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "http://x.example"] {
            let bytes = xlsx(&sample::report_with_label(label)).expect("workbook");
            let formulas = open(bytes.clone()).worksheet_formula("Positive").expect("the sheet");
            assert!(formulas.is_empty(), "{label} became a formula");
            let range = sheet(&bytes, "Positive");
            let cell = range.get_value((2, 2)).expect("a cell");
            assert!(matches!(cell, Data::String(_)), "{label} became {cell:?}");
        }
    }

    #[test]
    fn a_sheet_that_is_full_ends_with_a_note() {
        let range = sheet(&workbook(&sample::report(), 3, 3).expect("workbook"), "Positive");
        assert_eq!(range.height(), 3);
        assert!(texts(&range, 2)[0].starts_with("2 rows more"), "{:?}", texts(&range, 2));
        let dropped = sheet(&workbook(&sample::report(), 3, 3).expect("workbook"), "Dropped");
        assert!(texts(&dropped, 2)[0].starts_with("2 rows more"), "{:?}", texts(&dropped, 2));
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_with_a_note() {
        let long = "😀".repeat(20_000);
        let shown = cut(&long);
        assert!(shown.encode_utf16().count() <= CELL_UNITS_MAX);
        assert!(shown.ends_with(CUT_MARK));
        let exact = "ä".repeat(CELL_UNITS_MAX);
        assert_eq!(cut(&exact), exact);
        xlsx(&sample::report_with_label(&long)).expect("workbook");
    }

    #[test]
    fn control_characters_do_not_break_the_workbook() {
        let bytes = xlsx(&sample::report_with_label("a\u{0}b\u{1}c\u{fffe}")).expect("workbook");
        sheet(&bytes, "Positive");
    }
}
