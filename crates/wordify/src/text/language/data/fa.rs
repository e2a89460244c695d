//! Persian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "fa",
    name: "Persian",
    other_names: &["farsi"],
    scripts: &[Script::Arabic],
    detected: &[Lang::Pes],
    spacy: Some(include_str!("../stop_words/spacy/fa.txt")),
    iso: Some(include_str!("../stop_words/iso/fa.txt")),
    ..Facts::NONE
};
