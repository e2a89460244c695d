//! The loop that runs jobs: claims them, and attends to each attempt until its end is written.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

use super::attempt::Attempt;
use super::{LEASE_MS, Runner};
use crate::jobs::job::now_ms;

/// How often the queue is looked at.
const POLL: Duration = Duration::from_millis(100);

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
