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

use super::language::Language;
use super::language::stop_words::StopWordSet;
use super::lemma::Lemma;
use super::lemma::memory::Memory;

/// The cleaning of a published tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// Of the web application (Hovy, Melumad & Inman 2021).
    Wordify2021,
    /// Of its successor of 2021–2024.
    Wordify2022,
}

/// Cleans a text as a published tool did.
///
/// `stop_words` are used by [`Published::Wordify2022`] only, which removes them here; else they are removed from the tokens
/// later.
pub fn clean(text: &str, published: Published, language: Language, stop_words: &StopWordSet) -> String {
    match published {
        Published::Wordify2021 => wordify_2021::clean(text),
        Published::Wordify2022 => wordify_2022::clean(text, language, stop_words),
    }
}

/// Cleans a text as a published tool did, on the way to lemmas.
///
/// Words are looked up in dictionaries as they are written. So [`Published::Wordify2022`] puts lemmas into the text at
/// its step for stop words, and shows them to `seen`; else the text keeps its capitals, and its words are looked up later.
pub(crate) fn clean_for_lemmas(
    text: &str,
    published: Published,
    language: Language,
    memory: &mut Memory<'_>,
    seen: &mut dyn FnMut(&Lemma),
) -> String {
    match published {
        Published::Wordify2021 => wordify_2021::clean_keeping_case(text),
        Published::Wordify2022 => wordify_2022::clean_for_lemmas(text, language, memory, seen),
    }
}

/// Cleans a text as the tool of 2021 did, but for its capitals.
pub(crate) fn clean_keeping_case(text: &str) -> String {
    wordify_2021::clean_keeping_case(text)
}

/// What is left of a lemma that [`clean_for_lemmas`] put into a text, at its end.
pub(crate) fn clean_behind_lemmas(lemma: &str, published: Published, language: Language) -> String {
    match published {
        Published::Wordify2021 => lemma.to_owned(),
        Published::Wordify2022 => wordify_2022::clean_behind_lemmas(lemma.to_owned(), language),
    }
}
