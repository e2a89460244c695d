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
    wordify: Some(include_str!("../stop_words/wordify/mk.txt")),
    spacy: Some(include_str!("../stop_words/spacy/mk.txt")),
    corrections: include_str!("../../lemma/corrections/mk.tsv"),
    habits: INFLECTED,
    ..Facts::NONE
};
