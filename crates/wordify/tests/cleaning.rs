//! Cleaning against Python's `re`, on random texts; `cleaning/make_cases.py` made the cases.

use wordify::clean::clean;
use wordify::language::Language;
use wordify::language::stop_words;
use wordify::settings::{Preset, StopWords};

#[test]
fn cleaning_equals_pythons_regular_expressions_on_random_texts() {
    let cases = match std::env::var("WORDIFY_CLEANING_CASES") {
        Ok(path) => std::fs::read_to_string(path).expect("the file of cases"),
        Err(_) => include_str!("cleaning/cases.jsonl").to_owned(),
    };
    let mut wrong = Vec::new();
    for line in cases.lines() {
        let [preset, language, text, expected]: [String; 4] = serde_json::from_str(line).expect("a case");
        let preset = Preset::ALL.into_iter().find(|known| known.name() == preset).expect("a preset");
        let language = Language::from_code(&language).expect("a language");
        let stop_words = stop_words::set(&StopWords::Spacy, language);
        let cleaned = clean(&text, preset, language, &stop_words);
        if cleaned != expected {
            wrong.push(format!(
                "{} {} {text:?}: {cleaned:?}, not {expected:?}",
                preset.name(),
                language.code()
            ));
        }
    }
    assert!(cases.lines().count() >= 3_000, "the file of cases is cut short");
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
