//! A concordance: all texts with a term and no others, with what stands around it.

use std::collections::{BTreeMap, BTreeSet};

use wordify::ErrorKind;
use wordify::indicators::evidence::concordance::{Concordance, TERMS_MAX};
use wordify::progress::Monitor;
use wordify::report::concordance::csv;
use wordify::settings::{Lemmas, Settings, StopWords};
use wordify::study::{self, Study};
use wordify::text::language::Language;

const EXAMPLE: &str = include_str!("../../../examples/state-of-the-union.csv");

fn find(file: &str, settings: Settings, terms: &[String], only: &[&str], threads: usize) -> Concordance {
    try_find(file, settings, terms, only, threads).expect("a concordance")
}

fn try_find(
    file: &str,
    settings: Settings,
    terms: &[String],
    only: &[&str],
    threads: usize,
) -> Result<Concordance, wordify::Error> {
    let study = Study { settings, ..Study::default() };
    let only: Vec<String> = only.iter().map(|&label| label.to_owned()).collect();
    let wanted = (terms, &only[..]);
    study::concordance(file.as_bytes().to_vec(), Some("a.csv"), &study, wanted, threads, &Monitor::silent())
}

fn texts_by_row() -> BTreeMap<usize, (String, String)> {
    let mut reader = csv::Reader::from_reader(EXAMPLE.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let (text, label) = (place("text"), place("label"));
    let rows = (2..).zip(reader.records().map(|row| row.expect("a row")));
    let mut letters = BTreeSet::new();
    // Copies but for punctuation are left out of every analysis.
    let mut is_new =
        |text: &str| letters.insert(text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), ""));
    rows.filter(|(_, row)| is_new(&row[text]))
        .map(|(number, row)| (number, (row[text].to_owned(), row[label].to_owned())))
        .collect()
}

#[test]
fn the_texts_of_every_listed_term_are_as_many_as_the_report_counts() {
    let study = Study {
        settings: Settings { shuffles: Some(19), max_q: 0.5, ..Settings::default() },
        ..Study::default()
    };
    let bytes = EXAMPLE.as_bytes().to_vec();
    let report = study::run(bytes, Some("a.csv"), &study, 2, &Monitor::silent()).expect("a report");
    let listed: Vec<_> = report.analysis.selected().collect();
    assert!(listed.len() > 20, "{}", listed.len());
    for batch in listed.chunks(TERMS_MAX) {
        let terms: Vec<String> = batch.iter().map(|indicator| indicator.term.clone()).collect();
        let found = find(EXAMPLE, study.settings.clone(), &terms, &[], 2);
        for (indicator, term) in batch.iter().zip(&found.terms) {
            let (own, rest): (Vec<_>, Vec<_>) =
                term.labels.iter().partition(|label| label.label == indicator.label);
            let with = |labels: &[&wordify::indicators::evidence::concordance::LabelLines]| {
                labels.iter().map(|label| label.with).sum::<usize>()
            };
            let counted = (indicator.documents_in_label, indicator.documents_in_rest);
            assert_eq!((with(&own), with(&rest)), counted, "{}", indicator.term);
            assert_eq!(term.term, indicator.term);
        }
    }
}

#[test]
fn every_line_is_a_piece_of_its_text_and_no_text_with_the_word_is_missing() {
    let settings = Settings { lemmas: Lemmas::Off, language: Language::English, ..Settings::default() };
    let words = ["energy", "freedom", "tax", "congress", "america"];
    let terms: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let found = find(EXAMPLE, settings, &terms, &[], 2);
    let texts = texts_by_row();
    for (word, term) in words.iter().zip(&found.terms) {
        for label in &term.labels {
            // By other means: cut at whatever is no letter.
            let has_word = |text: &str| {
                text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|piece| piece == *word)
            };
            let rows: Vec<usize> = texts
                .iter()
                .filter(|(_, (text, of))| *of == label.label && has_word(text))
                .map(|(&row, _)| row)
                .collect();
            let mut shown: Vec<usize> = label.lines.iter().map(|line| line.row).collect();
            shown.dedup();
            assert_eq!(shown, rows, "{word} in {}", label.label);
            assert_eq!(label.with, rows.len());
            for line in &label.lines {
                assert!(texts[&line.row].0.contains(&format!("{}{}{}", line.left, line.written, line.right)));
                // “Freedom’s” and “after-tax” are marked whole.
                assert!(line.written.to_lowercase().contains(word), "{word}: {}", line.written);
            }
        }
    }
}

/// What is found for `term`: the term as reports have it, and how it is written in the rows of the label a.
fn written(language: Language, lemmas: Lemmas, text: &str, term: &str) -> (String, Vec<String>) {
    let stop_words = StopWords::None;
    let settings = Settings { language, lemmas, stop_words, ..Settings::default() };
    let file = format!("text,label\n\"{text}\",a\nzzz qqq,b\n");
    let found = find(&file, settings, &[term.to_owned()], &["a"], 1);
    let term = &found.terms[0];
    let lines = &term.labels[0].lines;
    (term.term.clone(), lines.iter().map(|line| line.written.clone()).collect())
}

#[test]
fn a_term_may_be_given_as_reports_have_it_or_as_it_is_written_in_five_languages() {
    let known = Lemmas::WhereKnown;
    let cases = [
        (Language::English, "Wolves ate. A wolf sleeps", "wolf", "wolf", &["Wolves", "wolf"][..]),
        (Language::English, "Wolves ate. A wolf sleeps", "wolves", "wolf", &["Wolves", "wolf"]),
        (Language::German, "Die Häuser stehen. Ein Haus fehlt", "Häuser", "haus", &["Häuser", "Haus"]),
        (Language::French, "Il voit l’homme. Les hommes", "hommes", "homme", &["l’homme", "hommes"]),
        (Language::Japanese, "猫が歩いた。川まで歩きました。", "歩く", "歩く", &["歩い", "歩き"]),
        (Language::Chinese, "屏幕很好，5.5寸屏幕！", "屏幕", "屏幕", &["屏幕", "屏幕"]),
    ];
    for (language, text, asked, term, expected) in cases {
        let found = written(language, known, text, asked);
        assert_eq!(found, (term.to_owned(), expected.iter().map(|&form| form.to_owned()).collect()));
    }
    let off = written(Language::English, Lemmas::Off, "Wolves ate. A wolf sleeps", "wolves");
    assert_eq!(off, ("wolves".to_owned(), vec!["Wolves".to_owned()]));
}

#[test]
fn labels_with_a_larger_share_come_first_and_the_number_of_threads_changes_nothing() {
    let terms = ["energy".to_owned(), "not in any text".to_owned()];
    let one = find(EXAMPLE, Settings::default(), &terms, &[], 1);
    assert_eq!(find(EXAMPLE, Settings::default(), &terms, &[], 3), one);
    let share = |place: usize| {
        let label = &one.terms[0].labels[place];
        label.with as f64 / label.documents as f64
    };
    assert!(share(0) >= share(1) && share(0) > 0.0);
    assert!(one.terms[1].labels.iter().all(|label| label.with == 0 && label.lines.is_empty()));
}

#[test]
fn the_table_has_a_row_for_each_line_and_guards_formulas() {
    let file = "text,label\n\"=oak, cut\",a\n\"an oak\nand an oak\",b\nelm,b\n";
    let found = find(file, Settings::default(), &["oak".into()], &[], 1);
    let bytes = csv(&found).expect("csv");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(reader.headers().expect("a header"), vec!["term", "label", "row", "left", "written", "right"]);
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0], ["oak", "a", "2", "'=", "oak", ", cut"]);
    assert_eq!(rows[1], ["oak", "b", "3", "an ", "oak", "\nand an oak"]);
    assert_eq!(rows[2], ["oak", "b", "3", "an oak\nand an ", "oak", ""]);
}

#[test]
fn what_cannot_be_searched_for_is_refused_with_what_to_do() {
    let file = "text,label\nthe oak,a\nthe elm,b\n";
    let refusal = |terms: &[String], only: &[&str]| {
        let settings = Settings { language: Language::English, ..Settings::default() };
        try_find(file, settings, terms, only, 1).expect_err("refused")
    };
    let error = refusal(&["the".into()], &[]);
    assert_eq!(error.kind(), ErrorKind::Setting);
    assert!(error.message().contains("“the” has no word that is counted"), "{error}");
    // Single letters count as no words.
    let error = refusal(&["U.S.".into()], &[]);
    assert!(error.message().contains("“U.S.” has no word that is counted"), "{error}");
    let error = refusal(&["oak".into()], &["c"]);
    assert_eq!(error.remedy_text(), Some("Labels are “a”, “b”."));
    let error = refusal(&vec!["oak".to_owned(); TERMS_MAX + 1], &[]);
    assert_eq!(error.kind(), ErrorKind::Limit);
}
