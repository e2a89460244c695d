//! In how many variants of the analysis a term stays.

use serde::Serialize;

/// A listed term in the variants of a [robustness](crate::robustness) check. Named in csv and json as here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Staying {
    /// Variants that list the term for the same label with the same sign; the analysis itself is none of them.
    pub variants_listed: usize,
    /// Variants that could: a term of two words cannot be listed among single words.
    pub variants_possible: usize,
}
