//! Any text through the cleaning of every preset and language, through every cleaning step, and through the tokenizer; with and without
//! the origin of each character.
#![no_main]

use std::sync::OnceLock;

use wordify::settings::{Preset, StopWords};
use wordify::text::clean::steps::{self, Step};
use wordify::text::clean::{clean, clean_draft};
use wordify::text::draft::{Draft, Traced};
use wordify::text::language::Language;
use wordify::text::language::stop_words::{self, StopWordSet};
use wordify::text::tokenize::{KeptTokens, is_word, tokens, tokens_with, whole_tokens};
use wordify_fuzz::{abort_on_uncaught_panics, check_origin, fuzz_target};

const LANGUAGES: [Language; 3] = [Language::English, Language::Chinese, Language::Multi];

static STOP_WORDS: OnceLock<[StopWordSet; 3]> = OnceLock::new();

fuzz_target!(init: abort_on_uncaught_panics(), |text: String| {
    for step in Step::ALL {
        let kept = KeptTokens { emojis: true, hashtags: true };
        let stepped = step.apply(&text);
        let traced = steps::through(&[step], Draft::<Traced>::new(&text));
        assert_eq!(traced.text(), stepped);
        check_origin(&traced, &text);
        assert!(tokens_with(&stepped, kept).all(|token| !token.is_empty()));
        assert!(whole_tokens(&stepped, kept).all(|token| !token.is_empty()));
    }
    let lists = STOP_WORDS.get_or_init(|| LANGUAGES.map(|language| stop_words::set(&StopWords::Spacy, language)));
    for (language, stop_words) in LANGUAGES.into_iter().zip(lists) {
        for preset in Preset::ALL {
            let cleaned = clean(&text, preset.recipe().cleaning, language, stop_words);
            let traced = clean_draft(Draft::<Traced>::new(&text), preset.recipe().cleaning, language, stop_words);
            assert_eq!(traced.text(), cleaned);
            check_origin(&traced, &text);
            for token in tokens(&cleaned) {
                assert!(token.chars().count() >= 2 && token.chars().all(is_word), "{token:?}");
            }
        }
    }
});
