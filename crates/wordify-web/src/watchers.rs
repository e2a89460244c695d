//! Who follows jobs by event streams of this process, and what they are shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{self, watch};

use crate::jobs::job::Job;
use crate::jobs::key::JobId;
use crate::jobs::process;

/// The streams of this process.
#[derive(Debug)]
pub struct Watchers {
    watched: Mutex<Watched>,
    /// The name of this process among those of the site.
    pub(crate) process: String,
    /// Held by whoever informs the other processes; says up to which stream of this process they know.
    pub(crate) announced: sync::Mutex<u64>,
}

#[derive(Debug, Default)]
pub(crate) struct Watched {
    /// What is shown of each job that is watched.
    pub(crate) jobs: HashMap<JobId, watch::Sender<Sight>>,
    /// Streams of this process by visitor.
    pub(crate) own: HashMap<String, usize>,
    /// Streams of all others by visitor, as they last said.
    pub(crate) others: HashMap<String, usize>,
    /// Streams that were asked for since the start.
    pub(crate) asked: u64,
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

impl Default for Watchers {
    fn default() -> Self {
        let process = process::name().unwrap_or_else(|| std::process::id().to_string());
        Self { watched: Mutex::default(), process, announced: sync::Mutex::default() }
    }
}

impl Watchers {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
