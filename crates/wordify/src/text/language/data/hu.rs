//! Hungarian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::GLUED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "hu",
    name: "Hungarian",
    scripts: &[Script::Latin],
    detected: &[Lang::Hun],
    spacy: Some(include_str!("../stop_words/spacy/hu.txt")),
    nltk: Some(include_str!("../stop_words/nltk/hu.txt")),
    iso: Some(include_str!("../stop_words/iso/hu.txt")),
    habits: GLUED,
    ..Facts::NONE
};
