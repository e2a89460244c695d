//! Malay.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ms",
    name: "Malay",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/ms.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ms.txt")),
    iso: Some(include_str!("../stop_words/iso/ms.txt")),
    ..Facts::NONE
};
