//! Czech.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Habits, INFLECTED};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "cs",
    name: "Czech",
    other_names: &["cz"],
    scripts: &[Script::Latin],
    detected: &[Lang::Ces],
    wordify: Some(include_str!("../stop_words/wordify/cs.txt")),
    spacy: Some(include_str!("../stop_words/spacy/cs.txt")),
    iso: Some(include_str!("../stop_words/iso/cs.txt")),
    corrections: include_str!("../../lemma/corrections/cs.tsv"),
    habits: Habits { loses_by_guess: true, ..INFLECTED },
    ..Facts::NONE
};
