//! Irish.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ga",
    name: "Irish",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/ga.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ga.txt")),
    iso: Some(include_str!("../stop_words/iso/ga.txt")),
    ..Facts::NONE
};
