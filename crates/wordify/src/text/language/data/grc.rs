//! Ancient Greek.

use super::Facts;
use crate::text::language::habits::Habits;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "grc",
    name: "Ancient Greek",
    scripts: &[Script::Greek],
    wordify: Some(include_str!("../stop_words/wordify/grc.txt")),
    spacy: Some(include_str!("../stop_words/spacy/grc.txt")),
    habits: Habits { grave_is_acute: true, ..Habits::NONE },
    ..Facts::NONE
};
