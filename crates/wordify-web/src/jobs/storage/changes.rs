//! Whether anything in the database has changed.

use std::time::Duration;

use rusqlite::Connection;

use super::{Result, Storage};

/// A connection that never writes: SQLite counts for each what others have changed.
#[derive(Debug, Default)]
pub(super) struct Watch {
    connection: Option<Connection>,
    /// How many were opened one after the other: each counts from the beginning.
    opened: i64,
}

impl Storage {
    /// A number that is another one after each change that anybody has made; none where the database cannot be asked at once. It takes
    /// microseconds and never waits, so it may be asked where waiting is not allowed.
    pub(crate) fn version(&self) -> Option<i64> {
        // Whoever does not get it at once asks the database itself.
        let mut watch = self.watch.try_lock().ok()?;
        if watch.connection.is_none() {
            watch.connection = self.watching().ok();
            watch.opened += 1;
        }
        let version = watch.connection.as_ref().and_then(|connection| read(connection).ok());
        if version.is_none() {
            watch.connection = None;
        }
        // SQLite's number has 32 bits.
        version.map(|version| (watch.opened << 32) | i64::from(version))
    }

    fn watching(&self) -> Result<Connection> {
        let connection = self.connect()?;
        connection.busy_timeout(Duration::ZERO)?;
        Ok(connection)
    }
}

fn read(connection: &Connection) -> Result<u32> {
    let mut statement = connection.prepare_cached("PRAGMA data_version")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
