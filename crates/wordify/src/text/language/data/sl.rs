//! Slovenian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Habits, INFLECTED};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "sl",
    name: "Slovenian",
    other_names: &["slovene"],
    scripts: &[Script::Latin],
    detected: &[Lang::Slv],
    wordify: Some(include_str!("../stop_words/wordify/sl.txt")),
    spacy: Some(include_str!("../stop_words/spacy/sl.txt")),
    nltk: Some(include_str!("../stop_words/nltk/sl.txt")),
    iso: Some(include_str!("../stop_words/iso/sl.txt")),
    corrections: include_str!("../../lemma/corrections/sl.tsv"),
    habits: Habits { loses_by_guess: true, ..INFLECTED },
    ..Facts::NONE
};
