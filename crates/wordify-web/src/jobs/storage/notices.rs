//! SQL of notices: what webhooks are to be sent.

use super::sql::{Row, Tx, values};
use super::{Result, Storage, StorageError};
use crate::jobs::job::State;
use crate::jobs::key::JobId;
use crate::jobs::record::DueNotice;

/// No notice waits longer for its next attempt; one that seems to was put off by a clock that was ahead.
const LONGEST_PAUSE_MS: i64 = 24 * 3600 * 1000;

impl Storage {
    /// Takes a notice that is due, for `lease_ms`.
    ///
    /// # Errors
    /// Of the database.
    pub async fn claim_notice(&self, worker: &str, lease_ms: i64, now: i64) -> Result<Option<DueNotice>> {
        // Most sites have none: the right to write is asked for only where there is one.
        if self.notices().await? == 0 {
            return Ok(None);
        }
        let worker = worker.to_owned();
        self.change(move |t| {
            let row = t.row(
                "UPDATE notice SET worker = ?1, lease_until = ?2 WHERE job = (
                    SELECT job FROM notice WHERE (due_at <= ?3 OR due_at > ?3 + ?4)
                    AND (coalesce(lease_until, 0) <= ?3 OR lease_until > ?2 + ?5)
                    ORDER BY due_at LIMIT 1)
                 RETURNING job, key, address, site, state, ended_at, attempt",
                values![worker, now + lease_ms, now, LONGEST_PAUSE_MS, lease_ms],
            )?;
            row.map(|row| notice_of(t, row)).transpose()
        })
        .await
    }

    /// Deletes a notice that was taken or given up, unless another worker has it meanwhile.
    ///
    /// # Errors
    /// Of the database.
    pub async fn notice_done(&self, worker: &str, job: &JobId) -> Result<()> {
        let (worker, job) = (worker.to_owned(), job.clone());
        self.change_one(move |t| {
            t.execute("DELETE FROM notice WHERE job = ?1 AND worker = ?2", values![&job, worker])?;
            Ok(())
        })
        .await
    }

    /// Puts a notice back until `due_at`, unless another worker has it meanwhile.
    ///
    /// # Errors
    /// Of the database.
    pub async fn notice_later(&self, worker: &str, job: &JobId, due_at: i64) -> Result<()> {
        let (worker, job) = (worker.to_owned(), job.clone());
        self.change_one(move |t| {
            t.execute(
                "UPDATE notice SET worker = NULL, lease_until = NULL, attempt = attempt + 1, due_at = ?3
                 WHERE job = ?1 AND worker = ?2",
                values![&job, worker, due_at],
            )?;
            Ok(())
        })
        .await
    }

    /// Notices that wait.
    ///
    /// # Errors
    /// Of the database.
    pub async fn notices(&self) -> Result<usize> {
        self.with(|t| {
            let count = t.number("SELECT count(*) FROM notice", values![])?;
            Ok(usize::try_from(count).unwrap_or(0))
        })
        .await
    }
}

fn notice_of(t: &Tx, mut row: Row) -> Result<DueNotice> {
    let job = JobId::stored(row.take(0, "job")?);
    let key = t.show(&job, "key", row.take(1, "key")?)?;
    let address = t.show(&job, "address", row.take(2, "address")?)?;
    let state: String = row.take(4, "state")?;
    Ok(DueNotice {
        job,
        key: key.parse().map_err(|_| StorageError::Damaged("key"))?,
        address,
        site: row.take(3, "site")?,
        state: State::from_name(&state).ok_or(StorageError::Damaged("state"))?,
        ended_at: row.take(5, "ended_at")?,
        attempt: row.take(6, "attempt")?,
    })
}
