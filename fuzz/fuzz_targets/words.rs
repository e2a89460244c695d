//! Any text through the segmenters and the lemmas of one language of each kind: no panic, no word without a lemma, and
//! no more work than in proportion to its length (libFuzzer reports an input that takes longer than its limit).
#![no_main]

use std::sync::OnceLock;

use wordify::text::draft::{Draft, Traced};
use wordify::text::language::Language;
use wordify::text::language::stop_words::StopWordSet;
use wordify::text::lemma::memory::Memory;
use wordify::text::lemma::{Casing, Lemmatizer};
use wordify::text::segment::Segmenter;
use wordify_fuzz::{abort_on_uncaught_panics, check_origin, fuzz_target};

/// Clitics, contractions, accents, compounds, endings, other scripts and their marks.
const CODES: [&str; 13] = ["ca", "da", "de", "el", "en", "es", "fr", "hu", "hy", "lt", "nl", "pt", "tr"];

struct Tools {
    segmenters: Vec<Segmenter>,
    lemmatizers: Vec<Lemmatizer>,
}

static TOOLS: OnceLock<Tools> = OnceLock::new();

fn load() -> Tools {
    let segmenters =
        [Language::Chinese, Language::Japanese].into_iter().filter_map(Segmenter::load).collect();
    let languages = || CODES.into_iter().filter_map(Language::from_code);
    let mended = languages().filter_map(|language| Lemmatizer::load_mended(language, &[]));
    Tools { segmenters, lemmatizers: languages().filter_map(Lemmatizer::load).chain(mended).collect() }
}

fuzz_target!(init: abort_on_uncaught_panics(), |text: String| {
    let tools = TOOLS.get_or_init(load);
    for segmenter in &tools.segmenters {
        let usual = Draft::<Traced>::new(&text).then(|text| segmenter.usual(text));
        check_origin(&usual, &text);
        let mut rest = usual.text();
        segmenter.words(&text, |form, base| {
            assert!(!form.is_empty() && !base.is_empty());
            // Words stand in the text in their order.
            rest = rest.split_once(form).expect("the word stands in the text").1;
        });
        segmenter.spaced_words(&text, |form, base| assert!(!form.is_empty() && !base.is_empty()));
    }
    for lemmatizer in &tools.lemmatizers {
        for casing in [Casing::Kept, Casing::SentenceStart, Casing::Lost] {
            let lemma = lemmatizer.lemma(&text, casing);
            assert_eq!(lemma.to_lowercase(), *lemma, "{text:?}");
            assert_eq!(lemma.is_empty(), text.is_empty());
        }
        let mut seen = 0;
        let stop_words = StopWordSet::default();
        let mut memory = Memory::new(lemmatizer, &stop_words);
        let lemmas: String = memory.lemmas_in(&text, &mut |lemma| {
            assert!(!lemma.lemma.contains(char::is_whitespace));
            seen += 1;
        });
        assert!(seen <= lemmas.len());
    }
});
