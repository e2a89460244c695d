//! Esperanto.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "eo",
    name: "Esperanto",
    scripts: &[Script::Latin],
    detected: &[Lang::Epo],
    wordify: Some(include_str!("../stop_words/wordify/eo.txt")),
    iso: Some(include_str!("../stop_words/iso/eo.txt")),
    ..Facts::NONE
};
