//! No language in particular.

use super::Facts;

pub(super) const FACTS: Facts =
    Facts { code: "multi", name: "multi-language", other_names: &["xx"], ..Facts::NONE };
