//! Scottish Gaelic.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "gd",
    name: "Scottish Gaelic",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/gd.txt")),
    spacy: Some(include_str!("../stop_words/spacy/gd.txt")),
    corrections: include_str!("../../lemma/corrections/gd.tsv"),
    ..Facts::NONE
};
