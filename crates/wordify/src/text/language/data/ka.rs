//! Georgian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ka",
    name: "Georgian",
    scripts: &[Script::Georgian],
    detected: &[Lang::Kat],
    habits: INFLECTED,
    ..Facts::NONE
};
