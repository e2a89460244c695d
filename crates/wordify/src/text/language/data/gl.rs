//! Galician.

use super::Facts;
use crate::text::language::habits::Habits;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "gl",
    name: "Galician",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/gl.txt")),
    iso: Some(include_str!("../stop_words/iso/gl.txt")),
    corrections: include_str!("../../lemma/corrections/gl.tsv"),
    habits: Habits {
        enclitics: &["lles", "nos", "vos", "lle", "me", "te", "se", "as", "os", "a", "o"],
        enclitic_joint: "-",
        ..Habits::NONE
    },
    ..Facts::NONE
};
