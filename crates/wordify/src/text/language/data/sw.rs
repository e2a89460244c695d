//! Swahili.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "sw",
    name: "Swahili",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/sw.txt")),
    iso: Some(include_str!("../stop_words/iso/sw.txt")),
    ..Facts::NONE
};
