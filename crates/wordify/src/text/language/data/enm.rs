//! Middle English.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts =
    Facts { code: "enm", name: "Middle English", scripts: &[Script::Latin], ..Facts::NONE };
