//! Evidence: the right documents, in the original text, with marks that a reader would make.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use wordify::analysis::{Analysis, analyze_resumable};
use wordify::corpus::{Columns, Corpus};
use wordify::indicators::evidence::{
    Basis, Evidence, PASSAGES_PER_LABEL_MAX, PASSAGES_PER_TERM_MAX, Passage, TERMS_MAX, TERMS_PER_SIDE_MAX,
    gather,
};
use wordify::indicators::{Indicator, Sign};
use wordify::progress::Monitor;
use wordify::selection::checkpoint::Resumption;
use wordify::settings::{DocumentFrequency, Lemmas, Preset, Settings, StopWords};
use wordify::table::{ReadOptions, read};
use wordify::text::clean::steps::{Cleaning, Step};
use wordify::text::language::Language;
use wordify::text::tokenize::KeptTokens;

fn corpus(rows: &[(&str, &str)]) -> Corpus {
    let lines: String = rows
        .iter()
        .map(|(label, text)| serde_json::json!({ "label": label, "text": text }).to_string() + "\n")
        .collect();
    let table = read(lines.as_bytes(), &ReadOptions::default()).expect("a table");
    wordify::corpus::build(&table, &Columns::default(), wordify::corpus::Copies::Keep).expect("a corpus")
}

fn example() -> Corpus {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/state-of-the-union.csv");
    let table = read(&std::fs::read(path).expect("the example"), &ReadOptions::default()).expect("a table");
    wordify::corpus::build(&table, &Columns::default(), wordify::corpus::Copies::DropExact).expect("a corpus")
}

fn run(corpus: &Corpus, settings: &Settings, threads: usize) -> (Analysis, Basis, Evidence) {
    let monitor = Monitor::silent();
    let nothing = Resumption { from: None, keep: &mut |_| () };
    let (analysis, basis) =
        analyze_resumable(corpus, settings, threads, &monitor, nothing).expect("an analysis");
    let evidence = gather(corpus, &analysis.indicators, &basis, threads, &monitor).expect("evidence");
    (analysis, basis, evidence)
}

/// Every term of every document is counted.
fn all_terms(settings: Settings) -> Settings {
    let (min_df, max_df) = (DocumentFrequency::Count(1), DocumentFrequency::Share(1.0));
    let settings = Settings { min_df, max_df, ..settings };
    if settings.is_calibrated() {
        return Settings { max_q: 1.0, shuffles: Some(19), ..settings };
    }
    Settings { fits: Some(24), threshold: Some(0.01), ..settings }
}

fn marked(passage: &Passage) -> Vec<&str> {
    passage.marks.iter().map(|mark| &passage.text[mark.clone()]).collect()
}

/// What is marked in `text` for `term`. The text is of one label, a text of nothing like it of the other.
fn check(settings: &Settings, text: &str, term: &str, expected: &[&str]) {
    let mut rows = vec![("a", text), ("b", "zzz qqq")];
    rows.extend([("a", "aaa bbb"), ("b", "ccc ddd")].repeat(3));
    rows.extend([("a", text), ("b", "zzz qqq")].repeat(6));
    let corpus = corpus(&rows);
    let (mut analysis, basis, _) = run(&corpus, settings, 1);
    // As if every term had been selected.
    let one = analysis.indicators.iter().find(|one| one.label == "a" && one.sign == Sign::Positive);
    let one = one.expect("an indicator").clone();
    let all = basis.vectorized.terms.iter().map(|term| Indicator { term: term.clone(), ..one.clone() });
    analysis.indicators = all.collect();
    let evidence = gather(&corpus, &analysis.indicators, &basis, 1, &Monitor::silent()).expect("evidence");
    let of_term = evidence.of(term).unwrap_or_else(|| {
        let terms: Vec<_> = evidence.terms.iter().map(|of_term| &of_term.term).collect();
        panic!("{term:?} in {terms:?}")
    });
    assert_eq!(of_term.labels[0].label, "a");
    assert_eq!(marked(&of_term.labels[0].passages[0]), expected, "{term:?} in {text:?}");
}

#[test]
fn a_term_is_marked_where_a_reader_would_mark_it() {
    let stop_words = StopWords::Spacy;
    let plain = all_terms(Settings { lemmas: Lemmas::Off, stop_words, ..Settings::default() });
    check(&plain, "“Wine,” they said: WINE! wines", "wine", &["Wine", "WINE"]);
    check(&plain, "a state-of-the-art winery, @wine www.wine.de wine", "wine", &["wine"]);
    check(&plain, "The bank of the river. River bank", "bank river", &["bank of the river"]);
    check(&plain, "new york new york", "new york", &["new york", "new york"]);
    check(&plain, "so good so good so good", "good good good", &["good so good so good"]);
    check(&plain, "Straße, ΟΔΟΣ и Москва", "οδος", &["ΟΔΟΣ"]);
    check(&plain, "line\nbreaks\r\n\tand tabs", "line breaks", &["line\nbreaks"]);
}

#[test]
fn with_lemmas_the_written_forms_are_marked() {
    let lemmas = all_terms(Settings { lemmas: Lemmas::On, ..Settings::default() });
    check(&lemmas, "A well-paying job pays well", "pay", &["paying", "pays"]);
    check(&lemmas, "Wolves ate. A wolf, the WOLVES'", "wolf", &["Wolves", "wolf", "WOLVES"]);
    let german = all_terms(Settings {
        lemmas: Lemmas::On,
        language: Language::German,
        stop_words: StopWords::None,
        ..Settings::default()
    });
    check(&german, "Die Häuser gingen. Das Haus ging", "haus", &["Häuser", "Haus"]);
    check(&german, "Die Häuser gingen. Das Haus ging", "haus gehen", &["Häuser gingen", "Haus ging"]);
    let french =
        all_terms(Settings { lemmas: Lemmas::On, language: Language::French, ..Settings::default() });
    check(&french, "Il voit l’homme. Les hommes", "homme", &["l’homme", "hommes"]);
}

#[test]
fn words_are_marked_in_texts_without_spaces() {
    let japanese = all_terms(Settings { language: Language::Japanese, ..Settings::default() });
    check(&japanese, "猫が歩いた。川まで歩きました。", "歩く", &["歩い", "歩き"]);
    check(&japanese, "猫が歩いた。川まで歩きました。", "猫", &["猫"]);
    let chinese = all_terms(Settings { language: Language::Chinese, ..Settings::default() });
    check(&chinese, "屏幕很好，5.5寸屏幕！", "屏幕", &["屏幕", "屏幕"]);
}

#[test]
fn the_cleaning_of_2022_and_steps_of_ones_own_leave_marks_where_they_can() {
    let successor = Settings { preset: Preset::Wordify2022, lemmas: Lemmas::Off, ..Settings::default() };
    check(&all_terms(successor), "Café <b>au</b> Lait, 12 cafés!", "cafe", &["Café"]);
    let steps = |names: &str| names.split(' ').map(|name| Step::find(name).expect("a step")).collect();
    let cleaning = Cleaning { before: steps("lowercase brackets replace-urls"), after: Vec::new() };
    let own = Settings { cleaning: Some(cleaning), lemmas: Lemmas::Off, ..Settings::default() };
    check(&all_terms(own.clone()), "Wine (but not this wine) is wine.", "wine", &["Wine", "wine"]);
    check(&all_terms(own), "See http://a.example/b now", "_url_", &["http://a.example/b"]);
    let kept = KeptTokens { emojis: true, hashtags: true };
    let emojis = Settings { kept_tokens: kept, lemmas: Lemmas::Off, ..Settings::default() };
    check(&all_terms(emojis.clone()), "I❤️it so❤much #Köln!", "❤", &["❤️", "❤"]);
    check(&all_terms(emojis), "I❤️it so❤much #Köln!", "#köln", &["#Köln"]);
}

#[test]
fn documents_are_spread_over_the_file_and_are_those_of_the_matrix() {
    let corpus = example();
    let settings = Settings { max_q: 1.0, ..Settings::default() };
    let (analysis, basis, evidence) = run(&corpus, &settings, 2);
    let vectorized = &basis.vectorized;
    for label in &analysis.labels {
        let of_label = analysis.selected().filter(|indicator| indicator.label == *label);
        assert!(of_label.take(TERMS_PER_SIDE_MAX).all(|indicator| evidence.of(&indicator.term).is_some()));
    }
    let mut passages = 0;
    for of_term in &evidence.terms {
        let term = vectorized.terms.binary_search(&of_term.term).expect("a term") as u32;
        assert!((1..=2).contains(&of_term.labels.len()));
        for of_label in &of_term.labels {
            let label = corpus.labels.binary_search(&of_label.label).expect("a label");
            let rows: Vec<usize> = (0..corpus.texts.len())
                .filter(|&document| corpus.label_of[document] as usize == label)
                .filter(|&document| vectorized.matrix.row(document).0.contains(&term))
                .map(|document| corpus.row_of[document])
                .collect();
            assert_eq!(of_label.documents, rows.len());
            assert_eq!(of_label.passages.len(), rows.len().min(PASSAGES_PER_LABEL_MAX));
            let shown: Vec<usize> = of_label.passages.iter().map(|passage| passage.row).collect();
            assert!(shown.is_sorted_by(|a, b| a < b) && shown.iter().all(|row| rows.contains(row)));
            if rows.len() > 20 {
                assert!(shown[0] < rows[rows.len() / 4] && shown[4] > rows[rows.len() * 3 / 4]);
            }
            let texts = of_term.texts.iter().find(|texts| texts.label == of_label.label).expect("texts");
            assert_eq!(
                (texts.with, texts.documents),
                (rows.len(), corpus.account.documents_per_label[label])
            );
            // Here there is room for all.
            let lines: Vec<usize> = texts.lines.iter().map(|line| line.row).collect();
            assert_eq!(lines, rows, "{}", of_term.term);
            passages += shown.len();
            assert!(of_label.passages.iter().all(|passage| !passage.marks.is_empty()), "{}", of_term.term);
        }
    }
    assert!(passages > 2000, "{passages}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let corpus = example();
    let settings = Settings { shuffles: Some(19), ..Settings::default() };
    let (_, _, one) = run(&corpus, &settings, 1);
    assert_eq!(run(&corpus, &settings, 3).2, one);
}

#[test]
fn with_many_labels_the_labels_that_a_term_speaks_for_come_first_and_all_is_bounded() {
    let labels: Vec<String> = (0..60).map(|label| format!("label {label:02}")).collect();
    let texts: Vec<String> =
        (0..1200).map(|i| format!("common own{} word{} filler{}", i % 60, i / 60 % 7, i * 7 % 11)).collect();
    let rows: Vec<(&str, &str)> =
        texts.iter().enumerate().map(|(i, text)| (labels[i % 60].as_str(), text.as_str())).collect();
    let settings = Settings { max_q: 1.0, shuffles: Some(19), lemmas: Lemmas::Off, ..Settings::default() };
    let (analysis, _, evidence) = run(&corpus(&rows), &settings, 2);
    assert!(evidence.terms.len() <= TERMS_MAX);
    for of_term in &evidence.terms {
        let shown: usize = of_term.labels.iter().map(|of_label| of_label.passages.len()).sum();
        assert!((1..=PASSAGES_PER_TERM_MAX).contains(&shown));
        let lines: usize = of_term.texts.iter().map(|texts| texts.lines.len()).sum();
        assert_eq!(lines, of_term.texts.iter().map(|texts| texts.with).sum::<usize>(), "{}", of_term.term);
    }
    assert_eq!(evidence.of("own7").expect("evidence").labels[0].label, "label 07");
    let terms: BTreeSet<&str> = analysis.indicators.iter().map(|indicator| indicator.term.as_str()).collect();
    assert!(evidence.terms.iter().all(|of_term| terms.contains(of_term.term.as_str())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn marks_are_in_order_inside_the_text_and_between_characters(
        texts in prop::collection::vec("(\\PC{0,12}[ \\n'’#@.<(-]{0,2}(wine|Weine|İi|ﬃx|हिन्दी|中国|👍🏽|www\\.a\\.de|ß)?){1,120}", 4),
        preset in prop::sample::select(Preset::ALL.to_vec()),
        language in prop::sample::select(vec![Language::English, Language::Turkish, Language::Chinese]),
        lemmas in any::<bool>(),
    ) {
        let filler = "good words";
        let rows: Vec<(&str, &str)> = (0..8)
            .flat_map(|_| texts.iter().map(String::as_str).zip(["a", "b", "a", "b"]))
            .map(|(text, label)| (label, text))
            .chain([("a", filler), ("b", filler)])
            .filter(|(_, text)| !text.trim().is_empty())
            .collect();
        let settings = all_terms(Settings { preset, language, ..Settings::default() });
        let lemmas = if lemmas { Lemmas::WhereKnown } else { Lemmas::Off };
        let corpus = corpus(&rows);
        let (_, _, evidence) = run(&corpus, &Settings { lemmas, ..settings }, 2);
        for passage in evidence.terms.iter().flat_map(|t| &t.labels).flat_map(|l| &l.passages) {
            let document = corpus.row_of.iter().position(|&row| row == passage.row).expect("a document");
            prop_assert!(corpus.texts[document].contains(&passage.text));
            let whole = passage.text.len() == corpus.texts[document].len();
            prop_assert_eq!(whole, !passage.cut_before && !passage.cut_after);
            prop_assert!(!passage.marks.is_empty());
            let mut end = 0;
            for mark in &passage.marks {
                prop_assert!(mark.start < mark.end && mark.start >= end);
                prop_assert!(passage.text.get(mark.clone()).is_some(), "{:?} in {:?}", mark, passage.text);
                end = mark.end;
            }
        }
    }
}
