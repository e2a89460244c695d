//! What users would want to know about a corpus, each said in a warning of the report: through the one door, on small files.

use wordify::progress::Monitor;
use wordify::report::Report;
use wordify::settings::{Preset, Settings, StopWords};
use wordify::study::{Study, run};
use wordify::text::language::Language;

/// A report on documents, which a number makes unique.
fn report(rows: impl IntoIterator<Item = (String, &'static str)>, settings: Settings) -> Report {
    let rows = rows.into_iter().enumerate();
    let rows: String =
        rows.map(|(number, (text, label))| format!("{text} {},{label}\n", 90_000 + number)).collect();
    let study = Study { settings, ..Study::default() };
    let csv = format!("text,label\n{rows}").into_bytes();
    run(csv, Some("texts.csv"), &study, 2, &Monitor::silent()).expect("a report")
}

fn settings() -> Settings {
    Settings { language: Language::English, shuffles: Some(19), ..Settings::default() }
}

fn warnings(report: &Report) -> String {
    let Report { analysis, source, .. } = report;
    [&source.warnings, &analysis.account.warnings, &analysis.warnings].map(|all| all.join("\n")).join("\n")
}

#[track_caller]
fn check(report: &Report, part: &str, is_there: bool) {
    let warnings = warnings(report);
    assert_eq!(warnings.contains(part), is_there, "{part}: {warnings}");
}

/// A text of six invented words, drawn by its number.
fn filler(number: usize) -> String {
    let word = |k: usize| {
        let letter = |at: usize| char::from(b'a' + ((number * 7 + k * 13 + at * 5) % 8) as u8);
        format!("w{}{}", letter(0), letter(k))
    };
    (0..6).map(word).collect::<Vec<_>>().join(" ")
}

fn texts(count: usize, label: &'static str, more: &str) -> Vec<(String, &'static str)> {
    (0..count).map(|number| (format!("{} {more}", filler(number)), label)).collect()
}

#[test]
fn labels_of_which_one_is_a_hundredth_are_reported() {
    let unequal = [texts(990, "A", ""), texts(10, "B", "")].concat();
    check(
        &report(unequal, settings()),
        "The labels are very unequal: \"A\" has 990 documents, \"B\" has 10",
        true,
    );
    check(&report([texts(60, "A", ""), texts(30, "B", "")].concat(), settings()), "very unequal", false);
}

#[test]
fn a_bound_on_false_terms_that_a_published_preset_leaves_aside_is_reported() {
    let rows = || [texts(30, "A", "north"), texts(30, "B", "south")].concat();
    let published =
        |settings| Settings { preset: Preset::Wordify2021, fits: Some(20), shuffles: None, ..settings };
    let note = "changes nothing: the preset wordify-2021 counts in how many fits a term is selected";
    for (settings, is_there) in [
        (settings(), false),
        (Settings { max_q: 0.05, ..settings() }, true),
        // Every term may be listed, which is so there.
        (Settings { max_q: 1.0, ..settings() }, false),
        (Settings { max_false: Some(1.0), ..settings() }, true),
    ] {
        check(&report(rows(), published(settings)), note, is_there);
    }
    check(&report(rows(), Settings { max_q: 0.05, ..settings() }), note, false);
}

#[test]
fn terms_in_one_or_two_documents_of_their_label_are_counted() {
    let published =
        Settings { preset: Preset::Wordify2022, fits: Some(40), threshold: Some(0.02), ..settings() };
    let mut rows = [texts(20, "A", ""), texts(20, "B", "")].concat();
    rows[0].0.push_str(" quokka");
    rows[1].0.push_str(" quokka");
    check(&report(rows.clone(), published), "in fewer than 3 documents of the label", true);
    check(
        &report([texts(20, "A", "good"), texts(20, "B", "bad")].concat(), settings()),
        "fewer than 3",
        false,
    );
}

#[test]
fn placeholders_are_reported_with_the_option_that_leaves_them_out() {
    let row = |number: usize, label: &str| format!("{} {number},{label}\n", filler(number));
    let rows: String = (0..60).map(|number| row(number, ["A", "NaN"][usize::from(number >= 30)])).collect();
    let csv = format!("text,label\n[deleted],A\n{rows}");
    let study = Study { settings: settings(), ..Study::default() };
    let report = run(csv.into_bytes(), None, &study, 2, &Monitor::silent()).expect("a report");
    check(&report, "consist of \"NaN\", \"[deleted]\"", true);
    check(&report, "--missing \"NaN,[deleted]\"", true);
}

#[test]
fn texts_of_another_language_or_script_are_reported() {
    let english = "The product is really very good and I am quite happy with it, thank you very much indeed";
    let german =
        "Die Lieferung kam leider viel zu spät und war beschädigt. Ich bin sehr enttäuscht von der Qualität";
    let russian = "Очень хороший товар и быстрая доставка. Большое спасибо продавцу за вежливость";
    let rows = |other: &str| {
        let text = |number: usize| if number % 4 == 1 { other } else { english };
        let row = |number: usize| (text(number).replace(',', ""), ["A", "B"][number % 2]);
        (0..80).map(row).collect::<Vec<_>>()
    };
    check(
        &report(rows(german), settings()),
        "25% of the documents seem to be in other languages than English (German 25%)",
        true,
    );
    check(
        &report(rows(russian), settings()),
        "20 documents of 80 are written in another script than English",
        true,
    );
    check(&report(rows(english), settings()), "other languages", false);
    check(&report(rows(english), settings()), "another script", false);
}

#[test]
fn emojis_that_tell_the_labels_apart_are_reported() {
    let rows = || [texts(40, "A", "😀"), texts(40, "B", "")].concat();
    check(&report(rows(), settings()), "Emojis tell the labels apart and were left out: 100%", true);
    check(&report([texts(40, "A", "😀"), texts(40, "B", "😀")].concat(), settings()), "Emojis", false);
}

#[test]
fn stop_words_that_tell_the_labels_apart_are_named_with_their_shares() {
    let rows = || [texts(40, "A", "they said the"), texts(40, "B", "we said the")].concat();
    let found = report(rows(), settings());
    check(&found, "“they” in 100% of \"A\", 0% of the rest", true);
    check(&found, "“we” in 100% of \"B\", 0% of the rest", true);
    check(&found, "“the”", false);
    let named: Vec<&str> = found.analysis.left_out.iter().map(|found| found.word.as_str()).collect();
    assert_eq!(named, ["they", "we"]);
    assert!(found.analysis.left_out.iter().all(|found| found.q_value <= 0.1 && found.strength > 3.0));
    // As often on both sides, by other words in every text: nothing that could be told from chance.
    let words = ["i", "you", "he", "she", "it"];
    let row = |number: usize| {
        (format!("{} {} said", filler(number), words[number % 5]), ["A", "B"][number / 5 % 2])
    };
    check(&report((0..200).map(row).collect::<Vec<_>>(), settings()), "left out as stop words", false);
    let all = Settings { stop_words: StopWords::None, ..settings() };
    check(&report(rows(), all), "left out as stop words", false);
    let kept = Settings { stop_words_keep: vec!["they".into(), "we".into()], ..settings() };
    check(&report(rows(), kept), "left out as stop words", false);
    // Longer texts have more of every word: no such word is one that a label prefers.
    let short = (0..40)
        .map(|number| (format!("{}{}", filler(number), [" of", ""][usize::from(number % 5 > 2)]), "A"));
    let long = (0..40).map(|number| {
        let fillers: Vec<String> = (0..5).map(|part| filler(5 * number + part)).collect();
        (fillers.join(" of ").replacen(" of ", " ", 1), "B")
    });
    check(&report(short.chain(long).collect::<Vec<_>>(), settings()), "left out as stop words", false);
    let chinese = Settings { language: Language::Chinese, shuffles: Some(19), ..Settings::default() };
    let rows =
        (0..60).map(|number| (["我的手机", "手机很好"][number % 2].to_owned(), ["A", "B"][number % 2]));
    check(&report(rows.collect::<Vec<_>>(), chinese), "“我” in 100% of \"A\", 0% of the rest", true);
}

#[test]
fn stop_words_are_rarely_named_where_labels_are_dealt_by_lot() {
    let words =
        ["i", "you", "he", "she", "it", "we", "they", "this", "that", "these", "of", "to", "with", "for"];
    // Of SplitMix64: the same on every machine, and unrelated from one number to the next.
    let drawn = |number: u64| {
        let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let named = (0..20).filter(|file| {
        let row = |number: u64| {
            let seed = 1_000 * file + 10 * number;
            let text = (0..5).map(|k| words[(drawn(seed + k) % 14) as usize]).collect::<Vec<_>>().join(" ");
            (format!("{text} {}", filler(number as usize)), ["A", "B", "C"][(drawn(seed + 9) % 3) as usize])
        };
        !report((0..90).map(row).collect::<Vec<_>>(), settings()).analysis.left_out.is_empty()
    });
    // A tenth at most, two of twenty in the mean: six or more in one case of a hundred.
    assert!(named.count() <= 5);
}
