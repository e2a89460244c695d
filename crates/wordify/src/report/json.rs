//! The report as data: one JSON document, or one JSON object per indicator and line.

use serde::Serialize;

use super::{Report, Source};
use crate::analysis::{Analysis, FitAccount};
use crate::corpus::Account;
use crate::error::{Error, ErrorKind};
use crate::generalisation::Generalisation;
use crate::growth::Growth;
use crate::indicators::Indicator;
use crate::indicators::confirmation::Confirmation;
use crate::indicators::left_out::LeftOutWord;
use crate::indicators::verdict::Verdict;
use crate::robustness::Robustness;
use crate::settings::Settings;
use crate::text::language::detection::Guess;

/// What the JSON document consists of.
#[derive(Serialize)]
struct Document<'a> {
    source: &'a Source,
    analysis: AnalysisDocument<'a>,
}

/// An [`Analysis`] with the indicators from the threshold on, as in all other formats.
#[derive(Serialize)]
struct AnalysisDocument<'a> {
    version: &'a str,
    settings: &'a Settings,
    account: &'a Account,
    language_guess: Option<&'a Guess>,
    labels: &'a [String],
    vocabulary_terms: usize,
    twin_terms: usize,
    documents_without_terms: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    fits: Option<&'a FitAccount>,
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    calibration: Option<&'a Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmation: Option<&'a Confirmation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    robustness: Option<&'a Robustness>,
    #[serde(skip_serializing_if = "Option::is_none")]
    growth: Option<&'a Growth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generalisation: Option<&'a Generalisation>,
    indicators: Vec<&'a Indicator>,
    /// Terms that came in but are not in the calibrated list.
    #[serde(skip_serializing_if = "<[Indicator]>::is_empty")]
    not_listed: &'a [Indicator],
    #[serde(skip_serializing_if = "<[LeftOutWord]>::is_empty")]
    left_out: &'a [LeftOutWord],
}

impl<'a> AnalysisDocument<'a> {
    fn new(analysis: &'a Analysis) -> Self {
        // Taken apart so that a new field cannot be forgotten here.
        let Analysis {
            version,
            settings,
            account,
            language_guess,
            labels,
            vocabulary_terms,
            twin_terms,
            documents_without_terms,
            fits,
            calibration,
            confirmation,
            robustness,
            growth,
            generalisation,
            indicators: _,
            not_listed,
            left_out,
            warnings,
        } = analysis;
        Self {
            version,
            settings,
            account,
            language_guess: language_guess.as_ref(),
            labels,
            vocabulary_terms: *vocabulary_terms,
            twin_terms: *twin_terms,
            documents_without_terms: *documents_without_terms,
            fits: calibration.is_none().then_some(fits),
            warnings,
            calibration: calibration.as_ref(),
            confirmation: confirmation.as_ref(),
            robustness: robustness.as_ref(),
            growth: growth.as_ref(),
            generalisation: generalisation.as_ref(),
            indicators: analysis.selected().collect(),
            not_listed,
            left_out,
        }
    }
}

/// The whole report: `source` and `analysis`, keys always in the same order, on one line.
///
/// `analysis.indicators` holds the indicators from the threshold on; a lower threshold gives more.
///
/// # Errors
/// [`ErrorKind::Report`] when it cannot be written to memory.
pub fn json(report: &Report) -> Result<Vec<u8>, Error> {
    let document = Document { source: &report.source, analysis: AnalysisDocument::new(&report.analysis) };
    let mut bytes = serde_json::to_vec(&document).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// One indicator per line, with the keys of the csv columns, in the order of the csv rows.
///
/// # Errors
/// [`ErrorKind::Report`] when it cannot be written to memory.
pub fn jsonl(report: &Report) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    for indicator in report.analysis.selected() {
        serde_json::to_writer(&mut bytes, indicator).map_err(failed)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn failed(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Report, format!("no json: {error}"))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::sample;
    use super::*;

    #[test]
    fn the_document_holds_source_settings_account_and_selected_indicators() {
        let report = sample::report();
        let document: Value = serde_json::from_slice(&json(&report).expect("json")).expect("parses");
        assert_eq!(document["source"]["sha256"], report.source.sha256);
        assert_eq!(document["analysis"]["settings"]["seed"], 2021);
        assert_eq!(document["analysis"]["account"]["dropped"][0]["reason"], "missing_text");
        let indicators = document["analysis"]["indicators"].as_array().expect("a list");
        assert_eq!(indicators.len(), report.analysis.selected().count());
        assert!(indicators.iter().all(|indicator| indicator["score"].as_f64() >= Some(0.3)));
    }

    #[test]
    fn each_line_is_an_object_with_the_keys_of_the_csv() {
        let report = sample::report();
        let bytes = jsonl(&report).expect("jsonl");
        let lines: Vec<Value> = String::from_utf8(bytes)
            .expect("UTF-8")
            .lines()
            .map(|line| serde_json::from_str(line).expect("parses"))
            .collect();
        assert_eq!(lines.len(), report.analysis.selected().count());
        let keys: Vec<_> = lines[0].as_object().expect("object").keys().cloned().collect();
        assert_eq!(keys[..4], ["label", "term", "sign", "score"]);
        assert_eq!(keys.len(), 10);
        assert_eq!(lines[0]["forms"][1], serde_json::json!(["energys", 1]));
    }
}
