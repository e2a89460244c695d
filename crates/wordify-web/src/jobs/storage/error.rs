//! What can go wrong with the database.

use tokio_postgres::error::SqlState;

use crate::jobs::record::Refused;

/// Something went wrong with the database itself.
#[derive(Debug)]
pub enum StorageError {
    /// SQLite's error.
    Database(rusqlite::Error),
    /// PostgreSQL's error, or that of the way to it.
    Server(tokio_postgres::Error),
    /// No host of the database answers.
    Unreachable,
    /// The database of several hosts cannot be used as it is: why, and what to do about it.
    Unsuited(String),
    /// It has no tables yet.
    Empty,
    /// Its tables are of an earlier version.
    Older(i64),
    /// What is stored cannot be read: which column.
    Damaged(&'static str),
    /// The database was made by a later version of Wordify: its version, and the latest that this program knows.
    TooNew(i64, i64),
    /// The operating system gave no random bits, or a thread ended early.
    System(&'static str),
    /// The lock that its openers share cannot be had.
    Lock(std::io::Error),
    /// A sealed part on its way into the database cannot be read, or a file of a job not be read or written.
    Part(std::io::Error),
    /// All connections of this process were in use for too long.
    Busy,
}

/// What can be done about a [`StorageError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Others use it, or the system lacks something just now: the trouble passes by itself.
    Passing,
    /// The disk is full.
    NoRoom,
    /// Somebody has to mend it.
    Broken,
}

impl StorageError {
    /// Whether nothing stands against it but that another process has the database just now, or that it comes up.
    pub(crate) fn is_locked(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match self {
            Self::Database(error) => matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked)),
            Self::Server(_) | Self::Unreachable | Self::Busy => self.trouble() == Trouble::Passing,
            _ => false,
        }
    }

    /// What can be done about it.
    pub fn trouble(&self) -> Trouble {
        use rusqlite::ErrorCode;
        match self {
            Self::Busy | Self::System(_) | Self::Lock(_) | Self::Unreachable => Trouble::Passing,
            Self::Database(error) => match error.sqlite_error_code() {
                // The file was opened at the start, so what is lacking now is descriptors.
                Some(
                    ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::CannotOpen
                    | ErrorCode::OutOfMemory,
                ) => Trouble::Passing,
                Some(ErrorCode::DiskFull) => Trouble::NoRoom,
                _ => Trouble::Broken,
            },
            Self::Server(error) => error.code().map_or(Trouble::Passing, of_code),
            Self::Part(error) if error.kind() == std::io::ErrorKind::StorageFull => Trouble::NoRoom,
            Self::Part(_) | Self::Damaged(_) | Self::TooNew(..) => Trouble::Broken,
            Self::Unsuited(_) | Self::Empty | Self::Older(_) => Trouble::Broken,
        }
    }
}

/// By the code of PostgreSQL's error. Without one, the server is away: another takes its place, or it comes again.
fn of_code(code: &SqlState) -> Trouble {
    if *code == SqlState::DISK_FULL {
        return Trouble::NoRoom;
    }
    // Connection gone, transaction undone, too much in use, or asked to end; and a host that was made a standby meanwhile.
    let passing = ["08", "40", "53", "55", "57"];
    let is_passing = passing.iter().any(|class| code.code().starts_with(class));
    if is_passing || *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        Trouble::Passing
    } else {
        Trouble::Broken
    }
}

impl std::fmt::Display for StorageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database fails: {error}"),
            Self::Server(error) => match (error.as_db_error(), std::error::Error::source(error)) {
                // Without its details, which may quote what was stored.
                (Some(answer), _) => {
                    write!(f, "the database fails: {} ({})", answer.message(), answer.code().code())
                }
                (None, Some(source)) => write!(f, "the database cannot be reached: {source}"),
                (None, None) => write!(f, "the database cannot be reached: {error}"),
            },
            Self::Unreachable => f.write_str("the database does not answer"),
            Self::Unsuited(why) => f.write_str(why),
            Self::Empty => f.write_str("the database has no tables of Wordify yet"),
            Self::Older(version) => {
                write!(f, "the database has version {version}, and is brought up when the site starts")
            }
            Self::Damaged(column) => write!(f, "the database is damaged: {column} cannot be read"),
            Self::TooNew(version, known) => {
                write!(f, "the database has version {version}, this program knows {known}")
            }
            Self::System(what) => f.write_str(what),
            Self::Lock(error) => write!(f, "its lock file cannot be used: {error}"),
            Self::Part(error) => write!(f, "a file of a job cannot be used: {error}"),
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

impl From<tokio_postgres::Error> for StorageError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Server(error)
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
