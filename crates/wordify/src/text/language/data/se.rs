//! Northern Sami.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts =
    Facts { code: "se", name: "Northern Sami", scripts: &[Script::Latin], ..Facts::NONE };
