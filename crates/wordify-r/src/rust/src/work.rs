//! An analysis in a thread of its own, so that R can attend to Ctrl-C and a progress bar meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use wordify::progress::{Monitor, Progress};
use wordify::report::Report;
use wordify::settings::THREADS_MAX;
use wordify::study::{self, Study};
use wordify::{Error, ErrorKind};

/// The thread, and what it shares with R's.
#[derive(Debug)]
pub(crate) struct Work {
    thread: Option<JoinHandle<()>>,
    result: Receiver<Result<Report, Error>>,
    canceled: Arc<AtomicBool>,
    latest: Arc<Mutex<Option<Progress>>>,
}

impl Work {
    /// Starts `study` on `bytes`, with so many threads, or one for each core where that is none.
    pub(crate) fn start(study: Study, bytes: Vec<u8>, name: Option<String>, threads: Option<usize>) -> Self {
        let threads = threads
            .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
            .clamp(1, THREADS_MAX);
        let canceled = Arc::new(AtomicBool::new(false));
        let latest = Arc::new(Mutex::new(None));
        let (stop, newest) = (Arc::clone(&canceled), Arc::clone(&latest));
        let (sender, result) = mpsc::channel();
        let run = move || {
            let listener = |progress: Progress| {
                *newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
            };
            let result = study::run(bytes, name.as_deref(), &study, threads, &Monitor::new(&stop, &listener));
            // Where nobody listens any more, nobody misses it.
            drop(sender.send(result));
        };
        Self { thread: Some(thread::spawn(run)), result, canceled, latest }
    }

    /// Waits at most `limit` for what comes of it.
    pub(crate) fn wait(&self, limit: Duration) -> Option<Result<Report, Error>> {
        match self.result.recv_timeout(limit) {
            Ok(result) => Some(result),
            Err(RecvTimeoutError::Timeout) => None,
            // The thread has printed why.
            Err(RecvTimeoutError::Disconnected) => {
                Some(Err(Error::new(ErrorKind::Input, "the analysis ended before it was done")))
            }
        }
    }

    /// What was last heard of it.
    pub(crate) fn progress(&self) -> Option<Progress> {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Work {
    /// Stops the analysis, and waits for that.
    fn drop(&mut self) {
        self.canceled.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // Nobody asks for the result any more.
            drop(thread.join());
        }
    }
}
