//! How far the test of the part set aside is.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::Error;
use crate::progress::{Monitor, Stage};

/// Parts of the test that are done, of all.
#[derive(Debug)]
pub(super) struct Pace<'a> {
    monitor: &'a Monitor<'a>,
    done: AtomicUsize,
    total: usize,
}

impl<'a> Pace<'a> {
    /// At the start of `total` parts.
    pub(super) fn new(monitor: &'a Monitor<'a>, total: usize) -> Self {
        monitor.report(Stage::Confirm, 0, total);
        Self { monitor, done: AtomicUsize::new(0), total }
    }

    /// Reports that one more part is done.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.monitor.report(Stage::Confirm, done, self.total);
    }

    /// # Errors
    /// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled) once the caller wants to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.monitor.check()
    }
}
