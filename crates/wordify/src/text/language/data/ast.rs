//! Asturian.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ast",
    name: "Asturian",
    scripts: &[Script::Latin],
    corrections: include_str!("../../lemma/corrections/ast.tsv"),
    ..Facts::NONE
};
