//! Cleaning and tokenizing against Python's `re`; the scripts in `cleaning/` made the expectations.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wordify::settings::{Preset, StopWords};
use wordify::text::clean::clean;
use wordify::text::clean::steps::{self, Step};
use wordify::text::language::Language;
use wordify::text::language::stop_words;
use wordify::text::tokenize::{KeptTokens, is_word, tokens, tokens_with};

/// `WORDIFY_CLEANING_CASES` may name a larger file of cases, made by the same script.
#[test]
fn cleaning_equals_pythons_regular_expressions_on_random_texts() {
    let cases = match std::env::var("WORDIFY_CLEANING_CASES") {
        Ok(path) => std::fs::read_to_string(path).expect("the file of cases"),
        Err(_) => include_str!("cleaning/cases.jsonl").to_owned(),
    };
    let stop_words: BTreeMap<_, _> = Language::ALL
        .into_iter()
        .map(|language| (language.code(), stop_words::set(&StopWords::Spacy, language)))
        .collect();
    let mut wrong = Vec::new();
    for line in cases.lines() {
        let [preset, code, text, expected]: [String; 4] = serde_json::from_str(line).expect("a case");
        let known = Preset::ALL.into_iter().find(|known| known.name() == preset).expect("a preset");
        let language = Language::from_code(&code).expect("a language");
        let cleaned = clean(&text, known.recipe().cleaning, language, &stop_words[language.code()]);
        if cleaned != expected {
            wrong.push(format!("{preset} {code} {text:?}: {cleaned:?}, not {expected:?}"));
        }
    }
    assert!(cases.lines().count() >= 3_000, "the file of cases is cut short");
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn word_characters_are_those_of_python_for_every_character_that_python_knows() {
    let mut known: Vec<Option<&str>> = vec![None; 0x11_0000];
    for line in include_str!("cleaning/python_words.txt").lines() {
        let [first, last, kind] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let code = |hex| usize::from_str_radix(hex, 16).expect("a code point");
        known[code(first)..=code(last)].fill(Some(kind));
    }
    for c in '\0'..=char::MAX {
        match known[c as usize] {
            Some("unassigned") => {}
            kind => assert_eq!(is_word(c), kind == Some("word"), "U+{:04X}", c as u32),
        }
    }
}

const EVERY_CLEANING: [(Preset, Language); 4] = [
    (Preset::Wordify2021, Language::English),
    (Preset::Wordify2022, Language::English),
    (Preset::Wordify2022, Language::Chinese),
    (Preset::Wordify2022, Language::Multi),
];

proptest! {
    #[test]
    fn any_text_can_go_through_any_steps_and_emojis_and_hashtags_can_be_kept(
        text in "(?s).{0,60}|[ a'.@<>n\u{a0}é中1#+()-👍🏽🇩\u{200d}\u{fe0f}\u{301}]{0,40}",
        steps in prop::collection::vec(prop::sample::select(Step::ALL.to_vec()), 0..6),
    ) {
        let cleaned = steps::apply(&steps, &text);
        let kept = KeptTokens { emojis: true, hashtags: true };
        let mut at = 0;
        for token in tokens_with(&cleaned, kept) {
            prop_assert!(!token.is_empty());
            at += cleaned[at..].find(token).expect("tokens come in their order") + token.len();
        }
    }

    #[test]
    fn any_text_can_be_cleaned_and_its_tokens_lie_in_it(text in "(?s).{0,60}|[ a'.@<>n\u{a0}é中1]{0,40}") {
        let stop_words = stop_words::set(&StopWords::List(vec!["a".to_owned(), "中".to_owned()]), Language::Multi);
        for (preset, language) in EVERY_CLEANING {
            let cleaned = clean(&text, preset.recipe().cleaning, language, &stop_words);
            prop_assert!(!cleaned.contains(['\n', '\r', '\t']));
            let mut at = 0;
            for token in tokens(&cleaned) {
                at += cleaned[at..].find(token).expect("tokens come in their order") + token.len();
                prop_assert!(token.chars().count() >= 2 && token.chars().all(is_word));
            }
        }
    }
}
