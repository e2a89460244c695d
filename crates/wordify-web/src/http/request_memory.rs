//! What requests may hold in memory: so much each, and so much all together.
//!
//! A body that is kept whole (the fields of a form, JSON) is paid for piece by piece as it comes in. So neither a single
//! request nor thousands of slow ones fill the memory of a process. A file costs nothing here: it goes to the disk.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::http::error::{Kind, Problem};

/// What one request may hold: two long lists of stop words, and more than enough beside.
pub const REQUEST_BYTES_MAX: usize = 1 << 20;
/// What all requests of a process may hold together, beyond their first bytes.
pub const PROCESS_BYTES_MAX: usize = 32 << 20;
/// The first bytes of each request are not counted among those of all: its connection has buffers of this size anyway, and
/// whoever fills the memory with large requests keeps nobody from sending an ordinary form.
const FREE_BYTES: usize = 16 << 10;
/// Seconds after which a client shall try again when others hold all there is.
const RETRY_AFTER_SECONDS: u32 = 10;

/// The memory of one process for its requests. Clones share it.
#[derive(Debug, Clone)]
pub struct RequestMemory(Arc<Semaphore>);

impl Default for RequestMemory {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PROCESS_BYTES_MAX)))
    }
}

impl RequestMemory {
    /// The share of a request that holds nothing yet.
    pub(crate) fn share(&self) -> Share {
        Share { all: Arc::clone(&self.0), taken: None, bytes: 0 }
    }
}

/// What one request holds; given back when dropped.
#[derive(Debug)]
pub(crate) struct Share {
    all: Arc<Semaphore>,
    taken: Option<OwnedSemaphorePermit>,
    bytes: usize,
}

impl Share {
    /// Takes `bytes` more.
    ///
    /// # Errors
    /// When the request holds too much, or all requests together do.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Problem> {
        let charged_before = self.bytes.saturating_sub(FREE_BYTES);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > REQUEST_BYTES_MAX {
            return Err(Problem::new(
                Kind::TooLarge,
                format!("A request may have {REQUEST_BYTES_MAX} bytes at most besides its file."),
            )
            .remedy("Shorten the lists of stop words; everything else is short."));
        }
        let charge = self.bytes.saturating_sub(FREE_BYTES) - charged_before;
        // The most that one request may hold fits.
        let charge = u32::try_from(charge).unwrap_or(u32::MAX);
        if charge == 0 {
            return Ok(());
        }
        let Ok(permit) = Arc::clone(&self.all).try_acquire_many_owned(charge) else {
            return Err(Problem::new(Kind::Busy, "Other requests hold all the memory there is for them.")
                .remedy("Try again in some seconds; nothing was stored.")
                .retry_after(RETRY_AFTER_SECONDS));
        };
        match &mut self.taken {
            Some(taken) => taken.merge(permit),
            None => self.taken = Some(permit),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_takes_too_much_is_refused_as_too_large() {
        let mut share = RequestMemory::default().share();
        assert_eq!(share.take(REQUEST_BYTES_MAX), Ok(()));
        assert_eq!(share.take(1).expect_err("refused").kind, Kind::TooLarge);
        assert_eq!(share.take(usize::MAX).expect_err("refused").kind, Kind::TooLarge);
    }

    #[test]
    fn what_requests_hold_together_is_bounded_and_given_back_and_small_forms_always_fit() {
        let memory = RequestMemory::default();
        let mut held = Vec::new();
        let problem = loop {
            let mut share = memory.share();
            match share.take(REQUEST_BYTES_MAX) {
                Ok(()) => held.push(share),
                Err(problem) => break problem,
            }
        };
        assert_eq!((problem.kind, problem.retry_after_seconds), (Kind::Busy, Some(RETRY_AFTER_SECONDS)));
        assert!(held.len() * REQUEST_BYTES_MAX <= PROCESS_BYTES_MAX + held.len() * FREE_BYTES);
        let mut small = memory.share();
        assert_eq!(small.take(FREE_BYTES), Ok(()));
        drop(held.pop());
        assert_eq!(memory.share().take(REQUEST_BYTES_MAX), Ok(()));
    }
}
