//! Norwegian Nynorsk.

use super::Facts;
use crate::text::language::habits::SCANDINAVIAN;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "nn",
    name: "Norwegian Nynorsk",
    other_names: &["nynorsk"],
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/nn.txt")),
    nltk: Some(include_str!("../stop_words/nltk/nn.txt")),
    iso: Some(include_str!("../stop_words/iso/nn.txt")),
    corrections: include_str!("../../lemma/corrections/nn.tsv"),
    habits: SCANDINAVIAN,
    ..Facts::NONE
};
