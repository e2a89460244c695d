//! SQL of deleting: jobs, what belongs to them, and what nobody needs any more.

use super::outbox::day_of;
use super::sql::{Tx, values};
use super::{Result, Storage, blobs, secrets};
use crate::jobs::key::JobId;
use crate::jobs::view::UPLOAD_PART;

impl Storage {
    /// Deletes a job with its result, its mails and its notice, and remembers it until its files are gone too ([`Storage::files_gone`]). A
    /// worker that has it loses its lease.
    ///
    /// # Errors
    /// Of the database.
    pub async fn delete(&self, id: &JobId) -> Result<bool> {
        let id = id.clone();
        self.change(move |t| {
            let is_deleted = delete_job(t, &id)?;
            if is_deleted {
                // In the same step: a process that is killed before the files are gone leaves them to the sweeper.
                t.execute(
                    "INSERT INTO deleted (job) VALUES (?1) ON CONFLICT (job) DO NOTHING",
                    values![&id],
                )?;
            }
            Ok(is_deleted)
        })
        .await
    }

    /// Notes that nothing is left of a deleted job.
    ///
    /// # Errors
    /// Of the database.
    pub async fn files_gone(&self, id: &JobId) -> Result<()> {
        let id = id.clone();
        self.change_one(move |t| {
            t.execute("DELETE FROM deleted WHERE job = ?1", values![&id])?;
            Ok(())
        })
        .await
    }

    /// The deleted jobs of which files may be left.
    ///
    /// # Errors
    /// Of the database.
    pub async fn deleted_with_files(&self) -> Result<Vec<JobId>> {
        self.with(|t| t.ids("SELECT job FROM deleted", values![])).await
    }

    /// Deletes what has expired, except what runs, and kept uploads that have had their time; returns which jobs.
    ///
    /// # Errors
    /// Of the database.
    pub async fn delete_expired(&self, now: i64) -> Result<Vec<JobId>> {
        self.change(move |t| {
            let ids =
                t.ids("SELECT id FROM job WHERE expires_at <= ?1 AND state <> 'running'", values![now])?;
            for id in &ids {
                delete_job(t, id)?;
            }
            forget_uploads(t, now)?;
            forget(t, now)?;
            Ok(ids)
        })
        .await
    }

    /// Deletes the upload that is kept beside the result of a job; false where there is none.
    ///
    /// # Errors
    /// Of the database.
    pub async fn forget_upload(&self, id: &JobId) -> Result<bool> {
        let id = id.clone();
        self.change_one(move |t| {
            let is_forgotten = t.execute(
                "UPDATE job SET keep_ms = NULL, upload_until = NULL WHERE id = ?1 AND upload_until IS NOT NULL",
                values![&id],
            )? == 1;
            t.execute("DELETE FROM part WHERE job = ?1 AND name = ?2", values![&id, UPLOAD_PART])?;
            Ok(is_forgotten)
        })
        .await
    }

    /// The jobs that need their folder.
    ///
    /// # Errors
    /// Of the database.
    pub async fn jobs_with_folder(&self) -> Result<Vec<JobId>> {
        self.with(|t| t.ids("SELECT id FROM job WHERE state IN ('waiting', 'queued', 'running')", values![]))
            .await
    }
}

fn delete_job(t: &mut Tx, id: &JobId) -> Result<bool> {
    // A worker that writes its end is waited for, so that nothing of it is left.
    t.lock_job(id)?;
    forget_turn(t, id)?;
    blobs::forget(t, id)?;
    t.execute("DELETE FROM part WHERE job = ?1", values![id])?;
    t.execute("DELETE FROM share WHERE job = ?1", values![id])?;
    t.execute("DELETE FROM mail WHERE job = ?1", values![id])?;
    t.execute("DELETE FROM notice WHERE job = ?1", values![id])?;
    Ok(t.execute("DELETE FROM job WHERE id = ?1", values![id])? == 1)
}

/// Deletes the kept uploads that have had their time.
fn forget_uploads(t: &mut Tx, now: i64) -> Result<()> {
    t.execute(
        "DELETE FROM part WHERE name = ?2 AND job IN (SELECT id FROM job WHERE upload_until <= ?1)",
        values![now, UPLOAD_PART],
    )?;
    t.execute("UPDATE job SET keep_ms = NULL, upload_until = NULL WHERE upload_until <= ?1", values![now])?;
    Ok(())
}

/// Forgets what is left of processes that were killed, and of days that are over.
fn forget(t: &mut Tx, now: i64) -> Result<()> {
    t.execute(
        "DELETE FROM turn WHERE visitor NOT IN (SELECT visitor FROM job WHERE visitor IS NOT NULL)",
        values![],
    )?;
    t.execute("DELETE FROM mailed WHERE day <> ?1", values![day_of(now)])?;
    super::reservations::forget(t, now)?;
    super::streams::forget(t, now)?;
    secrets::forget(t, now)?;
    blobs::forget_orphans(t, now)
}

/// Forgets when the visitor of a job was last served, unless another job of the same visitor still waits or runs.
pub(super) fn forget_turn(t: &mut Tx, id: &JobId) -> Result<()> {
    t.execute(
        "DELETE FROM turn WHERE visitor = (SELECT visitor FROM job WHERE id = ?1) AND NOT EXISTS
         (SELECT 1 FROM job WHERE job.visitor = turn.visitor AND job.id <> ?1)",
        values![id],
    )?;
    Ok(())
}
