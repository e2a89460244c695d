//! What was measured of the strengths so far, in parts that do not depend on each other.

use std::collections::BTreeMap;

use super::path::Path;

/// Paths of a batch of regressions that share a label.
pub type Part = Vec<Path>;

/// Which paths are done. The order in which they were does not matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured {
    /// How often the paths were taken further down.
    pub extension: usize,
    /// Batches that were done before and are done anew further down.
    pub replaced: usize,
    /// On shuffled labels: number of the batch, its paths, of which the entries count.
    pub shuffled: BTreeMap<usize, Part>,
    /// On half-samples.
    pub halved: BTreeMap<usize, Part>,
}

impl Measured {
    /// Batches done.
    pub fn count(&self) -> usize {
        self.replaced + self.shuffled.len() + self.halved.len()
    }
}
