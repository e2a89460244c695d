//! A small report for the tests of the formats.

use std::collections::BTreeMap;

use super::{Report, Source};
use crate::analysis::{Analysis, FitAccount};
use crate::corpus::{Account, Columns, DropReason, DroppedRow};
use crate::indicators::{Indicator, Sign};
use crate::settings::{Preset, Settings};
use crate::table::ReadOptions;

/// Two labels, five indicators of which four are selected, three dropped rows.
pub(super) fn report() -> Report {
    report_with_label("Democratic")
}

/// As [`report`], with another name for the first label.
pub(super) fn report_with_label(label: &str) -> Report {
    let indicators = vec![
        indicator(label, "energy", Sign::Positive, 0.412, &["energy plan"]),
        indicator(label, "congress", Sign::Positive, 0.3, &[]),
        indicator(label, "seldom", Sign::Positive, 0.05, &[]),
        indicator(label, "freedom", Sign::Negative, 0.35, &[]),
        indicator("Republican", "freedom", Sign::Positive, 0.35, &[]),
        indicator("Republican", "energy", Sign::Negative, 0.412, &["energy plan"]),
        indicator("Republican", "congress", Sign::Negative, 0.3, &[]),
    ];
    Report {
        analysis: Analysis {
            version: "0.1.0".into(),
            settings: Settings { preset: Preset::Wordify2021, ..Settings::default() },
            account: account(label),
            language_guess: None,
            labels: vec![label.into(), "Republican".into()],
            vocabulary_terms: 1234,
            twin_terms: 56,
            documents_without_terms: 1,
            fits: FitAccount {
                planned: 500,
                completed: 500,
                sample_size: 15,
                regressions: 500,
                empty: 210,
                not_converged: 2,
                label_absent: 0,
                violation_max: 1e-6,
                per_c: vec![(10.0, 42, 31.25), (0.1, 41, 0.0)],
                by_chance: None,
            },
            calibration: None,
            confirmation: None,
            robustness: None,
            growth: None,
            generalisation: None,
            indicators,
            not_listed: Vec::new(),
            left_out: Vec::new(),
            warnings: vec!["Only 20 documents: expect few stable terms.".into()],
        },
        source: Source {
            file_name: Some("speeches.csv".into()),
            bytes: 123_456,
            sha256: "0".repeat(64),
            format: "csv".into(),
            facts: vec![("encoding".into(), "UTF-8".into()), ("delimiter".into(), ",".into())],
            warnings: Vec::new(),
        },
        reading: ReadOptions::default(),
        columns: Columns::default(),
    }
}

fn indicator(label: &str, term: &str, sign: Sign, score: f64, twins: &[&str]) -> Indicator {
    Indicator {
        label: label.into(),
        term: term.into(),
        shown: None,
        sign,
        score,
        documents_in_label: 6,
        share_in_label: 0.6,
        documents_in_rest: 1,
        share_in_rest: 0.1,
        twins: twins.iter().map(|&twin| twin.into()).collect(),
        twins_more: 0,
        twin_group: None,
        forms: vec![(term.into(), 7), (format!("{term}s"), 1)],
        calibration: None,
        peers: None,
        confirmed: None,
        staying: None,
        texts: Vec::new(),
    }
}

fn account(label: &str) -> Account {
    let dropped = vec![
        DroppedRow {
            row: 3,
            name: String::new(),
            reason: DropReason::MissingText,
            label: label.into(),
            kept: None,
        },
        DroppedRow {
            row: 7,
            name: String::new(),
            reason: DropReason::MissingLabel,
            label: "".into(),
            kept: None,
        },
        DroppedRow {
            name: String::new(),
            row: 9,
            reason: DropReason::DuplicateText,
            label: label.into(),
            kept: Some((4, "Republican".into())),
        },
    ];
    Account {
        rows: 23,
        documents: 20,
        documents_per_label: vec![10, 10],
        dropped_by_reason: BTreeMap::from([
            (DropReason::MissingText, 1),
            (DropReason::MissingLabel, 1),
            (DropReason::DuplicateText, 1),
        ]),
        dropped,
        duplicates: 1,
        duplicates_in_conflict: 1,
        conflicts: vec![("Republican".into(), label.into(), 1)],
        text_column: "text".into(),
        label_column: "label".into(),
        warnings: vec!["The label “x” has fewer than 10 documents.".into()],
        ..Account::default()
    }
}
