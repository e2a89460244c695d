//! Whether anything in the database has changed.

use rusqlite::Connection;

use super::{Result, Storage};

impl Storage {
    /// A number that is another one after each change that anybody has made; none where the database cannot be asked at once. It takes
    /// microseconds and never waits, so it may be asked where waiting is not allowed.
    pub(crate) fn version(&self) -> Option<i64> {
        // Whoever does not get it at once asks the database itself.
        let mut watch = self.watch.try_lock().ok()?;
        if watch.is_none() {
            *watch = self.watching().ok();
        }
        let version = watch.as_ref().and_then(|connection| read(connection).ok());
        if version.is_none() {
            *watch = None;
        }
        version
    }

    /// A connection that never writes: SQLite counts for each what others have changed.
    fn watching(&self) -> Result<Connection> {
        let connection = self.connect()?;
        connection.busy_timeout(std::time::Duration::ZERO)?;
        Ok(connection)
    }
}

fn read(connection: &Connection) -> Result<i64> {
    let mut statement = connection.prepare_cached("PRAGMA data_version")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
