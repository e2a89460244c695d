//! Macedonian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "mk",
    name: "Macedonian",
    scripts: &[Script::Cyrillic],
    detected: &[Lang::Mkd],
    spacy: Some(include_str!("../stop_words/spacy/mk.txt")),
    habits: INFLECTED,
    ..Facts::NONE
};
