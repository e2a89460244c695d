//! The list of parts of the documents: it grows where there is more to find, and not where all is found.

use wordify::growth::{DRAWS, Growth, SHARES};
use wordify::progress::Monitor;
use wordify::report::figure::{Chart, Format, Outcome, Request, file};
use wordify::report::{self, Report};
use wordify::settings::{Preset, Settings};
use wordify::study::{Study, run};
use wordify::{Error, ErrorKind};

/// Texts of which a good number of words tell the labels apart, some more, some less; of authors who wrote five each.
fn corpus(documents: usize) -> String {
    // The last steps of SplitMix64.
    let dice = |i: usize, salt: usize| {
        let mut mixed = (i as u64 + 100_000 * salt as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % 100) as usize
    };
    let row = |i: usize| {
        let is_up = (i / 5).is_multiple_of(2);
        let word = |number: usize| {
            // From 20 against 52 in a hundred down to 20 against 24.
            let chance = if is_up == number.is_multiple_of(2) { 24 + 4 * (number / 2) } else { 20 };
            let name = if dice(i, number) < chance {
                format!("word{number}")
            } else {
                format!("other{}", dice(i, 50 + number))
            };
            name + " "
        };
        let words: String = (0..16).map(word).collect();
        format!("{words},{},author{}\n", if is_up { "up" } else { "down" }, i / 5)
    };
    format!("text,label,author\n{}", (0..documents).map(row).collect::<String>())
}

fn settings() -> Settings {
    Settings { enough: true, shuffles: Some(39), ngram_range: (1, 1), ..Settings::default() }
}

fn analysed(study: &Study, documents: usize, threads: usize) -> Result<Report, Error> {
    run(corpus(documents).into_bytes(), Some("words.csv"), study, threads, &Monitor::silent())
}

fn report(threads: usize) -> Report {
    analysed(&Study { settings: settings(), ..Study::default() }, 800, threads).expect("a report")
}

fn growth(report: &Report) -> &Growth {
    report.analysis.growth.as_ref().expect("it was asked for")
}

#[test]
fn a_quarter_lists_less_and_more_documents_find_more_again() {
    let report = report(2);
    let points = &growth(&report).points;
    let shares: Vec<f64> = points.iter().map(|point| point.share).collect();
    assert_eq!(shares, [&SHARES[..], &[1.0]].concat());
    for point in points {
        // Each label gives its share: 800 documents, 400 of each.
        assert_eq!(point.documents.mean, point.share * 800.0);
        assert_eq!(point.draws, if point.share < 1.0 { DRAWS } else { 1 });
        assert!(point.terms.low <= point.terms.mean && point.terms.mean <= point.terms.high);
    }
    assert!(points[0].terms.mean < points[SHARES.len()].terms.mean, "{points:?}");
    for pair in points.windows(2) {
        let again = |place: usize| pair[place].found_again.expect("some terms are listed").mean;
        assert!(again(0) < again(1), "{points:?}");
    }
    let whole = &points[SHARES.len()];
    assert_eq!(whole.terms.mean, report.analysis.selected().count() as f64);
    assert_eq!(whole.found_again.map(|again| again.low), Some(1.0));
}

#[test]
fn of_words_that_tell_everything_fewer_documents_list_all() {
    let row = |i: usize| format!("{} x{i},{}\n", ["yes", "no"][i % 2], ["up", "down"][i % 2]);
    let text = format!("text,label\n{}", (0..400).map(row).collect::<String>());
    let study = Study { settings: settings(), ..Study::default() };
    let report = run(text.into_bytes(), None, &study, 2, &Monitor::silent()).expect("a report");
    let growth = growth(&report);
    assert!(!growth.still_grows, "{growth:?}");
    assert_eq!(growth.points[1].found_again.map(|again| again.low), Some(1.0));
}

#[test]
fn groups_are_drawn_whole() {
    let mut study = Study { settings: settings(), ..Study::default() };
    study.columns.group = Some("author".into());
    let report = analysed(&study, 800, 2).expect("a report");
    for point in &growth(&report).points {
        assert_eq!(point.documents.low % 5.0, 0.0);
    }
}

#[test]
fn the_list_itself_and_the_number_of_threads_change_nothing() {
    assert_eq!(report(1), report(3));
    let plain = Study { settings: Settings { enough: false, ..settings() }, ..Study::default() };
    let plain = analysed(&plain, 800, 2).expect("a report");
    let mut with = report(2).analysis;
    with.settings.enough = false;
    with.growth = None;
    assert_eq!(with, plain.analysis);
}

#[test]
fn every_format_says_it_in_a_plain_sentence_and_there_is_a_figure() {
    let report = report(2);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let json = text(report::json(&report).expect("json"));
    let html = text(report::html(&report).expect("html"));
    for page in [&html, &text(report::markdown(&report))] {
        assert!(page.contains("With half of your texts you would have found "), "{page}");
    }
    assert!(html.contains("The list of parts of the texts</summary>") && json.contains("\"still_grows\":"));
    assert!(!report::xlsx(&report).expect("a workbook").is_empty());
    let outcome = Outcome::from_json(json.as_bytes()).expect("a result");
    let request = Request::new(Chart::Enough, 85.0, None, Vec::new()).expect("a request");
    let figure = file(&outcome, &request, Format::Svg).expect("a figure");
    let figure = String::from_utf8(figure).expect("UTF-8");
    // A mark for each part and the whole, in two panels.
    assert_eq!(figure.matches("<circle").count(), 8);
    assert!(figure.contains("Terms listed"));
}

#[test]
fn a_result_without_it_is_refused_with_what_to_do() {
    let study = Study { settings: Settings { enough: false, ..settings() }, ..Study::default() };
    let report = analysed(&study, 200, 2).expect("a report");
    let outcome = Outcome::from_json(&report::json(&report).expect("json")).expect("a result");
    let request = Request::new(Chart::Enough, 85.0, None, Vec::new()).expect("a request");
    let error = file(&outcome, &request, Format::Svg).expect_err("nothing to draw");
    assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("--enough")), "{error}");
    let published = Settings { preset: Preset::Wordify2021, shuffles: None, ..settings() };
    let error = Study { settings: published, ..Study::default() }.check().expect_err("refused");
    assert_eq!((error.kind(), error.place()), (ErrorKind::Setting, Some("enough")));
}
