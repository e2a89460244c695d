//! The storage behind the queue: every SQL statement of the application stands in this folder.
//!
//! A site on one machine has a SQLite file (`local`), one on several hosts a PostgreSQL database (`shared`). The statements are the same
//! for both, written once (`sql`); each change is one transaction.
//!
//! A claim is a lease: (worker, attempt) until a time. Whoever writes for a job names the lease; a worker that lost
//! its lease changes nothing any more. So a job may be worked on twice, but its end is written once.

mod blobs;
mod changes;
mod claims;
pub(crate) mod cover;
mod deletions;
mod error;
mod glances;
mod jobs;
mod local;
mod notices;
mod outbox;
mod parts;
mod reservations;
mod schema;
mod secrets;
mod session;
pub(crate) mod shared;
mod sql;
mod streams;
mod tls;
mod value;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use crate::config::SharedStorage;
use crate::jobs::job;
use crate::jobs::key::JobId;

pub(crate) use blobs::By;
pub use error::{NotDone, StorageError, Trouble};
pub(crate) use glances::Glance;
pub use local::Local;
pub use shared::Shared;
use shared::Turn;
use sql::{Tx, values};

/// How often runners of one machine look whether there is work.
const LOOK: Duration = Duration::from_millis(100);

/// The storage of a site. Clones share their connections.
#[derive(Debug, Clone)]
pub enum Storage {
    /// On one machine.
    Local(Local),
    /// On several hosts.
    Shared(Shared),
}

type Result<T, E = StorageError> = std::result::Result<T, E>;

impl Storage {
    /// Opens the database of one machine at `path`, made when absent.
    ///
    /// # Errors
    /// When it cannot be made, is not a database, or was made by a later version.
    pub fn open(path: &Path) -> Result<Self> {
        Local::open(path).map(Self::Local)
    }

    /// Opens the database of one machine at `path` as it is; none when there is none.
    ///
    /// # Errors
    /// When it is not a database, or was made by a later version.
    pub fn existing(path: &Path) -> Result<Option<Self>> {
        Ok(Local::existing(path)?.map(Self::Local))
    }

    /// Opens the database of several hosts; its tables are made when absent.
    ///
    /// # Errors
    /// When it cannot be reached or used, or was made by a later version or with another key.
    pub async fn open_shared(settings: &SharedStorage) -> Result<Self> {
        Shared::open(settings).await.map(Self::Shared)
    }

    /// Opens the database of several hosts as it is; none where it has no tables yet.
    ///
    /// # Errors
    /// As [`Storage::open_shared`].
    pub async fn existing_shared(settings: &SharedStorage) -> Result<Option<Self>> {
        Ok(Shared::existing(settings).await?.map(Self::Shared))
    }

    /// Whether several hosts have it: then the files of jobs are in it too.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }

    /// Does `work`, which only reads or makes one change, with a connection on a thread where waiting is allowed.
    async fn with<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        match self {
            Self::Local(local) => local.with(work).await,
            Self::Shared(shared) => shared.with(work).await,
        }
    }

    /// As [`Storage::with`], in one transaction that lasts when `work` succeeds, and that sees all which those before it have done.
    async fn change<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        match self {
            Self::Local(local) => local.change(work).await,
            Self::Shared(shared) => shared.change(Turn::Taken, work).await,
        }
    }

    /// As [`Storage::change`], for what is about one job or one row, and locks it: hosts need not take turns for it.
    async fn change_one<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        match self {
            Self::Local(local) => local.change(work).await,
            Self::Shared(shared) => shared.change(Turn::None, work).await,
        }
    }

    /// The time that counts, in milliseconds since 1970: of this machine, or of the database where there are several.
    pub fn now_ms(&self) -> i64 {
        match self {
            Self::Local(_) => job::now_ms(),
            Self::Shared(shared) => shared.now_ms(),
        }
    }

    /// A number that is another one after each change that anybody has made; none where the database cannot be asked at once. It takes
    /// microseconds and never waits, so it may be asked where waiting is not allowed.
    pub(crate) fn version(&self) -> Option<i64> {
        match self {
            Self::Local(local) => local.version(),
            // To ask takes a way through the network.
            Self::Shared(_) => None,
        }
    }

    /// Waits until there may be work, or it is time to look.
    pub async fn wait_for_work(&self) {
        match self {
            Self::Local(_) => sleep(LOOK).await,
            Self::Shared(shared) => shared.wait_for_work().await,
        }
    }

    /// The sealed key of the job that whoever has the key for reading called `id` may read, if there is one.
    ///
    /// # Errors
    /// Of the database.
    pub async fn shared(&self, id: &JobId) -> Result<Option<Vec<u8>>> {
        let id = id.clone();
        self.with(move |t| t.value("SELECT sealed FROM share WHERE id = ?1", values![&id])).await
    }

    /// Adds to counters: (name, labels as Prometheus writes them, increment).
    ///
    /// # Errors
    /// Of the database.
    pub async fn count(&self, mut increments: Vec<(String, String, f64)>) -> Result<()> {
        // In one order, so that no two processes wait for each other.
        increments.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
        self.change_one(move |t| {
            for (name, labels, increment) in &increments {
                t.execute(
                    "INSERT INTO counter (name, labels, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name, labels) DO UPDATE SET value = counter.value + excluded.value",
                    values![name, labels, *increment],
                )?;
            }
            Ok(())
        })
        .await
    }

    /// All counters, by name and labels.
    ///
    /// # Errors
    /// Of the database.
    pub async fn counters(&self) -> Result<Vec<(String, String, f64)>> {
        self.with(|t| {
            let rows = t.rows("SELECT name, labels, value FROM counter ORDER BY name, labels", values![])?;
            let counter =
                |mut row: sql::Row| Ok((row.take(0, "name")?, row.take(1, "labels")?, row.take(2, "value")?));
            rows.into_iter().map(counter).collect()
        })
        .await
    }

    /// Looks at every page of the database, where that is ours to do.
    ///
    /// # Errors
    /// With what is damaged, or of the database.
    pub async fn check_whole(&self) -> Result<()> {
        match self {
            Self::Local(local) => local.check_whole().await,
            Self::Shared(_) => Ok(()),
        }
    }

    /// Whether the database can be written and its jobs can be read: takes the right to write, and gives it back.
    ///
    /// # Errors
    /// Of the database.
    pub async fn check_writable(&self) -> Result<()> {
        self.change_one(|t| t.execute("DELETE FROM counter WHERE name = ''", values![]).map(drop)).await?;
        match self {
            Self::Local(local) => local.check_jobs().await,
            Self::Shared(shared) => shared.check_suited().await,
        }
    }

    /// What should be known of a database that works, as a clause.
    pub(crate) fn doubt(&self) -> Option<String> {
        match self {
            Self::Local(_) => None,
            Self::Shared(shared) => shared.clock_difference(),
        }
    }

    /// Empties the write-ahead log, which may still hold what was deleted. False where another process was
    /// reading or writing: try again.
    ///
    /// # Errors
    /// Of the database.
    pub async fn compact(&self) -> Result<bool> {
        match self {
            Self::Local(local) => local.compact().await,
            // What stays in its log until that is used again is sealed.
            Self::Shared(_) => Ok(true),
        }
    }
}

/// A permit for a connection, for which a caller waits so long at most.
async fn permit(permits: &Arc<Semaphore>, longest: Duration) -> Result<OwnedSemaphorePermit> {
    match timeout(longest, Arc::clone(permits).acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(StorageError::Busy),
    }
}

/// Does `work` on a thread where waiting is allowed.
async fn on_thread<T: Send + 'static, E: From<StorageError> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(_) => Err(StorageError::System("a thread of the storage ended early").into()),
    }
}

fn bounded(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
