//! SQL of the sealed parts of results. In PostgreSQL they stand in pieces, so that none is read or written as one large message.

use super::sql::{Tx, values};
use super::{Result, Storage};
use crate::jobs::key::JobId;

/// Bytes of a piece.
pub(super) const PIECE_BYTES: usize = 1 << 20;

impl Storage {
    /// Keeps a sealed part of a job that has no result yet; of one that there is no more, nothing.
    ///
    /// # Errors
    /// Of the database.
    pub async fn keep_part(&self, id: &JobId, name: &'static str, sealed: Vec<u8>) -> Result<()> {
        let id = id.clone();
        self.change_one(move |t| if t.lock_job(&id)? { put(t, &id, name, sealed) } else { Ok(()) }).await
    }

    /// A sealed part of a result.
    ///
    /// # Errors
    /// Of the database.
    pub async fn part(&self, id: &JobId, name: &str) -> Result<Option<Vec<u8>>> {
        let (id, name) = (id.clone(), name.to_owned());
        self.with(move |t| {
            if !t.is_shared() {
                return t.value("SELECT sealed FROM part WHERE job = ?1 AND name = ?2", values![&id, &name]);
            }
            let sql = "SELECT sealed FROM part WHERE job = ?1 AND name = ?2 ORDER BY piece";
            let mut rows = t.rows(sql, values![&id, &name])?.into_iter();
            let Some(mut first) = rows.next() else { return Ok(None) };
            let mut whole: Vec<u8> = first.take(0, "sealed")?;
            for mut row in rows {
                whole.append(&mut row.take::<Vec<u8>>(0, "sealed")?);
            }
            Ok(Some(whole))
        })
        .await
    }
}

/// Writes a part, in place of an earlier one.
pub(super) fn put(t: &mut Tx, id: &JobId, name: &str, sealed: Vec<u8>) -> Result<()> {
    if !t.is_shared() {
        t.execute(
            "INSERT INTO part (job, name, sealed) VALUES (?1, ?2, ?3)
             ON CONFLICT (job, name) DO UPDATE SET sealed = excluded.sealed",
            values![id, name, sealed],
        )?;
        return Ok(());
    }
    t.execute("DELETE FROM part WHERE job = ?1 AND name = ?2", values![id, name])?;
    for (piece, bytes) in (0_i64..).zip(sealed.chunks(PIECE_BYTES)) {
        t.execute(
            "INSERT INTO part (job, name, piece, sealed) VALUES (?1, ?2, ?3, ?4)",
            values![id, name, piece, bytes.to_vec()],
        )?;
    }
    Ok(())
}
