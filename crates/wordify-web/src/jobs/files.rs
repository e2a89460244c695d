//! The files of a job where several hosts may need them: brought from the database into the folder of this host before they are used, and
//! put back when they have changed. On one machine the folder is all there is, and nothing happens here.

use std::io::{self, ErrorKind};

use crate::jobs::folder::Folder;
use crate::jobs::job::Job;
use crate::jobs::key::JobKey;
use crate::jobs::record::Lease;
use crate::jobs::storage::{By, Storage, StorageError};

/// The file as it came.
const UPLOAD: &str = "upload";
/// What was read from it.
const INSPECTION: &str = "inspection";
/// The counts of a run under way.
const CHECKPOINT: &str = "checkpoint";
/// How often its analyst has crashed.
const CRASHES: &str = "crashes";

/// Stores the upload of a job that is not stored itself yet.
///
/// # Errors
/// Of the database, or when the file cannot be read.
pub(crate) async fn put_upload(storage: &Storage, folder: &Folder, key: &JobKey) -> Result<(), StorageError> {
    storage.put_blob(key, UPLOAD, &folder.upload(&key.id()), By::Upload).await.map(drop)
}

/// Has the upload of `job` in the folder of this host.
///
/// # Errors
/// Of the database, when it is damaged, or when the folder cannot be written.
pub(crate) async fn bring_upload(storage: &Storage, folder: &Folder, job: &Job) -> Result<(), StorageError> {
    if !storage.is_shared() {
        return Ok(());
    }
    make(folder, job).map_err(StorageError::Part)?;
    let path = folder.upload(&job.id);
    // The host that took it in has it already.
    let is_whole = || path.metadata().is_ok_and(|file| file.len() == job.file_bytes);
    if is_whole() {
        return Ok(());
    }
    storage.fetch_blob(key_of(job)?, UPLOAD, &path).await?;
    if is_whole() { Ok(()) } else { Err(StorageError::Damaged("an upload")) }
}

/// Puts all that an attempt at `job` continues from into the folder of this host.
///
/// # Errors
/// As [`bring_upload`].
pub(crate) async fn bring(storage: &Storage, folder: &Folder, job: &Job) -> Result<(), StorageError> {
    if !storage.is_shared() {
        return Ok(());
    }
    bring_upload(storage, folder, job).await?;
    storage.fetch_blob(key_of(job)?, CHECKPOINT, &folder.checkpoint(&job.id)).await?;
    storage.fetch_blob(key_of(job)?, CRASHES, &folder.crashes(&job.id)).await?;
    Ok(())
}

/// Puts back how far an attempt has come.
///
/// # Errors
/// Of the database, or when a file cannot be read.
pub(crate) async fn put_checkpoint(
    storage: &Storage,
    folder: &Folder,
    job: &Job,
    lease: &Lease,
) -> Result<(), StorageError> {
    if !storage.is_shared() {
        return Ok(());
    }
    let by = || By::Worker(lease.clone());
    storage.put_blob(key_of(job)?, CHECKPOINT, &folder.checkpoint(&job.id), by()).await?;
    storage.put_blob(key_of(job)?, CRASHES, &folder.crashes(&job.id), by()).await?;
    Ok(())
}

/// Puts what any host last read from the upload of a waiting `job` into the folder of this one.
///
/// # Errors
/// Of the database, or when the folder cannot be written.
pub(crate) async fn bring_inspection(
    storage: &Storage,
    folder: &Folder,
    job: &Job,
) -> Result<(), StorageError> {
    if !storage.is_shared() {
        return Ok(());
    }
    make(folder, job).map_err(StorageError::Part)?;
    storage.fetch_blob(key_of(job)?, INSPECTION, &folder.inspection(&job.id)).await.map(drop)
}

/// Stores what was read from the upload of a waiting `job`.
///
/// # Errors
/// Of the database, or when the file cannot be read.
pub(crate) async fn put_inspection(
    storage: &Storage,
    folder: &Folder,
    job: &Job,
) -> Result<(), StorageError> {
    if !storage.is_shared() {
        return Ok(());
    }
    storage.put_blob(key_of(job)?, INSPECTION, &folder.inspection(&job.id), By::Visitor).await.map(drop)
}

fn make(folder: &Folder, job: &Job) -> io::Result<()> {
    match folder.make_job(&job.id) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Every job has its key until it has ended.
fn key_of(job: &Job) -> Result<&JobKey, StorageError> {
    job.key.as_ref().ok_or(StorageError::Damaged("key"))
}
