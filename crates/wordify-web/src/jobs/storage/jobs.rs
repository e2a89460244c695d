//! SQL of jobs.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::deletions::forget_turn;
use super::outbox::count_mail;
use super::reservations::check_bounds;
use super::{NotDone, Result, Storage, StorageError, bounded, immediate};
use crate::jobs::job::{FAILURE_PART, Failure, FailureClass, Job, JobProgress, State};
use crate::jobs::key::JobId;
use crate::jobs::order::{Queued, Turn, order};
use crate::jobs::record::{Bounds, FinalState, Lease, MailKind, NewJob, Refused, Renewal, Share, Start};
use crate::jobs::view::UPLOAD_PART;

impl Storage {
    /// Stores a job in state waiting.
    ///
    /// # Errors
    /// When a bound stands against it, or of the database.
    pub async fn create(&self, job: NewJob, bounds: Bounds, now: i64) -> Result<(), NotDone> {
        self.change(move |t| {
            // What was reserved for it is now taken.
            t.execute("DELETE FROM reservation WHERE id = ?1", [job.key.id().as_str()])?;
            check_bounds(t, &job.visitor, job.file_bytes, bounds)?;
            let file_bytes = i64::try_from(job.file_bytes).unwrap_or(i64::MAX);
            t.execute(
                "INSERT INTO job (id, key, state, visitor, file_name, file_bytes, site, created_at, expires_at)
                 VALUES (?1, ?2, 'waiting', ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    job.key.id().as_str(),
                    job.key.to_string(),
                    job.visitor,
                    job.file_name,
                    file_bytes,
                    job.site,
                    now,
                    job.expires_at
                ],
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
        self.with(move |connection| {
            let mut statement =
                connection.prepare_cached(&format!("SELECT {JOB_COLUMNS} FROM job WHERE id = ?1"))?;
            statement.query_row([id.as_str()], |row| Ok(job_of(row))).optional()?.transpose()
        })
        .await
    }

    /// Puts a waiting job into the queue. A mail that is wished is counted now, because the job may send it whatever becomes of it, and
    /// so is the room for an upload that shall be kept.
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
            let queued: i64 =
                t.query_row("SELECT count(*) FROM job WHERE state = 'queued'", [], |row| row.get(0))?;
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
            let email = mail.map(|mail| mail.address);
            let choices = serde_json::to_string(&choices).map_err(|_| StorageError::Damaged("choices"))?;
            t.execute(
                "UPDATE job SET state = 'queued', choices = ?2, email = ?3, queued_at = ?4, expires_at = ?5, keep_ms = ?6,
                 webhook = ?7 WHERE id = ?1",
                params![id.as_str(), choices, email, now, expires_at, keep_ms, webhook],
            )?;
            Ok(())
        })
        .await
    }

    /// Stops a job: at once where it waits or is queued, through its worker where it runs. Tells the state after.
    ///
    /// # Errors
    /// Of the database.
    pub async fn cancel(&self, id: &JobId, expires_at: i64, now: i64) -> Result<Option<State>> {
        let id = id.clone();
        self.change(move |t| {
            let state = state_of(t, &id)?;
            match state {
                Some(State::Waiting | State::Queued) => {
                    end_job(t, &id, State::Canceled, None, expires_at, now)?;
                    t.execute("UPDATE job SET keep_ms = NULL WHERE id = ?1", [id.as_str()])?;
                    Ok(Some(State::Canceled))
                }
                Some(State::Running) => {
                    t.execute("UPDATE job SET cancel_requested = 1 WHERE id = ?1", [id.as_str()])?;
                    Ok(state)
                }
                _ => Ok(state),
            }
        })
        .await
    }

    /// Whether a job of another visitor than this one's waits for a place.
    ///
    /// # Errors
    /// Of the database.
    pub async fn is_awaited_by_others(&self, id: &JobId) -> Result<bool> {
        let id = id.clone();
        self.with(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM job WHERE state = 'queued'
                 AND visitor IS NOT (SELECT visitor FROM job WHERE id = ?1))",
            )?;
            Ok(statement.query_row([id.as_str()], |row| row.get(0))?)
        })
        .await
    }

    /// Takes the next job: one whose lease has expired, else the first in the fair order.
    ///
    /// # Errors
    /// Of the database.
    pub async fn claim(&self, worker: &str, lease_ms: i64, now: i64) -> Result<Option<(Job, Lease)>> {
        let worker = worker.to_owned();
        self.with(move |connection| {
            // The right to write is asked for only where there is something to claim: runners look ten times a second, and
            // must not be in the way of those who have something to write.
            if !is_work_there(connection, lease_ms, now)? {
                return Ok(None);
            }
            let transaction = immediate(connection)?;
            let claimed = take_next(&transaction, worker, lease_ms, now)?;
            transaction.commit()?;
            Ok(claimed)
        })
        .await
    }

    /// Renews a lease and notes progress.
    ///
    /// # Errors
    /// Of the database.
    pub async fn renew(
        &self,
        lease: &Lease,
        progress: Option<JobProgress>,
        lease_ms: i64,
        now: i64,
    ) -> Result<Renewal> {
        let lease = lease.clone();
        self.change(move |t| {
            let progress = match &progress {
                Some(progress) => {
                    Some(serde_json::to_string(progress).map_err(|_| StorageError::Damaged("progress"))?)
                }
                None => None,
            };
            let cancel: Option<bool> = t
                .query_row(
                    "UPDATE job SET lease_until = ?4, progress = coalesce(?5, progress)
                     WHERE id = ?1 AND state = 'running' AND worker = ?2 AND attempt = ?3 RETURNING cancel_requested",
                    params![lease.id.as_str(), lease.worker, lease.attempt, now + lease_ms, progress],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(match cancel {
                None => Renewal::Lost,
                Some(true) => Renewal::CancelRequested,
                Some(false) => Renewal::Kept,
            })
        })
        .await
    }

    /// Gives a running job back to the queue, in its old place. `counts` says whether the attempt counts: not when
    /// the worker stops for a new version. False where the lease was lost.
    ///
    /// # Errors
    /// Of the database.
    pub async fn give_back(&self, lease: &Lease, counts: bool) -> Result<bool> {
        let lease = lease.clone();
        self.change(move |t| {
            let changed = t.execute(
                "UPDATE job SET state = 'queued', worker = NULL, lease_until = NULL, attempt = attempt - ?4
                 WHERE id = ?1 AND state = 'running' AND worker = ?2 AND attempt = ?3",
                params![lease.id.as_str(), lease.worker, lease.attempt, i64::from(!counts)],
            )?;
            Ok(changed == 1)
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
        self.change(move |t| {
            let held = t
                .query_row(
                    "SELECT key, site FROM job WHERE id = ?1 AND state = 'running' AND worker = ?2 AND attempt = ?3",
                    params![lease.id.as_str(), lease.worker, lease.attempt],
                    |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?)),
                )
                .optional()?;
            let Some((key, site)) = held else { return Ok(false) };
            for (name, path) in &end.parts {
                let sealed = std::fs::read(path).map_err(StorageError::Part)?;
                t.execute(
                    "INSERT OR REPLACE INTO part (job, name, sealed) VALUES (?1, ?2, ?3)",
                    params![lease.id.as_str(), name, sealed],
                )?;
            }
            if let Some(Share { id, sealed }) = &end.share {
                t.execute(
                    "INSERT OR REPLACE INTO share (id, job, sealed) VALUES (?1, ?2, ?3)",
                    params![id.as_str(), lease.id.as_str(), sealed],
                )?;
            }
            for mail in &end.mails {
                // Administrators have no business with results.
                let key = key.as_ref().filter(|_| mail.kind != MailKind::Report);
                t.execute(
                    "INSERT INTO mail (job, key, kind, recipient, site, detail, due_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![lease.id.as_str(), key, mail.kind.name(), mail.recipient, site, mail.detail, now],
                )?;
            }
            if let (Some(address), Some(key)) = (&end.webhook, &key) {
                t.execute(
                    "INSERT OR REPLACE INTO notice (job, key, address, site, state, ended_at, due_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                    params![lease.id.as_str(), key, address, site, end.state.name(), now],
                )?;
            }
            if let Some(sealed) = end.failure.as_ref().and_then(|failure| failure.sealed.as_ref()) {
                t.execute(
                    "INSERT OR REPLACE INTO part (job, name, sealed) VALUES (?1, ?2, ?3)",
                    params![lease.id.as_str(), FAILURE_PART, sealed],
                )?;
            }
            let class = end.failure.as_ref().map(|failure| failure.class);
            end_job(t, &lease.id, end.state, class, end.expires_at, now)?;
            if end.parts.iter().any(|(name, _)| name == UPLOAD_PART) {
                // Never longer than the result.
                t.execute(
                    "UPDATE job SET upload_until = min(?2 + keep_ms, expires_at) WHERE id = ?1",
                    params![lease.id.as_str(), now],
                )?;
            } else {
                t.execute("UPDATE job SET keep_ms = NULL WHERE id = ?1", [lease.id.as_str()])?;
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
        self.with(|connection| {
            let bytes: i64 = connection.query_row(UPLOADS_BYTES, [], |row| row.get(0))?;
            Ok(u64::try_from(bytes).unwrap_or(0))
        })
        .await
    }

    /// The queued jobs in the order in which they will be run.
    ///
    /// # Errors
    /// Of the database.
    pub async fn queue(&self) -> Result<Vec<JobId>> {
        self.with(|connection| queue_order(connection)).await
    }

    /// How many jobs are in each state.
    ///
    /// # Errors
    /// Of the database.
    pub async fn counts(&self) -> Result<Vec<(State, usize)>> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached("SELECT count(*) FROM job WHERE state = ?1")?;
            let mut counts = Vec::new();
            for state in State::ALL {
                let count: i64 = statement.query_row([state.name()], |row| row.get(0))?;
                counts.push((state, usize::try_from(count).unwrap_or(0)));
            }
            Ok(counts)
        })
        .await
    }
}

const UPLOADS_BYTES: &str =
    "SELECT coalesce(sum(file_bytes), 0) FROM job WHERE state IN ('waiting', 'queued', 'running')";

const JOB_COLUMNS: &str = "id, key, state, visitor, choices, file_name, file_bytes, email, site, progress, attempt, \
                           cancel_requested, failure, created_at, queued_at, started_at, finished_at, expires_at, keep_ms, \
                           upload_until, webhook";

/// Whether the upload of `id` can be kept beside those that are, or shall be.
fn has_room_to_keep(t: &Transaction, id: &JobId, bounds: Bounds) -> Result<bool> {
    let wanted: i64 = t.query_row(
        "SELECT coalesce(sum(file_bytes), 0) FROM job WHERE keep_ms IS NOT NULL OR id = ?1",
        [id.as_str()],
        |row| row.get(0),
    )?;
    Ok(wanted <= i64::try_from(bounds.kept_bytes).unwrap_or(i64::MAX))
}

fn state_of(t: &Transaction, id: &JobId) -> Result<Option<State>> {
    let name: Option<String> =
        t.query_row("SELECT state FROM job WHERE id = ?1", [id.as_str()], |row| row.get(0)).optional()?;
    name.map(|name| State::from_name(&name).ok_or(StorageError::Damaged("state"))).transpose()
}

/// Whether there is a job to claim. Somebody else may yet be quicker.
fn is_work_there(connection: &Connection, lease_ms: i64, now: i64) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM job WHERE state = 'queued')
             OR EXISTS (SELECT 1 FROM job WHERE state = 'running' AND (lease_until <= ?1 OR lease_until > ?1 + 2 * ?2))",
    )?;
    Ok(statement.query_row([now, lease_ms], |row| row.get(0))?)
}

/// Gives the next job to `worker`, if there is one.
fn take_next(t: &Transaction, worker: String, lease_ms: i64, now: i64) -> Result<Option<(Job, Lease)>> {
    let abandoned: Option<String> = t
        .query_row(
            // A lease that ends much later than any could was given by a clock that was ahead. Much, because others may have
            // claimed while this one waited for the right to write, after it had looked at the clock.
            "SELECT id FROM job WHERE state = 'running' AND (lease_until <= ?1 OR lease_until > ?1 + 2 * ?2)
             ORDER BY lease_until LIMIT 1",
            [now, lease_ms],
            |row| row.get(0),
        )
        .optional()?;
    let Some(id) = abandoned.map(JobId::stored).or(queue_order(t)?.into_iter().next()) else {
        return Ok(None);
    };
    t.execute(
        "UPDATE job SET state = 'running', attempt = attempt + 1, worker = ?2, lease_until = ?3,
         started_at = coalesce(started_at, ?4) WHERE id = ?1",
        params![id.as_str(), worker, now + lease_ms, now],
    )?;
    t.execute(
        "INSERT INTO turn (visitor, started_at) SELECT visitor, ?2 FROM job WHERE id = ?1 AND visitor IS NOT NULL
         ON CONFLICT (visitor) DO UPDATE SET started_at = excluded.started_at",
        params![id.as_str(), now],
    )?;
    let job =
        t.query_row(&format!("SELECT {JOB_COLUMNS} FROM job WHERE id = ?1"), [id.as_str()], |row| {
            Ok(job_of(row))
        })??;
    let lease = Lease { id, worker, attempt: job.attempt };
    Ok(Some((job, lease)))
}

/// Writes the end of a job and forgets whose it was, what was chosen, and its key.
fn end_job(
    t: &Transaction,
    id: &JobId,
    state: State,
    failure: Option<FailureClass>,
    expires_at: i64,
    now: i64,
) -> Result<()> {
    forget_turn(t, id)?;
    t.execute(
        "UPDATE job SET state = ?2, failure = ?3, finished_at = ?4, expires_at = ?5, key = NULL, visitor = NULL,
         choices = NULL, file_name = NULL, email = NULL, webhook = NULL, progress = NULL, worker = NULL, lease_until = NULL
         WHERE id = ?1",
        params![id.as_str(), state.name(), failure.map(FailureClass::name), now, expires_at],
    )?;
    Ok(())
}

pub(super) fn queue_order(connection: &Connection) -> Result<Vec<JobId>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, coalesce(visitor, ''), coalesce(queued_at, 0) FROM job WHERE state = 'queued' ORDER BY queued_at, id",
    )?;
    let queued: Vec<Queued<JobId>> = statement
        .query_map([], |row| {
            Ok(Queued { id: JobId::stored(row.get(0)?), visitor: row.get(1)?, queued_at: row.get(2)? })
        })?
        .collect::<std::result::Result<_, _>>()?;
    if queued.is_empty() {
        return Ok(Vec::new());
    }
    let mut turns: HashMap<String, Turn> = HashMap::new();
    let mut statement = connection.prepare_cached("SELECT visitor, started_at FROM turn")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        turns.entry(row.get(0)?).or_default().last_started_at = row.get(1)?;
    }
    let mut statement = connection.prepare_cached(
        "SELECT visitor, count(*) FROM job WHERE state = 'running' AND visitor IS NOT NULL GROUP BY visitor",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let running: i64 = row.get(1)?;
        turns.entry(row.get(0)?).or_default().running = usize::try_from(running).unwrap_or(0);
    }
    Ok(order(&queued, &turns))
}

fn job_of(row: &Row) -> Result<Job> {
    let text = |column: &str| -> Result<Option<String>> { Ok(row.get(column)?) };
    let json = |column: &'static str| -> Result<Option<serde_json::Value>> {
        let parse = |text: String| serde_json::from_str(&text).map_err(|_| StorageError::Damaged(column));
        text(column)?.map(parse).transpose()
    };
    let state: String = row.get("state")?;
    let file_bytes: i64 = row.get("file_bytes")?;
    let key = text("key")?.map(|key| key.parse().map_err(|_| StorageError::Damaged("key"))).transpose()?;
    Ok(Job {
        id: JobId::stored(row.get("id")?),
        key,
        state: State::from_name(&state).ok_or(StorageError::Damaged("state"))?,
        visitor: text("visitor")?,
        choices: read("choices", json("choices")?)?,
        file_name: text("file_name")?,
        file_bytes: u64::try_from(file_bytes).unwrap_or(0),
        email: text("email")?,
        webhook: text("webhook")?,
        site: row.get("site")?,
        progress: read("progress", json("progress")?)?,
        attempt: row.get("attempt")?,
        cancel_requested: row.get("cancel_requested")?,
        failure: text("failure")?.map(|class| failure_of(&class)).transpose()?,
        created_at: row.get("created_at")?,
        queued_at: row.get("queued_at")?,
        started_at: row.get("started_at")?,
        finished_at: row.get("finished_at")?,
        expires_at: row.get("expires_at")?,
        keep_ms: row.get("keep_ms")?,
        upload_until: row.get("upload_until")?,
    })
}

/// What is known of a failure without the key: its class.
fn failure_of(class: &str) -> Result<Failure> {
    FailureClass::from_name(class).map(Failure::of_class).ok_or(StorageError::Damaged("failure"))
}

fn read<T: serde::de::DeserializeOwned>(
    column: &'static str,
    value: Option<serde_json::Value>,
) -> Result<Option<T>> {
    value.map(|value| serde_json::from_value(value).map_err(|_| StorageError::Damaged(column))).transpose()
}
