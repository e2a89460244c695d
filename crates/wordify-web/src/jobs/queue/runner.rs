//! The loop that runs jobs: claims them, and attends to each attempt until its end is written.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::attempt::Attempt;
use crate::config::Config;
use crate::jobs::folder::Folder;
use crate::jobs::job::now_ms;
use crate::jobs::storage::Storage;

/// How long a claim lasts without renewal: a runner that is killed keeps its jobs back so long.
pub const LEASE_MS: i64 = 15_000;
/// How often the queue is looked at.
const POLL: Duration = Duration::from_millis(100);

/// What running jobs needs of a site.
#[derive(Debug, Clone)]
pub struct Runner {
    /// How many at once, within which limits, and who gets mail.
    pub config: Arc<Config>,
    /// Queue and results.
    pub storage: Storage,
    /// Uploads and checkpoints.
    pub folder: Arc<Folder>,
    /// The program that is run as an analyst.
    pub program: Arc<Path>,
    /// Asks for the end.
    pub drain: CancellationToken,
}

/// Runs jobs until the site drains; then gives back those that are under way, from where they are.
pub async fn run(runner: Runner) {
    let Some(worker) = worker_name() else {
        tracing::error!("no jobs are run: the operating system gives no random bits");
        return;
    };
    let mut jobs = JoinSet::new();
    while !runner.drain.is_cancelled() {
        if jobs.len() < runner.config.jobs.at_once {
            match runner.storage.claim(&worker, LEASE_MS, now_ms()).await {
                Ok(Some((job, lease))) => {
                    jobs.spawn(Attempt::new(runner.clone(), job, lease).run());
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(error = %error, "no job could be claimed"),
            }
        }
        tokio::select! {
            () = runner.drain.cancelled() => {}
            // A job whose task panicked is taken over when its lease has expired.
            Some(_) = jobs.join_next() => {}
            () = sleep(POLL) => {}
        }
    }
    while jobs.join_next().await.is_some() {}
}

/// A name that no other process has, nor will have.
fn worker_name() -> Option<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{}-{:016x}", std::process::id(), u64::from_le_bytes(bytes)))
}
