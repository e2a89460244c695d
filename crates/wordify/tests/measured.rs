//! Texts measured by a dictionary, against counts made by other programs.

use std::collections::BTreeMap;

use wordify::ErrorKind;
use wordify::indicators::measured::Measures;
use wordify::progress::Monitor;
use wordify::report::dictionary::{Dictionary, Format};
use wordify::report::measured::csv;
use wordify::settings::Settings;
use wordify::study::{self, Study};
use wordify::text::language::Language;

const EXAMPLE: &str = include_str!("../../../examples/state-of-the-union.csv");

fn study(language: Language) -> Study {
    Study { settings: Settings { language, ..Settings::default() }, ..Study::default() }
}

fn measured(file: &str, dictionary: &Dictionary, language: Language, threads: usize) -> Measures {
    let bytes = file.as_bytes().to_vec();
    let measures =
        study::measure(bytes, Some("a.csv"), &study(language), dictionary, threads, &Monitor::silent());
    measures.expect("measures")
}

fn dictionary(json: &str) -> Dictionary {
    Dictionary::read(json.as_bytes(), Format::Json).expect("a dictionary")
}

/// Words, and times of each category, of every text.
fn counts(measures: &Measures) -> Vec<(usize, Vec<usize>)> {
    measures.texts.iter().map(|text| (text.counted.words, text.counted.times.clone())).collect()
}

/// As `xtask/python/measure.py` has them.
const DICTIONARY: &str =
    "%\n1\tgain\n2\tloss\n%\nwin\t1\nwins\t1\nwon\t1\nhappi*\t1\ntax\t1\t2\nloss\t2\nlosses\t2\nkost*\t2\n";
const TEXTS: &str = "label,text
a,\"We won, and happiness WON again; a tax is a loss.\"
b,\"Losses and losses: kosten, taxes, tax.\"
a,Nothing of it here at all
b,happily the Happiest win wins
a,x 1 !
a,tax tax tax win
b,\"the loss of a winner, lossy\"
";

#[test]
fn counts_are_those_of_the_package_liwc_and_intervals_those_of_scipy() {
    let dictionary = Dictionary::read(DICTIONARY.as_bytes(), Format::Liwc).expect("a dictionary");
    let measures = measured(TEXTS, &dictionary, Language::English, 1);
    assert_eq!(measures.categories, ["gain", "loss"]);
    // Printed by `xtask/python/measure.py`.
    let expected =
        [(9, [4, 2]), (6, [1, 4]), (6, [0, 0]), (5, [4, 0]), (0, [0, 0]), (4, [4, 3]), (5, [0, 1])];
    assert_eq!(counts(&measures), expected.map(|(words, times)| (words, times.to_vec())));
    let expected = [
        ("gain", "a", 3, [0.481481481481, -0.763140447706, 1.726103410669]),
        ("gain", "b", 3, [0.322222222222, -0.726272681812, 1.370717126257]),
        ("loss", "a", 3, [0.324074074074, -0.632900604080, 1.281048752228]),
        ("loss", "b", 3, [0.288888888889, -0.560951421605, 1.138729199382]),
    ];
    let means = measures.means();
    assert_eq!(means.len(), expected.len());
    for (mean, (category, label, texts, numbers)) in means.iter().zip(expected) {
        let names = (measures.categories[mean.category].as_str(), mean.label.as_str(), mean.texts);
        assert_eq!(names, (category, label, texts));
        let [low, high] = mean.interval.expect("an interval");
        for (found, expected) in [mean.mean, low, high].into_iter().zip(numbers) {
            assert!((found - expected).abs() < 1e-9, "{category}, {label}: {found} for {expected}");
        }
    }
}

#[test]
fn a_dictionary_finds_each_term_as_often_as_the_list_counted_its_forms() {
    let mut study = study(Language::English);
    (study.settings.shuffles, study.settings.max_q, study.settings.ngram_range) = (Some(9), 0.9, (1, 1));
    let bytes = EXAMPLE.as_bytes().to_vec();
    let report = study::run(bytes, Some("a.csv"), &study, 2, &Monitor::silent()).expect("a report");
    // Each form of a term is a category of its own; those with all their forms are sure to have no other.
    let forms: BTreeMap<&str, usize> = report
        .analysis
        .selected()
        .filter(|indicator| indicator.forms.len() < 10)
        .take(300)
        .flat_map(|indicator| indicator.forms.iter().map(|(form, times)| (form.as_str(), *times)))
        .collect();
    assert!(forms.len() > 100, "{}", forms.len());
    let json: BTreeMap<&str, [&str; 1]> = forms.keys().map(|&form| (form, [form])).collect();
    let measures =
        measured(EXAMPLE, &dictionary(&serde_json::to_string(&json).expect("JSON")), Language::English, 2);
    // A copy that the list left out is measured all the same.
    let left_out: Vec<usize> = report.analysis.account.dropped.iter().map(|dropped| dropped.row).collect();
    let kept: Vec<_> = measures.texts.iter().filter(|text| !left_out.contains(&text.row)).collect();
    assert_eq!(kept.len(), report.analysis.account.documents);
    for (category, (form, times)) in forms.iter().enumerate() {
        let found: usize = kept.iter().map(|text| text.counted.times[category]).sum();
        assert!(found >= *times, "{form}: {found} for {times}");
    }
    let [all, found] = [
        forms.values().sum::<usize>(),
        kept.iter().map(|text| text.counted.times.iter().sum::<usize>()).sum::<usize>(),
    ];
    // One form may belong to two terms, of which one is listed: “left” of “left” and of “leave”.
    assert!(found * 100 <= all * 105, "{found} for {all}");
}

#[test]
fn within_a_category_a_word_counts_once_and_the_longest_entry_first() {
    let dictionary = dictionary(
        r#"{"city": ["new york", "new york city", "york", "old*"], "time": ["new", "olden days"]}"#,
    );
    let file = "text\n\"New York city and new York, York! Olden days older\"\n!\nyork new\n";
    let measures = measured(file, &dictionary, Language::English, 1);
    let city = &measures.texts[0].counted;
    assert_eq!((city.words, &city.times, &city.covered), (10, &vec![5, 3], &vec![8, 4]));
    assert_eq!((city.share(0), measures.texts[1].counted.share(0)), (Some(0.8), None));
    assert_eq!(measures.texts[2].counted.times, [1, 1]);
    // Without labels there is one mean, of the texts that have words.
    let means = measures.means();
    assert_eq!((means.len(), means[0].texts, means[0].mean), (2, 2, (0.8 + 0.5) / 2.0));
}

#[test]
fn texts_without_spaces_are_cut_as_the_list_cuts_them() {
    let dictionary = dictionary(r#"{"画面": ["屏幕", "屏幕 很", "电影"]}"#);
    let measures = measured("text\n屏幕很好，5.5寸屏幕！\n", &dictionary, Language::Chinese, 1);
    assert_eq!(measures.texts[0].counted.times, [2]);
    let japanese = self::dictionary(r#"{"動": ["歩い", "歩き"]}"#);
    let measures = measured("text\n猫が歩いた。川まで歩きました。\n", &japanese, Language::Japanese, 1);
    assert_eq!(measures.texts[0].counted.times, [2]);
}

#[test]
fn every_form_of_a_dictionary_is_read_back_as_it_was_written() {
    let written = dictionary(
        "{\"50 %: \\\"x\\\" #\": [\"wolf\", \"wolves\", \"no\"], \"дом\": [\"wolf\", \"拍照 效果\", \"-tail\", \"'s\"]}",
    );
    for format in Format::ALL {
        let bytes = written.write(format).expect("written");
        assert_eq!(Dictionary::read(&bytes, format), Ok(written.clone()), "{}", format.name());
    }
    let plain = "# a comment\ngood:\n  - fine\n  - 'it''s'\n\nbad:\n- poor show\n";
    let read = Dictionary::read(plain.as_bytes(), Format::Quanteda).expect("a dictionary");
    assert_eq!(read, dictionary(r#"{"good": ["fine", "it's"], "bad": ["poor show"]}"#));
}

#[test]
fn what_is_no_dictionary_is_refused_with_the_line_and_what_to_do() {
    let wrong = [
        (Format::Liwc, "1\tgood\n", "line 1"),
        (Format::Liwc, "%\n1\tgood\n%\nfine\t2\n", "line 4"),
        (Format::Liwc, "%\n1\tgood\n%\nfine\n", "line 4"),
        (Format::Quanteda, "good:\n  inner:\n    - fine\n", "line 2"),
        (Format::Quanteda, "good: [fine, well]\n", "line 1"),
        (Format::Quanteda, "- fine\n", "line 1"),
        (Format::Json, "{\"good\": {\n\"a\": 1}}", "line 1"),
        (Format::Csv, "word,value\nfine,1\n", "line 1"),
        (Format::Csv, "category,entry\ngood\n", "line 2"),
    ];
    for (format, text, place) in wrong {
        let error = Dictionary::read(text.as_bytes(), format).expect_err(text);
        assert_eq!((error.kind(), error.place()), (ErrorKind::Input, Some(place)), "{text}");
        assert!(error.remedy_text().is_some());
    }
    let empty = Dictionary::read(b"category,entry\n", Format::Csv).expect_err("no entry");
    assert_eq!(empty.message(), "the dictionary has no entry");
    let latin = Dictionary::read(b"category,entry\ngood,sch\xf6n\n", Format::Csv).expect_err("not in UTF-8");
    assert_eq!(latin.place(), Some("line 2"));
    let many: BTreeMap<String, [&str; 1]> = (0..1001).map(|number| (number.to_string(), ["a"])).collect();
    let many = Dictionary::read(&serde_json::to_vec(&many).expect("JSON"), Format::Json).expect_err("many");
    assert_eq!(many.kind(), ErrorKind::Limit);
}

#[test]
fn settings_that_mean_nothing_to_single_texts_and_missing_columns_are_refused() {
    let dictionary = dictionary(r#"{"good": ["fine"]}"#);
    let refused = |study: &Study| {
        let bytes = TEXTS.as_bytes().to_vec();
        study::measure(bytes, None, study, &dictionary, 1, &Monitor::silent()).expect_err("refused")
    };
    let mut study = study(Language::English);
    study.columns.group = Some("author".into());
    assert_eq!((refused(&study).kind(), refused(&study).place()), (ErrorKind::Setting, Some("group")));
    study.columns.group = None;
    study.columns.label = Some("stars".into());
    assert_eq!(refused(&study).kind(), ErrorKind::Column);
}

#[test]
fn the_table_has_a_row_for_each_row_and_threads_change_nothing() {
    let dictionary = dictionary(r#"{"=loss": ["loss*"], "gain": ["win", "😀", "!?"]}"#);
    let one = measured(TEXTS, &dictionary, Language::English, 1);
    assert_eq!(one.unmet, ["!?", "😀"]);
    let text = String::from_utf8(csv(&one).expect("csv")).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "row,label,words,'=loss_share,'=loss_count,gain_share,gain_count");
    assert_eq!((lines[5], lines[6], lines.len()), ("6,a,0,,0,,0", "7,a,4,0,0,0.25,1", 8));
    let words =
        self::dictionary(r#"{"state": ["america*", "freedom", "health care"], "rest": ["tax cuts"]}"#);
    let example = measured(EXAMPLE, &words, Language::English, 1);
    assert!(counts(&example).iter().any(|(_, times)| times[1] > 0));
    assert_eq!(measured(EXAMPLE, &words, Language::English, 3), example);
}
