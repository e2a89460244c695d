//! Ukrainian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "uk",
    name: "Ukrainian",
    other_names: &["ua"],
    scripts: &[Script::Cyrillic],
    detected: &[Lang::Ukr],
    wordify: Some(include_str!("../stop_words/wordify/uk.txt")),
    spacy: Some(include_str!("../stop_words/spacy/uk.txt")),
    iso: Some(include_str!("../stop_words/iso/uk.txt")),
    corrections: include_str!("../../lemma/corrections/uk.tsv"),
    habits: INFLECTED,
    ..Facts::NONE
};
