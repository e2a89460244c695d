//! SQL of jobs: from upload to deletion, but for the time in which a worker has them ([`claims`](super::claims)).

use super::deletions::forget_turn;
use super::outbox::count_mail;
use super::reservations::check_bounds;
use super::sql::{Row, Tx, values};
use super::{NotDone, Result, Storage, StorageError, blobs, bounded, parts};
use crate::jobs::job::{FAILURE_PART, Failure, FailureClass, Job, State};
use crate::jobs::key::JobId;
use crate::jobs::record::{Bounds, FinalState, Lease, MailKind, NewJob, Refused, Share, Start};
use crate::jobs::view::UPLOAD_PART;

impl Storage {
    /// Stores a job in state waiting.
    ///
    /// # Errors
    /// When a bound stands against it, or of the database.
    pub async fn create(&self, job: NewJob, bounds: Bounds, now: i64) -> Result<(), NotDone> {
        self.change(move |t| {
            let id = job.key.id();
            // What was reserved for it is now taken.
            t.execute("DELETE FROM reservation WHERE id = ?1", values![&id])?;
            check_bounds(t, &job.visitor, job.file_bytes, bounds)?;
            let key = t.hide(&id, "key", &job.key.to_string())?;
            let file_name = job.file_name.map(|name| t.hide(&id, "file_name", &name)).transpose()?;
            let file_bytes = i64::try_from(job.file_bytes).unwrap_or(i64::MAX);
            t.execute(
                "INSERT INTO job (id, key, state, visitor, file_name, file_bytes, site, created_at, expires_at)
                 VALUES (?1, ?2, 'waiting', ?3, ?4, ?5, ?6, ?7, ?8)",
                values![&id, key, job.visitor, file_name, file_bytes, job.site, now, job.expires_at],
            )?;
            Ok(())
        })
        .await
    }

    /// The job called `id`.
    ///
    /// # Errors
    /// Of the database.
    pub async fn job(&self, id: &JobId) -> Result<Option<Job>> {
        let id = id.clone();
        self.with(move |t| read_job(t, &id)).await
    }

    /// Puts a waiting job into the queue. A mail that is wished is counted now, because the job may send it whatever becomes of it, and
    /// so is the room for an upload that is to be kept.
    ///
    /// # Errors
    /// When it does not wait, or the queue is full; or of the database.
    pub async fn start(
        &self,
        id: &JobId,
        start: Start,
        bounds: Bounds,
        expires_at: i64,
        now: i64,
    ) -> Result<(), NotDone> {
        let id = id.clone();
        self.change(move |t| {
            match state_of(t, &id)? {
                None => return Err(Refused::Unknown.into()),
                Some(State::Waiting) => {}
                Some(state) => return Err(Refused::WrongState(state).into()),
            }
            let queued = t.number("SELECT count(*) FROM job WHERE state = 'queued'", values![])?;
            if queued >= bounded(bounds.queued) {
                return Err(Refused::QueueFull.into());
            }
            let Start { choices, mail, webhook, keep_ms } = start;
            if keep_ms.is_some() && !has_room_to_keep(t, &id, bounds)? {
                return Err(Refused::NoRoomToKeep.into());
            }
            if let Some(mail) = &mail
                && !count_mail(t, &id, mail, bounds.mails, now)?
            {
                return Err(Refused::TooManyMails.into());
            }
            let email = mail.map(|mail| t.hide(&id, "email", &mail.address)).transpose()?;
            let webhook = webhook.map(|webhook| t.hide(&id, "webhook", &webhook)).transpose()?;
            let choices = serde_json::to_string(&choices).map_err(|_| StorageError::Damaged("choices"))?;
            let choices = t.hide(&id, "choices", &choices)?;
            t.execute(
                "UPDATE job SET state = 'queued', choices = ?2, email = ?3, queued_at = ?4, expires_at = ?5, keep_ms = ?6,
                 webhook = ?7 WHERE id = ?1",
                values![&id, choices, email, now, expires_at, keep_ms, webhook],
            )?;
            t.wake()?;
            Ok(())
        })
        .await
    }

    /// Stops a job: at once where it waits or is queued, through its worker where it runs. Returns the state after.
    ///
    /// # Errors
    /// Of the database.
    pub async fn cancel(&self, id: &JobId, expires_at: i64, now: i64) -> Result<Option<State>> {
        let id = id.clone();
        self.change(move |t| {
            let state = state_of(t, &id)?;
            match state {
                Some(State::Waiting | State::Queued) => {
                    end_job(t, &id, &Closing { state: State::Canceled, failure: None, expires_at, now })?;
                    t.execute("UPDATE job SET keep_ms = NULL WHERE id = ?1", values![&id])?;
                    Ok(Some(State::Canceled))
                }
                Some(State::Running) => {
                    // Its end is written by whoever has the lease: the worker sees this at its next look.
                    t.execute("UPDATE job SET cancel_requested = 1 WHERE id = ?1", values![&id])?;
                    Ok(state)
                }
                _ => Ok(state),
            }
        })
        .await
    }

    /// Writes the end of a job: state, sealed result, mails and notice in one step. False where the lease was lost; then
    /// nothing is written.
    ///
    /// # Errors
    /// Of the database, or when a part cannot be read.
    pub async fn finish(&self, lease: &Lease, end: FinalState, now: i64) -> Result<bool> {
        let lease = lease.clone();
        self.change_one(move |t| {
            // Nobody takes it over while its end is written.
            t.lock_job(&lease.id)?;
            let held = t.row(
                "SELECT key, site FROM job WHERE id = ?1 AND state = 'running' AND worker = ?2 AND attempt = ?3",
                values![&lease.id, &lease.worker, lease.attempt],
            )?;
            let Some(mut held) = held else { return Ok(false) };
            let (key, site): (Option<String>, String) = (held.take(0, "key")?, held.take(1, "site")?);
            for (name, path) in &end.parts {
                let sealed = std::fs::read(path).map_err(StorageError::Part)?;
                parts::put(t, &lease.id, name, sealed)?;
            }
            if let Some(Share { id, sealed }) = &end.share {
                t.execute(
                    "INSERT INTO share (id, job, sealed) VALUES (?1, ?2, ?3)
                     ON CONFLICT (id) DO UPDATE SET job = excluded.job, sealed = excluded.sealed",
                    values![id, &lease.id, sealed.clone()],
                )?;
            }
            announce(t, &lease.id, &end, key.as_ref(), &site, now)?;
            if let Some(sealed) = end.failure.as_ref().and_then(|failure| failure.sealed.as_ref()) {
                parts::put(t, &lease.id, FAILURE_PART, sealed.clone())?;
            }
            let failure = end.failure.as_ref().map(|failure| failure.class);
            end_job(t, &lease.id, &Closing { state: end.state, failure, expires_at: end.expires_at, now })?;
            if end.parts.iter().any(|(name, _)| name == UPLOAD_PART) {
                // Never longer than the result.
                t.execute(
                    "UPDATE job SET upload_until = CASE WHEN keep_ms IS NULL THEN NULL
                     WHEN ?2 + keep_ms < expires_at THEN ?2 + keep_ms ELSE expires_at END WHERE id = ?1",
                    values![&lease.id, now],
                )?;
            } else {
                t.execute("UPDATE job SET keep_ms = NULL WHERE id = ?1", values![&lease.id])?;
            }
            Ok(true)
        })
        .await
    }

    /// Bytes of the uploads that jobs which have not ended need.
    ///
    /// # Errors
    /// Of the database.
    pub async fn uploads_bytes(&self) -> Result<u64> {
        self.with(|t| Ok(u64::try_from(t.number(UPLOADS_BYTES, values![])?).unwrap_or(0))).await
    }

    /// How many jobs are in each state.
    ///
    /// # Errors
    /// Of the database.
    pub async fn counts(&self) -> Result<Vec<(State, usize)>> {
        self.with(|t| {
            let mut counts = Vec::new();
            for state in State::ALL {
                let count = t.number("SELECT count(*) FROM job WHERE state = ?1", values![state.name()])?;
                counts.push((state, usize::try_from(count).unwrap_or(0)));
            }
            Ok(counts)
        })
        .await
    }
}

const UPLOADS_BYTES: &str = "SELECT CAST(coalesce(sum(file_bytes), 0) AS BIGINT) FROM job
                             WHERE state IN ('waiting', 'queued', 'running')";

const JOB_COLUMNS: [&str; 21] = [
    "id",
    "key",
    "state",
    "visitor",
    "choices",
    "file_name",
    "file_bytes",
    "email",
    "site",
    "progress",
    "attempt",
    "cancel_requested",
    "failure",
    "created_at",
    "queued_at",
    "started_at",
    "finished_at",
    "expires_at",
    "keep_ms",
    "upload_until",
    "webhook",
];

/// Whether the upload of `id` can be kept beside those that are or will be kept.
fn has_room_to_keep(t: &mut Tx, id: &JobId, bounds: Bounds) -> Result<bool> {
    let wanted = t.number(
        "SELECT CAST(coalesce(sum(file_bytes), 0) AS BIGINT) FROM job WHERE keep_ms IS NOT NULL OR id = ?1",
        values![id],
    )?;
    Ok(wanted <= i64::try_from(bounds.kept_bytes).unwrap_or(i64::MAX))
}

/// The state of a job that nobody else changes until the transaction ends.
fn state_of(t: &mut Tx, id: &JobId) -> Result<Option<State>> {
    t.lock_job(id)?;
    let name: Option<String> = t.value("SELECT state FROM job WHERE id = ?1", values![id])?;
    name.map(|name| State::from_name(&name).ok_or(StorageError::Damaged("state"))).transpose()
}

pub(super) fn read_job(t: &mut Tx, id: &JobId) -> Result<Option<Job>> {
    let sql = format!("SELECT {} FROM job WHERE id = ?1", JOB_COLUMNS.join(", "));
    t.row(&sql, values![id])?.map(|row| job_of(t, row)).transpose()
}

/// Puts the mails and the notice of the end of a job into their outboxes. `key` is that of the job as it is stored.
fn announce(
    t: &mut Tx,
    id: &JobId,
    end: &FinalState,
    key: Option<&String>,
    site: &str,
    now: i64,
) -> Result<()> {
    for mail in &end.mails {
        // Administrators have no business with results.
        let key = key.filter(|_| mail.kind != MailKind::Report);
        let recipient = t.hide(id, "recipient", &mail.recipient)?;
        t.execute(
            "INSERT INTO mail (job, key, kind, recipient, site, detail, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            values![id, key, mail.kind.name(), recipient, site, &mail.detail, now],
        )?;
    }
    if let (Some(address), Some(key)) = (&end.webhook, key) {
        let address = t.hide(id, "address", address)?;
        // There is one for each job: what is left of an earlier one would refuse this.
        t.execute("DELETE FROM notice WHERE job = ?1", values![id])?;
        t.execute(
            "INSERT INTO notice (job, key, address, site, state, ended_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            values![id, key, address, site, end.state.name(), now],
        )?;
    }
    Ok(())
}

/// What the row of a job says of its end.
struct Closing {
    state: State,
    failure: Option<FailureClass>,
    expires_at: i64,
    now: i64,
}

/// Writes the end of a job and forgets whose it was, what was chosen, its key, and its files.
fn end_job(t: &mut Tx, id: &JobId, closing: &Closing) -> Result<()> {
    let Closing { state, failure, expires_at, now } = *closing;
    forget_turn(t, id)?;
    blobs::forget(t, id)?;
    t.execute(
        "UPDATE job SET state = ?2, failure = ?3, finished_at = ?4, expires_at = ?5, key = NULL, visitor = NULL,
         choices = NULL, file_name = NULL, email = NULL, webhook = NULL, progress = NULL, worker = NULL, lease_until = NULL
         WHERE id = ?1",
        values![id, state.name(), failure.map(FailureClass::name), now, expires_at],
    )?;
    Ok(())
}

/// The job in a row of [`JOB_COLUMNS`].
fn job_of(t: &Tx, mut row: Row) -> Result<Job> {
    let mut take = |column| row.named::<Option<String>>(&JOB_COLUMNS, column);
    let id = JobId::stored(take("id")?.ok_or(StorageError::Damaged("id"))?);
    let mut shown = |column| take(column)?.map(|stored| t.show(&id, column, stored)).transpose();
    let key = shown("key")?.map(|key| key.parse().map_err(|_| StorageError::Damaged("key"))).transpose()?;
    let (choices, file_name) = (read("choices", shown("choices")?)?, shown("file_name")?);
    let (email, webhook) = (shown("email")?, shown("webhook")?);
    let state = take("state")?.and_then(|state| State::from_name(&state));
    let failure = take("failure")?.map(|class| failure_of(&class)).transpose()?;
    let (visitor, progress) = (take("visitor")?, read("progress", take("progress")?)?);
    let site = take("site")?.ok_or(StorageError::Damaged("site"))?;
    let file_bytes: i64 = row.named(&JOB_COLUMNS, "file_bytes")?;
    let mut time = |column| row.named::<Option<i64>>(&JOB_COLUMNS, column);
    let (queued_at, started_at, finished_at) =
        (time("queued_at")?, time("started_at")?, time("finished_at")?);
    let (keep_ms, upload_until) = (time("keep_ms")?, time("upload_until")?);
    Ok(Job {
        id,
        key,
        state: state.ok_or(StorageError::Damaged("state"))?,
        visitor,
        choices,
        file_name,
        file_bytes: u64::try_from(file_bytes).unwrap_or(0),
        email,
        webhook,
        site,
        progress,
        attempt: row.named(&JOB_COLUMNS, "attempt")?,
        cancel_requested: row.named(&JOB_COLUMNS, "cancel_requested")?,
        failure,
        created_at: row.named(&JOB_COLUMNS, "created_at")?,
        queued_at,
        started_at,
        finished_at,
        expires_at: row.named(&JOB_COLUMNS, "expires_at")?,
        keep_ms,
        upload_until,
    })
}

/// What is known of a failure without the key: its class.
fn failure_of(class: &str) -> Result<Failure> {
    FailureClass::from_name(class).map(Failure::of_class).ok_or(StorageError::Damaged("failure"))
}

fn read<T: serde::de::DeserializeOwned>(column: &'static str, text: Option<String>) -> Result<Option<T>> {
    text.map(|text| serde_json::from_str(&text).map_err(|_| StorageError::Damaged(column))).transpose()
}
