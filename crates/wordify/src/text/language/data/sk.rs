//! Slovak.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "sk",
    name: "Slovak",
    scripts: &[Script::Latin],
    detected: &[Lang::Slk],
    wordify: Some(include_str!("../stop_words/wordify/sk.txt")),
    spacy: Some(include_str!("../stop_words/spacy/sk.txt")),
    iso: Some(include_str!("../stop_words/iso/sk.txt")),
    corrections: include_str!("../../lemma/corrections/sk.tsv"),
    habits: INFLECTED,
    ..Facts::NONE
};
