//! Luxembourgish.

use super::{Facts, de};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "lb",
    name: "Luxembourgish",
    scripts: &[Script::Latin],
    spacy: Some(include_str!("../stop_words/spacy/lb.txt")),
    lemmas: Some(include_bytes!("../../../../data/lemmas/lb.lemmas")),
    habits: de::HABITS,
    ..Facts::NONE
};
