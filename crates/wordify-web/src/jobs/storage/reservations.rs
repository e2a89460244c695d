//! SQL of uploads under way: each has its room reserved before its first byte is taken.

use super::sql::{Tx, values};
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
            // First, so that nobody is refused for the upload of a process that was killed.
            forget(t, now)?;
            check_bounds(t, &visitor, bytes, bounds)?;
            t.execute(
                "INSERT INTO reservation (id, visitor, bytes, until) VALUES (?1, ?2, ?3, ?4)",
                values![&id, visitor, i64::try_from(bytes).unwrap_or(i64::MAX), until],
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
        self.change_one(move |t| {
            t.execute("DELETE FROM reservation WHERE id = ?1", values![&id])?;
            Ok(())
        })
        .await
    }

    /// Whether room is reserved for an upload of the job `id`.
    ///
    /// # Errors
    /// Of the database.
    pub(crate) async fn is_reserved(&self, id: &JobId) -> Result<bool> {
        let id = id.clone();
        let sql = "SELECT EXISTS (SELECT 1 FROM reservation WHERE id = ?1)";
        self.with(move |t| Ok(t.value(sql, values![&id])?.unwrap_or_default())).await
    }

    /// Uploads under way, and the bytes reserved for them.
    ///
    /// # Errors
    /// Of the database.
    pub async fn reserved(&self) -> Result<(usize, u64)> {
        self.with(|t| {
            let count = t.number("SELECT count(*) FROM reservation", values![])?;
            let bytes =
                t.number("SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM reservation", values![])?;
            Ok((usize::try_from(count).unwrap_or(0), u64::try_from(bytes).unwrap_or(0)))
        })
        .await
    }
}

/// Whether one more upload of `bytes` by `visitor` is within the bounds, uploads under way included.
pub(super) fn check_bounds(t: &mut Tx, visitor: &str, bytes: u64, bounds: Bounds) -> Result<(), NotDone> {
    let of_visitor = t.number(
        "SELECT (SELECT count(*) FROM job WHERE visitor = ?1 AND state IN ('waiting', 'queued', 'running'))
         + (SELECT count(*) FROM reservation WHERE visitor = ?1)",
        values![visitor],
    )?;
    if of_visitor >= bounded(bounds.per_visitor) {
        return Err(Refused::TooManyOfVisitor.into());
    }
    let taken = t.number(
        "SELECT CAST((SELECT coalesce(sum(file_bytes), 0) FROM job WHERE state IN ('waiting', 'queued', 'running'))
         + (SELECT coalesce(sum(bytes), 0) FROM reservation) AS BIGINT)",
        values![],
    )?;
    let room = i64::try_from(bounds.uploads_bytes).unwrap_or(i64::MAX);
    let is_too_much = taken.saturating_add(i64::try_from(bytes).unwrap_or(i64::MAX)) > room;
    if is_too_much { Err(Refused::NoRoom.into()) } else { Ok(()) }
}

/// Forgets the reservations of processes that were killed.
pub(super) fn forget(t: &mut Tx, now: i64) -> Result<()> {
    t.execute("DELETE FROM reservation WHERE until <= ?1 OR until > ?1 + ?2", values![now, LONGEST_MS])?;
    Ok(())
}
