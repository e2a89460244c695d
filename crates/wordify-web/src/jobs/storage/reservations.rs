//! SQL of uploads under way: each has its room reserved before its first byte is taken.

use rusqlite::{Transaction, params};

use super::{NotDone, Result, Storage, bounded};
use crate::jobs::key::JobId;
use crate::jobs::record::{Bounds, Refused};

/// No reservation is longer; one that seems to be was made by a clock that was ahead.
const LONGEST_MS: i64 = 24 * 3600 * 1000;

impl Storage {
    /// Reserves room for the upload of a job of `visitor`, until it is stored, released, or `until` has come.
    ///
    /// # Errors
    /// When a bound stands against it, or of the database.
    pub async fn reserve(
        &self,
        id: &JobId,
        visitor: &str,
        bytes: u64,
        bounds: Bounds,
        until: i64,
        now: i64,
    ) -> Result<(), NotDone> {
        let (id, visitor) = (id.clone(), visitor.to_owned());
        self.change(move |t| {
            forget(t, now)?;
            check_bounds(t, &visitor, bytes, bounds)?;
            t.execute(
                "INSERT INTO reservation (id, visitor, bytes, until) VALUES (?1, ?2, ?3, ?4)",
                params![id.as_str(), visitor, i64::try_from(bytes).unwrap_or(i64::MAX), until],
            )?;
            Ok(())
        })
        .await
    }

    /// Gives back what was reserved for an upload that did not come to its end.
    ///
    /// # Errors
    /// Of the database.
    pub async fn release(&self, id: &JobId) -> Result<()> {
        let id = id.clone();
        self.change(move |t| {
            t.execute("DELETE FROM reservation WHERE id = ?1", [id.as_str()])?;
            Ok(())
        })
        .await
    }

    /// Uploads under way, and the bytes reserved for them.
    ///
    /// # Errors
    /// Of the database.
    pub async fn reserved(&self) -> Result<(usize, u64)> {
        self.with(|connection| {
            let (count, bytes): (i64, i64) = connection.query_row(
                "SELECT count(*), coalesce(sum(bytes), 0) FROM reservation",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            Ok((usize::try_from(count).unwrap_or(0), u64::try_from(bytes).unwrap_or(0)))
        })
        .await
    }
}

/// Whether one more upload of `bytes` by `visitor` is within the bounds, uploads under way included.
pub(super) fn check_bounds(
    t: &Transaction,
    visitor: &str,
    bytes: u64,
    bounds: Bounds,
) -> Result<(), NotDone> {
    let of_visitor: i64 = t.query_row(
        "SELECT (SELECT count(*) FROM job WHERE visitor = ?1 AND state IN ('waiting', 'queued', 'running'))
         + (SELECT count(*) FROM reservation WHERE visitor = ?1)",
        [visitor],
        |row| row.get(0),
    )?;
    if of_visitor >= bounded(bounds.per_visitor) {
        return Err(Refused::TooManyOfVisitor.into());
    }
    let taken: i64 = t.query_row(
        "SELECT (SELECT coalesce(sum(file_bytes), 0) FROM job WHERE state IN ('waiting', 'queued', 'running'))
         + (SELECT coalesce(sum(bytes), 0) FROM reservation)",
        [],
        |row| row.get(0),
    )?;
    let room = i64::try_from(bounds.uploads_bytes).unwrap_or(i64::MAX);
    let is_too_much = taken.saturating_add(i64::try_from(bytes).unwrap_or(i64::MAX)) > room;
    if is_too_much { Err(Refused::NoRoom.into()) } else { Ok(()) }
}

/// Forgets the reservations of processes that were killed.
pub(super) fn forget(t: &Transaction, now: i64) -> Result<()> {
    t.execute("DELETE FROM reservation WHERE until <= ?1 OR until > ?1 + ?2", [now, LONGEST_MS])?;
    Ok(())
}
