//! SQL of the secrets of days, where several hosts must name visitors alike.

use super::outbox::day_of;
use super::sql::{Tx, values};
use super::{Result, Storage, StorageError};

/// Bytes of a secret.
const SECRET_BYTES: usize = 32;

impl Storage {
    /// The secret of the day that `now` is in, made when first asked for; none where each machine keeps it in a file of its own.
    ///
    /// # Errors
    /// Of the database, or when it was sealed with another key.
    pub(crate) async fn day_secret(&self, now: i64) -> Result<Option<[u8; SECRET_BYTES]>> {
        let Self::Shared(shared) = self else { return Ok(None) };
        let name = name_of(now);
        let mut secret = [0; SECRET_BYTES];
        getrandom::fill(&mut secret)
            .map_err(|_| StorageError::System("the operating system gives no random bits"))?;
        let cover = shared.cover();
        self.change_one(move |t| {
            let sealed = cover.seal(&name, &secret)?;
            // Several hosts may get here at once: the first wins, and all others use its secret.
            t.execute(
                "INSERT INTO secret (name, bytes) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
                values![&name, sealed],
            )?;
            let stored: Option<Vec<u8>> =
                t.value("SELECT bytes FROM secret WHERE name = ?1", values![&name])?;
            let opened = stored.and_then(|stored| cover.open(&name, &stored)?.try_into().ok());
            opened.map(Some).ok_or(StorageError::Damaged("secret"))
        })
        .await
    }
}

/// Forgets the secrets of other days than that of `now`.
pub(super) fn forget(t: &mut Tx, now: i64) -> Result<()> {
    t.execute("DELETE FROM secret WHERE name <> ?1", values![name_of(now)])?;
    Ok(())
}

fn name_of(now: i64) -> String {
    format!("day {}", day_of(now))
}
