//! What holds for every corpus, on random ones.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use wordify::ErrorKind;
use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{DocumentFrequency, Preset, Settings, StopWords};
use wordify::terms::tfidf::inverse_document_frequency;
use wordify::terms::vectorize::Vectorized;
use wordify::text::clean::clean;
use wordify::text::language::Language;
use wordify::text::language::stop_words;
use wordify::text::tokenize::tokens;

fn run(texts: &[String], settings: &Settings, threads: usize) -> Option<Vectorized> {
    match vectorize(texts, settings, threads, &Monitor::silent()) {
        Ok(vectorized) => Some(vectorized),
        Err(error) => {
            assert!(matches!(error.kind(), ErrorKind::Corpus | ErrorKind::Setting), "{error}");
            assert!(error.remedy_text().is_some(), "{error}");
            None
        }
    }
}

/// Vectorizes as slowly and plainly as it can be written: every n-gram of every document, as a string.
fn plainly(texts: &[String], settings: &Settings) -> BTreeMap<String, Vec<(usize, f64)>> {
    let stop_words = stop_words::set(&settings.stop_words, settings.language);
    let mut places: BTreeMap<String, BTreeMap<usize, u32>> = BTreeMap::new();
    for (document, text) in texts.iter().enumerate() {
        let cleaned = clean(text, settings.recipe().cleaning, settings.language, &stop_words);
        let tokens: Vec<_> = tokens(&cleaned).filter(|&token| !stop_words.contains(token)).collect();
        for length in settings.ngram_range.0..=settings.ngram_range.1 {
            for ngram in tokens.windows(length) {
                *places.entry(ngram.join(" ")).or_default().entry(document).or_default() += 1;
            }
        }
    }
    let bounds = [settings.min_df, settings.max_df].map(|bound| bound.in_documents(texts.len()));
    places.retain(|_, documents| (bounds[0]..=bounds[1]).contains(&(documents.len() as f64)));
    let mut squares = vec![0.0; texts.len()];
    let mut weights: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for (term, documents) in places {
        let idf = inverse_document_frequency(texts.len(), documents.len() as u32);
        for (document, count) in documents {
            let weight = (1.0 + f64::from(count).ln()) * idf;
            squares[document] += weight * weight;
            weights.entry(term.clone()).or_default().push((document, weight));
        }
    }
    for (document, weight) in weights.values_mut().flatten() {
        *weight /= squares[*document].sqrt();
    }
    weights
}

fn columns(ours: &Vectorized) -> BTreeMap<String, Vec<(usize, f64)>> {
    let mut columns: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for document in 0..ours.matrix.documents() {
        let (terms, values) = ours.matrix.row(document);
        for (&term, &value) in terms.iter().zip(values) {
            columns.entry(ours.terms[term as usize].clone()).or_default().push((document, value));
        }
    }
    columns
}

/// Texts of few different words, so that n-grams repeat; "of" is a stop word.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["new", "york", "city", "of", "a", "zürich", "x.yz", "12", "newer"]);
    let text = prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "));
    prop::collection::vec(text, 1..40)
}

fn settings() -> impl Strategy<Value = Settings> {
    let bound = prop_oneof![
        (0.0..=1.0).prop_map(DocumentFrequency::Share),
        (0_usize..6).prop_map(DocumentFrequency::Count)
    ];
    let range = (1_usize..=5, 0_usize..5).prop_map(|(first, more)| (first, (first + more).min(5)));
    let stop_words = prop::sample::select(vec![StopWords::None, StopWords::List(vec!["Of".to_owned()])]);
    let max_df = prop_oneof![Just(DocumentFrequency::Share(1.0)), bound.clone()];
    (bound, max_df, range, stop_words).prop_map(|(min_df, max_df, ngram_range, stop_words)| Settings {
        preset: Preset::Wordify2021,
        language: Language::Multi,
        min_df,
        max_df,
        ngram_range,
        stop_words,
        ..Settings::default()
    })
}

proptest! {
    #[test]
    fn the_matrix_is_that_of_counting_every_ngram_plainly(texts in texts(), settings in settings()) {
        let expected = plainly(&texts, &settings);
        let Some(ours) = run(&texts, &settings, 2) else {
            prop_assert!(expected.is_empty());
            return Ok(());
        };
        prop_assert_eq!(&ours.terms, &expected.keys().cloned().collect::<Vec<_>>());
        let frequencies = expected.values().map(|documents| documents.len() as u32);
        prop_assert_eq!(&ours.document_frequency, &frequencies.collect::<Vec<_>>());
        for (term, documents) in columns(&ours) {
            prop_assert_eq!(documents.len(), expected[&term].len());
            for (&(document, value), &(other, weight)) in documents.iter().zip(&expected[&term]) {
                prop_assert!(document == other && (value - weight).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_order_of_the_documents_changes_the_order_of_the_rows_only(texts in texts(), settings in settings()) {
        let backwards: Vec<_> = texts.iter().rev().cloned().collect();
        let (ours, other) = (run(&texts, &settings, 1), run(&backwards, &settings, 1));
        prop_assert_eq!(ours.is_some(), other.is_some());
        let (Some(ours), Some(other)) = (ours, other) else { return Ok(()) };
        prop_assert_eq!(&ours.terms, &other.terms);
        prop_assert_eq!(&ours.document_frequency, &other.document_frequency);
        for document in 0..texts.len() {
            prop_assert_eq!(ours.matrix.row(document), other.matrix.row(texts.len() - 1 - document));
        }
    }

    #[test]
    fn columns_ascend_and_rows_have_length_1_or_no_entry(texts in texts(), settings in settings()) {
        let Some(ours) = run(&texts, &settings, 2) else { return Ok(()) };
        prop_assert_eq!(ours.terms.iter().collect::<BTreeSet<_>>().len(), ours.matrix.terms);
        for document in 0..texts.len() {
            let (columns, values) = ours.matrix.row(document);
            prop_assert!(columns.is_sorted_by(|a, b| a < b));
            let squares: f64 = values.iter().map(|value| value * value).sum();
            prop_assert!(values.is_empty() || (squares - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let texts: Vec<_> = (0..3_000_u64)
        .map(|document| {
            let word = |place: u64| (document * 7 + place * place * 13) % (17 + document % 29);
            (0..20).map(|place| format!("w{}", word(place))).collect::<Vec<_>>().join(" ")
        })
        .collect();
    let one = run(&texts, &Settings::default(), 1).expect("terms");
    assert!(one.terms.len() > 1_000, "{}", one.terms.len());
    for threads in [2, 3, 8, 64] {
        let many = run(&texts, &Settings::default(), threads).expect("terms");
        assert_eq!(many.terms, one.terms);
        assert_eq!(many.document_frequency, one.document_frequency);
        assert_eq!(many.matrix.columns, one.matrix.columns);
        let bits = |matrix: &Vectorized| matrix.matrix.values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&many), bits(&one));
    }
}

#[test]
fn a_corpus_without_terms_is_an_error_with_a_remedy() {
    let check = |texts: &[&str], settings: &Settings, kind: ErrorKind, message: &str| {
        let texts: Vec<_> = texts.iter().map(|&text| text.to_owned()).collect();
        let error = vectorize(&texts, settings, 2, &Monitor::silent()).expect_err("no terms");
        assert_eq!((error.kind(), error.message()), (kind, message));
        assert!(error.remedy_text().is_some());
    };
    let settings = Settings::default();
    let no_word = "no text has a word left after cleaning and stop words";
    check(&[], &settings, ErrorKind::Corpus, no_word);
    check(&["", "the", "a b c", "www.example.org"], &settings, ErrorKind::Corpus, no_word);
    let never = "no term stands in enough and not too many documents";
    check(&["same text", "same text"], &settings, ErrorKind::Corpus, never);
    let twice = Settings { min_df: DocumentFrequency::Count(2), ..settings.clone() };
    check(&["one text", "another thing", "third kind"], &twice, ErrorKind::Corpus, never);
    let crossed = Settings { min_df: DocumentFrequency::Count(3), ..settings };
    check(&["one text", "same text"], &crossed, ErrorKind::Setting, "min_df is above max_df");
}

#[test]
fn a_canceled_run_stops() {
    let canceled = std::sync::atomic::AtomicBool::new(true);
    let texts = vec!["some text".to_owned(); 10];
    let error = vectorize(&texts, &Settings::default(), 2, &Monitor::new(&canceled, &|_| {}));
    assert_eq!(error.expect_err("canceled").kind(), ErrorKind::Canceled);
}

#[test]
fn progress_ends_with_all_documents_done() {
    let reported = std::sync::Mutex::new(Vec::new());
    let listener = |progress: wordify::progress::Progress| {
        reported.lock().expect("no panic").push((progress.done, progress.total));
    };
    let never = std::sync::atomic::AtomicBool::new(false);
    let texts: Vec<_> = (0..1000).map(|document| format!("text number{}", document % 7)).collect();
    vectorize(&texts, &Settings::default(), 3, &Monitor::new(&never, &listener)).expect("terms");
    let reported = reported.into_inner().expect("no panic");
    assert_eq!(reported.iter().max(), Some(&(1000, 1000)));
    assert!(reported.len() >= 2, "{reported:?}");
}
