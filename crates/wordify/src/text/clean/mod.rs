//! Raw text to the text that is cut into tokens, exactly as the published tools did it.
//!
//! The originals are chains of regular expressions; here each step is a scan by hand, because one of them
//! needs a back-reference, because all of them must be linear in the length of the text, and because it is
//! several times faster. The steps were compared with Python's `re` on random texts; see
//! `tests/cleaning.rs`. No function here can fail or panic, whatever the text.

mod repetition;
pub mod steps;
mod white_space;
mod wordify_2021;
mod wordify_2022;

use crate::settings::Preset;
use crate::text::language::Language;
use crate::text::language::stop_words::StopWordSet;
use crate::text::lemma::Lemma;
use crate::text::lemma::memory::Memory;

/// Cleans a text as `preset` does.
///
/// `stop_words` are used by [`Preset::Wordify2022`] only, which removes them here; for the other presets they
/// are removed from the tokens later.
pub fn clean(text: &str, preset: Preset, language: Language, stop_words: &StopWordSet) -> String {
    match preset {
        Preset::Wordify | Preset::Wordify2021 => wordify_2021::clean(text),
        Preset::Wordify2022 => wordify_2022::clean(text, language, stop_words),
    }
}

/// Cleans a text as `preset` does, on the way to lemmas.
///
/// Words are looked up in dictionaries as they are written. So [`Preset::Wordify2022`] puts lemmas into the text at
/// its step for stop words, and shows them to `seen`; for the other presets the text keeps its capitals, and its words
/// are looked up later.
pub fn clean_for_lemmas(
    text: &str,
    preset: Preset,
    language: Language,
    memory: &mut Memory<'_>,
    seen: &mut dyn FnMut(&Lemma),
) -> String {
    match preset {
        Preset::Wordify | Preset::Wordify2021 => wordify_2021::clean_keeping_case(text),
        Preset::Wordify2022 => wordify_2022::clean_for_lemmas(text, language, memory, seen),
    }
}

/// Cleans a text as the preset of 2021 does, but for its capitals.
pub(crate) fn clean_keeping_case(text: &str) -> String {
    wordify_2021::clean_keeping_case(text)
}

/// What is left of a lemma that [`clean_for_lemmas`] put into a text, at its end.
pub(crate) fn lemma_as_cleaned(lemma: &str, preset: Preset, language: Language) -> String {
    match preset {
        Preset::Wordify | Preset::Wordify2021 => lemma.to_owned(),
        Preset::Wordify2022 => wordify_2022::clean_behind_lemmas(lemma.to_owned(), language),
    }
}
