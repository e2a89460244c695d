//! Raw text to the text that is cut into tokens, of the published presets exactly as these tools did it.
//!
//! The originals are chains of regular expressions; here each step is a scan by hand, because one of them
//! needs a back-reference, because all of them must be linear in the length of the text, and because it is
//! several times faster. The steps were compared with Python's `re` on random texts; see
//! `tests/cleaning.rs`. No function here can fail or panic, whatever the text.

mod repetition;
pub mod steps;
mod usual;
mod white_space;
mod wordify_2021;
mod wordify_2022;

use super::draft::{Draft, Written};
use super::language::Language;
use super::language::stop_words::StopWordSet;
use super::lemma::Lemma;
use super::lemma::memory::Memory;

/// The cleaning of a preset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresetCleaning {
    /// Of the preset wordify.
    Usual,
    /// Of the web application (Hovy, Melumad & Inman 2021).
    Wordify2021,
    /// Of its successor of 2021–2024.
    Wordify2022,
}

/// Cleans a text as a preset does.
///
/// `stop_words` are used by [`PresetCleaning::Wordify2022`] only, which removes them here; else they are removed from the tokens
/// later.
pub fn clean(text: &str, of: PresetCleaning, language: Language, stop_words: &StopWordSet) -> String {
    let draft = Draft::<String>::new(text);
    clean_draft(draft, of, language, stop_words).into_text().into_owned()
}

/// As [`clean`], for a text under way.
pub fn clean_draft<'t, W: Written>(
    draft: Draft<'t, W>,
    of: PresetCleaning,
    language: Language,
    stop_words: &StopWordSet,
) -> Draft<'t, W> {
    match of {
        PresetCleaning::Usual => usual::clean(draft).then(wordify_2021::lowercased),
        PresetCleaning::Wordify2021 => wordify_2021::clean(draft),
        PresetCleaning::Wordify2022 => wordify_2022::clean(draft, language, stop_words),
    }
}

/// Cleans a text as a preset does, on the way to lemmas.
///
/// Words are looked up in dictionaries as they are written. So [`PresetCleaning::Wordify2022`] puts lemmas into the text at
/// its step for stop words, and shows them to `seen`; else the text keeps its capitals, and its words are looked up later.
pub(crate) fn clean_for_lemmas<'t, W: Written>(
    draft: Draft<'t, W>,
    of: PresetCleaning,
    language: Language,
    memory: &mut Memory<'_>,
    seen: &mut dyn FnMut(&Lemma),
) -> Draft<'t, W> {
    match of {
        PresetCleaning::Usual | PresetCleaning::Wordify2021 => clean_keeping_case(draft, of),
        PresetCleaning::Wordify2022 => wordify_2022::clean_for_lemmas(draft, language, memory, seen),
    }
}

/// Cleans a text but for its capitals; that of 2022 knows no such way, and is taken for its predecessor's.
pub(crate) fn clean_keeping_case<W: Written>(draft: Draft<'_, W>, of: PresetCleaning) -> Draft<'_, W> {
    match of {
        PresetCleaning::Usual => usual::clean(draft),
        PresetCleaning::Wordify2021 | PresetCleaning::Wordify2022 => wordify_2021::clean_keeping_case(draft),
    }
}

/// What is left of a lemma that [`clean_for_lemmas`] put into a text, at its end.
pub(crate) fn clean_behind_lemmas<W: Written>(
    lemma: Draft<'_, W>,
    of: PresetCleaning,
    language: Language,
) -> Draft<'_, W> {
    match of {
        PresetCleaning::Usual | PresetCleaning::Wordify2021 => lemma,
        PresetCleaning::Wordify2022 => wordify_2022::clean_behind_lemmas(lemma, language),
    }
}
