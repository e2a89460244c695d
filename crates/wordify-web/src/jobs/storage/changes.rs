//! Whether anything in the database has changed.

use std::time::Duration;

use rusqlite::Connection;

use super::Result;

/// A connection that never writes: SQLite counts for each what others have changed.
#[derive(Debug, Default)]
pub(super) struct Watch {
    connection: Option<Connection>,
    /// How many were opened one after the other: each counts from the beginning.
    opened: i64,
}

impl Watch {
    /// A number that is another one after each change that anybody has made; none where the database cannot be asked at once. `connect`
    /// gives a connection where there is none yet.
    pub(super) fn version(&mut self, connect: impl FnOnce() -> Result<Connection>) -> Option<i64> {
        if self.connection.is_none() {
            self.connection = connect().and_then(impatient).ok();
            self.opened += 1;
        }
        let version = self.connection.as_ref().and_then(|connection| read(connection).ok());
        if version.is_none() {
            self.connection = None;
        }
        // SQLite's number has 32 bits.
        version.map(|version| (self.opened << 32) | i64::from(version))
    }
}

fn impatient(connection: Connection) -> Result<Connection> {
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

fn read(connection: &Connection) -> Result<u32> {
    let mut statement = connection.prepare_cached("PRAGMA data_version")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
