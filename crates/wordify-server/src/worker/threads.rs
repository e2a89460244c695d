//! A runtime whose threads are all there before its work begins. A system that has no more threads to give then takes none of them
//! away, and no work waits for one that never comes.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

/// Threads for work that blocks, such as files and databases: enough that a slow disk is kept busy, too few to matter beside what a
/// system lets a service have.
const BLOCKING_THREADS: usize = 12;
/// Longer than any process lives: a thread that ended could perhaps not be started again.
const KEEP_ALIVE: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
/// How long the threads may take to start.
const START_MAX: Duration = Duration::from_secs(10);

/// A runtime with `threads` threads for work that does not block, and as many as there will ever be for work that does.
///
/// # Errors
/// When the system does not give all of them.
pub(super) fn runtime(threads: usize) -> io::Result<Runtime> {
    // The runtime panics where it gets no thread, so it is tried first whether there are any.
    let gathering = Arc::new(Gathering::default());
    let probes: io::Result<Vec<_>> = (0..threads + BLOCKING_THREADS)
        .map(|_| {
            let gathering = Arc::clone(&gathering);
            std::thread::Builder::new().spawn(move || gathering.join())
        })
        .collect();
    gathering.dissolve();
    for probe in probes? {
        // Nothing in them can fail, so there is no error to look at.
        let _ = probe.join();
    }
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(threads).max_blocking_threads(BLOCKING_THREADS).thread_keep_alive(KEEP_ALIVE);
    let runtime = builder.enable_all().build()?;
    start_all(&runtime)?;
    Ok(runtime)
}

/// A thread is started for work that finds none idle: so all are, when as much work waits for each other.
fn start_all(runtime: &Runtime) -> io::Result<()> {
    let gathering = Arc::new(Gathering::default());
    for _ in 0..BLOCKING_THREADS {
        let gathering = Arc::clone(&gathering);
        runtime.spawn_blocking(move || gathering.join());
    }
    let there = gathering.wait_for(BLOCKING_THREADS);
    gathering.dissolve();
    if there == BLOCKING_THREADS {
        return Ok(());
    }
    Err(io::Error::other(format!("the system gave {there} of {BLOCKING_THREADS} threads")))
}

/// Threads that wait for each other.
#[derive(Debug, Default)]
struct Gathering {
    /// How many have come, and whether they may leave.
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gathering {
    fn lock(&self) -> MutexGuard<'_, (usize, bool)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Comes, and stays until all may leave.
    fn join(&self) {
        let mut state = self.lock();
        state.0 += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |(_, may_leave)| !*may_leave));
    }

    /// How many have come: `count`, unless that takes too long.
    fn wait_for(&self, count: usize) -> usize {
        let waited = self.changed.wait_timeout_while(self.lock(), START_MAX, |(there, _)| *there < count);
        waited.unwrap_or_else(PoisonError::into_inner).0.0
    }

    fn dissolve(&self) {
        self.lock().1 = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_threads_are_there_at_once_and_stay() {
        let runtime = runtime(1).expect("threads");
        let metrics = runtime.metrics();
        assert_eq!(metrics.num_workers(), 1);
        // Each piece of work waits for all others: none of them waits for a thread.
        start_all(&runtime).expect("threads that are there");
    }
}
