//! SQL of event streams: each process says how many it has, so that all together keep to the bounds of the site.

use std::collections::HashMap;

use rusqlite::{Transaction, params};

use super::{Result, Storage};

/// What a process said so long ago is not true any more: it was killed.
const STALE_MS: i64 = 15_000;

impl Storage {
    /// Says that `process` has so many event streams of each visitor; tells how many all other processes have.
    ///
    /// # Errors
    /// Of the database.
    pub(crate) async fn share_streams(
        &self,
        process: &str,
        own: Vec<(String, usize)>,
        now: i64,
    ) -> Result<HashMap<String, usize>> {
        let process = process.to_owned();
        self.change(move |t| {
            t.execute("DELETE FROM stream WHERE process = ?1", [&process])?;
            let mut statement = t.prepare_cached(
                "INSERT INTO stream (process, visitor, streams, seen_at) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (visitor, streams) in &own {
                let streams = i64::try_from(*streams).unwrap_or(i64::MAX);
                statement.execute(params![process, visitor, streams, now])?;
            }
            forget(t, now)?;
            let mut statement = t.prepare_cached(
                "SELECT visitor, sum(streams) FROM stream WHERE process <> ?1 GROUP BY visitor",
            )?;
            let others = statement.query_map([&process], |row| {
                Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
            })?;
            Ok(others.collect::<std::result::Result<_, _>>()?)
        })
        .await
    }
}

/// Forgets what processes said that were killed.
pub(super) fn forget(t: &Transaction, now: i64) -> Result<()> {
    t.execute("DELETE FROM stream WHERE seen_at <= ?1 - ?2 OR seen_at > ?1 + ?2", [now, STALE_MS])?;
    Ok(())
}
