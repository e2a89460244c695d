//! SQL of the files of jobs, where several hosts need them: pieces of 1 MiB, sealed with the key of the job. They are there until the job
//! has ended. On one machine they are in its data folder alone, and nothing happens here.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use super::parts::PIECE_BYTES;
use super::sql::{Tx, values};
use super::{Result, Storage, StorageError};
use crate::jobs::key::{JobId, JobKey};
use crate::jobs::process;
use crate::jobs::record::Lease;
use crate::jobs::seal;

/// What was stored before its job, and then had none for this long, belongs to an upload that came to nothing.
const ORPHAN_MS: i64 = 10 * 60 * 1000;
/// Pieces of a file at most: more than any upload has.
const PIECES_MAX: i64 = 4096;

/// Who stores a file of a job.
#[derive(Debug, Clone)]
pub(crate) enum By {
    /// Whoever takes an upload in: there is no job yet.
    Upload,
    /// A visitor, while the job waits.
    Visitor,
    /// The worker that has it, as long as it has.
    Worker(Lease),
}

impl Storage {
    /// Stores the file at `path` as that of the job with `key` called `name`, in place of an earlier one. A job that has ended, or that a
    /// worker has lost, keeps none; whether this one was.
    ///
    /// # Errors
    /// Of the database, or when the file cannot be read.
    pub(crate) async fn put_blob(
        &self,
        key: &JobKey,
        name: &'static str,
        path: &Path,
        by: By,
    ) -> Result<bool> {
        if !self.is_shared() {
            return Ok(true);
        }
        let (key, path, now) = (key.clone(), path.to_path_buf(), self.now_ms());
        self.change_one(move |t| {
            let id = key.id();
            if !may_put(t, &id, &by)? {
                return Ok(false);
            }
            let mut file = match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
                Err(error) => return Err(StorageError::Part(error)),
            };
            t.execute("DELETE FROM blob WHERE job = ?1 AND name = ?2", values![&id, name])?;
            let mut bytes = Vec::with_capacity(PIECE_BYTES);
            for piece in 0..PIECES_MAX {
                bytes.clear();
                let mut next = (&mut file).take(PIECE_BYTES as u64);
                next.read_to_end(&mut bytes).map_err(StorageError::Part)?;
                if bytes.is_empty() && piece > 0 {
                    return Ok(true);
                }
                let sealed = seal::seal(&key, &place(name, piece), &bytes)
                    .map_err(|_| StorageError::System("a file of a job cannot be sealed"))?;
                t.execute(
                    "INSERT INTO blob (job, name, piece, sealed, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                    values![&id, name, piece, sealed, now],
                )?;
            }
            Err(StorageError::Part(ErrorKind::FileTooLarge.into()))
        })
        .await
    }

    /// Writes the file of the job with `key` called `name` to `path`, whole or not at all, in place of what is there; whether there is one
    /// in the database.
    ///
    /// # Errors
    /// Of the database, or when the file cannot be written.
    pub(crate) async fn fetch_blob(&self, key: &JobKey, name: &'static str, path: &Path) -> Result<bool> {
        if !self.is_shared() {
            return Ok(false);
        }
        let (key, path) = (key.clone(), path.to_path_buf());
        self.change_one(move |t| {
            // One transaction that sees one moment: it may be replaced meanwhile.
            t.see_one_moment()?;
            let name_of_half =
                process::name().ok_or(StorageError::System("the operating system gives no random bits"))?;
            let half = path.with_file_name(format!("half-{name_of_half}"));
            let mut file = None;
            for piece in 0..PIECES_MAX {
                let sealed: Option<Vec<u8>> = t.value(
                    "SELECT sealed FROM blob WHERE job = ?1 AND name = ?2 AND piece = ?3",
                    values![&key.id(), name, piece],
                )?;
                let Some(sealed) = sealed else { break };
                let bytes = seal::open(&key, &place(name, piece), &sealed);
                let bytes = bytes.map_err(|_| StorageError::Damaged("a file of a job"))?;
                if file.is_none() {
                    file = Some(File::create(&half).map_err(StorageError::Part)?);
                }
                if let Some(file) = &mut file {
                    file.write_all(&bytes).map_err(StorageError::Part)?;
                }
            }
            if file.is_none() {
                return Ok(false);
            }
            fs::rename(&half, &path).map_err(StorageError::Part)?;
            Ok(true)
        })
        .await
    }
}

/// Whether a file may be stored for the job; if it may, nobody changes the job until the transaction ends.
fn may_put(t: &mut Tx, id: &JobId, by: &By) -> Result<bool> {
    let found: Option<i64> = match by {
        By::Upload => return Ok(true),
        By::Visitor => {
            t.value("SELECT attempt FROM job WHERE id = ?1 AND state = 'waiting' FOR UPDATE", values![id])?
        }
        By::Worker(lease) => t.value(
            "SELECT attempt FROM job WHERE id = ?1 AND state = 'running' AND worker = ?2 AND attempt = ?3 FOR UPDATE",
            values![id, &lease.worker, lease.attempt],
        )?,
    };
    Ok(found.is_some())
}

/// Deletes all files of a job.
pub(super) fn forget(t: &mut Tx, id: &JobId) -> Result<()> {
    if t.is_shared() {
        t.execute("DELETE FROM blob WHERE job = ?1", values![id])?;
    }
    Ok(())
}

/// Deletes the files of uploads that came to nothing.
pub(super) fn forget_orphans(t: &mut Tx, now: i64) -> Result<()> {
    if t.is_shared() {
        t.execute(
            "DELETE FROM blob WHERE made_at < ?1 AND NOT EXISTS (SELECT 1 FROM job WHERE job.id = blob.job)",
            values![now - ORPHAN_MS],
        )?;
    }
    Ok(())
}

/// What a piece is sealed for, so that no two can be exchanged.
fn place(name: &str, piece: i64) -> String {
    format!("{name}/{piece}")
}
