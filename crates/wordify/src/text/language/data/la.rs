//! Latin.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "la",
    name: "Latin",
    scripts: &[Script::Latin],
    detected: &[Lang::Lat],
    wordify: Some(include_str!("../stop_words/wordify/la.txt")),
    spacy: Some(include_str!("../stop_words/spacy/la.txt")),
    iso: Some(include_str!("../stop_words/iso/la.txt")),
    corrections: include_str!("../../lemma/corrections/la.tsv"),
    habits: INFLECTED,
    ..Facts::NONE
};
