//! The loop that runs jobs: claims them, lets analysts work, keeps the leases, and writes the ends.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, sleep_until};

use super::ending::{self, Ended};
use crate::jobs::analyst::{Analyst, End, Request, Task, Told};
use crate::jobs::job::{Job, JobProgress, State, now_ms};
use crate::jobs::record::{Lease, Renewal};
use crate::jobs::storage::StorageError;
use crate::state::App;

/// How long a claim lasts without renewal: a runner that is killed keeps its jobs back so long.
pub const LEASE_MS: i64 = 15_000;
/// How often a lease is renewed when there is no progress to store.
const HEARTBEAT: Duration = Duration::from_secs(4);
/// How often progress is stored, and how soon a cancel is seen.
const TICK: Duration = Duration::from_millis(250);
/// How often the queue is looked at.
const POLL: Duration = Duration::from_millis(100);
/// How long an analyst may take to stop at a checkpoint.
const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// Runs jobs until the site drains; then gives back those that are under way, from where they are.
pub async fn run(app: App) {
    let Some(worker) = worker_name() else {
        tracing::error!("no jobs are run: the operating system gives no random bits");
        return;
    };
    let mut jobs = JoinSet::new();
    while !app.drain.is_cancelled() {
        if jobs.len() < app.config.jobs.at_once {
            match app.storage.claim(&worker, LEASE_MS, now_ms()).await {
                Ok(Some((job, lease))) => {
                    jobs.spawn(work(app.clone(), job, lease));
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(error = %error, "no job could be claimed"),
            }
        }
        tokio::select! {
            () = app.drain.cancelled() => {}
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

/// One attempt at a job.
async fn work(app: App, job: Job, lease: Lease) {
    tracing::info!(job = %job.id, attempt = job.attempt, bytes = job.file_bytes, "job begun");
    let mut attempt = Attempt {
        app: &app,
        lease: &lease,
        latest: None,
        renewed_at: Instant::now(),
        times: Times::default(),
    };
    let ended = attempt.attend(&job).await;
    let times = attempt.times.finish();
    ending::write(&app, &job, &lease, ended, times).await;
}

/// An attempt under way.
struct Attempt<'a> {
    app: &'a App,
    lease: &'a Lease,
    /// Progress that is not stored yet.
    latest: Option<JobProgress>,
    renewed_at: Instant,
    times: Times,
}

impl Attempt<'_> {
    /// Stays with the analyst until there is nothing more to wait for; it is gone then.
    async fn attend(&mut self, job: &Job) -> Ended {
        let Some(request) = request(self.app, job) else {
            return Ended::Analyst(End::Crashed("the job has no key or no choices".to_owned()));
        };
        let mut analyst = match Analyst::start(&self.app.program, &request).await {
            Ok(analyst) => analyst,
            Err(error) => {
                return Ended::Analyst(End::Crashed(format!(
                    "no analyst could be started: {}",
                    error.kind()
                )));
            }
        };
        let ended = self.follow(&mut analyst).await;
        analyst.kill().await;
        ended
    }

    async fn follow(&mut self, analyst: &mut Analyst) -> Ended {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let deadline = tokio::time::Instant::now() + self.app.config.jobs.timeout;
        let mut stop_at = None;
        loop {
            tokio::select! {
                told = analyst.next() => match told {
                    Told::Progress(progress) => {
                        self.times.note(&progress.stage);
                        self.latest = Some(progress);
                    }
                    Told::End(end) => return Ended::Analyst(end),
                },
                _ = ticks.tick() => match self.look().await {
                    Renewal::Kept => {}
                    Renewal::CancelRequested => return Ended::Canceled,
                    Renewal::Lost => return Ended::Lost,
                },
                () = sleep_until(deadline) => return Ended::TimedOut,
                () = self.app.drain.cancelled(), if stop_at.is_none() => {
                    analyst.ask_to_stop();
                    stop_at = Some(tokio::time::Instant::now() + STOP_TIMEOUT);
                }
                () = sleep_until(stop_at.unwrap_or(deadline)), if stop_at.is_some() => {
                    return Ended::Analyst(End::Yielded);
                }
            }
        }
    }

    /// Stores progress and renews the lease when there is a reason to; else only reads.
    async fn look(&mut self) -> Renewal {
        let now = now_ms();
        let renewal = if self.latest.is_some() || self.renewed_at.elapsed() >= HEARTBEAT {
            let renewal = self.app.storage.renew(self.lease, self.latest.take(), LEASE_MS, now).await;
            if renewal.is_ok() {
                self.renewed_at = Instant::now();
            }
            renewal
        } else {
            self.read().await
        };
        renewal.unwrap_or_else(|error| {
            tracing::warn!(job = %self.lease.id, error = %error, "a lease could not be looked at");
            let is_over = self.renewed_at.elapsed().as_millis() >= u128::from(LEASE_MS.unsigned_abs());
            if is_over { Renewal::Lost } else { Renewal::Kept }
        })
    }

    async fn read(&self) -> Result<Renewal, StorageError> {
        Ok(match self.app.storage.job(&self.lease.id).await? {
            Some(job) if job.state != State::Running || job.attempt != self.lease.attempt => Renewal::Lost,
            Some(job) if job.cancel_requested => Renewal::CancelRequested,
            Some(_) => Renewal::Kept,
            None => Renewal::Lost,
        })
    }
}

/// What the analyst is asked for a job; none when the job lacks what it needs.
fn request(app: &App, job: &Job) -> Option<Request> {
    Some(Request {
        upload: app.folder.upload(&job.id),
        file_name: job.file_name.clone(),
        choices: job.choices.clone()?,
        threads: app.config.jobs.threads,
        memory_bytes: app.config.jobs.memory_bytes,
        task: Task::Analyze {
            key: job.key.clone()?,
            checkpoint: app.folder.checkpoint(&job.id),
            parts: ending::parts_folder(app, &job.id, job.attempt),
        },
    })
}

/// How long each stage took.
#[derive(Default)]
struct Times {
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

    fn finish(mut self) -> Arc<[(String, Duration)]> {
        if let Some((stage, since)) = self.current.take() {
            self.done.push((stage, since.elapsed()));
        }
        self.done.into()
    }
}
