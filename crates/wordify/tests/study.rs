//! A study as a whole: written and read back, and the same bytes as ever.

use sha2::{Digest, Sha256};
use wordify::ErrorKind;
use wordify::corpus::{Columns, Merge};
use wordify::progress::Monitor;
use wordify::report;
use wordify::settings::{Contrast, DocumentFrequency, Lemmas, Peer, Preset, Settings, StopWords};
use wordify::study::{Study, run};
use wordify::table::ReadOptions;
use wordify::text::clean::steps::{Cleaning, Step};
use wordify::text::language::Language;
use wordify::text::tokenize::KeptTokens;

const EXAMPLE: &str = include_str!("../../../examples/state-of-the-union.csv");

/// The example without the column of the presidents, as it was in version 0.1.0.
fn example_of_0_1_0() -> Vec<u8> {
    let lines = EXAMPLE.lines().filter_map(|line| line.rsplit_once(','));
    lines.map(|(line, _)| format!("{line}\n")).collect::<String>().into_bytes()
}

/// A study in which nothing is as it is by default.
fn unusual() -> Study {
    Study {
        reading: ReadOptions { sheet: Some("Data".into()), repair_encoding: true, ..ReadOptions::default() },
        columns: Columns {
            group: Some("Author".into()),
            strata: vec!["Year".into(), "4".into()],
            control: vec!["Age".into()],
            labels: vec!["good, very".into(), "1-2".into()],
            merge: vec![Merge { label: "good, very".into(), of: vec!["4-5".into(), "3".into()] }],
            bins: vec!["1-2".into(), "3".into(), "4-5".into()],
            ..Columns::new("Body", "2")
        },
        settings: Settings {
            preset: Preset::Wordify2021,
            language: Language::German,
            language_detected: true,
            lemmas: Lemmas::Off,
            cleaning: Some(Cleaning {
                before: vec![Step::Lowercase],
                after: vec![Step::Strip, Step::Accents],
            }),
            kept_tokens: KeptTokens { emojis: true, hashtags: true },
            stop_words: StopWords::List(vec!["der".into()]),
            stop_words_add: vec!["die".into()],
            stop_words_keep: vec!["das".into()],
            ngram_range: (2, 4),
            min_df: DocumentFrequency::Count(3),
            max_df: DocumentFrequency::Share(0.1 + 0.2),
            fits: Some(7),
            threshold: Some(0.123_456_789_012_345_6),
            seed: u64::MAX,
            max_q: 0.07,
            max_false: Some(2.5),
            shuffles: Some(39),
            length_control: false,
            windows: true,
            contrast: Contrast::Baseline("good, very".into()),
            order: vec!["1-2".into(), "good, very".into()],
            also: vec![Peer::LogOdds, Peer::ChiSquare],
            confirm: Some(0.3),
            robust: true,
            evidence: Some(5),
            enough: true,
            generalise: true,
        },
    }
}

#[test]
fn a_study_that_is_written_is_read_back_as_it_was() {
    for study in [Study::default(), unusual()] {
        let written = serde_json::to_string(&study).expect("plain data");
        let read: Study = serde_json::from_str(&written).expect("what was written");
        assert_eq!(read, study, "{written}");
    }
    assert_eq!(serde_json::from_str::<Study>("{}").expect("all as by default"), Study::default());
}

#[test]
fn a_field_that_no_study_has_is_refused_by_its_name() {
    for (written, name) in [
        (r#"{"setings": {}}"#, "setings"),
        (r#"{"settings": {"fit": 3}}"#, "fit"),
        (r#"{"columns": {"groups": "a"}, "reading": {}, "texts": 1}"#, "groups"),
        (r#"{"reading": {"file_name": "a.csv"}}"#, "file_name"),
        (r#"{"settings": {"kept_tokens": {"emoji": true}}}"#, "emoji"),
    ] {
        let error = serde_json::from_str::<Study>(written).expect_err(written).to_string();
        assert!(error.contains(&format!("`{name}`")), "{error}");
    }
    let error =
        serde_json::from_str::<Study>(r#"{"settings": {"language": "germn"}}"#).expect_err("a typing error");
    assert!(error.to_string().contains("germn"), "{error}");
}

#[test]
fn groups_strata_and_controls_are_refused_where_fits_are_counted() {
    for (preset, columns) in [
        (Preset::Wordify2021, Columns { group: Some("president".into()), ..Columns::default() }),
        (Preset::Wordify2022, Columns { strata: vec!["president".into()], ..Columns::default() }),
        (Preset::Wordify2021, Columns { control: vec!["president".into()], ..Columns::default() }),
    ] {
        let settings = Settings { preset, ..Settings::default() };
        let error = Study { columns, settings, ..Study::default() }.check().expect_err("as published");
        assert!(["group", "strata", "control"].contains(&error.place().expect("a place")), "{error}");
        assert!(error.remedy_text().is_some());
    }
}

#[test]
fn a_study_that_cannot_run_is_refused_before_the_file_is_read() {
    let settings = Settings { language: Language::Chinese, lemmas: Lemmas::On, ..Settings::default() };
    let study = Study { settings, ..Study::default() };
    let error = run(b"no table".to_vec(), None, &study, 1, &Monitor::silent()).expect_err("no lemmas");
    assert_eq!((error.kind(), error.place()), (ErrorKind::Setting, Some("lemmas")));
}

/// SHA-256 of the reports that version 0.1.0 as of November 2026 (before presets were data) wrote for the example corpus, by
/// `wordify analyze state-of-the-union.csv --preset PRESET --fits 24`, when every preset had the stop words of spaCy. The presets of the published tools are to stay exact.
const STORED: [(Preset, &str, &str); 2] = [
    (
        Preset::Wordify2021,
        "92b21e0b14f99f77db946212119b40fe466c9efdfaf40a3795d3bb8d8cc359c8",
        "7ad668d025379c168feebe7e8cb57d95da66ccae6198a9f5a7c98d4aed506d79",
    ),
    (
        Preset::Wordify2022,
        "39d9201aa1b08ed202a9f7083ed35d6bc4859a0c8eb032126019a3026094f90d",
        "9a62372101c89efc0e91d6098a9e041c1be989b536ac387dd7f4ffb4e38aa8a2",
    ),
];

#[test]
fn the_reports_of_the_published_presets_are_those_of_ever() {
    for (preset, csv, json) in STORED {
        let study = Study {
            settings: Settings {
                preset,
                fits: Some(24),
                stop_words: StopWords::Spacy,
                ..Settings::default()
            },
            ..Study::default()
        };
        let name = Some("state-of-the-union.csv");
        let report = run(example_of_0_1_0(), name, &study, 2, &Monitor::silent());
        let mut report = report.expect("a report");
        // Version 0.1.0 kept copies without a warning, and had none of stop words and rare terms.
        report.analysis.account.warnings.retain(|warning| !warning.contains("copies of earlier ones"));
        report
            .analysis
            .warnings
            .retain(|it| !it.contains("left out as stop words") && !it.contains("fewer than 3"));
        let hash = |bytes: Vec<u8>| -> String {
            Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
        };
        assert_eq!(hash(report::csv(&report).expect("csv")), csv, "{}", preset.name());
        assert_eq!(hash(report::json(&report).expect("json")), json, "{}", preset.name());
    }
}
