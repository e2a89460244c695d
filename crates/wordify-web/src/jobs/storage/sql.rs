//! One statement for both databases: what it is given, what it gives, and on which of them it runs.
//!
//! The SQL of this folder is what SQLite and PostgreSQL have in common; parameters are written `?1`. Where they differ, a method here
//! says so.

use super::session::Session;
pub(super) use super::value::{Column, Row, Value, values};
use super::{Result, StorageError};
use crate::jobs::key::JobId;

/// The database, for some statements one after the other: within one transaction where there is one.
pub(super) enum Tx<'c> {
    Local(&'c rusqlite::Connection),
    Shared(&'c mut Session),
}

impl Tx<'_> {
    /// How many rows a statement has changed.
    pub(super) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<usize> {
        match self {
            Self::Local(connection) => {
                Ok(connection.prepare_cached(sql)?.execute(rusqlite::params_from_iter(values))?)
            }
            Self::Shared(session) => session.execute(sql, values),
        }
    }

    /// The rows that a statement gives.
    pub(super) fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        match self {
            Self::Local(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let columns = statement.column_count();
                let mut found = statement.query(rusqlite::params_from_iter(values))?;
                let mut rows = Vec::new();
                while let Some(row) = found.next()? {
                    let values = (0..columns).map(|column| Value::of_local(row.get_ref(column)?));
                    rows.push(Row(values.collect::<Result<_>>()?));
                }
                Ok(rows)
            }
            Self::Shared(session) => session.rows(sql, values),
        }
    }

    /// The first row, if there is one.
    pub(super) fn row(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// The first column of the first row, if there is one.
    pub(super) fn value<T: Column>(&mut self, sql: &str, values: &[Value]) -> Result<Option<T>> {
        self.row(sql, values)?.map(|mut row| row.take(0, "a value")).transpose()
    }

    /// The first column of the only row of a statement that always gives one.
    pub(super) fn number(&mut self, sql: &str, values: &[Value]) -> Result<i64> {
        self.value(sql, values)?.ok_or(StorageError::Damaged("a number"))
    }

    /// The jobs in the first column.
    pub(super) fn ids(&mut self, sql: &str, values: &[Value]) -> Result<Vec<JobId>> {
        self.rows(sql, values)?.into_iter().map(|mut row| row.take(0, "id").map(JobId::stored)).collect()
    }

    /// Whether several hosts have the database.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }

    /// Keeps others from changing a job until the transaction ends; whether there is one. SQLite lets one transaction write at a time
    /// anyway.
    pub(super) fn lock_job(&mut self, id: &JobId) -> Result<bool> {
        let sql = if self.is_shared() {
            "SELECT 1 FROM job WHERE id = ?1 FOR UPDATE"
        } else {
            "SELECT 1 FROM job WHERE id = ?1"
        };
        Ok(self.row(sql, values![id])?.is_some())
    }

    /// Has all that follows in the transaction see the database as it is at its first statement, which this must come before.
    pub(super) fn see_one_moment(&mut self) -> Result<()> {
        match self {
            // A transaction of SQLite sees one moment anyway.
            Self::Local(_) => Ok(()),
            Self::Shared(session) => {
                session.batch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
        }
    }

    /// Notifies those who wait for work that there is some, once the transaction has ended.
    pub(super) fn wake(&mut self) -> Result<()> {
        match self {
            Self::Local(_) => Ok(()),
            Self::Shared(session) => session.wake(),
        }
    }

    /// `text` as it is stored in `column` of what belongs to the job `id`: nobody can read it who has the database of several hosts alone.
    pub(super) fn hide(&self, id: &JobId, column: &'static str, text: &str) -> Result<String> {
        match self {
            Self::Local(_) => Ok(text.to_owned()),
            Self::Shared(session) => session.cover.hide(id, column, text),
        }
    }

    /// What [`Tx::hide`] was given.
    pub(super) fn show(&self, id: &JobId, column: &'static str, stored: String) -> Result<String> {
        match self {
            Self::Local(_) => Ok(stored),
            Self::Shared(session) => session.cover.show(id, column, &stored),
        }
    }
}
