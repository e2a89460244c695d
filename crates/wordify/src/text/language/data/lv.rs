//! Latvian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "lv",
    name: "Latvian",
    scripts: &[Script::Latin],
    detected: &[Lang::Lav],
    wordify: Some(include_str!("../stop_words/wordify/lv.txt")),
    spacy: Some(include_str!("../stop_words/spacy/lv.txt")),
    iso: Some(include_str!("../stop_words/iso/lv.txt")),
    corrections: include_str!("../../lemma/corrections/lv.tsv"),
    habits: INFLECTED,
    ..Facts::NONE
};
