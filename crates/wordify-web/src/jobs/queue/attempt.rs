//! One attempt at a job: lets an analyst work, keeps the lease, and sees when there is nothing more to wait for.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use tokio::time::{MissedTickBehavior, interval, sleep_until};
use wordify::progress::Stage;

use super::{LEASE_MS, Runner};
use crate::jobs::analyst::{Analyst, News, Outcome, Request, Task};
use crate::jobs::files;
use crate::jobs::job::{Job, JobProgress, State};
use crate::jobs::places::Place;
use crate::jobs::record::{Lease, Renewal};
use crate::jobs::storage::StorageError;

/// How often a lease is renewed when there is no progress to store.
const HEARTBEAT: Duration = Duration::from_secs(4);
/// How often progress is stored, and how soon a cancel is seen.
const TICK: Duration = Duration::from_millis(250);
/// How often it is asked whether somebody waits for the place of a job that has had its turn.
const TURN_LOOK: Duration = Duration::from_secs(1);
/// How often it is looked whether there is a newer checkpoint to keep for other hosts.
const CHECKPOINT_LOOK: Duration = Duration::from_secs(2);
/// How long an analyst may take to stop at a checkpoint.
const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// An attempt under way.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) runner: Runner,
    pub(super) job: Job,
    pub(super) lease: Lease,
    /// Progress that is not stored yet.
    latest: Option<JobProgress>,
    renewed_at: Instant,
    pub(super) times: Times,
    /// When the checkpoint was written that other hosts know.
    kept: Option<SystemTime>,
}

/// Whether an attempt could be made at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempted {
    Worked,
    /// The system lacked something that every job needs.
    Short,
}

/// What became of an attempt.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The analyst came to an end.
    Analyst(Outcome),
    /// The visitor stopped the job.
    Canceled,
    /// The job is somebody else's now, or deleted.
    Lost,
    /// The attempt took too long.
    TimedOut,
}

impl Attempt {
    pub(super) fn new(runner: Runner, job: Job, lease: Lease) -> Self {
        let renewed_at = Instant::now();
        Self { runner, job, lease, latest: None, renewed_at, times: Times::default(), kept: None }
    }

    /// From the beginning until its end is written. `place` is held as long as its analyst works.
    pub(super) async fn run(mut self, place: Place) -> Attempted {
        let Job { id, attempt, file_bytes, .. } = &self.job;
        tracing::info!(job = %id, attempt, bytes = file_bytes, "job begun");
        let verdict = self.attend().await;
        // The analyst is gone: another may begin while the end of this one is written.
        drop(place);
        let is_short = matches!(verdict, Verdict::Analyst(Outcome::Short(_)));
        self.end(verdict).await;
        if is_short { Attempted::Short } else { Attempted::Worked }
    }

    /// Stays with the analyst until there is nothing more to wait for; its process has then ended.
    async fn attend(&mut self) -> Verdict {
        if let Some(verdict) = self.bring().await {
            return verdict;
        }
        let Some(request) = self.request() else {
            return Verdict::Analyst(Outcome::Crashed("the job has no key or no choices".to_owned()));
        };
        let mut analyst = match Analyst::start(&self.runner.program, &request).await {
            Ok(analyst) => analyst,
            // Whatever prevented it, it was not the job.
            Err(error) => {
                return Verdict::Analyst(Outcome::Short(format!("no analyst could be started: {error}")));
            }
        };
        let verdict = self.follow(&mut analyst).await;
        analyst.kill().await;
        verdict
    }

    /// Brings the files of the job to this host, and keeps the lease meanwhile; returns a verdict where that fails.
    async fn bring(&mut self) -> Option<Verdict> {
        let (runner, job) = (self.runner.clone(), self.job.clone());
        let bringing = files::bring(&runner.storage, &runner.folder, &job);
        tokio::pin!(bringing);
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let brought = loop {
            tokio::select! {
                brought = &mut bringing => break brought,
                _ = ticks.tick() => match self.look().await {
                    Renewal::Kept => {}
                    Renewal::CancelRequested => return Some(Verdict::Canceled),
                    Renewal::Lost => return Some(Verdict::Lost),
                },
            }
        };
        self.kept = modified(&runner.folder.checkpoint(&job.id));
        match brought {
            Ok(()) => None,
            Err(StorageError::Damaged(what)) => {
                Some(Verdict::Analyst(Outcome::Crashed(format!("{what} cannot be read from the database"))))
            }
            Err(error) => Some(Verdict::Analyst(Outcome::Short(error.to_string()))),
        }
    }

    /// Puts the checkpoint into the database of several hosts where it has changed: another host goes on from there.
    pub(super) async fn keep_checkpoint(&mut self) {
        let Runner { storage, folder, .. } = &self.runner;
        if !storage.is_shared() {
            return;
        }
        let latest = modified(&folder.checkpoint(&self.job.id));
        // Crashes are counted in a file of their own, which other hosts must know as well.
        if latest == self.kept && !folder.crashes(&self.job.id).exists() {
            return;
        }
        match files::put_checkpoint(storage, folder, &self.job, &self.lease).await {
            Ok(()) => self.kept = latest,
            Err(error) => {
                tracing::warn!(job = %self.lease.id, error = %error, "a checkpoint could not be kept");
            }
        }
    }

    async fn follow(&mut self, analyst: &mut Analyst) -> Verdict {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let drain = self.runner.drain.clone();
        let deadline = tokio::time::Instant::now() + self.runner.config.jobs.timeout;
        let mut stop_at = None;
        let mut turn_looks = interval(TURN_LOOK);
        turn_looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut keeping = interval(CHECKPOINT_LOOK);
        keeping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                news = analyst.next() => match news {
                    News::Progress(progress) => {
                        self.times.note(&progress.stage);
                        self.latest = Some(progress);
                    }
                    News::End(outcome) => return Verdict::Analyst(outcome),
                },
                _ = ticks.tick() => match self.look().await {
                    Renewal::Kept => {}
                    Renewal::CancelRequested => return Verdict::Canceled,
                    Renewal::Lost => return Verdict::Lost,
                },
                _ = turn_looks.tick(), if stop_at.is_none() => {
                    if self.has_had_its_turn().await {
                        tracing::info!(job = %self.lease.id, "job makes room for another visitor's");
                        analyst.ask_to_stop();
                        stop_at = Some(tokio::time::Instant::now() + STOP_TIMEOUT);
                    }
                }
                _ = keeping.tick() => self.keep_checkpoint().await,
                () = sleep_until(deadline) => return Verdict::TimedOut,
                () = drain.cancelled(), if stop_at.is_none() => {
                    analyst.ask_to_stop();
                    stop_at = Some(tokio::time::Instant::now() + STOP_TIMEOUT);
                }
                // It did not come to a place where it can stop; its last checkpoint holds nearly all.
                () = sleep_until(stop_at.unwrap_or(deadline)), if stop_at.is_some() => {
                    return Verdict::Analyst(Outcome::Yielded);
                }
            }
        }
    }

    /// Whether the job has fitted for its whole turn while another visitor's waits. Only while it fits: then its checkpoint keeps all
    /// that it has done, and each turn brings it further.
    async fn has_had_its_turn(&self) -> bool {
        let is_over = self.times.current.as_ref().is_some_and(|(stage, since)| {
            stage == Stage::Fit.name() && since.elapsed() >= self.runner.config.jobs.turn
        });
        is_over && self.runner.storage.is_awaited_by_others(&self.lease.id).await.unwrap_or(false)
    }

    /// Stores progress and renews the lease when there is a reason to; else only reads.
    async fn look(&mut self) -> Renewal {
        let now = self.runner.storage.now_ms();
        let renewal = if self.latest.is_some() || self.renewed_at.elapsed() >= HEARTBEAT {
            let renewal = self.runner.storage.renew(&self.lease, self.latest.take(), LEASE_MS, now).await;
            if renewal.is_ok() {
                self.renewed_at = Instant::now();
            }
            renewal
        } else {
            self.read().await
        };
        renewal.unwrap_or_else(|error| {
            tracing::warn!(job = %self.lease.id, error = %error, "a lease could not be looked at");
            // Nobody can have taken the job over before the lease has run out, so a database that is away for a moment costs nothing.
            let is_over = self.renewed_at.elapsed().as_millis() >= u128::from(LEASE_MS.unsigned_abs());
            if is_over { Renewal::Lost } else { Renewal::Kept }
        })
    }

    async fn read(&self) -> Result<Renewal, StorageError> {
        Ok(match self.runner.storage.job(&self.lease.id).await? {
            Some(job) if job.state != State::Running || job.attempt != self.lease.attempt => Renewal::Lost,
            Some(job) if job.cancel_requested => Renewal::CancelRequested,
            Some(_) => Renewal::Kept,
            None => Renewal::Lost,
        })
    }

    /// What the analyst is asked; none when the job lacks what it needs.
    fn request(&self) -> Option<Request> {
        let Self { runner: Runner { config, folder, .. }, job, .. } = self;
        Some(Request {
            upload: folder.upload(&job.id),
            file_name: job.file_name.clone(),
            choices: job.choices.clone()?,
            threads: config.jobs.threads,
            memory_bytes: config.jobs.memory_bytes,
            task: Task::Analyze {
                key: job.key.clone()?,
                checkpoint: folder.checkpoint(&job.id),
                parts: self.parts_folder(),
                keep_upload: job.keep_ms.is_some(),
            },
        })
    }

    /// Folder of the sealed parts that this attempt makes: one of its own, so that two attempts never mix.
    pub(super) fn parts_folder(&self) -> PathBuf {
        self.runner.folder.parts(&self.job.id).join(self.job.attempt.to_string())
    }
}

/// When a file was written; none where there is none.
fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|file| file.modified()).ok()
}

/// How long each stage took.
#[derive(Debug, Default)]
pub(super) struct Times {
    done: Vec<(String, Duration)>,
    current: Option<(String, Instant)>,
}

impl Times {
    fn note(&mut self, stage: &str) {
        if self.current.as_ref().is_some_and(|(current, _)| current == stage) {
            return;
        }
        if let Some((before, since)) = self.current.replace((stage.to_owned(), Instant::now())) {
            self.done.push((before, since.elapsed()));
        }
    }

    /// All of them, the last included, which ends now.
    pub(super) fn finish(mut self) -> Vec<(String, Duration)> {
        if let Some((stage, since)) = self.current.take() {
            self.done.push((stage, since.elapsed()));
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn a_checkpoint_that_was_written_later_is_another_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("checkpoint");
        assert_eq!(modified(&path), None);
        let file = File::create(&path).expect("a file");
        for seconds in [1, 2] {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            file.set_modified(time).expect("a time");
            assert_eq!(modified(&path), Some(time));
        }
    }
}
