//! Welsh.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "cy",
    name: "Welsh",
    scripts: &[Script::Latin],
    detected: &[Lang::Cym],
    corrections: include_str!("../../lemma/corrections/cy.tsv"),
    ..Facts::NONE
};
