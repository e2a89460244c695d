//! The list as a whole: what it says is what it reads.

use super::*;

fn read(name: &str, value: &str) -> Result<Study, Error> {
    let mut study = Study::default();
    find(name).expect("a setting").read(&mut study, value)?;
    Ok(study)
}

#[test]
fn every_value_is_shown_as_it_can_be_read_again() {
    let values = [
        ("text", "my text"),
        ("label", "3"),
        ("group", "author"),
        ("strata", "year, 4"),
        ("control", "place, age"),
        ("labels", "A, \"B, c\", \"C+\""),
        ("merge", "good=4+5, \"a=b\"=C+\"D, e\""),
        ("bins", "1-2, 3.5-5"),
        ("sheet", "Data"),
        ("header_row", "0"),
        ("skip_rows", "2"),
        ("encoding", "CP850"),
        ("delimiter", ";"),
        ("delimiter", "tab"),
        ("quoting", "off"),
        ("missing", "NA, -99"),
        ("repair_encoding", "true"),
        ("preset", "wordify-2021"),
        ("language", "de"),
        ("language", "auto"),
        ("stop_words", "iso"),
        ("stop_words_own", "a, b c"),
        ("stop_words_add", "x, y"),
        ("stop_words_keep", "z"),
        ("lemmas", "off"),
        ("lemmas", "on"),
        ("clean_before", "lowercase, spaces"),
        ("clean_after", "strip"),
        ("keep", "emojis, hashtags"),
        ("ngrams", "2-3"),
        ("ngrams", "2"),
        ("min_df", "5"),
        ("max_df", "1.0"),
        ("fits", "7"),
        ("threshold", "0.25"),
        ("seed", "18446744073709551615"),
        ("max_q", "0.05"),
        ("max_false", "1"),
        ("shuffles", "39"),
        ("no_length_control", "true"),
        ("windows", "true"),
        ("contrast", "pairs"),
        ("contrast", "trend"),
        ("contrast", "A"),
        ("contrast", "\"pairs\""),
        ("contrast", "\"A, b\""),
        ("order", "low, \"mid, 2\", high"),
        ("also", "log-odds, chi2"),
        ("confirm", "0.3"),
        ("robust", "true"),
        ("evidence", "0"),
        ("enough", "true"),
        ("generalise", "true"),
    ];
    for (name, value) in values {
        let study = read(name, value).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_ne!(study, Study::default(), "{name}");
        assert_eq!(find(name).expect("a setting").shown(&study), value, "{name}");
    }
    for setting in &ALL {
        assert!(values.iter().any(|(name, _)| *name == setting.name), "{} is not tried", setting.name);
    }
}

#[test]
fn a_default_that_is_read_changes_nothing() {
    for setting in ALL.iter().filter(|setting| !setting.default().is_empty()) {
        assert_eq!(read(setting.name, &setting.default()), Ok(Study::default()), "{}", setting.name);
    }
}

#[test]
fn every_value_that_is_listed_can_be_chosen() {
    for setting in &ALL {
        for (value, words) in setting.values.listed() {
            let shown = read(setting.name, value).map(|study| setting.shown(&study));
            assert_eq!(shown.as_deref(), Ok(value), "{words}");
        }
    }
}

#[test]
fn a_wrong_value_is_refused_with_its_setting_and_what_would_be_right() {
    let wrong = [
        ("fits", "0", "Give a whole number from 1 to 100000."),
        ("fits", "many", "Give a whole number from 1 to 100000."),
        ("threshold", "0", "Give a number above 0 and up to 1, such as 0.3."),
        ("threshold", "nan", "Give a number above 0 and up to 1, such as 0.3."),
        ("ngrams", "3-1", "Give two numbers from 1 to 5, the smaller first, such as 1-3."),
        (
            "min_df",
            "1.5",
            "Give a share from 0.0 to 1.0, such as 0.001, or a whole number of documents, such as 5.",
        ),
        (
            "max_df",
            "-1",
            "Give a share from 0.0 to 1.0, such as 0.001, or a whole number of documents, such as 5.",
        ),
        ("preset", "wordify-2020", "Give one of: wordify, wordify-2021, wordify-2022."),
        ("keep", "emojis, words", "Give one or more of: emojis, hashtags."),
        ("repair_encoding", "perhaps", "Give true or false."),
        (
            "bins",
            "5-4",
            "Give ranges of numbers with commas between them, the smaller first, such as 1-2,4-5.",
        ),
        ("delimiter", "é", "Give one sign of ASCII, such as ; or |, or the word tab or space."),
    ];
    for (name, value, remedy) in wrong {
        let error = read(name, value).expect_err(value);
        assert_eq!((error.place(), error.remedy_text()), (Some(name), Some(remedy)));
    }
    assert!(read("language", "klingon").is_err_and(|error| error.place() == Some("language")));
    assert!(read("clean_before", "spaaces").is_err_and(|error| error.place() == Some("clean_before")));
}

#[test]
fn names_are_unique_and_help_is_one_line() {
    for (place, setting) in ALL.iter().enumerate() {
        assert!(ALL[..place].iter().all(|earlier| earlier.name != setting.name), "{}", setting.name);
        assert!(!setting.help.ends_with('.') && !setting.help.contains('\n'), "{}", setting.help);
    }
}
