//! The list by other choices: each variant is the analysis with these settings, and terms are known again by their written forms.

use wordify::progress::Monitor;
use wordify::report::{self, Report};
use wordify::robustness::Variant;
use wordify::settings::{DocumentFrequency, Lemmas, Preset, Settings, StopWords};
use wordify::study::{Study, run};
use wordify::{Error, ErrorKind};

/// Texts on wolves and on cats: "wolves" or "wolf", and places of two words with stop words between them.
fn corpus() -> String {
    // A number from 0 to 9 that seems to have nothing to do with others.
    let dice = |i: usize, salt: usize| {
        // The last steps of SplitMix64.
        let mut mixed = (i as u64 + 1000 * salt as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % 10) as usize
    };
    // Of equal lengths, because length is held equal.
    let row = |i: usize| {
        let is_wolf = i.is_multiple_of(2);
        let says_so = dice(i, 1) < 8;
        let animal = match (is_wolf == says_so, dice(i, 2) < 5) {
            (true, true) => "the wolf",
            (true, false) => "and wolves",
            (false, _) => {
                ["and somebody", "and rain", "and doors", "and music", "and clouds"][dice(i, 5) / 2]
            }
        };
        let place = match (is_wolf, dice(i, 3)) {
            (true, 0..7) | (false, 0..2) => "in the edge of the forest",
            _ => [
                "on a chair in a room",
                "by the window to the street",
                "over the roof of a house",
                "behind a fence by the road",
                "at noon or in the evening",
            ][dice(i, 6) / 2],
        };
        let noise = ["today", "slowly", "often", "alone", "early"][dice(i, 4) / 2];
        format!("{animal} {noise} {place} {i}x,{}\n", if is_wolf { "wolf" } else { "cat" })
    };
    format!("text,label\n{}", (0..300).map(row).collect::<String>())
}

fn analysed(settings: Settings, threads: usize) -> Result<Report, Error> {
    let study = Study { settings, ..Study::default() };
    run(corpus().into_bytes(), Some("animals.csv"), &study, threads, &Monitor::silent())
}

fn robust() -> Settings {
    Settings { robust: true, shuffles: Some(39), ..Settings::default() }
}

fn report(threads: usize) -> Report {
    analysed(robust(), threads).expect("a report")
}

/// The settings that a variant stands for.
fn settings_of(variant: &Variant) -> Settings {
    Settings {
        robust: false,
        lemmas: if variant.lemmas { Lemmas::On } else { Lemmas::Off },
        stop_words: if variant.stop_words_left_out { StopWords::Preset } else { StopWords::None },
        ngram_range: variant.ngram_range,
        min_df: DocumentFrequency::Count(variant.documents_min),
        ..robust()
    }
}

#[test]
fn each_variant_is_the_analysis_with_its_settings() {
    let report = report(2);
    let robustness = report.analysis.robustness.as_ref().expect("it was asked for");
    assert_eq!(robustness.variants.len(), 15);
    assert_eq!(robustness.terms, report.analysis.selected().count());
    for variant in &robustness.variants {
        let alone = analysed(settings_of(variant), 2).expect("a report").analysis;
        assert_eq!(variant.vocabulary_terms, alone.vocabulary_terms, "{variant:?}");
        assert_eq!(variant.listed, alone.selected().count(), "{variant:?}");
        assert!(variant.shared <= variant.possible && variant.possible <= robustness.terms);
    }
}

#[test]
fn a_lemma_stays_where_words_count_as_written_and_a_pair_of_words_only_where_there_are_pairs() {
    let report = report(2);
    let staying = |term: &str| {
        let found = report.analysis.indicators.iter().find(|found| found.term == term).expect(term);
        let staying = found.staying.expect("it was asked for");
        (staying.variants_listed, staying.variants_possible)
    };
    // "wolf" and "wolves" each stand in two fifths of the texts on wolves: either stands for the lemma.
    assert_eq!(staying("wolf"), (15, 15));
    // Seven variants have pairs; where stop words are kept, the words stand too far from each other for a pair, and "edge of
    // the forest" has four words.
    assert_eq!(staying("edge forest"), (3, 7));
    // "in the edge", "the edge of" and the like stand for it where stop words are kept.
    assert_eq!(staying("edge"), (15, 15));
}

#[test]
fn a_term_of_the_list_stays_in_all_variants_or_is_missing_in_one_that_could_have_it() {
    let report = report(2);
    let robustness = report.analysis.robustness.as_ref().expect("it was asked for");
    let staying = || report.analysis.selected().map(|found| found.staying.expect("it was asked for"));
    let shared: usize = robustness.variants.iter().map(|variant| variant.shared).sum();
    assert_eq!(staying().map(|staying| staying.variants_listed).sum::<usize>(), shared);
    let in_all = staying().filter(|staying| staying.variants_listed == staying.variants_possible).count();
    assert_eq!(in_all, robustness.terms_in_all);
}

#[test]
fn a_variant_that_has_no_word_left_lists_nothing() {
    // Stop words alone, in 300 orders.
    const ANY: [&str; 10] = ["in", "on", "at", "by", "from", "to", "with", "for", "about", "into"];
    let row = |i: usize| {
        let own = if i.is_multiple_of(2) { "the,one" } else { "and,other" };
        format!("{} {} {} {own}\n", ANY[i / 100], ANY[i / 10 % 10], ANY[i % 10])
    };
    let table = format!("text,label\n{}", (0..300).map(row).collect::<String>());
    let study = Study { settings: Settings { stop_words: StopWords::None, ..robust() }, ..Study::default() };
    let report = run(table.into_bytes(), Some("words.csv"), &study, 2, &Monitor::silent()).expect("a report");
    let robustness = report.analysis.robustness.as_ref().expect("it was asked for");
    assert!(report.analysis.selected().any(|found| found.term == "the"));
    for variant in &robustness.variants {
        let there = [variant.vocabulary_terms, variant.listed, variant.shared];
        assert_eq!(variant.stop_words_left_out, there == [0; 3], "{variant:?}");
    }
}

#[test]
fn the_list_itself_and_the_number_of_threads_change_nothing() {
    assert_eq!(report(1), report(3));
    let plain = analysed(Settings { robust: false, ..robust() }, 2).expect("a report");
    let mut with = report(2).analysis;
    with.settings.robust = false;
    with.robustness = None;
    with.indicators.iter_mut().for_each(|found| found.staying = None);
    assert_eq!(with, plain.analysis);
}

#[test]
fn every_format_says_in_how_many_variants_a_term_stays() {
    let report = report(2);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let csv = text(report::csv(&report).expect("csv"));
    assert!(csv.lines().next().is_some_and(|header| header.ends_with(",variants_listed,variants_possible")));
    let json = text(report::json(&report).expect("json"));
    assert!(json.contains("\"robustness\":{\"terms\":") && json.contains("\"variants_possible\":7"));
    let sentence = "The list was made again in 15 variants of the analysis: with and without lemmas, a list of stop words, terms of \
                    several words, and with terms from 1 and from 5 documents on.";
    let html = text(report::html(&report).expect("html"));
    assert!(html.contains(sentence) && html.contains("Variants of the analysis</summary>"));
    assert!(text(report::markdown(&report)).contains(sentence));
    assert!(!report::xlsx(&report).expect("a workbook").is_empty());
}

#[test]
fn where_there_is_no_list_to_compare_it_is_refused_with_what_to_do() {
    for settings in [
        Settings { preset: Preset::Wordify2021, shuffles: None, ..robust() },
        Settings { max_q: 1.0, ..robust() },
    ] {
        let error = analysed(settings, 1).expect_err("refused");
        assert_eq!((error.kind(), error.place()), (ErrorKind::Setting, Some("robust")));
        assert!(error.remedy_text().is_some());
    }
}
