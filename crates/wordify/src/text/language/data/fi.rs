//! Finnish.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::GLUED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "fi",
    name: "Finnish",
    scripts: &[Script::Latin],
    detected: &[Lang::Fin],
    wordify: Some(include_str!("../stop_words/wordify/fi.txt")),
    spacy: Some(include_str!("../stop_words/spacy/fi.txt")),
    nltk: Some(include_str!("../stop_words/nltk/fi.txt")),
    iso: Some(include_str!("../stop_words/iso/fi.txt")),
    corrections: include_str!("../../lemma/corrections/fi.tsv"),
    habits: GLUED,
    ..Facts::NONE
};
