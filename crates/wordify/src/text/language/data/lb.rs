//! Luxembourgish.

use super::{Facts, de};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "lb",
    name: "Luxembourgish",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/lb.txt")),
    spacy: Some(include_str!("../stop_words/spacy/lb.txt")),
    habits: de::HABITS,
    ..Facts::NONE
};
