//! The loop that runs jobs: claims them, and attends to each attempt until its end is written.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::attempt::{Attempt, Attempted};
use super::{LEASE_MS, Runner};
use crate::jobs::places::Place;
use crate::jobs::process;
use crate::jobs::storage::StorageError;

/// Pause after an attempt for which the system had no processes, descriptors or room; doubled, up to the longest, while that lasts.
const SHORTAGE_PAUSE: Duration = Duration::from_secs(1);
/// The longest of these pauses.
const SHORTAGE_PAUSE_MAX: Duration = Duration::from_secs(60);

/// Runs jobs until the site drains; then gives back those that are under way, to be continued from their checkpoints.
pub async fn run(runner: Runner) {
    let Some(worker) = process::name() else {
        tracing::error!("no jobs are run: the operating system gives no random bits");
        return;
    };
    let mut jobs = JoinSet::new();
    let mut shortage = Shortage::default();
    while !runner.drain.is_cancelled() {
        if jobs.len() < runner.config.jobs.at_once && shortage.is_over() {
            match claim(&runner, &worker).await {
                Ok(Some((attempt, place))) => {
                    jobs.spawn(attempt.run(place));
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(error = %error, "no job could be claimed"),
            }
        }
        tokio::select! {
            () = runner.drain.cancelled() => {}
            // A job whose task panicked is taken over when its lease has expired.
            Some(attempted) = jobs.join_next() => shortage.note(attempted.unwrap_or(Attempted::Worked)),
            () = runner.storage.wait_for_work() => {}
        }
    }
    while jobs.join_next().await.is_some() {}
}

/// An attempt and a place to work at, where there are both.
async fn claim(runner: &Runner, worker: &str) -> Result<Option<(Attempt, Place)>, StorageError> {
    // The place first: a job that is claimed without one would hold its lease and wait.
    let place = match runner.places.take() {
        Ok(Some(place)) => place,
        Ok(None) => return Ok(None),
        Err(error) => {
            tracing::warn!(error = %error, "no place for an analyst could be taken");
            return Ok(None);
        }
    };
    let claimed = runner.storage.claim(worker, LEASE_MS, runner.storage.now_ms()).await?;
    Ok(claimed.map(|(job, lease)| (Attempt::new(runner.clone(), job, lease), place)))
}

/// A time in which nothing is begun, because the system lacks what every job needs.
#[derive(Debug, Default)]
struct Shortage {
    pause: Duration,
    until: Option<Instant>,
}

impl Shortage {
    fn is_over(&self) -> bool {
        self.until.is_none_or(|until| Instant::now() >= until)
    }

    fn note(&mut self, attempted: Attempted) {
        if attempted == Attempted::Worked {
            *self = Self::default();
            return;
        }
        self.pause = (self.pause * 2).clamp(SHORTAGE_PAUSE, SHORTAGE_PAUSE_MAX);
        self.until = Some(Instant::now() + self.pause);
        tracing::warn!(seconds = self.pause.as_secs(), "no job is begun for a while");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortage_makes_longer_and_longer_pauses_and_is_over_with_the_first_attempt_that_works() {
        let mut shortage = Shortage::default();
        assert!(shortage.is_over());
        let mut pauses = Vec::new();
        for _ in 0..8 {
            shortage.note(Attempted::Short);
            assert!(!shortage.is_over());
            pauses.push(shortage.pause.as_secs());
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
        shortage.note(Attempted::Worked);
        assert!(shortage.is_over());
    }
}
