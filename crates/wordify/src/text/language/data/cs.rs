//! Czech.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "cs",
    name: "Czech",
    other_names: &["cz"],
    scripts: &[Script::Latin],
    detected: &[Lang::Ces],
    spacy: Some(include_str!("../stop_words/spacy/cs.txt")),
    iso: Some(include_str!("../stop_words/iso/cs.txt")),
    habits: INFLECTED,
    ..Facts::NONE
};
