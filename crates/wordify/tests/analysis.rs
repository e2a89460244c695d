//! The whole analysis: what must hold for any corpus, and that neither threads nor luck change a byte.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use wordify::analysis::{Analysis, analyze};
use wordify::corpus::{Columns, Corpus};
use wordify::indicators::{Indicator, Sign, TWINS_MAX};
use wordify::progress::{Monitor, Progress, Stage};
use wordify::settings::{DocumentFrequency, Preset, Settings};
use wordify::table::{ReadOptions, read};
use wordify::text::language::Language;
use wordify::{Error, ErrorKind};

fn example() -> Corpus {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/state-of-the-union.csv");
    let table = read(&std::fs::read(path).expect("the example"), &ReadOptions::default()).expect("a table");
    wordify::corpus::build(&table, &Columns::default(), wordify::corpus::Copies::DropExact).expect("a corpus")
}

fn corpus(rows: &[(&str, &str)]) -> Corpus {
    let text: String = rows.iter().map(|(label, text)| format!("{label}\t{text}\n")).collect();
    let table = read(format!("label\ttext\n{text}").as_bytes(), &ReadOptions::default()).expect("a table");
    wordify::corpus::build(&table, &Columns::default(), wordify::corpus::Copies::Keep).expect("a corpus")
}

fn run(corpus: &Corpus, settings: &Settings, threads: usize) -> Result<Analysis, Error> {
    analyze(corpus, settings, threads, &Monitor::silent())
}

/// Few fits, or few shuffles in the preset that has those in their place.
fn few(preset: Preset, fits: usize) -> Settings {
    let settings = Settings { preset, ..Settings::default() };
    match preset {
        Preset::Wordify => Settings { shuffles: Some(19), ..settings },
        Preset::Wordify2021 | Preset::Wordify2022 => Settings { fits: Some(fits), ..settings },
    }
}

#[test]
fn the_number_of_threads_changes_not_a_bit() {
    let corpus = example();
    for preset in Preset::ALL {
        let settings = few(preset, 48);
        let bytes = |threads| {
            serde_json::to_vec(&run(&corpus, &settings, threads).expect("an analysis")).expect("JSON")
        };
        let one = bytes(1);
        for threads in [2, 3, 8] {
            assert!(one == bytes(threads), "{} differs on {threads} threads", preset.name());
        }
    }
}

#[test]
fn another_seed_gives_another_run_and_the_same_seed_the_same() {
    let corpus = example();
    for preset in Preset::ALL {
        let scores = |seed| {
            let settings = Settings { seed, ..few(preset, 24) };
            run(&corpus, &settings, 2).expect("an analysis").indicators
        };
        let first = scores(1);
        assert_eq!(first, scores(1));
        assert_ne!(first, scores(2));
    }
}

#[test]
fn two_labels_mirror_each_other_and_scores_are_shares_of_the_fits() {
    let settings = few(Preset::Wordify2021, 60);
    let analysis = run(&example(), &settings, 2).expect("an analysis");
    assert_eq!((analysis.fits.planned, analysis.fits.completed, analysis.fits.not_converged), (60, 60, 0));
    let side = |label: &str, sign: Sign| -> Vec<(String, f64)> {
        let own = analysis.indicators.iter().filter(|i| i.label == label && i.sign == sign);
        own.map(|i| (i.term.clone(), i.score)).collect()
    };
    assert_eq!(side("Democratic", Sign::Positive), side("Republican", Sign::Negative));
    assert_eq!(side("Democratic", Sign::Negative), side("Republican", Sign::Positive));
    for indicator in &analysis.indicators {
        let count = indicator.score * 60.0;
        assert!(indicator.score > 0.0 && indicator.score <= 1.0 && (count - count.round()).abs() < 1e-9);
        assert!(indicator.share_in_label <= 1.0 && indicator.share_in_rest <= 1.0);
        assert!(indicator.documents_in_label + indicator.documents_in_rest > 0);
    }
}

/// A word that begins with `start`, another one for each number below 1,000: of letters, for cleaning makes all digits equal.
fn word(start: &str, number: usize) -> String {
    let digits = [number / 100 % 10, number / 10 % 10, number % 10];
    digits.iter().fold(start.to_owned(), |word, &digit| word + &"bcdfghjklm"[digit..=digit] + "a")
}

/// Half of sixty documents end with the same `words` words, which no other document has.
fn with_footer(words: usize) -> Corpus {
    let footer: Vec<String> = (0..words).map(|number| word("vi", number)).collect();
    let rows: Vec<(String, String)> = (0..60)
        .map(|i| {
            let own: Vec<String> = (0..8).map(|number| word("wu", 8 * i + number)).collect();
            let end = if i % 2 == 0 { footer.join(" ") } else { String::new() };
            (["wine", "beer"][i % 2].to_owned(), format!("{} {end}", own.join(" ")))
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = rows.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    corpus(&borrowed)
}

fn run_with_footer(words: usize) -> Analysis {
    let settings = Settings { language: Language::Multi, ..few(Preset::Wordify2021, 60) };
    run(&with_footer(words), &settings, 2).expect("an analysis")
}

#[test]
fn what_is_said_about_a_footer_grows_with_its_words_and_not_with_their_square() {
    let bytes_and_terms = |words| {
        let indicators = run_with_footer(words).indicators;
        let of_footer: Vec<&Indicator> = indicators.iter().filter(|i| i.term.starts_with("vi")).collect();
        assert!(of_footer.len() > words, "the footer is selected: {} terms", of_footer.len());
        (serde_json::to_vec(&of_footer).expect("JSON").len(), of_footer.len())
    };
    let ((few, few_terms), (many, many_terms)) = (bytes_and_terms(100), bytes_and_terms(400));
    assert!(many_terms > 3 * few_terms);
    assert!(many < 5 * few, "four times the words take {few} and {many} bytes");
    assert!(many / many_terms < 400, "{many} bytes for {many_terms} terms");
}

#[test]
fn of_a_footer_a_calibrated_list_has_some_terms_and_the_number_of_all() {
    let settings = Settings { language: Language::Multi, ..few(Preset::Wordify, 0) };
    let of_footer = |settings: &Settings| {
        let analysis = run(&with_footer(100), settings, 2).expect("an analysis");
        let found = analysis.indicators.into_iter().chain(analysis.not_listed);
        found.filter(|found| found.term.starts_with("vi")).collect::<Vec<_>>()
    };
    let some = of_footer(&settings);
    assert_eq!(some.len(), TWINS_MAX + 1);
    for indicator in &some {
        // The terms of one, two and three words of a footer, less those across its beginning.
        assert_eq!(indicator.twins.len() + indicator.twins_more + 1, 100 + 99 + 98);
    }
    assert_eq!(
        of_footer(&Settings { max_q: 1.0, ..settings }).len(),
        100 + 99 + 98,
        "all where all are asked for"
    );
}

#[test]
fn a_large_group_of_twins_is_named_once_for_a_label_and_sign_and_numbered() {
    let analysis = run_with_footer(100);
    let of_footer = analysis.indicators.iter().filter(|i| i.twin_group == Some(1));
    let (naming, others): (Vec<&Indicator>, Vec<&Indicator>) = of_footer.partition(|i| !i.twins.is_empty());
    for first in &naming {
        let is_of_group = |i: &&&Indicator| (&i.label, i.sign) == (&first.label, first.sign);
        let group: Vec<&&Indicator> = others.iter().filter(is_of_group).collect();
        // The terms of one, two and three words of a footer, less those across its beginning.
        assert_eq!(group.len() + 1, 100 + 99 + 98, "every term of the group has a row");
        assert_eq!(first.twins.len(), TWINS_MAX);
        assert_eq!(first.twins.len() + first.twins_more, group.len());
        assert!(group.iter().all(|i| i.twins_more == 0 && i.score == first.score && i.term > first.term));
    }
    assert!(!naming.is_empty());
}

#[test]
fn words_that_only_one_label_has_are_found_and_their_twins_named() {
    let filler = ["table", "window", "garden", "street", "river", "cloud", "paper"];
    let rows: Vec<(String, String)> = (0..140)
        .map(|i| {
            let (label, own) = if i % 2 == 0 { ("wine", "nero avola") } else { ("beer", "stout") };
            (label.to_owned(), format!("{own} {} {}", filler[i % 7], filler[(i * 3 + i / 7) % 7]))
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = rows.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    // Here the wines have a word more, so that length alone would tell them apart.
    let settings =
        Settings { max_df: DocumentFrequency::Share(0.9), length_control: false, ..Settings::default() };
    let analysis = run(&corpus(&borrowed), &settings, 2).expect("an analysis");
    let best: Vec<&str> = analysis
        .selected()
        .filter(|i| i.label == "wine" && i.sign == Sign::Positive)
        .map(|i| i.term.as_str())
        .collect();
    assert_eq!(best, ["avola", "nero", "nero avola"], "three names of one column share its score");
    let avola = analysis.indicators.iter().find(|i| i.term == "avola" && i.label == "wine").expect("avola");
    assert_eq!(avola.twins, ["nero", "nero avola"]);
    assert_eq!((avola.documents_in_label, avola.documents_in_rest), (70, 0));
    assert_eq!((avola.share_in_label, avola.share_in_rest), (1.0, 0.0));
}

#[test]
fn a_word_of_one_label_is_told_from_a_word_of_two() {
    let filler = ["table", "window", "garden", "street", "river", "cloud", "paper"];
    let rows: Vec<(&str, String)> = (0..210)
        .map(|i| {
            let label = ["ale", "beer", "wine"][i % 3];
            let own = ["barrel", "stout", "barrel"][i % 3];
            (label, format!("{own} {} {}", filler[i % 7], filler[(i * 3 + i / 7) % 7]))
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = rows.iter().map(|(label, text)| (*label, text.as_str())).collect();
    let settings =
        Settings { max_df: DocumentFrequency::Share(0.9), ngram_range: (1, 1), ..Settings::default() };
    let analysis = run(&corpus(&borrowed), &settings, 2).expect("an analysis");
    let only = |term: &str| -> Vec<Option<bool>> {
        let of_term = |found: &&Indicator| found.term == term && found.sign == Sign::Positive;
        let found = analysis.indicators.iter().filter(of_term);
        found.filter_map(|found| found.calibration.as_ref()).map(|known| known.only_label).collect()
    };
    assert_eq!(only("stout"), [Some(true)]);
    assert_eq!(only("barrel"), [Some(false); 2]);
    // Texts of equal length, no groups, no strata: there is nothing to be warned of.
    assert_eq!(analysis.warnings, Vec::<String>::new());
}

#[test]
fn a_label_that_samples_miss_is_warned_of() {
    // Three labels with one document each are owed .75 draws of 48, as is the rest's last draw: in each fit one
    // of the four goes without.
    let mut rows = vec![("a", "alpha beta gamma"), ("b", "beta gamma"), ("c", "gamma alpha")];
    rows.extend(vec![("common", "delta beta epsilon"); 61]);
    let settings = few(Preset::Wordify2021, 24);
    let analysis = run(&corpus(&rows), &settings, 1).expect("an analysis");
    assert_eq!(analysis.fits.regressions, 96);
    assert!((1..=24).contains(&analysis.fits.label_absent), "{:?}", analysis.fits);
    assert!(
        analysis.warnings.iter().any(|w| w.contains("no document of the label")),
        "{:?}",
        analysis.warnings
    );
}

#[test]
fn a_threshold_that_no_term_reaches_is_reported_with_the_highest_score() {
    let settings = Settings { threshold: Some(0.99), ..few(Preset::Wordify2021, 24) };
    let analysis = run(&example(), &settings, 2).expect("an analysis");
    assert_eq!(analysis.selected().count(), 0);
    let highest = analysis.indicators.iter().map(|i| i.score).fold(0.0, f64::max);
    let wanted = format!("the highest score is {highest:.3}");
    assert!(analysis.warnings.iter().any(|w| w.contains(&wanted)), "{:?}", analysis.warnings);
}

/// Texts of which a number follows each word, so that length alone tells the labels apart.
fn apart_by_length() -> Corpus {
    let long = (0..24).map(|number| ("A", format!("{} 9{number:05}", ["naïve", "plain"][number % 2])));
    let short = (24..48).map(|number| ("B", format!("9{number:05}")));
    let rows: Vec<(&str, String)> = long.chain(short).collect();
    corpus(&rows.iter().map(|(label, text)| (*label, text.as_str())).collect::<Vec<_>>())
}

#[test]
fn every_term_is_listed_where_that_is_asked_for_even_if_no_label_can_be_judged() {
    let corpus = apart_by_length();
    let settings = Settings { max_q: 1.0, ngram_range: (1, 1), ..few(Preset::Wordify, 0) };
    let analysis = run(&corpus, &settings, 2).expect("an analysis");
    assert_eq!(analysis.calibration.as_ref().expect("a verdict").judged, 0);
    assert_eq!(analysis.indicators.len(), analysis.vocabulary_terms);
    for term in ["naïve", "plain"] {
        let found = analysis.indicators.iter().find(|indicator| indicator.term == term).expect("it is there");
        assert_eq!((found.label.as_str(), found.documents_in_label, found.documents_in_rest), ("A", 12, 0));
        let worth = found.calibration.as_ref().expect("of a calibrated list");
        assert_eq!((worth.listed, worth.q_value, worth.strength), (true, None, 0.0));
    }
}

#[test]
fn where_every_term_is_listed_each_stands_once_under_the_label_that_has_it_more() {
    let settings = Settings { max_q: 1.0, ..few(Preset::Wordify, 0) };
    let analysis = run(&example(), &settings, 2).expect("an analysis");
    let mut terms: Vec<&str> = analysis.indicators.iter().map(|indicator| indicator.term.as_str()).collect();
    terms.sort_unstable();
    terms.dedup();
    assert_eq!(
        (terms.len(), analysis.indicators.len()),
        (analysis.vocabulary_terms, analysis.vocabulary_terms)
    );
    let came_in_nowhere = analysis.indicators.iter().filter_map(|found| found.calibration.as_ref());
    let mut came_in_nowhere = came_in_nowhere.filter(|found| found.strength == 0.0).peekable();
    assert!(came_in_nowhere.peek().is_some());
    assert!(came_in_nowhere.all(|found| found.difference >= 0.0));
    assert!(analysis.not_listed.is_empty());
}

#[test]
fn where_no_label_can_be_judged_the_terms_that_differ_most_are_shown_as_such() {
    let analysis = run(&apart_by_length(), &few(Preset::Wordify, 0), 2).expect("an analysis");
    assert!(analysis.indicators.is_empty());
    let shown: Vec<&str> =
        analysis.not_listed.iter().map(|indicator| indicator.term.as_str()).take(2).collect();
    assert_eq!(shown, ["naïve", "plain"]);
    let said = "No label can be judged, so no term can be told from chance. The terms that differ most, which chance may \
                give: “naïve”, “plain”";
    assert!(analysis.warnings.iter().any(|warning| warning.starts_with(said)), "{:?}", analysis.warnings);
}

#[test]
fn shuffled_labels_say_how_many_terms_of_a_published_preset_come_by_chance() {
    let settings = Settings { shuffles: Some(3), ..few(Preset::Wordify2021, 120) };
    let analysis = run(&example(), &settings, 2).expect("an analysis");
    let chance = analysis.fits.by_chance.as_ref().expect("it was asked for");
    assert_eq!(chance.terms, analysis.selected().count() / 2, "of two labels each term once");
    assert!(chance.terms_mean < 0.6 * chance.terms as f64, "{chance:?}");
    assert!(analysis.warnings.iter().any(|w| w.starts_with("By chance: ")), "{:?}", analysis.warnings);
    let unasked = run(&example(), &few(Preset::Wordify2021, 120), 2).expect("an analysis");
    assert_eq!(unasked.fits.by_chance, None);
    assert_eq!(unasked.indicators, analysis.indicators);
}

#[test]
fn a_canceled_run_stops_with_canceled_in_every_stage() {
    let corpus = example();
    for wanted in [Stage::Vectorize, Stage::Prepare, Stage::Fit] {
        let canceled = AtomicBool::new(false);
        let listener = |progress: Progress| {
            if progress.stage == wanted {
                canceled.store(true, Ordering::Relaxed);
            }
        };
        // The default prepares nothing before it fits.
        let preset = if wanted == Stage::Prepare { Preset::Wordify2021 } else { Preset::Wordify };
        let settings = Settings { preset, ..Settings::default() };
        let outcome = analyze(&corpus, &settings, 2, &Monitor::new(&canceled, &listener));
        assert_eq!(outcome.expect_err("canceled").kind(), ErrorKind::Canceled, "{wanted:?}");
    }
}

#[test]
fn texts_without_any_term_are_an_error_with_a_remedy() {
    let error =
        run(&corpus(&[("a", "! ?"), ("b", "the and")]), &Settings::default(), 1).expect_err("no terms");
    assert_eq!(error.kind(), ErrorKind::Corpus);
    assert!(error.remedy_text().is_some());
}
