//! Bulgarian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "bg",
    name: "Bulgarian",
    scripts: &[Script::Cyrillic],
    detected: &[Lang::Bul],
    spacy: Some(include_str!("../stop_words/spacy/bg.txt")),
    iso: Some(include_str!("../stop_words/iso/bg.txt")),
    habits: INFLECTED,
    ..Facts::NONE
};
