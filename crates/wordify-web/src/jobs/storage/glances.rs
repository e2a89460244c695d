//! SQL of watching: all jobs that have not ended, in one look.

use std::collections::HashMap;

use super::claims::queue_order;
use super::sql::values;
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
        self.with(|t| {
            let rows = t.rows(
                "SELECT id, state, progress, cancel_requested, attempt FROM job
                 WHERE state IN ('waiting', 'queued', 'running')",
                values![],
            )?;
            let mut glances = HashMap::with_capacity(rows.len());
            for mut row in rows {
                let glance = Glance {
                    state: row.take(1, "state")?,
                    progress: row.take(2, "progress")?,
                    is_cancel_requested: row.take(3, "cancel_requested")?,
                    attempt: row.take(4, "attempt")?,
                    place: None,
                };
                glances.insert(JobId::stored(row.take(0, "id")?), glance);
            }
            for (before, id) in queue_order(t)?.into_iter().enumerate() {
                if let Some(glance) = glances.get_mut(&id) {
                    glance.place = Some(before + 1);
                }
            }
            Ok(glances)
        })
        .await
    }
}
