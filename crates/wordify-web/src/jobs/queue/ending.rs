//! How an attempt ends: what is stored, who gets mail, what is tried again.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use super::attempt::{Attempt, Verdict};
use crate::jobs::analyst::{self, Outcome};
use crate::jobs::folder::Folder;
use crate::jobs::job::{FAILURE_PART, Failure, FailureClass, Job, State};
use crate::jobs::key::{JobId, JobKey};
use crate::jobs::record::{FinalState, MailKind, NewMail, SealedFailure, Share};
use crate::jobs::seal;
use crate::jobs::storage::Storage;

/// Pauses before the end of a job is stored again when the database fails; beyond, the lease runs out, and the job is
/// done again from its checkpoint.
const STORE_PAUSES: [Duration; 4] =
    [Duration::ZERO, Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)];
/// Pause after the first crash; longer after the next.
const CRASH_PAUSE: Duration = Duration::from_millis(500);
/// Attempts at emptying the log of the database.
const COMPACT_TIMES: usize = 5;
/// Pause between two of them.
const COMPACT_PAUSE: Duration = Duration::from_millis(50);

impl Attempt {
    /// Writes what became of the attempt, and deletes what is no longer needed.
    pub(super) async fn end(mut self, verdict: Verdict) {
        match verdict {
            Verdict::Analyst(Outcome::Analyzed(names)) => {
                let folder = self.parts_folder();
                let parts = names.into_iter().map(|name| (name.clone(), folder.join(name))).collect();
                let end = FinalState { parts, ..self.final_state(State::Succeeded, None, "") };
                self.store(end).await;
            }
            Verdict::Analyst(Outcome::Yielded) => self.give_back(false).await,
            Verdict::Analyst(Outcome::Short(detail)) => {
                let Job { id, attempt, .. } = &self.job;
                tracing::warn!(job = %id, attempt, detail, "the system lacks what a job needs");
                self.give_back(false).await;
            }
            Verdict::Analyst(Outcome::Crashed(detail)) => self.crashed(&detail).await,
            Verdict::Analyst(Outcome::Inspected(_) | Outcome::Worked(_)) => {
                self.crashed("another answer").await;
            }
            Verdict::Analyst(Outcome::Refused(failure)) => self.fail(failure, "").await,
            Verdict::Analyst(Outcome::OutOfMemory) => {
                let memory_bytes = self.runner.config.jobs.memory_bytes;
                self.fail(analyst::out_of_memory(memory_bytes), "").await;
            }
            Verdict::TimedOut => {
                let time_max = self.runner.config.jobs.timeout;
                self.fail(timed_out(time_max), "").await;
            }
            Verdict::Canceled => {
                let end = self.final_state(State::Canceled, None, "");
                self.store(end).await;
            }
            Verdict::Lost => self.leave().await,
        }
    }

    /// The job is deleted, or another's now: nothing is written for it any more.
    async fn leave(&self) {
        let Job { id, attempt, .. } = &self.job;
        tracing::info!(job = %id, attempt, "job left: it is deleted, or another's now");
        if matches!(self.runner.storage.job(id).await, Ok(None)) {
            delete_folder(&self.runner.folder, id);
        }
    }

    /// Tries again, or gives up after a few crashes: an analysis that crashes every time must come to an end.
    async fn crashed(mut self, detail: &str) {
        let Job { id, attempt, .. } = &self.job;
        // Where they cannot be counted, the attempts err on the side of giving up.
        let crashes = note_crash(&self.runner.folder, id).unwrap_or(*attempt);
        tracing::warn!(job = %id, attempt, crashes, detail, "an analyst crashed");
        if crashes >= self.runner.config.jobs.attempts_max {
            let failure = given_up(id, crashes);
            return self.fail(failure, detail).await;
        }
        sleep(CRASH_PAUSE * crashes).await;
        self.give_back(true).await;
    }

    /// Puts the job back into the queue; `counts` says whether the attempt counts.
    async fn give_back(&mut self, counts: bool) {
        // Before the job is anybody's: the next host may claim it at once.
        self.keep_checkpoint().await;
        let Job { id, attempt, .. } = &self.job;
        match self.runner.storage.give_back(&self.lease, counts).await {
            Ok(true) => tracing::info!(job = %id, attempt, "job given back"),
            Ok(false) => {}
            // Its lease runs out, and another runner takes it over.
            Err(error) => tracing::warn!(job = %id, error = %error, "a job could not be given back"),
        }
    }

    async fn fail(self, failure: Failure, detail: &str) {
        let end = self.final_state(State::Failed, Some(failure), detail);
        self.store(end).await;
    }

    /// The end of the job with its mails and its notice. `detail` is for the administrators only.
    fn final_state(&self, state: State, failure: Option<Failure>, detail: &str) -> FinalState {
        let (config, job) = (&self.runner.config, &self.job);
        let mut mails = Vec::new();
        if let Some(mail) = &config.mail {
            let kind = match state {
                State::Succeeded => Some(MailKind::Result),
                State::Failed => Some(MailKind::Apology),
                _ => None,
            };
            if let (Some(kind), Some(email)) = (kind, &job.email) {
                let detail = detail_of(job, failure.as_ref(), "");
                mails.push(NewMail { kind, recipient: email.clone(), detail });
            }
            if failure.as_ref().is_some_and(|failure| failure.class == FailureClass::Internal) {
                mails.extend(mail.administrators.iter().map(|administrator| NewMail {
                    kind: MailKind::Report,
                    recipient: administrator.clone(),
                    detail: detail_of(job, failure.as_ref(), detail),
                }));
            }
        }
        let retention = i64::try_from(config.retention.results.as_millis()).unwrap_or(i64::MAX / 2);
        FinalState {
            state,
            failure: failure.map(|failure| sealed(job, &failure)),
            parts: Vec::new(),
            share: job.key.as_ref().filter(|_| state == State::Succeeded).and_then(shared),
            mails,
            // Whoever canceled knows it already.
            webhook: config.webhooks.as_ref().and(job.webhook.clone()).filter(|_| state != State::Canceled),
            expires_at: self.runner.storage.now_ms().saturating_add(retention),
        }
    }

    /// Stores the end, then deletes the upload and all that belongs to it.
    async fn store(self, end: FinalState) {
        let state = end.state.name();
        match self.store_in_time(end).await {
            // The lease runs out, and another attempt goes on from the checkpoint.
            None => return,
            Some(false) => return self.leave().await,
            Some(true) => {}
        }
        let Self { runner, job, times, .. } = self;
        // After the end is stored: until then another attempt would need the upload and the checkpoint.
        delete_folder(&runner.folder, &job.id);
        tracing::info!(job = %job.id, attempt = job.attempt, state, "job ended");
        let mut counts = vec![("wordify_jobs_ended_total".to_owned(), format!("state=\"{state}\""), 1.0)];
        counts.extend(times.finish().into_iter().map(|(stage, time)| {
            ("wordify_stage_seconds_total".to_owned(), format!("stage=\"{stage}\""), time.as_secs_f64())
        }));
        if let Err(error) = runner.storage.count(counts).await {
            tracing::warn!(error = %error, "a job could not be counted");
        }
        compact(&runner.storage).await;
    }

    /// Whether the end was stored: not where the lease was lost; none where the database kept failing.
    async fn store_in_time(&self, end: FinalState) -> Option<bool> {
        for pause in STORE_PAUSES {
            sleep(pause).await;
            let storage = &self.runner.storage;
            match storage.finish(&self.lease, end.clone(), storage.now_ms()).await {
                Ok(is_stored) => return Some(is_stored),
                Err(error) => {
                    tracing::warn!(job = %self.job.id, error = %error, "the end of a job could not be stored");
                }
            }
        }
        None
    }
}

/// Counts the crashes of a job in its folder: attempts are counted by the queue, but those that ended because a runner
/// was stopped say nothing against the job.
fn note_crash(folder: &Folder, id: &JobId) -> io::Result<u32> {
    let mut file = OpenOptions::new().append(true).create(true).open(folder.crashes(id))?;
    file.write_all(b".")?;
    Ok(u32::try_from(file.metadata()?.len()).unwrap_or(u32::MAX))
}

/// A failure as it is stored: only who has the link can read more than its class.
fn sealed(job: &Job, failure: &Failure) -> SealedFailure {
    let seal = |key| {
        let plain = serde_json::to_vec(failure).ok()?;
        seal::seal(key, FAILURE_PART, &plain).ok()
    };
    SealedFailure { class: failure.class, sealed: job.key.as_ref().and_then(seal) }
}

/// How readers reach the result of the job with `key`; none where that cannot be sealed, which costs nobody the result.
fn shared(key: &JobKey) -> Option<Share> {
    let reader = key.reader();
    let sealed = seal::seal(&reader, Share::PART, key.to_string().as_bytes()).ok()?;
    Some(Share { id: reader.id(), sealed })
}

/// What a mail may say of a job: nothing that the visitor wrote. So the message of a failure is left out where it may
/// name a column or a label.
fn detail_of(job: &Job, failure: Option<&Failure>, detail: &str) -> String {
    let is_ours = |failure: &&Failure| failure.class != FailureClass::Input;
    json!({
        "reference": job.id,
        "class": failure.map(|failure| failure.class),
        "message": failure.filter(is_ours).map(|failure| &failure.message),
        "detail": detail,
        "attempt": job.attempt,
        "file_bytes": job.file_bytes,
        "version": env!("CARGO_PKG_VERSION"),
    })
    .to_string()
}

/// Empties the database's log, where what was deleted may still be read. The sweeper does it again.
pub(super) async fn compact(storage: &Storage) {
    for _ in 0..COMPACT_TIMES {
        match storage.compact().await {
            Ok(true) => return,
            Ok(false) => sleep(COMPACT_PAUSE).await,
            Err(error) => {
                tracing::warn!(error = %error, "the log of the database could not be emptied");
                return;
            }
        }
    }
}

/// Deletes the folder of a job; returns whether it is gone. What cannot be deleted now is deleted by the sweeper.
pub(super) fn delete_folder(folder: &Folder, id: &JobId) -> bool {
    let deleted = folder.delete_job(id);
    if let Err(error) = &deleted {
        tracing::warn!(job = %id, error = %error, "the files of a job could not be deleted");
    }
    deleted.is_ok()
}

fn timed_out(time_max: Duration) -> Failure {
    let minutes = time_max.as_secs().div_ceil(60);
    let time = if minutes >= 120 { format!("{} hours", minutes / 60) } else { format!("{minutes} minutes") };
    Failure {
        class: FailureClass::Limit,
        message: format!("the analysis took longer than the {time} that this server gives to one"),
        place: None,
        remedy: Some(
            "Take a random sample of the rows, ask for fewer fits, or run Wordify on a computer of your own."
                .to_owned(),
        ),
    }
}

fn given_up(id: &JobId, crashes: u32) -> Failure {
    let times = if crashes == 1 { "once".to_owned() } else { format!("{crashes} times") };
    Failure {
        class: FailureClass::Internal,
        message: format!("the analysis broke down {times}, which is our fault"),
        place: None,
        remedy: Some(format!("Please tell those who run this server the reference number {id}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_of_the_server_names_its_bound_or_the_reference_number() {
        assert!(timed_out(Duration::from_secs(6 * 3600)).message.contains("the 6 hours"));
        assert!(timed_out(Duration::from_secs(90)).message.contains("the 2 minutes"));
        let failure = given_up(&JobId::stored("00ff".into()), 3);
        assert!(failure.message.contains("3 times") && failure.remedy.unwrap_or_default().contains("00ff"));
    }
}
