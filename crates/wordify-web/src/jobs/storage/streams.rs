//! SQL of event streams: each process says how many it has, so that all together keep to the bounds of the site.

use std::collections::HashMap;

use super::sql::{Row, Tx, values};
use super::{Result, Storage, bounded};

/// What a process said so long ago is not true any more: it was killed.
const STALE_MS: i64 = 15_000;

impl Storage {
    /// Says that `process` has this many event streams of each visitor; returns how many all other processes have.
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
            t.execute("DELETE FROM stream WHERE process = ?1", values![&process])?;
            for (visitor, streams) in &own {
                t.execute(
                    "INSERT INTO stream (process, visitor, streams, seen_at) VALUES (?1, ?2, ?3, ?4)",
                    values![&process, visitor, bounded(*streams), now],
                )?;
            }
            forget(t, now)?;
            let others = t.rows(
                "SELECT visitor, CAST(sum(streams) AS BIGINT) FROM stream WHERE process <> ?1 GROUP BY visitor",
                values![&process],
            )?;
            let of_visitor = |mut row: Row| {
                let streams: i64 = row.take(1, "streams")?;
                Ok((row.take(0, "visitor")?, usize::try_from(streams).unwrap_or(0)))
            };
            others.into_iter().map(of_visitor).collect()
        })
        .await
    }
}

/// Forgets what processes said that were killed.
pub(super) fn forget(t: &mut Tx, now: i64) -> Result<()> {
    t.execute("DELETE FROM stream WHERE seen_at <= ?1 - ?2 OR seen_at > ?1 + ?2", values![now, STALE_MS])?;
    Ok(())
}
