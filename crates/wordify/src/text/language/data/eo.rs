//! Esperanto.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "eo",
    name: "Esperanto",
    scripts: &[Script::Latin],
    detected: &[Lang::Epo],
    iso: Some(include_str!("../stop_words/iso/eo.txt")),
    ..Facts::NONE
};
