//! Vocabulary and weights against scikit-learn 1.4.2, on every corpus with golden files.
//!
//! The golden files of the small State of the Union corpus are in the repository; those of the other corpora
//! are in a shared folder and their test is skipped where that is absent.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{Lemmas, Preset, Settings, StopWords};
use wordify::terms::vectorize::Vectorized;
use wordify::text::clean::clean;
use wordify::text::clean::steps::Cleaning;
use wordify::text::language::{Language, stop_words};

/// What the reference run wrote of its tf-idf matrix.
#[derive(Deserialize)]
struct Golden {
    vocabulary: Vec<String>,
    df: Vec<u32>,
    idf: Vec<f64>,
    rows: BTreeMap<usize, Row>,
    row_nnz: Option<Vec<usize>>,
    sum_all: f64,
    sum_sq: f64,
    col_sum_first50: Vec<f64>,
    processed_sha256: String,
}

#[derive(Deserialize)]
struct Row {
    processed_text: String,
    indices: Vec<u32>,
    values: Vec<f64>,
}

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("WORDIFY_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    folder.join("golden").is_dir().then_some(folder)
}

fn gunzip(path: &Path) -> String {
    let mut text = String::new();
    let file = fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    text
}

/// The cells of the first column, the header left out.
fn first_column(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.expect("a record")[0].to_owned()).collect()
}

fn settings(preset: Preset, corpus: &str) -> Settings {
    let language = corpus.split('_').find_map(Language::from_code).expect("a language in the name");
    // The stored results were made with the list of spaCy.
    Settings { preset, language, lemmas: Lemmas::Off, stop_words: StopWords::Spacy, ..Settings::default() }
}

/// The texts of a raw corpus as the preset takes them, and as it cleans them.
fn raw_texts(csv: &str, settings: &Settings) -> (Vec<String>, Vec<String>) {
    let mut texts = first_column(csv);
    if settings.preset.recipe().copies != wordify::corpus::Copies::Keep {
        let mut seen = HashSet::new();
        texts.retain(|text| seen.insert(text.clone()));
    }
    let stop_words = stop_words::set(&settings.stop_words, settings.language);
    let cleaned = texts
        .iter()
        .map(|text| clean(text, settings.recipe().cleaning, settings.language, &stop_words))
        .collect();
    (texts, cleaned)
}

/// The same settings for texts that are cleaned already: for the preset of 2022, without stop words.
fn as_they_are(settings: &Settings) -> Settings {
    let stop_words = match settings.preset {
        Preset::Wordify2022 => StopWords::None,
        Preset::Wordify | Preset::Wordify2021 => settings.stop_words.clone(),
    };
    Settings { cleaning: Some(Cleaning::default()), stop_words, ..settings.clone() }
}

fn check_texts(golden: &Golden, cleaned: &[String], name: &str) {
    for (&index, row) in &golden.rows {
        assert_eq!(cleaned[index], row.processed_text, "{name}, document {index}");
    }
    let digest = Sha256::digest(cleaned.join("\n"));
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, golden.processed_sha256, "{name}: a cleaned text differs");
}

fn check(golden: &Golden, ours: &Vectorized, name: &str) {
    assert!(ours.terms == golden.vocabulary, "{name}: the vocabulary differs");
    assert_eq!(ours.document_frequency, golden.df, "{name}");
    let documents = ours.matrix.documents();
    for (&df, &idf) in golden.df.iter().zip(&golden.idf) {
        close(wordify::terms::tfidf::inverse_document_frequency(documents, df), idf, 1e-12, name);
    }
    for (&index, row) in &golden.rows {
        let (columns, values) = ours.matrix.row(index);
        let mut expected: Vec<_> = row.indices.iter().copied().zip(row.values.iter().copied()).collect();
        expected.sort_unstable_by_key(|&(column, _)| column);
        assert!(columns.iter().eq(expected.iter().map(|(column, _)| column)), "{name}, document {index}");
        for (&value, &(_, expected)) in values.iter().zip(&expected) {
            close(value, expected, 1e-12, name);
        }
    }
    if let Some(expected) = &golden.row_nnz {
        let lengths: Vec<_> = ours.matrix.row_starts.windows(2).map(|bounds| bounds[1] - bounds[0]).collect();
        assert!(lengths == *expected, "{name}: a row has more or fewer terms");
    }
    let values = &ours.matrix.values;
    close(values.iter().sum(), golden.sum_all, 1e-12 * golden.sum_all, name);
    close(values.iter().map(|value| value * value).sum(), golden.sum_sq, 1e-12 * golden.sum_sq, name);
    let mut column_sums = vec![0.0; ours.terms.len()];
    for (&column, value) in ours.matrix.columns.iter().zip(values) {
        column_sums[column as usize] += value;
    }
    for (&sum, &expected) in column_sums.iter().zip(&golden.col_sum_first50) {
        close(sum, expected, 1e-12 * expected.max(1.0), name);
    }
}

fn close(value: f64, expected: f64, tolerance: f64, name: &str) {
    assert!((value - expected).abs() <= tolerance, "{name}: {value} is not {expected}");
}

/// Vectorizes the raw corpus and holds it against the golden file `CORPUS.VARIANT.tfidf.json.gz`.
fn check_raw(golden_path: &Path, csv: &Path) -> (String, Settings, Golden, Vectorized) {
    let name = golden_path.file_name().expect("a name").to_string_lossy();
    let name = name.strip_suffix(".tfidf.json.gz").expect("a golden file").to_owned();
    let (corpus, variant) = name.split_once('.').expect("corpus and variant");
    let preset = match variant {
        "flask" => Preset::Wordify2021,
        "streamlit" => Preset::Wordify2022,
        other => panic!("unknown variant {other}"),
    };
    let settings = settings(preset, corpus);
    let golden: Golden = serde_json::from_str(&gunzip(golden_path)).expect("a golden file");
    let csv = fs::read_to_string(csv).unwrap_or_else(|error| panic!("{}: {error}", csv.display()));
    let (texts, cleaned) = raw_texts(&csv, &settings);
    check_texts(&golden, &cleaned, &name);
    let ours = vectorize(&texts, &settings, 2, &Monitor::silent()).expect("terms");
    check(&golden, &ours, &name);
    (name, settings, golden, ours)
}

#[test]
fn the_matrices_of_the_example_corpus_are_those_of_scikit_learn() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for variant in ["flask", "streamlit"] {
        let golden = here.join(format!("tests/golden/sotu_demo_en.{variant}.tfidf.json.gz"));
        check_raw(&golden, &here.join("../../examples/state-of-the-union.csv"));
    }
}

#[test]
fn every_golden_matrix_is_met_from_the_raw_texts_and_from_the_processed_texts() {
    let Some(shared) = shared() else {
        println!("skipped: no folder with shared corpora (set WORDIFY_SHARED)");
        return;
    };
    let mut met = 0;
    for entry in fs::read_dir(shared.join("golden")).expect("the golden folder") {
        let path = entry.expect("an entry").path();
        let file_name = path.file_name().expect("a name").to_string_lossy();
        let Some((name, _)) = file_name.split_once(".tfidf.json.gz") else { continue };
        let corpus = name.split('.').next().expect("a corpus");
        let csv = shared.join(format!("data/{corpus}.csv"));
        let (name, settings, golden, from_raw) = check_raw(&path, &csv);

        let processed = first_column(&gunzip(&path.with_file_name(format!("{name}.processed.csv.gz"))));
        check_texts(&golden, &processed, &name);
        let ours = vectorize(&processed, &as_they_are(&settings), 2, &Monitor::silent()).expect("terms");
        assert!(from_raw == ours, "{name}: raw and processed texts give different matrices");
        met += 1;
    }
    assert!(met >= 15, "only {met} golden matrices found");
}
