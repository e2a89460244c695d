//! Texts in reports: lines of the original texts in which a reader finds the term, of both sides, drawn by the seed.

use std::collections::BTreeMap;
use std::path::Path;

use wordify::indicators::evidence::quoted::{LINES_MAX, Quoted};
use wordify::indicators::{Indicator, Sign};
use wordify::progress::Monitor;
use wordify::report::{self, Report};
use wordify::settings::{DocumentFrequency, Lemmas, Preset, Settings};
use wordify::study::{self, Study};
use wordify::text::language::Language;

const EXAMPLE: &str = include_str!("../../../examples/state-of-the-union.csv");

fn report(file: &str, settings: Settings, threads: usize) -> Report {
    let study = Study { settings, ..Study::default() };
    study::run(file.as_bytes().to_vec(), Some("a.csv"), &study, threads, &Monitor::silent())
        .expect("a report")
}

/// A list of all terms, so that there is much to quote.
fn all_terms(language: Language) -> Settings {
    Settings { language, shuffles: Some(9), max_q: 1.0, ..Settings::default() }
}

fn reviews(language: Language) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wordify-cli/tests/corpora/reviews");
    std::fs::read_to_string(folder.join(format!("{}.csv", language.code()))).expect("reviews")
}

/// Text and label of each row, by the number that a spreadsheet shows.
fn rows(file: &str) -> BTreeMap<usize, (String, String)> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let (text, label) = (place("text"), place("label"));
    let rows = (2..).zip(reader.records().map(|row| row.expect("a row")));
    rows.map(|(number, row)| (number, (row[text].to_owned(), row[label].to_owned()))).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Whether the words of `form` stand in `written`, one behind the other.
fn holds(written: &str, form: &str) -> bool {
    let mut rest = written;
    form.split(' ').all(|word| match rest.find(word) {
        Some(at) => {
            rest = &rest[at + word.len()..];
            true
        }
        None => false,
    })
}

/// Whether what is marked is one of the forms that the report names, or the term where it names none.
fn is_written_form(indicator: &Indicator, quoted: &Quoted) -> bool {
    // “Isn’t just” is counted as “not just”.
    let parts = [("’", "'"), ("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("'ll", " will")];
    let written = quoted.line.written.to_lowercase();
    let written = parts.iter().fold(written, |written, (from, to)| written.replace(from, to));
    let mut forms: Vec<&str> = indicator.forms.iter().map(|(form, _)| form.as_str()).collect();
    if forms.is_empty() {
        forms.push(&indicator.term);
    }
    forms.iter().any(|form| holds(&written, form))
}

#[test]
fn every_quoted_text_holds_a_written_form_of_its_term_in_six_languages() {
    let languages =
        [Language::Greek, Language::Japanese, Language::Polish, Language::Russian, Language::Chinese];
    let files = languages.map(|language| (language, reviews(language)));
    for (language, file) in files.into_iter().chain([(Language::English, EXAMPLE.to_owned())]) {
        let report = report(&file, all_terms(language), 2);
        let rows = rows(&file);
        let (mut terms, mut texts, mut wanted) = (0, 0, 0);
        let mut strange = Vec::new();
        for indicator in report.analysis.selected().filter(|indicator| !indicator.texts.is_empty()) {
            terms += 1;
            let (for_label, others): (Vec<_>, Vec<_>) =
                indicator.texts.iter().partition(|quoted| quoted.label == indicator.label);
            assert!(for_label.len() <= 3 && others.len() <= 2, "{}", indicator.term);
            texts += indicator.texts.len();
            wanted += indicator.documents_in_label.min(3) + indicator.documents_in_rest.min(2);
            for quoted in &indicator.texts {
                let (text, label) = &rows[&quoted.line.row];
                assert_eq!(*label, quoted.label);
                let line = format!("{}{}{}", quoted.line.left, quoted.line.written, quoted.line.right);
                assert!(text.contains(&line), "{line} in {text}");
                if !is_written_form(indicator, quoted) {
                    strange.push((&indicator.forms, &quoted.line.written));
                }
                assert!(quoted.line.left.chars().count() <= 110 && quoted.line.right.chars().count() <= 110);
            }
        }
        assert!(strange.is_empty(), "{language:?}: {strange:?}");
        assert!(terms > 30, "{language:?}: {terms} terms");
        // Where cleaning left no trace of the place, nothing is quoted; that is rare.
        assert!(texts <= wanted && texts * 100 >= wanted * 99, "{language:?}: {texts} of {wanted}");
    }
}

#[test]
fn examples_come_before_counter_examples_each_in_the_order_of_the_file() {
    let settings =
        Settings { preset: Preset::Wordify2021, fits: Some(24), evidence: Some(4), ..Settings::default() };
    let report = report(EXAMPLE, settings, 2);
    let mut signs = [0, 0];
    for indicator in report.analysis.selected() {
        let is_for = indicator.sign == Sign::Positive;
        signs[usize::from(is_for)] += 1;
        // What speaks against a label has its examples among the others.
        let is_example = |quoted: &&Quoted| (quoted.label == indicator.label) == is_for;
        let examples = indicator.texts.iter().take_while(is_example).count();
        assert!(indicator.texts[examples..].iter().all(|quoted| !is_example(&quoted)));
        assert!(examples <= 4 && indicator.texts.len() - examples <= 2);
        for side in [&indicator.texts[..examples], &indicator.texts[examples..]] {
            assert!(side.is_sorted_by(|a, b| a.line.row < b.line.row));
        }
    }
    assert!(signs.iter().all(|&number| number > 5), "{signs:?}");
}

#[test]
fn threads_change_nothing_and_another_seed_draws_other_texts() {
    let texts = |threads: usize, seed: u64| {
        let settings = Settings { seed, shuffles: Some(9), max_q: 0.7, ..Settings::default() };
        let report = report(EXAMPLE, settings, threads);
        let of_term = |indicator: &Indicator| (indicator.term.clone(), indicator.texts.clone());
        report.analysis.selected().map(of_term).collect::<BTreeMap<_, _>>()
    };
    let first = texts(1, 7);
    assert_eq!(texts(3, 7), first);
    let other = texts(2, 8);
    // Terms beyond those that are quoted have none.
    let both: Vec<_> = first
        .iter()
        .filter_map(|(term, texts)| Some((texts, other.get(term)?)))
        .filter(|(texts, others)| texts.len() == 5 && others.len() == 5)
        .collect();
    let changed = both.iter().filter(|(texts, others)| texts != others).count();
    assert!(changed * 2 > both.len(), "{changed} of {}", both.len());
}

#[test]
fn texts_can_be_left_out_and_the_published_presets_have_none_unless_asked() {
    let none = [
        Settings { evidence: Some(0), ..all_terms(Language::English) },
        Settings { preset: Preset::Wordify2021, fits: Some(24), ..Settings::default() },
        Settings { preset: Preset::Wordify2022, fits: Some(24), ..Settings::default() },
    ];
    for settings in none {
        let report = report(EXAMPLE, settings, 2);
        assert!(!report.has_texts() && report.analysis.selected().count() > 0);
        let json = String::from_utf8(report::json(&report).expect("json")).expect("UTF-8");
        assert!(!json.contains("\"texts\""));
        let page = String::from_utf8(report::html(&report).expect("a page")).expect("UTF-8");
        assert!(!page.contains("class=\"behind\""));
    }
}

#[test]
fn json_and_page_show_the_same_texts_and_the_table_none() {
    let report = report(EXAMPLE, Settings { shuffles: Some(19), max_q: 0.5, ..Settings::default() }, 2);
    let json: serde_json::Value =
        serde_json::from_slice(&report::json(&report).expect("json")).expect("parses");
    let page = String::from_utf8(report::html(&report).expect("a page")).expect("UTF-8");
    let mut texts = 0;
    for indicator in json["analysis"]["indicators"].as_array().expect("indicators") {
        for text in indicator["texts"].as_array().into_iter().flatten() {
            let keys: Vec<_> = text.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(keys, ["label", "row", "left", "written", "right"]);
            let written = text["written"].as_str().expect("a text");
            texts += usize::from(page.contains(&format!("<mark>{}</mark>", escaped(written))));
        }
    }
    let on_page = page.matches("<mark>").count();
    // Of a family the page shows the strongest term only.
    assert!(on_page > 50 && on_page <= texts, "{texts}, {on_page}");
    let csv = String::from_utf8(report::csv(&report).expect("csv")).expect("UTF-8");
    assert!(!csv.lines().next().expect("a header").contains("texts"));
}

#[test]
fn with_very_many_terms_the_first_of_each_label_are_quoted_and_all_is_bounded() {
    let words = |row: usize| (0..120).map(move |word| format!("w{row}x{word}"));
    let text = |row: usize| words(row / 3 * 2 + row % 2).collect::<Vec<_>>().join(" ");
    let rows: String = (0..240).map(|row| format!("{},{}\n", text(row), ["a", "b"][row % 2])).collect();
    let settings = Settings {
        min_df: DocumentFrequency::Count(1),
        lemmas: Lemmas::Off,
        ngram_range: (1, 1),
        ..all_terms(Language::English)
    };
    let report = report(&format!("text,label\n{rows}"), settings, 2);
    let listed: Vec<&Indicator> = report.analysis.selected().collect();
    let lines: usize = listed.iter().map(|indicator| indicator.texts.len()).sum();
    assert!(listed.len() > LINES_MAX / 5 && lines <= LINES_MAX, "{} terms, {lines} lines", listed.len());
    let quoted = |label: &str| {
        let of_label = listed.iter().filter(|indicator| indicator.label == label);
        of_label.map(|indicator| !indicator.texts.is_empty()).collect::<Vec<_>>()
    };
    for label in ["a", "b"] {
        let quoted = quoted(label);
        let first = quoted.iter().take_while(|has| **has).count();
        assert!(
            first > 1000 && quoted[first..].iter().all(|has| !has),
            "{label}: {first} of {}",
            quoted.len()
        );
    }
}
