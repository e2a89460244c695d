//! Deletes what has had its time: expired jobs, and files whose job is gone.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tokio::time::sleep;

use super::ending::{compact, delete_folder};
use crate::jobs::job::now_ms;
use crate::jobs::storage::StorageError;
use crate::state::App;

/// How often it is looked.
const INTERVAL: Duration = Duration::from_secs(60);
/// How much longer than an upload may take the files of one are kept whose job was never stored.
const GRACE: Duration = Duration::from_secs(600);

/// Sweeps until the site drains.
pub async fn run(app: App) {
    while !app.drain.is_cancelled() {
        if let Err(error) = sweep(&app).await {
            tracing::warn!(error = %error, "not all that has expired could be deleted");
        }
        tokio::select! {
            () = app.drain.cancelled() => {}
            () = sleep(INTERVAL) => {}
        }
    }
}

/// One round.
///
/// # Errors
/// Of the database.
pub async fn sweep(app: &App) -> Result<(), StorageError> {
    // The folders first: a job that is stored after they were listed is not among them.
    let folders = app.folder.jobs().unwrap_or_default();
    let expired = app.storage.delete_expired(now_ms()).await?;
    for id in &expired {
        delete_folder(app, id);
    }
    if !expired.is_empty() {
        tracing::info!(jobs = expired.len(), "expired jobs deleted");
    }
    let needed = app.storage.jobs_with_folder().await?;
    for id in folders.iter().filter(|id| !needed.contains(id) && !expired.contains(id)) {
        let is_left = match app.storage.job(id).await? {
            // A job may have been stored since it was asked which are needed: only one that has ended lets go.
            Some(job) => job.state.is_final(),
            // A folder without a job is an upload under way, unless it is too old for one.
            None => is_old(app, &app.folder.job(id)),
        };
        if is_left {
            delete_folder(app, id);
        }
    }
    compact(app).await;
    Ok(())
}

/// Whether no upload under way can have written to `folder`.
fn is_old(app: &App, folder: &Path) -> bool {
    let age = |path: &Path| -> io::Result<Duration> {
        Ok(SystemTime::now().duration_since(fs::metadata(path)?.modified()?).unwrap_or_default())
    };
    age(folder).is_ok_and(|age| age > app.config.limits.upload_timeout + GRACE)
}
