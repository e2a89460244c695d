//! Values of settings in words.

use crate::count::counted;
use crate::settings::{Contrast, DocumentFrequency, StopWords};
use crate::text::clean::steps::{Cleaning, Step};
use crate::text::language::detection::Guess;
use crate::text::tokenize::KeptTokens;

pub(super) fn cleaning_shown(cleaning: Option<&Cleaning>) -> String {
    let names = |steps: &[Step]| match steps {
        [] => "nothing".to_owned(),
        steps => steps.iter().map(|step| step.name()).collect::<Vec<_>>().join(", "),
    };
    cleaning.map_or_else(
        || "as the preset".to_owned(),
        |cleaning| format!("{}; after lemmas: {}", names(&cleaning.before), names(&cleaning.after)),
    )
}

pub(super) fn contrast_shown(contrast: &Contrast) -> String {
    match contrast {
        Contrast::Rest => "all others together".to_owned(),
        Contrast::Pairs => "each other label by itself".to_owned(),
        Contrast::Trend => "their order: terms that rise or fall along it".to_owned(),
        Contrast::Baseline(label) => format!("the baseline “{label}”"),
    }
}

pub(super) fn kept_shown(kept: KeptTokens) -> &'static str {
    match (kept.emojis, kept.hashtags) {
        (true, true) => "emojis, hashtags",
        (true, false) => "emojis",
        (false, true) => "hashtags",
        (false, false) => "none",
    }
}

pub(super) fn origin_of(language_detected: bool) -> &'static str {
    if language_detected { "guessed from the texts" } else { "as chosen" }
}

pub(super) fn guess_shown(guess: Option<&Guess>) -> String {
    guess.map_or_else(|| "none".to_owned(), Guess::words)
}

pub(super) fn stop_words_shown(stop_words: &StopWords) -> String {
    match stop_words {
        StopWords::None => "none".into(),
        StopWords::Preset => "list of the preset for the language".into(),
        StopWords::Wordify => "list of Wordify for the language".into(),
        StopWords::Spacy => "list of spaCy 3.8 for the language".into(),
        StopWords::Nltk => "list of NLTK for the language".into(),
        StopWords::Iso => "list of Stopwords ISO for the language".into(),
        StopWords::List(words) => {
            format!("own list of {}", counted(words.len(), "word", "words"))
        }
    }
}

pub(super) fn frequency_shown(bound: DocumentFrequency) -> String {
    match bound {
        DocumentFrequency::Share(share) => format!("{share} of the documents"),
        DocumentFrequency::Count(documents) => counted(documents, "document", "documents"),
    }
}
