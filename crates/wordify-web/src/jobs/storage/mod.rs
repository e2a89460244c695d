//! The storage behind the queue: every SQL statement of the application stands in this folder.
//!
//! One SQLite file in write-ahead mode, shared by all processes of the machine. Each change is one transaction.
//! What is deleted is overwritten (`secure_delete`), and [`Storage::compact`] empties the write-ahead log, so that
//! nothing of an ended job stays readable.
//!
//! A claim is a lease: (worker, attempt) until a time. Whoever writes for a job names the lease; a worker that lost
//! its lease changes nothing any more. So a job may be worked on twice, but its end is written once.

mod changes;
mod deletions;
mod glances;
mod jobs;
mod notices;
mod outbox;
mod reservations;
mod schema;
mod streams;

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};

use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::jobs::key::JobId;
use crate::jobs::record::Refused;

pub(crate) use glances::Glance;

/// How long a statement waits for another process that writes, and a caller for a connection: a visitor waits meanwhile.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections of this process at once. SQLite lets one write at a time anyway, and each costs memory and descriptors.
const CONNECTIONS_MAX: usize = 8;

/// Something went wrong with the database itself.
#[derive(Debug)]
pub enum StorageError {
    /// SQLite's error.
    Database(rusqlite::Error),
    /// What is stored cannot be read: which column.
    Damaged(&'static str),
    /// The database was made by a later version of Wordify.
    TooNew(i64),
    /// The operating system gave no random bits, or a thread ended early.
    System(&'static str),
    /// The lock that its openers share cannot be had.
    Lock(std::io::Error),
    /// A sealed part on its way into the database cannot be read.
    Part(std::io::Error),
    /// All connections of this process were in use for too long.
    Busy,
}

/// What can be done about a [`StorageError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Others use it, or the system lacks something just now: it goes away by itself.
    Passing,
    /// The disk is full.
    NoRoom,
    /// Somebody has to mend it.
    Broken,
}

impl StorageError {
    /// Whether nothing stands against it but that another process has the database just now.
    pub(crate) fn is_locked(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        matches!(self, Self::Database(error) if matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked)))
    }

    /// What can be done about it.
    pub fn trouble(&self) -> Trouble {
        use rusqlite::ErrorCode;
        match self {
            Self::Busy | Self::System(_) | Self::Lock(_) => Trouble::Passing,
            Self::Database(error) => match error.sqlite_error_code() {
                // A file that cannot be opened now is so for want of descriptors: it was opened at the start.
                Some(
                    ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::CannotOpen
                    | ErrorCode::OutOfMemory,
                ) => Trouble::Passing,
                Some(ErrorCode::DiskFull) => Trouble::NoRoom,
                _ => Trouble::Broken,
            },
            Self::Part(error) if error.kind() == std::io::ErrorKind::StorageFull => Trouble::NoRoom,
            Self::Part(_) | Self::Damaged(_) | Self::TooNew(_) => Trouble::Broken,
        }
    }
}

impl std::fmt::Display for StorageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database fails: {error}"),
            Self::Damaged(column) => write!(f, "the database is damaged: {column} cannot be read"),
            Self::TooNew(version) => {
                write!(f, "the database has version {version}, this program knows {}", schema::VERSION)
            }
            Self::System(what) => f.write_str(what),
            Self::Lock(error) => write!(f, "its lock file cannot be used: {error}"),
            Self::Part(error) => write!(f, "a part of a result cannot be read: {error}"),
            Self::Busy => f.write_str("the database is in use by too many requests"),
        }
    }
}

impl std::error::Error for StorageError {}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// A change was not made.
#[derive(Debug)]
pub enum NotDone {
    /// A rule stands against it.
    Refused(Refused),
    /// The storage failed.
    Failed(StorageError),
}

impl From<Refused> for NotDone {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<StorageError> for NotDone {
    fn from(error: StorageError) -> Self {
        Self::Failed(error)
    }
}

impl From<rusqlite::Error> for NotDone {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The storage of a site. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Storage {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    /// A permit for each connection.
    permits: Arc<Semaphore>,
    /// A connection that only looks whether others have changed anything.
    watch: Arc<Mutex<changes::Watch>>,
}

type Result<T, E = StorageError> = std::result::Result<T, E>;

impl Storage {
    /// Opens the database at `path`, made when absent.
    ///
    /// # Errors
    /// When it cannot be made, is no database, or was made by a later version.
    pub fn open(path: &Path) -> Result<Self> {
        // Several processes start at once. SQLite does not wait where one turns on the write-ahead log that another has open.
        let lock = File::create(lock_file(path)).and_then(|file| file.lock().map(|()| file));
        let _lock = lock.map_err(StorageError::Lock)?;
        let storage = Self::at(path);
        let mut connection = storage.connect_with(OpenFlags::default())?;
        // It is kept in the file: later connections find it on.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let transaction = immediate(&mut connection)?;
        let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > schema::VERSION {
            return Err(StorageError::TooNew(version));
        }
        if version < schema::VERSION {
            schema::bring_up(&transaction, version)?;
        }
        transaction.commit()?;
        check_pages(&connection, "job")?;
        storage.put_back(connection);
        Ok(storage)
    }

    /// Opens the database at `path` as it is; none when there is none.
    ///
    /// # Errors
    /// When it is no database, or was made by a later version.
    pub fn existing(path: &Path) -> Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        // Only to read it would already stop a process that makes it just now.
        let lock = match File::open(lock_file(path)) {
            Ok(file) => file.lock_shared().map(|()| Some(file)),
            // A copy that was put there, which nobody has opened yet.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        let _lock = lock.map_err(StorageError::Lock)?;
        let storage = Self::at(path);
        let connection = storage.connect()?;
        match connection.pragma_query_value(None, "user_version", |row| row.get(0))? {
            version if version > schema::VERSION => return Err(StorageError::TooNew(version)),
            // It is being made just now, or its maker was killed before.
            0 => return Ok(None),
            _ => {}
        }
        storage.put_back(connection);
        Ok(Some(storage))
    }

    fn at(path: &Path) -> Self {
        let permits = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        Self { path: path.to_path_buf(), idle: Arc::default(), permits, watch: Arc::default() }
    }

    /// A connection to the database that is there: one that was moved away meanwhile is not made anew, for all results would be gone.
    fn connect(&self) -> Result<Connection> {
        self.connect_with(OpenFlags::default().difference(OpenFlags::SQLITE_OPEN_CREATE))
    }

    fn connect_with(&self, flags: OpenFlags) -> Result<Connection> {
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "foreign_keys", false)?;
        Ok(connection)
    }

    fn put_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }

    /// Does `work` with a connection on a thread where waiting is allowed.
    async fn with<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let permit = timeout(BUSY_TIMEOUT, Arc::clone(&self.permits).acquire_owned()).await;
        let Ok(Ok(permit)) = permit else { return Err(StorageError::Busy.into()) };
        let storage = self.clone();
        let run = move || {
            // Held until the work is done, also where nobody waits for it any more.
            let _permit = permit;
            let idle = storage.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match idle {
                Some(connection) => connection,
                None => storage.connect()?,
            };
            let result = work(&mut connection);
            // A connection that failed is closed: nobody knows its state.
            if result.is_ok() {
                storage.put_back(connection);
            }
            result
        };
        match tokio::task::spawn_blocking(run).await {
            Ok(result) => result,
            Err(_) => Err(StorageError::System("a thread of the storage ended early").into()),
        }
    }

    /// As [`Storage::with`], in one transaction that is committed when `work` succeeds.
    async fn change<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.with(move |connection| {
            let transaction = immediate(connection)?;
            let value = work(&transaction)?;
            transaction.commit().map_err(StorageError::from)?;
            Ok(value)
        })
        .await
    }

    /// The sealed key of the job that whoever has the key for reading called `id` may read, if there is one.
    ///
    /// # Errors
    /// Of the database.
    pub async fn shared(&self, id: &JobId) -> Result<Option<Vec<u8>>> {
        let id = id.clone();
        self.with(move |connection| {
            let mut statement = connection.prepare_cached("SELECT sealed FROM share WHERE id = ?1")?;
            Ok(statement.query_row([id.as_str()], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// Keeps a sealed part of a job that has no result yet; of one that there is no more, nothing.
    ///
    /// # Errors
    /// Of the database.
    pub async fn keep_part(&self, id: &JobId, name: &'static str, sealed: Vec<u8>) -> Result<()> {
        let id = id.clone();
        self.change(move |t| {
            t.execute(
                "INSERT OR REPLACE INTO part (job, name, sealed) SELECT ?1, ?2, ?3
                 WHERE EXISTS (SELECT 1 FROM job WHERE id = ?1)",
                rusqlite::params![id.as_str(), name, sealed],
            )?;
            Ok(())
        })
        .await
    }

    /// A sealed part of a result.
    ///
    /// # Errors
    /// Of the database.
    pub async fn part(&self, id: &JobId, name: &str) -> Result<Option<Vec<u8>>> {
        let (id, name) = (id.clone(), name.to_owned());
        self.with(move |connection| {
            let mut statement =
                connection.prepare_cached("SELECT sealed FROM part WHERE job = ?1 AND name = ?2")?;
            Ok(statement.query_row([id.as_str(), &name], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// Adds to counters: (name, labels as Prometheus writes them, increment).
    ///
    /// # Errors
    /// Of the database.
    pub async fn count(&self, increments: Vec<(String, String, f64)>) -> Result<()> {
        self.change(move |t| {
            let mut statement = t.prepare_cached(
                "INSERT INTO counter (name, labels, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (name, labels) DO UPDATE SET value = value + excluded.value",
            )?;
            for (name, labels, increment) in &increments {
                statement.execute(params![name, labels, increment])?;
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
        self.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT name, labels, value FROM counter ORDER BY name, labels")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<std::result::Result<_, _>>()?)
        })
        .await
    }

    /// Looks at every page of the database.
    ///
    /// # Errors
    /// With what is damaged, or of the database.
    pub async fn check_whole(&self) -> Result<()> {
        self.with(|connection| check_pages(connection, "1")).await
    }

    /// Whether the database can be written and its jobs can be read: takes the right to write, and gives it back.
    ///
    /// # Errors
    /// Of the database.
    pub async fn check_writable(&self) -> Result<()> {
        self.change(|t| {
            t.execute("DELETE FROM counter WHERE name = ''", [])?;
            Ok::<(), StorageError>(())
        })
        .await?;
        let storage = self.clone();
        self.with(move |_| {
            // Every job is looked at, so that a damaged page is found before a visitor finds it; by a connection that remembers none.
            let fresh = storage.connect()?;
            fresh
                .query_row("SELECT coalesce(sum(file_bytes), 0) FROM job", [], |row| row.get::<_, i64>(0))?;
            Ok(())
        })
        .await
    }

    /// Empties the write-ahead log, which may still hold what was deleted. False where another process was
    /// reading or writing: try again.
    ///
    /// # Errors
    /// Of the database.
    pub async fn compact(&self) -> Result<bool> {
        self.with(|connection| {
            let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            Ok(busy == 0)
        })
        .await
    }
}

/// What processes lock that open the database at `path`.
fn lock_file(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

/// A transaction that has the right to write from its beginning.
fn immediate(connection: &mut Connection) -> Result<Transaction<'_>> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Has SQLite look at the pages of a table, or of all where `what` is a number: how many faults it names.
fn check_pages(connection: &Connection, what: &str) -> Result<()> {
    let found: String = connection.query_row(&format!("PRAGMA quick_check({what})"), [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StorageError::Damaged("a page")) }
}

fn bounded(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
