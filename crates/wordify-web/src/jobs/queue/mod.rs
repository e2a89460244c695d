//! What happens to jobs: `runner` claims them, an `attempt` at each lets an analyst work, `ending` writes how it ended, and
//! `sweeper` deletes what has expired.

mod attempt;
mod ending;
pub mod runner;
pub mod sweeper;

use std::path::Path;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::jobs::folder::Folder;
use crate::jobs::places::Places;
use crate::jobs::storage::Storage;

/// How long a claim lasts without renewal: the jobs of a runner that is killed are held up this long.
pub const LEASE_MS: i64 = 15_000;
/// What running jobs needs of a site.
#[derive(Debug, Clone)]
pub struct Runner {
    /// How many at once, within which limits, and who gets mail.
    pub config: Arc<Config>,
    /// Queue and results.
    pub storage: Storage,
    /// Uploads and checkpoints.
    pub folder: Arc<Folder>,
    /// Where analysts may work, in the whole site.
    pub places: Places,
    /// The program that is run as an analyst.
    pub program: Arc<Path>,
    /// Asks for the end.
    pub drain: CancellationToken,
}
