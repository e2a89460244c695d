//! Deletes what has had its time: expired jobs, and files whose job is gone.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::ending::{compact, delete_folder};
use crate::config::Config;
use crate::jobs::folder::Folder;
use crate::jobs::storage::{Storage, StorageError};
use crate::visitor::DaySecrets;

/// Time between two rounds.
const INTERVAL: Duration = Duration::from_secs(60);
/// How much longer than the time limit for uploads the files of an upload are kept whose job was never stored.
const GRACE: Duration = Duration::from_secs(600);
/// How long a file that was not uploaded may take until its job is stored, while copies of deleted jobs must not be mistaken for it.
const COPY_GRACE: Duration = Duration::from_secs(60);

/// Sweeps until the site drains.
pub async fn run(storage: Storage, folder: Arc<Folder>, config: Arc<Config>, drain: CancellationToken) {
    while !drain.is_cancelled() {
        if let Err(error) = DaySecrets::new(folder.secrets()).forget_others(storage.now_ms()) {
            tracing::warn!(error = %error, "the secrets of earlier days could not be deleted");
        }
        if let Err(error) = sweep(&storage, &folder, &config).await {
            tracing::warn!(error = %error, "not all that has expired could be deleted");
        }
        tokio::select! {
            () = drain.cancelled() => {}
            () = sleep(INTERVAL) => {}
        }
    }
}

/// One round.
///
/// # Errors
/// Of the database.
pub async fn sweep(storage: &Storage, folder: &Folder, config: &Config) -> Result<(), StorageError> {
    // The folders first: a job that is stored after they were listed is not among them.
    let folders = folder.jobs().unwrap_or_default();
    let expired = storage.delete_expired(storage.now_ms()).await?;
    for id in &expired {
        delete_folder(folder, id);
    }
    if !expired.is_empty() {
        tracing::info!(jobs = expired.len(), "expired jobs deleted");
    }
    for id in storage.deleted_with_files().await? {
        if delete_folder(folder, &id) {
            storage.files_gone(&id).await?;
        }
    }
    let needed = storage.jobs_with_folder().await?;
    for id in folders.iter().filter(|id| !needed.contains(id) && !expired.contains(id)) {
        let is_left = match storage.job(id).await? {
            // A job may have been stored since it was asked which are needed: only one that has ended lets go.
            Some(job) => job.state.is_final(),
            // A folder without a job is an upload under way, unless it is too old for one; or a copy on this host of what another deleted.
            None if storage.is_shared() => {
                is_older(&folder.job(id), COPY_GRACE) && !storage.is_reserved(id).await?
            }
            None => is_older(&folder.job(id), config.limits.upload_timeout + GRACE),
        };
        if is_left {
            delete_folder(folder, id);
        }
    }
    compact(storage).await;
    Ok(())
}

/// Whether nothing was written to `folder` for this long.
fn is_older(folder: &Path, than: Duration) -> bool {
    let age = |path: &Path| -> io::Result<Duration> {
        Ok(SystemTime::now().duration_since(fs::metadata(path)?.modified()?).unwrap_or_default())
    };
    age(folder).is_ok_and(|age| age > than)
}
