//! SQL of claims: which job comes next, and what the worker that has it may still do.

use std::collections::HashMap;

use super::jobs::read_job;
use super::sql::{Tx, values};
use super::{Result, Storage, StorageError};
use crate::jobs::job::{Job, JobProgress};
use crate::jobs::key::JobId;
use crate::jobs::order::{Queued, Turn, order};
use crate::jobs::record::{Lease, Renewal};

impl Storage {
    /// Takes the next job: one whose lease has expired, else the first in the fair order.
    ///
    /// # Errors
    /// Of the database.
    pub async fn claim(&self, worker: &str, lease_ms: i64, now: i64) -> Result<Option<(Job, Lease)>> {
        let worker = worker.to_owned();
        // The right to write is asked for only where there is something to claim: runners look ten times a second, and
        // must not be in the way of those who have something to write.
        if !self.with(move |t| is_work_there(t, lease_ms, now)).await? {
            return Ok(None);
        }
        self.change(move |t| take_next(t, worker, lease_ms, now)).await
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
        self.change_one(move |t| {
            let progress = match &progress {
                Some(progress) => {
                    Some(serde_json::to_string(progress).map_err(|_| StorageError::Damaged("progress"))?)
                }
                None => None,
            };
            let cancel: Option<bool> = t.value(
                "UPDATE job SET lease_until = ?4, progress = coalesce(?5, progress)
                 WHERE id = ?1 AND state = 'running' AND worker = ?2 AND attempt = ?3 RETURNING cancel_requested",
                values![&lease.id, &lease.worker, lease.attempt, now + lease_ms, progress],
            )?;
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
        self.change_one(move |t| {
            let changed = t.execute(
                "UPDATE job SET state = 'queued', worker = NULL, lease_until = NULL, attempt = attempt - ?4
                 WHERE id = ?1 AND state = 'running' AND worker = ?2 AND attempt = ?3",
                values![&lease.id, &lease.worker, lease.attempt, i64::from(!counts)],
            )?;
            t.wake()?;
            Ok(changed == 1)
        })
        .await
    }

    /// Whether a job of another visitor than this one's waits for a place.
    ///
    /// # Errors
    /// Of the database.
    pub async fn is_awaited_by_others(&self, id: &JobId) -> Result<bool> {
        let id = id.clone();
        self.with(move |t| {
            let is_awaited = t.value(
                "SELECT EXISTS (SELECT 1 FROM job WHERE state = 'queued'
                 AND visitor IS DISTINCT FROM (SELECT visitor FROM job WHERE id = ?1))",
                values![&id],
            )?;
            Ok(is_awaited.unwrap_or_default())
        })
        .await
    }

    /// The queued jobs in the order in which they will be run.
    ///
    /// # Errors
    /// Of the database.
    pub async fn queue(&self) -> Result<Vec<JobId>> {
        self.with(queue_order).await
    }
}

/// Whether there is a job to claim. Somebody else may yet be quicker.
fn is_work_there(t: &mut Tx, lease_ms: i64, now: i64) -> Result<bool> {
    let is_there = t.value(
        "SELECT EXISTS (SELECT 1 FROM job WHERE state = 'queued')
             OR EXISTS (SELECT 1 FROM job WHERE state = 'running' AND (lease_until <= ?1 OR lease_until > ?1 + 2 * ?2))",
        values![now, lease_ms],
    )?;
    Ok(is_there.unwrap_or_default())
}

/// A job whose lease has expired, the one that has waited longest. A lease that ends much later than any could was given by a clock that was
/// ahead. Much, because others may have claimed while this one waited for the right to write, after it had looked at the clock.
const ABANDONED: &str =
    "SELECT id FROM job WHERE state = 'running' AND (lease_until <= ?1 OR lease_until > ?1 + 2 * ?2)
                         ORDER BY lease_until LIMIT 1";

/// Gives the next job to `worker`, if there is one.
fn take_next(t: &mut Tx, worker: String, lease_ms: i64, now: i64) -> Result<Option<(Job, Lease)>> {
    // A worker that just writes the end of its job has not abandoned it, whatever the clock says.
    let others_end = if t.is_shared() { " FOR UPDATE SKIP LOCKED" } else { "" };
    let abandoned: Option<String> = t.value(&format!("{ABANDONED}{others_end}"), values![now, lease_ms])?;
    let id = match abandoned.map(JobId::stored) {
        Some(id) => id,
        None => match first_in_queue(t)? {
            Some(id) => id,
            None => return Ok(None),
        },
    };
    t.execute(
        "UPDATE job SET state = 'running', attempt = attempt + 1, worker = ?2, lease_until = ?3,
         started_at = coalesce(started_at, ?4) WHERE id = ?1",
        values![&id, &worker, now + lease_ms, now],
    )?;
    t.execute(
        "INSERT INTO turn (visitor, started_at) SELECT visitor, ?2 FROM job WHERE id = ?1 AND visitor IS NOT NULL
         ON CONFLICT (visitor) DO UPDATE SET started_at = excluded.started_at",
        values![&id, now],
    )?;
    let job = read_job(t, &id)?.ok_or(StorageError::Damaged("id"))?;
    let lease = Lease { id, worker, attempt: job.attempt };
    Ok(Some((job, lease)))
}

/// The first queued job in the fair order ([`order`]).
fn first_in_queue(t: &mut Tx) -> Result<Option<JobId>> {
    if !t.is_shared() {
        return Ok(queue_order(t)?.into_iter().next());
    }
    // The same order, found where the rows are: the whole queue need not come through the network.
    let first: Option<String> = t.value(FIRST_IN_QUEUE, values![])?;
    Ok(first.map(JobId::stored))
}

/// The order of [`order`] in one statement. Those who change the state of a queued job take turns with this one, so that none is locked.
const FIRST_IN_QUEUE: &str = "
    SELECT queued.id FROM (
        SELECT id, visitor, queued_at, row_number() OVER (PARTITION BY visitor ORDER BY queued_at, id) - 1 AS before
        FROM job WHERE state = 'queued'
    ) AS queued
    LEFT JOIN (SELECT visitor, count(*) AS jobs FROM job WHERE state = 'running' GROUP BY visitor) AS running
        ON running.visitor = queued.visitor
    LEFT JOIN turn ON turn.visitor = queued.visitor
    ORDER BY before + coalesce(running.jobs, 0), coalesce(turn.started_at, 0), queued.queued_at, queued.id LIMIT 1";

/// The queued jobs in the fair order.
pub(super) fn queue_order(t: &mut Tx) -> Result<Vec<JobId>> {
    let rows = t.rows(
        "SELECT id, coalesce(visitor, ''), coalesce(queued_at, 0) FROM job WHERE state = 'queued' ORDER BY queued_at, id",
        values![],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut queued = Vec::with_capacity(rows.len());
    for mut row in rows {
        let id = JobId::stored(row.take(0, "id")?);
        queued.push(Queued { id, visitor: row.take(1, "visitor")?, queued_at: row.take(2, "queued_at")? });
    }
    let mut turns: HashMap<String, Turn> = HashMap::new();
    for mut row in t.rows("SELECT visitor, started_at FROM turn", values![])? {
        turns.entry(row.take(0, "visitor")?).or_default().last_started_at = row.take(1, "started_at")?;
    }
    let running = t.rows(
        "SELECT visitor, count(*) FROM job WHERE state = 'running' AND visitor IS NOT NULL GROUP BY visitor",
        values![],
    )?;
    for mut row in running {
        let jobs: i64 = row.take(1, "count")?;
        turns.entry(row.take(0, "visitor")?).or_default().running = usize::try_from(jobs).unwrap_or(0);
    }
    Ok(order(&queued, &turns))
}
