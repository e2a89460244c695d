//! Icelandic.

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "is",
    name: "Icelandic",
    scripts: &[Script::Latin],
    spacy: Some(include_str!("../stop_words/spacy/is.txt")),
    habits: INFLECTED,
    ..Facts::NONE
};
