//! The database of a site on one machine: a SQLite file in write-ahead mode, shared by all processes.
//!
//! Each change is one transaction. What is deleted is overwritten (`secure_delete`), and [`Local::compact`] empties the write-ahead log,
//! so that nothing of an ended job stays readable.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::Semaphore;

use super::changes::Watch;
use super::sql::Tx;
use super::{Result, StorageError, on_thread, permit, schema};

/// How long a statement waits for another process that writes, and a caller for a connection: a visitor waits meanwhile.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections of this process at once. SQLite lets one write at a time anyway, and each costs memory and descriptors.
const CONNECTIONS_MAX: usize = 8;

/// The database of a site on one machine. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Local {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    /// A permit for each connection.
    permits: Arc<Semaphore>,
    /// A connection that only looks whether others have changed anything.
    watch: Arc<Mutex<Watch>>,
}

impl Local {
    /// Opens the database at `path`, made when absent.
    ///
    /// # Errors
    /// When it cannot be made, is not a database, or was made by a later version.
    pub(super) fn open(path: &Path) -> Result<Self> {
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
            return Err(StorageError::TooNew(version, schema::VERSION));
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
    /// When it is not a database, or was made by a later version.
    pub(super) fn existing(path: &Path) -> Result<Option<Self>> {
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
            version if version > schema::VERSION => {
                return Err(StorageError::TooNew(version, schema::VERSION));
            }
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
    pub(super) async fn with<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.on_connection(move |connection| work(&mut Tx::Local(connection))).await
    }

    /// As [`Local::with`], in one transaction that is committed when `work` succeeds.
    pub(super) async fn change<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.on_connection(move |connection| {
            let transaction = immediate(connection)?;
            let value = work(&mut Tx::Local(&transaction))?;
            transaction.commit().map_err(StorageError::from)?;
            Ok(value)
        })
        .await
    }

    async fn on_connection<T: Send + 'static, E: From<StorageError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let permit = permit(&self.permits, BUSY_TIMEOUT).await?;
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
        on_thread(run).await
    }

    /// See [`Storage::version`](super::Storage::version).
    pub(super) fn version(&self) -> Option<i64> {
        // Whoever does not get it at once asks the database itself.
        self.watch.try_lock().ok()?.version(|| self.connect())
    }

    /// Looks at every page of the database.
    ///
    /// # Errors
    /// With what is damaged, or of the database.
    pub(super) async fn check_whole(&self) -> Result<()> {
        self.on_connection(|connection| check_pages(connection, "1")).await
    }

    /// Looks at every job, so that a damaged page is found before a visitor finds it; by a connection that remembers none.
    ///
    /// # Errors
    /// Of the database.
    pub(super) async fn check_jobs(&self) -> Result<()> {
        let storage = self.clone();
        self.on_connection(move |_| {
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
    pub(super) async fn compact(&self) -> Result<bool> {
        self.on_connection(|connection| {
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
