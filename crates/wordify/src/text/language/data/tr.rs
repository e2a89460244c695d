//! Turkish.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{GLUED, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "tr",
    name: "Turkish",
    scripts: &[Script::Latin],
    detected: &[Lang::Tur],
    wordify: Some(include_str!("../stop_words/wordify/tr.txt")),
    spacy: Some(include_str!("../stop_words/spacy/tr.txt")),
    nltk: Some(include_str!("../stop_words/nltk/tr.txt")),
    iso: Some(include_str!("../stop_words/iso/tr.txt")),
    corrections: include_str!("../../lemma/corrections/tr.tsv"),
    habits: Habits { endings_behind_apostrophe: true, dotless_i: true, ..GLUED },
    ..Facts::NONE
};
