//! Jobs and results for the tests of pages, and what every page must keep to.

use std::path::Path;

use crate::config::Config;
use crate::http::pages::asset;
use crate::http::pages::parts::place::Place;
use crate::jobs::choices::Choices;
use crate::jobs::job::{Job, State};
use crate::jobs::key::{JobId, JobKey};
use crate::jobs::view::{
    CalibratedSummary, Excerpt, InspectedColumn, InspectedCorpus, Inspection, LabelEvidence, LabelSummary,
    Summary, TermRow, Terms,
};

/// A name that would run as a script where it is not escaped.
pub(crate) const EVIL: &str = "<script>alert(1)</script>\"' onload=x &amp; =cmd|' /C calc'!A0";
/// The largest page, pictures left out.
const PAGE_BYTES_MAX: usize = 60_000;

/// Checks what holds for every page. Where `WORDIFY_PAGES` names a folder, writes it there, to be looked at.
pub(crate) fn check_page(name: &str, page: &str) {
    if let Some(folder) = std::env::var_os("WORDIFY_PAGES") {
        let folder = Path::new(&folder);
        std::fs::create_dir_all(folder.join("assets")).expect("folder");
        std::fs::write(folder.join(format!("{name}.html")), page).expect("page");
        for asset in [&asset::STYLE, &asset::SCRIPT, &asset::ICON] {
            std::fs::write(folder.join(&asset.path()[1..]), asset.bytes).expect("asset");
        }
    }
    assert!(!page.contains("<script>") && !page.contains("onload=x &amp; "), "{name}: not escaped");
    assert!(!page.contains(" style=") && !page.contains("<style"), "{name}: inline style");
    assert_eq!(page.matches("<script").count(), 1, "{name}: one script, ours");
    assert_eq!(page.matches("<h1").count(), 1, "{name}: one heading of the first rank");
    for tag in [
        "main", "section", "form", "details", "table", "tbody", "tr", "dl", "ul", "ol", "bdi", "div", "a",
        "nav",
    ] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{name}: {tag}");
    }
    let light = without_pictures(page);
    assert!(light.len() < PAGE_BYTES_MAX, "{name}: {} bytes", light.len());
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(ids.len(), once.len(), "{name}: an id stands twice");
}

fn without_pictures(page: &str) -> String {
    let mut light = String::new();
    for (number, part) in page.split("<svg xmlns").enumerate() {
        let kept = if number == 0 { part } else { part.split_once("</svg>").map_or("", |(_, after)| after) };
        light.push_str(kept);
    }
    light
}

pub(crate) fn config() -> Config {
    let mut config = Config::new("data".into());
    config.contact = Some("the Text Lab, texts@example.org".into());
    config
}

pub(crate) fn place() -> Place {
    Place { site: "https://wordify.example".into(), job: format!("/jobs/{}", "0123456789abcdef".repeat(2)) }
}

fn key() -> JobKey {
    "0123456789abcdef".repeat(2).parse().expect("a key")
}

pub(crate) fn job(state: State) -> Job {
    let id: JobId = key().id();
    Job {
        id,
        key: Some(key()),
        state,
        visitor: None,
        choices: None,
        file_name: (!state.is_final()).then(|| "speeches of presidents.xlsx".to_owned()),
        file_bytes: 1_631_857,
        email: None,
        webhook: None,
        site: place().site,
        progress: None,
        attempt: 1,
        cancel_requested: false,
        failure: None,
        created_at: 0,
        queued_at: None,
        started_at: None,
        finished_at: None,
        expires_at: 3_600_000,
        keep_ms: None,
        upload_until: None,
    }
}

pub(crate) fn inspection() -> Inspection {
    let column =
        |number: usize, name: &str, distinct: usize, chars_mean: f64, example: &str| InspectedColumn {
            number,
            name: name.into(),
            filled: 4078,
            distinct,
            distinct_is_more: false,
            chars_mean,
            example: example.into(),
        };
    Inspection {
        format: "xlsx".into(),
        facts: vec![("sheet".into(), "Data".into()), ("header".into(), "row 1".into())],
        rows: 4078,
        columns: vec![
            column(1, "text", 4074, 390.0, "The State of the Union is sound. Our economy is recovering"),
            column(2, "label", 2, 10.0, "Democratic"),
        ],
        text: Some(1),
        label: Some(2),
        looks_double_encoded: false,
        corpus: Some(InspectedCorpus {
            documents: 4073,
            labels: vec![("Democratic".into(), 2449), ("Republican".into(), 1624)],
            dropped: vec![("same text as an earlier row".into(), 4), ("text missing".into(), 1)],
            dropped_rows: vec![(1203, "same text as an earlier row".into()), (1377, "text missing".into())],
            duplicates: 4,
            duplicates_in_conflict: 0,
            first_documents: vec![
                (2, "Democratic".into(), "The State of the Union is sound. Our economy is recovering from a recession. A national energy plan is in place and our dependence on foreign oil is decreasing.".into()),
                (3, "Democratic".into(), "But, our Nation has serious problems. Inflation and unemployment are unacceptably high. The world oil market is increasingly tight.".into()),
                (4, "Republican".into(), "Today marks my first State of the Union address to you, a constitutional duty as old as our Republic itself.".into()),
            ],
            words_median: 61,
            words_max: 480,
            language: Some(("en".into(), "English".into())),
            chars: 1_600_000,
            forecast_seconds: 1.6,
            warnings: vec!["4 rows repeat the text of an earlier row and are left out".into()],
        }),
        corpus_failure: None,
        warnings: Vec::new(),
        first_rows: vec![
            (2, vec!["The State of the Union is sound.".into(), "Democratic".into()]),
            (4, vec!["Today marks my first State of the Union address".into(), "Republican".into()]),
        ],
        labels_all: Vec::new(),
        likely_group: None,
    }
}

/// Names, texts and labels that must not break out of their place.
pub(crate) fn make_hostile(read: &mut Inspection) {
    read.columns[0].name = EVIL.into();
    read.columns[1].example = format!("\u{202e}{EVIL}");
    read.warnings.push(EVIL.into());
    read.first_rows[0].1 = vec![EVIL.into(), "x".repeat(120)];
    let corpus = read.corpus.as_mut().expect("a corpus");
    corpus.labels = vec![(EVIL.into(), 3000), ("x".repeat(10_000), 9), ("مرحبا بالعالم".into(), 500)];
    corpus.labels.extend((0..600).map(|number| (format!("label {number} 👩‍👩‍👧"), 1)));
    corpus.first_documents[0].2 = EVIL.into();
    corpus.first_documents[1].1 = "x".repeat(10_000);
    corpus.language = Some(("\"><script>".into(), EVIL.into()));
    corpus.dropped_rows = (0..200).map(|row| (row, EVIL.to_owned())).collect();
}

const DEMOCRATIC: &[(&str, f64, usize, usize)] = &[
    ("college", 0.714, 161, 39),
    ("health care", 0.714, 282, 118),
    ("climate", 0.712, 58, 11),
    ("challenge", 0.71, 172, 61),
    ("gun", 0.706, 61, 9),
    ("community", 0.7, 225, 79),
    ("kid", 0.692, 74, 13),
    ("middle class", 0.688, 88, 17),
    ("welfare", 0.644, 92, 48),
    ("invest", 0.63, 118, 40),
    ("minimum wage", 0.6, 48, 6),
    ("21st century", 0.578, 57, 16),
    ("job", 0.55, 380, 190),
    ("care", 0.51, 300, 140),
    ("teacher", 0.43, 120, 52),
    ("energy", 0.39, 210, 121),
    ("worker", 0.33, 190, 102),
    ("veteran", 0.21, 66, 40),
];
const REPUBLICAN: &[(&str, f64, usize, usize)] = &[
    ("freedom", 0.714, 190, 88),
    ("terrorist", 0.714, 111, 42),
    ("regime", 0.71, 45, 6),
    ("budget", 0.702, 122, 110),
    ("spending", 0.698, 118, 77),
    ("Iraqi", 0.66, 48, 4),
    ("tax relief", 0.64, 39, 3),
    ("thank", 0.61, 140, 96),
    ("free", 0.56, 150, 88),
    ("great", 0.5, 170, 160),
    ("border", 0.41, 61, 31),
    ("beautiful", 0.36, 28, 9),
    ("enemy", 0.18, 60, 21),
];

fn rows(list: &[(&str, f64, usize, usize)], positive: bool, first: usize) -> Vec<TermRow> {
    list.iter()
        .enumerate()
        .map(|(place, &(term, score, documents_in_label, documents_in_rest))| TermRow {
            number: first + place,
            term: term.into(),
            shown: None,
            positive,
            score,
            strength: None,
            q_value: None,
            slope: None,
            documents_in_label,
            share_in_label: documents_in_label as f64 / 2449.0,
            documents_in_rest,
            share_in_rest: documents_in_rest as f64 / 1624.0,
            twins: if term == "tax relief" { vec!["relief tax".into()] } else { Vec::new() },
            twins_more: if term == "tax relief" { 2379 } else { 0 },
            forms: match term {
                "college" => vec![("college".into(), 150), ("colleges".into(), 42)],
                "health care" => vec![("health care".into(), 390), ("healthcare".into(), 10)],
                _ => Vec::new(),
            },
            has_evidence: score > 0.3,
            texts: (score > 0.3).then_some((0, 0)),
            listed: true,
            family: None,
            confirmed: None,
            variants: None,
        })
        .collect()
}

fn at(list: &[(&str, f64, usize, usize)]) -> Vec<usize> {
    let reach = |step: usize| list.iter().filter(|term| term.1 >= step as f64 / 100.0).count();
    (0..=100).map(reach).collect()
}

pub(crate) fn terms(label: usize) -> Terms {
    let (positive, negative) = if label == 0 { (DEMOCRATIC, REPUBLICAN) } else { (REPUBLICAN, DEMOCRATIC) };
    let mut all = rows(positive, true, 0);
    all.extend(rows(negative, false, positive.len()));
    Terms { rows: all }
}

pub(crate) fn calibration() -> CalibratedSummary {
    CalibratedSummary {
        compared: None,
        has_pairs: false,
        shuffles: 99,
        max_q: 0.1,
        max_false: None,
        expected_false: Some(2.4),
        length_control: true,
    }
}

pub(crate) fn summary(labels: usize) -> Summary {
    let label = |number: usize| {
        let (positive, negative) =
            if number == 0 { (DEMOCRATIC, REPUBLICAN) } else { (REPUBLICAN, DEMOCRATIC) };
        LabelSummary {
            name: match number {
                0 => "Democratic".into(),
                1 => "Republican".into(),
                number => format!("Label {number}"),
            },
            documents: if number == 0 { 2449 } else { 1624 },
            positive_at: at(positive),
            negative_at: at(negative),
            positive_by_q: Vec::new(),
            negative_by_q: Vec::new(),
            best_positive: rows(positive, true, 0),
            best_negative: rows(negative, false, positive.len()),
            not_listed: Vec::new(),
        }
    };
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Summary {
        version: "0.1.0".into(),
        file_name: Some("speeches of presidents.xlsx".into()),
        file_bytes: 1_631_857,
        sha256: "6f1ed002ab5595859014ebf0951522d9".repeat(2),
        format: "xlsx".into(),
        facts: vec![fact("sheet", "Data")],
        text_column: "text".into(),
        label_column: "label".into(),
        rows: 4078,
        documents: 4073,
        dropped: vec![("same text as an earlier row".into(), 4), ("text missing".into(), 1)],
        vocabulary_terms: 8617,
        labels: (0..labels).map(label).collect(),
        is_mirrored: labels == 2,
        calibration: None,
        fits: 500,
        sample_size: 3054,
        empty_regressions: 143,
        regressions: 500,
        threshold: 0.3,
        seed: 2021,
        preset: "wordify-2021".into(),
        language: ("en".into(), "English".into()),
        language_detected: false,
        settings: vec![
            fact("Preset", "wordify-2021: the published web application, exactly"),
            fact("Lemmas", "on"),
            fact("Stop words", "list of spaCy 3.8 for the language"),
            fact("N-grams", "1 to 3 words"),
            fact("Least document frequency (min_df)", "0.001 of the documents"),
            fact("Greatest document frequency (max_df)", "0.75 of the documents"),
            fact("Seed", "2021"),
        ],
        choices: Choices::default().with("text", "text").with("label", "label").with("language", "en"),
        trials: Vec::new(),
        method: "We identified the terms that tell the labels apart with Wordify (Hovy et al., 2021), version 0.2.0.".into(),
        warnings: vec!["4 rows repeat the text of an earlier row and are left out".into()],
        seconds: 1.3,
    }
}

pub(crate) fn make_summary_hostile(summary: &mut Summary) {
    summary.file_name = Some(EVIL.into());
    summary.labels[0].name = EVIL.into();
    summary.labels[1].name = "x".repeat(10_000);
    summary.labels[0].best_positive[0].term = EVIL.into();
    summary.labels[0].best_positive[1].term = "مرحبا بالعالم".into();
    summary.labels[0].best_positive[2].term = "👩‍👩‍👧".into();
    summary.warnings.push(EVIL.into());
    summary.settings.push(("Stop words added".into(), EVIL.into()));
    summary.choices = summary.choices.clone().with("label", EVIL);
    summary.language = ("\" onload=\"x".into(), EVIL.into());
}

pub(crate) fn evidence() -> Vec<LabelEvidence> {
    let excerpt = |row: usize, before: &str, term: &str, after: &str| Excerpt {
        row,
        name: String::new(),
        cut_before: true,
        pieces: vec![(before.into(), false), (term.into(), true), (after.into(), false)],
        cut_after: true,
    };
    vec![
        LabelEvidence {
            label: 0,
            documents: 282,
            excerpts: vec![
                excerpt(17, "", "Health care", " for all Americans, and a stronger economy."),
                excerpt(
                    42,
                    "tonight I ask you to pass ",
                    "health care",
                    " reform this year, because families cannot wait.",
                ),
            ],
        },
        LabelEvidence {
            label: 1,
            documents: 118,
            excerpts: vec![excerpt(
                2310,
                "We must keep ",
                "health care",
                " decisions between patients and their doctors.",
            )],
        },
    ]
}
