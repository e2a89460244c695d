//! Lemmas from raw texts to terms.

use std::sync::LazyLock;

use proptest::prelude::*;
use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{DocumentFrequency, Lemmas, Preset, Settings, StopWords};
use wordify::text::clean::steps::{Cleaning, Step};
use wordify::text::draft::Draft;
use wordify::text::language::Language;
use wordify::text::lemma::{Casing, Lemmatizer};
use wordify::text::segment::Segmenter;

fn settings(language: Language, stop_words: StopWords) -> Settings {
    let min_df = DocumentFrequency::Count(1);
    let max_df = DocumentFrequency::Share(1.0);
    Settings {
        language,
        lemmas: Lemmas::On,
        stop_words,
        ngram_range: (1, 1),
        min_df,
        max_df,
        ..Settings::default()
    }
}

fn terms(texts: &[&str], settings: &Settings) -> String {
    let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
    vectorize(&texts, settings, 2, &Monitor::silent()).expect("there are terms").terms.join(" ")
}

#[test]
fn terms_are_lemmas_in_lowercase() {
    let settings = settings(Language::German, StopWords::None);
    assert_eq!(
        terms(&["Die Kinder gingen in die Häuser.", "Das Kind geht"], &settings),
        "der gehen haus in kind"
    );
}

#[test]
fn a_word_goes_when_its_form_or_its_lemma_is_a_stop_word() {
    let list = StopWords::List(vec!["wolf".into(), "geese".into()]);
    let settings = settings(Language::English, list);
    assert_eq!(terms(&["Wolves and geese", "a goose"], &settings), "and goose");
}

#[test]
fn a_lemma_with_a_hyphen_or_an_apostrophe_is_one_term() {
    let settings = settings(Language::French, StopWords::None);
    assert_eq!(terms(&["Des arcs-en-ciel aujourd'hui"], &settings), "arc-en-ciel aujourd'hui un");
}

#[test]
fn links_and_user_names_go_before_lemmas_are_looked_up() {
    let settings = settings(Language::English, StopWords::None);
    assert_eq!(terms(&["Wolves @WolfPack http://wolves.org/x"], &settings), "wolf");
}

#[test]
fn the_preset_of_2022_looks_words_up_before_it_strips_their_accents() {
    let settings = Settings { preset: Preset::Wordify2022, ..settings(Language::German, StopWords::None) };
    assert_eq!(terms(&["Männer kauften 12 Häuser!"], &settings), "haus kaufen mann");
}

#[test]
fn lemmas_can_be_terms_of_several_words() {
    let settings = Settings { ngram_range: (2, 2), ..settings(Language::English, StopWords::None) };
    assert_eq!(terms(&["Wolves don't howl"], &settings), "do not not howl wolf do");
}

/// One of each kind of language.
static LEMMATIZERS: LazyLock<Vec<Lemmatizer>> = LazyLock::new(|| {
    let codes = ["de", "en", "es", "fr", "lt", "pt", "nb", "el"];
    codes.iter().map(|code| Lemmatizer::load_code(code).expect("it has a dictionary")).collect()
});

static SEGMENTERS: LazyLock<Vec<Segmenter>> = LazyLock::new(|| {
    [Language::Chinese, Language::Japanese].into_iter().filter_map(Segmenter::load).collect()
});

#[test]
fn lemmas_stand_between_the_users_steps_before_and_after() {
    let lowercase = Step::find("lowercase").expect("a step");
    let cleaning = Some(Cleaning { before: Vec::new(), after: vec![lowercase] });
    let settings = Settings { cleaning, ..settings(Language::English, StopWords::List(vec!["wolf".into()])) };
    assert_eq!(terms(&["Wolves: a goose, many Geese."], &settings), "goose many");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_texts_have_the_same_lemmas_on_any_number_of_threads(texts in prop::collection::vec("\\PC{0,40}", 1..20)) {
        for language in [Language::German, Language::French] {
            for preset in Preset::ALL {
                let settings = Settings { preset, ..settings(language, StopWords::Spacy) };
                let one = vectorize(&texts, &settings, 1, &Monitor::silent());
                prop_assert_eq!(one, vectorize(&texts, &settings, 3, &Monitor::silent()));
            }
        }
    }

    #[test]
    fn any_word_has_a_lemma_in_lowercase(word in "[\\p{L}\\p{M}'’-]{0,30}") {
        for lemmatizer in LEMMATIZERS.iter() {
            for casing in [Casing::Kept, Casing::SentenceStart, Casing::Lost] {
                let lemma = lemmatizer.lemma(&word, casing).into_owned();
                prop_assert_eq!(lemma.to_lowercase(), lemma);
                lemmatizer.lemmas_of(&word, casing, &mut Vec::new());
            }
        }
    }

    #[test]
    fn any_text_is_cut_into_words_that_stand_in_it_in_their_order(text in "[\\PC漢字仮名アイウカナー。、a-c1-3 ]{0,60}") {
        for segmenter in SEGMENTERS.iter() {
            let usual = Draft::<String>::new(&text).then(|text| segmenter.usual(text));
            let mut rest = usual.text();
            segmenter.words(&text, |form, base| {
                assert!(!form.is_empty() && !base.is_empty());
                rest = rest.split_once(form).expect("the word stands in the text").1;
            });
        }
    }
}

#[test]
fn without_a_language_chinese_and_japanese_documents_are_cut_and_the_others_are_not() {
    let texts = [
        "The phone (手机) is good, and the screen too.",
        "手机很好，屏幕也不错。",
        "昨日は天気がよかったので、川沿いを歩きました。",
        "Телефон хороший, экран тоже.",
    ];
    let texts = texts.map(str::to_owned);
    for (preset, short) in
        [(Preset::Wordify, true), (Preset::Wordify2021, false), (Preset::Wordify2022, false)]
    {
        let settings = Settings {
            language: Language::Multi,
            preset,
            ngram_range: (1, 1),
            min_df: DocumentFrequency::Count(1),
            max_df: DocumentFrequency::Share(1.0),
            ..Settings::default()
        };
        let terms = vectorize(&texts, &settings, 2, &Monitor::silent()).expect("terms").terms;
        let has = |term: &str| terms.iter().any(|other| other == term);
        for term in ["手机", "屏幕", "不错", "天気", "昨日", "歩き", "good", "phone", "телефон", "хороший"]
        {
            assert!(has(term), "{preset:?} {term}: {terms:?}");
        }
        assert_eq!(has("好") && has("川"), short, "{preset:?}: {terms:?}");
    }
}
