//! The indicators as comma-separated values: UTF-8 without a byte order mark, which would become part of
//! the first header in most programs that read csv.

use super::judged::{self, Cell, Column, EFFECT, STRENGTH};
use super::{Report, forms_shown, twins_shown};
use crate::error::{Error, ErrorKind};
use crate::indicators::Indicator;
use crate::indicators::calibrated::Calibration;

/// The header; the first four names are fixed for programs that read the file.
const HEADER: [&str; 9] = [
    "label",
    "term",
    "sign",
    "score",
    "documents_in_label",
    "share_in_label",
    "documents_in_rest",
    "share_in_rest",
    "twins",
];
/// Where terms are lemmas: the written forms, each with how often it occurs.
const FORMS: &str = "forms";
/// The term as people write it; not in the published presets.
const SHOWN: &str = "shown";

/// One row per indicator from the threshold on, sorted by label, sign, score descending, term; twins are
/// separated by `; `. A calibrated list has strength, worth and effect beside the counts, and where documents come in groups or controls are
/// held equal, what is known by these. Of a group of more than [`TWINS_MAX`](crate::indicators::TWINS_MAX) twins the first row names some, and
/// the others name the group: `(others of group 1)`. Where terms are lemmas, a further column
/// holds the written forms, each with how often it occurs: `wolf (12); wolves (3)`. But for the published presets the last
/// column holds the term as people write it. Scores of other programs, where they were asked for, stand behind all others; last
/// what the documents that were set aside say, where any were, and in how many variants of the analysis a term stays, where there are any.
///
/// A text cell that a spreadsheet would take for a formula gets a leading apostrophe (see `guarded`).
///
/// # Errors
/// [`ErrorKind::Report`] when the table cannot be written to memory.
pub fn csv(report: &Report) -> Result<Vec<u8>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::new(ErrorKind::Report, format!("no csv: {error}"));
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let has_forms = report.analysis.settings.uses_lemmas();
    let has_shown = report.analysis.settings.recipe().mends;
    let further = [(FORMS, has_forms), (SHOWN, has_shown)].into_iter().filter(|(_, is_there)| *is_there);
    let of_list = judged::further(report);
    let first = if report.analysis.calibration.is_some() { judged_header(&of_list) } else { HEADER.to_vec() };
    let header = first.into_iter().chain(further.map(|(name, _)| name)).chain(judged::last_names(report));
    writer.write_record(header).map_err(|error| failed(&error))?;
    for indicator in report.analysis.selected() {
        let forms = has_forms.then(|| guarded(&forms_shown(&indicator.forms, "; ")));
        let shown = has_shown.then(|| guarded(indicator.shown()));
        let first = match &indicator.calibration {
            Some(found) => judged_cells(indicator, found, &of_list),
            None => cells(indicator).to_vec(),
        };
        let last = judged::last_cells(report, indicator).into_iter().map(self::shown);
        let row = first.into_iter().chain(forms).chain(shown).chain(last);
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

fn cells(indicator: &Indicator) -> [String; 9] {
    [
        guarded(&indicator.label),
        guarded(&indicator.term),
        indicator.sign.name().to_string(),
        indicator.score.to_string(),
        indicator.documents_in_label.to_string(),
        indicator.share_in_label.to_string(),
        indicator.documents_in_rest.to_string(),
        indicator.share_in_rest.to_string(),
        guarded(&twins_shown(indicator, "; ")),
    ]
}

/// The header of a calibrated list, with the columns `of_list` before the twins; after it come the forms, where terms are
/// lemmas, and the term as people write it.
fn judged_header(of_list: &[Column]) -> Vec<&'static str> {
    let names = |columns: &[Column]| columns.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let (own, counts, twins) = (&HEADER[..4], &HEADER[4..8], &HEADER[8..]);
    [own, &names(&STRENGTH), counts, &names(&EFFECT), &names(of_list), twins].concat()
}

/// The cells below [`judged_header`]; what nobody knows is empty.
fn judged_cells(indicator: &Indicator, found: &Calibration, of_list: &[Column]) -> Vec<String> {
    let judged = |columns: &[Column]| columns.iter().map(|(_, cell)| shown(cell(found))).collect::<Vec<_>>();
    let cells = cells(indicator);
    let (own, counts, twins) = (&cells[..4], &cells[4..8], &cells[8..]);
    [own, &judged(&STRENGTH), counts, &judged(&EFFECT), &judged(of_list), twins].concat()
}

fn shown(cell: Cell) -> String {
    match cell {
        Cell::Number(number) | Cell::Share(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Text(text) => guarded(&text),
        Cell::Empty => String::new(),
    }
}

/// `cell` with an apostrophe before it if a spreadsheet could run it as a formula.
///
/// A number such as `-1` is harmless, and common as a label, so it stays as it is.
pub fn guarded(cell: &str) -> String {
    let is_suspect = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_suspect && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::settings::Lemmas;

    #[test]
    fn the_rows_are_the_selected_indicators_and_parse_back() {
        let report = sample::report();
        let bytes = csv(&report).expect("csv");
        assert!(bytes.starts_with(b"label,term,sign,score,documents_in_label,"), "no byte order mark");
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        let rows: Vec<_> = reader.records().map(|row| row.expect("row")).collect();
        assert_eq!(rows.len(), report.analysis.selected().count());
        for (row, indicator) in rows.iter().zip(report.analysis.selected()) {
            assert_eq!(row[1], indicator.term);
            assert_eq!(row[3].parse::<f64>(), Ok(indicator.score));
        }
    }

    #[test]
    fn a_large_group_of_twins_is_named_in_one_row_and_by_its_number_in_the_others() {
        let mut report = sample::report();
        for (place, indicator) in report.analysis.indicators.iter_mut().take(2).enumerate() {
            indicator.twin_group = Some(7);
            indicator.twins = if place == 0 { vec!["tax".into(), "taxes".into()] } else { Vec::new() };
            indicator.twins_more = if place == 0 { 2379 } else { 0 };
        }
        let bytes = csv(&report).expect("csv");
        let mut rows = ::csv::Reader::from_reader(bytes.as_slice());
        let twins: Vec<String> =
            rows.records().take(2).map(|row| row.expect("a row")[8].to_owned()).collect();
        assert_eq!(twins, ["tax; taxes; (2,379 more, group 7)", "(others of group 7)"]);
    }

    #[test]
    fn forms_are_a_column_only_where_terms_are_lemmas() {
        let mut report = sample::report();
        let header = |report: &Report| {
            let text = String::from_utf8(csv(report).expect("csv")).expect("UTF-8");
            text.lines().next().expect("a header").to_owned()
        };
        assert!(header(&report).ends_with(",twins,forms"));
        report.analysis.settings.lemmas = Lemmas::Off;
        assert!(header(&report).ends_with(",twins"));
    }

    #[test]
    fn a_label_with_comma_quote_and_line_break_stays_one_cell() {
        let label = "a \"b\", c\nd";
        let bytes = csv(&sample::report_with_label(label)).expect("csv");
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        assert!(reader.records().any(|row| &row.expect("row")[0] == label));
    }

    #[test]
    fn a_cell_that_looks_like_a_formula_gets_an_apostrophe_and_a_number_does_not() {
        for cell in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for cell in ["-1", "+1", "-0.5", "plain", "a=b", ""] {
            assert_eq!(guarded(cell), cell);
        }
    }
}
