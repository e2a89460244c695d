//! Icelandic.

use super::Facts;
use crate::text::language::habits::{Habits, INFLECTED};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "is",
    name: "Icelandic",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/is.txt")),
    spacy: Some(include_str!("../stop_words/spacy/is.txt")),
    corrections: include_str!("../../lemma/corrections/is.tsv"),
    habits: Habits { loses_by_guess: true, ..INFLECTED },
    ..Facts::NONE
};
