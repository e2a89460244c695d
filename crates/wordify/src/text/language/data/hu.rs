//! Hungarian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{GLUED, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "hu",
    name: "Hungarian",
    scripts: &[Script::Latin],
    detected: &[Lang::Hun],
    wordify: Some(include_str!("../stop_words/wordify/hu.txt")),
    spacy: Some(include_str!("../stop_words/spacy/hu.txt")),
    nltk: Some(include_str!("../stop_words/nltk/hu.txt")),
    iso: Some(include_str!("../stop_words/iso/hu.txt")),
    corrections: include_str!("../../lemma/corrections/hu.tsv"),
    habits: Habits { own_endings: &["ó", "ő"], leads_over_possessed: true, ..GLUED },
    ..Facts::NONE
};
