//! How a job ends: what is stored, who gets mail, what is tried again.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::time::sleep;

use crate::jobs::analyst::{self, End};
use crate::jobs::job::{Failure, FailureClass, Job, State, now_ms};
use crate::jobs::key::JobId;
use crate::jobs::record::{End as StoredEnd, Lease, MailKind, NewMail};
use crate::state::App;

/// Pauses before the end of a job is stored again when the database fails; beyond, the lease runs out, and the job is
/// done again from its checkpoint.
const STORE_PAUSES: [Duration; 4] =
    [Duration::ZERO, Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)];
/// Pause after the first crash; longer after the next.
const CRASH_PAUSE: Duration = Duration::from_millis(500);
/// How often the log of the database is emptied until it is.
const COMPACT_TIMES: usize = 5;
/// Pause between.
const COMPACT_PAUSE: Duration = Duration::from_millis(50);

/// What became of an attempt.
#[derive(Debug)]
pub(super) enum Ended {
    /// The analyst came to an end.
    Analyst(End),
    /// The visitor stopped the job.
    Canceled,
    /// The job is somebody else's now, or deleted.
    Lost,
    /// The attempt took too long.
    TimedOut,
}

/// Folder of the sealed parts that an attempt makes: one of its own, so that two attempts never mix.
pub(super) fn parts_folder(app: &App, id: &JobId, attempt: u32) -> PathBuf {
    app.folder.parts(id).join(attempt.to_string())
}

/// Writes what became of an attempt, and deletes what is no longer needed.
pub(super) async fn write(
    app: &App,
    job: &Job,
    lease: &Lease,
    ended: Ended,
    times: Arc<[(String, Duration)]>,
) {
    match ended {
        Ended::Analyst(End::Analyzed(names)) => {
            let folder = parts_folder(app, &job.id, job.attempt);
            let parts = names.into_iter().map(|name| (name.clone(), folder.join(name))).collect();
            let end = StoredEnd { parts, ..end(app, job, State::Succeeded, None, "") };
            store(app, job, lease, end, &times).await;
        }
        Ended::Analyst(End::Yielded) => give_back(app, job, lease, false).await,
        Ended::Analyst(End::Crashed(detail)) => crashed(app, job, lease, &detail, &times).await,
        Ended::Analyst(End::Inspected(_)) => crashed(app, job, lease, "another answer", &times).await,
        Ended::Analyst(End::Refused(failure)) => fail(app, job, lease, failure, "", &times).await,
        Ended::Analyst(End::OutOfMemory) => {
            fail(app, job, lease, analyst::out_of_memory(app.config.jobs.memory_bytes), "", &times).await;
        }
        Ended::TimedOut => fail(app, job, lease, timed_out(app.config.jobs.timeout), "", &times).await,
        Ended::Canceled => {
            store(app, job, lease, end(app, job, State::Canceled, None, ""), &times).await;
        }
        Ended::Lost => {
            tracing::info!(job = %job.id, attempt = job.attempt, "job left: it is deleted, or another's now");
            if matches!(app.storage.job(&job.id).await, Ok(None)) {
                delete_folder(app, &job.id);
            }
        }
    }
}

/// Tries again, or gives up after a few crashes: an analysis that falls every time shall not fall for ever.
async fn crashed(app: &App, job: &Job, lease: &Lease, detail: &str, times: &Arc<[(String, Duration)]>) {
    let crashes = note_crash(app, &job.id).unwrap_or(job.attempt);
    tracing::warn!(job = %job.id, attempt = job.attempt, crashes, detail, "an analyst fell");
    if crashes >= app.config.jobs.attempts_max {
        return fail(app, job, lease, given_up(&job.id, crashes), detail, times).await;
    }
    sleep(CRASH_PAUSE * crashes).await;
    give_back(app, job, lease, true).await;
}

/// Counts the crashes of a job in its folder: attempts are counted by the queue, but those that ended because a runner
/// was stopped say nothing against the job.
fn note_crash(app: &App, id: &JobId) -> io::Result<u32> {
    let path = app.folder.job(id).join("crashes");
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(b".")?;
    Ok(u32::try_from(file.metadata()?.len()).unwrap_or(u32::MAX))
}

async fn give_back(app: &App, job: &Job, lease: &Lease, counts: bool) {
    match app.storage.give_back(lease, counts).await {
        Ok(true) => tracing::info!(job = %job.id, attempt = job.attempt, "job given back"),
        Ok(false) => {}
        // Its lease runs out.
        Err(error) => tracing::warn!(job = %job.id, error = %error, "a job could not be given back"),
    }
}

async fn fail(
    app: &App,
    job: &Job,
    lease: &Lease,
    failure: Failure,
    detail: &str,
    times: &Arc<[(String, Duration)]>,
) {
    store(app, job, lease, end(app, job, State::Failed, Some(failure), detail), times).await;
}

/// The end of `job` with its mails. `detail` goes to the administrators only.
fn end(app: &App, job: &Job, state: State, failure: Option<Failure>, detail: &str) -> StoredEnd {
    let mut mails = Vec::new();
    if let Some(mail) = &app.config.mail {
        let kind = match state {
            State::Succeeded => Some(MailKind::Result),
            State::Failed => Some(MailKind::Apology),
            _ => None,
        };
        if let (Some(kind), Some(email)) = (kind, &job.email) {
            mails.push(NewMail {
                kind,
                recipient: email.clone(),
                detail: detail_of(job, failure.as_ref(), ""),
            });
        }
        if failure.as_ref().is_some_and(|failure| failure.class == FailureClass::Internal) {
            mails.extend(mail.administrators.iter().map(|administrator| NewMail {
                kind: MailKind::Report,
                recipient: administrator.clone(),
                detail: detail_of(job, failure.as_ref(), detail),
            }));
        }
    }
    let retention = i64::try_from(app.config.retention.results.as_millis()).unwrap_or(i64::MAX / 2);
    StoredEnd { state, failure, parts: Vec::new(), mails, expires_at: now_ms().saturating_add(retention) }
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

/// Stores the end, then deletes the upload and all that belongs to it.
async fn store(app: &App, job: &Job, lease: &Lease, end: StoredEnd, times: &Arc<[(String, Duration)]>) {
    let state = end.state;
    let mut stored = None;
    for pause in STORE_PAUSES {
        sleep(pause).await;
        match app.storage.finish(lease, end.clone(), now_ms()).await {
            Ok(is_stored) => {
                stored = Some(is_stored);
                break;
            }
            Err(error) => {
                tracing::warn!(job = %job.id, error = %error, "the end of a job could not be stored");
            }
        }
    }
    let Some(is_stored) = stored else { return };
    if !is_stored {
        tracing::info!(job = %job.id, attempt = job.attempt, "job left: it is deleted, or another's now");
        if matches!(app.storage.job(&job.id).await, Ok(None)) {
            delete_folder(app, &job.id);
        }
        return;
    }
    delete_folder(app, &job.id);
    tracing::info!(job = %job.id, attempt = job.attempt, state = state.name(), "job ended");
    let mut counts =
        vec![("wordify_jobs_ended_total".to_owned(), format!("state=\"{}\"", state.name()), 1.0)];
    counts.extend(times.iter().map(|(stage, time)| {
        ("wordify_stage_seconds_total".to_owned(), format!("stage=\"{stage}\""), time.as_secs_f64())
    }));
    if let Err(error) = app.storage.count(counts).await {
        tracing::warn!(error = %error, "a job could not be counted");
    }
    compact(app).await;
}

/// Empties the database's log, where what was deleted may still be read. The sweeper does it again.
pub(super) async fn compact(app: &App) {
    for _ in 0..COMPACT_TIMES {
        match app.storage.compact().await {
            Ok(true) => return,
            Ok(false) => sleep(COMPACT_PAUSE).await,
            Err(error) => {
                tracing::warn!(error = %error, "the log of the database could not be emptied");
                return;
            }
        }
    }
}

/// Deletes the folder of a job. What cannot be deleted now is deleted by the sweeper.
pub(super) fn delete_folder(app: &App, id: &JobId) {
    if let Err(error) = app.folder.delete_job(id) {
        tracing::warn!(job = %id, error = %error, "the files of a job could not be deleted");
    }
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
