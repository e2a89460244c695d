//! Estonian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::GLUED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "et",
    name: "Estonian",
    scripts: &[Script::Latin],
    detected: &[Lang::Est],
    wordify: Some(include_str!("../stop_words/wordify/et.txt")),
    spacy: Some(include_str!("../stop_words/spacy/et.txt")),
    iso: Some(include_str!("../stop_words/iso/et.txt")),
    corrections: include_str!("../../lemma/corrections/et.tsv"),
    habits: GLUED,
    ..Facts::NONE
};
