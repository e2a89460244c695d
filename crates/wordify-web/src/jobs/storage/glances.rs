//! SQL of watching: all jobs that have not ended, in one look.

use std::collections::HashMap;

use super::jobs::queue_order;
use super::{Result, Storage};
use crate::jobs::key::JobId;

/// What changes of a job while it is watched. Two that are equal look the same to a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glance {
    state: String,
    progress: Option<String>,
    is_cancel_requested: bool,
    attempt: u32,
    /// Place in the queue, from 1.
    pub(crate) place: Option<usize>,
}

impl Glance {
    /// Whether `other` differs by its place at most.
    pub(crate) fn is_same_job_state(&self, other: &Self) -> bool {
        Self { place: None, ..self.clone() } == Self { place: None, ..other.clone() }
    }
}

impl Storage {
    /// All jobs that have not ended.
    ///
    /// # Errors
    /// Of the database.
    pub(crate) async fn glances(&self) -> Result<HashMap<JobId, Glance>> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, state, progress, cancel_requested, attempt FROM job
                 WHERE state IN ('waiting', 'queued', 'running')",
            )?;
            let rows = statement.query_map([], |row| {
                let glance = Glance {
                    state: row.get(1)?,
                    progress: row.get(2)?,
                    is_cancel_requested: row.get(3)?,
                    attempt: row.get(4)?,
                    place: None,
                };
                Ok((JobId::stored(row.get(0)?), glance))
            })?;
            let mut glances: HashMap<JobId, Glance> = rows.collect::<std::result::Result<_, _>>()?;
            for (before, id) in queue_order(connection)?.into_iter().enumerate() {
                if let Some(glance) = glances.get_mut(&id) {
                    glance.place = Some(before + 1);
                }
            }
            Ok(glances)
        })
        .await
    }
}
