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
    wordify: Some(include_str!("../stop_words/wordify/bg.txt")),
    spacy: Some(include_str!("../stop_words/spacy/bg.txt")),
    iso: Some(include_str!("../stop_words/iso/bg.txt")),
    corrections: include_str!("../../lemma/corrections/bg.tsv"),
    habits: INFLECTED,
    ..Facts::NONE
};
