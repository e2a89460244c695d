//! Who follows jobs by event streams of this process, and what they are shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::jobs::job::Job;
use crate::jobs::key::JobId;

/// The streams of this process.
#[derive(Debug, Default)]
pub struct Watchers(Mutex<Watched>);

#[derive(Debug, Default)]
pub(crate) struct Watched {
    /// What is shown of each job that is watched.
    pub(crate) jobs: HashMap<JobId, watch::Sender<Sight>>,
    /// Streams of this process by visitor.
    pub(crate) own: HashMap<String, usize>,
    /// Streams of all others by visitor, as they last said.
    pub(crate) others: HashMap<String, usize>,
    /// Whether somebody looks at the jobs.
    pub(crate) is_looking: bool,
}

/// What is to be seen of a job.
#[derive(Debug, Clone)]
pub(crate) enum Sight {
    /// Nothing yet.
    Unknown,
    /// The job, and its place in the queue from 1 while it is queued.
    Job(Arc<Job>, Option<usize>),
    /// It was deleted.
    Gone,
}

impl Watchers {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Watched> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
