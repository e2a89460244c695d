//! Manx.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts { code: "gv", name: "Manx", scripts: &[Script::Latin], ..Facts::NONE };
