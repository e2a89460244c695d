//! What requests may hold in memory: a limit for each, and one for all together.
//!
//! A body that is kept whole (the fields of a form, JSON) is paid for piece by piece as it comes in. So neither a single
//! request nor thousands of slow ones fill the memory of a process. A file costs nothing here: it goes to the disk.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What one request may hold: two long lists of stop words, and more than enough beside.
pub const REQUEST_BYTES_MAX: usize = 1 << 20;
/// What all requests of a process may hold together, beyond their first bytes.
pub const PROCESS_BYTES_MAX: usize = 32 << 20;
/// The first bytes of each request are not counted among those of all: its connection has buffers of this size anyway, and
/// whoever fills the memory with large requests keeps nobody from sending an ordinary form.
const FREE_BYTES: usize = 16 << 10;

/// Memory that a request wanted and did not get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The request holds too much.
    TooMuch,
    /// All requests together hold too much.
    Busy,
}

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
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Refused> {
        let charged_before = self.bytes.saturating_sub(FREE_BYTES);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > REQUEST_BYTES_MAX {
            return Err(Refused::TooMuch);
        }
        let charge = self.bytes.saturating_sub(FREE_BYTES) - charged_before;
        // The most that one request may hold fits.
        let charge = u32::try_from(charge).unwrap_or(u32::MAX);
        if charge == 0 {
            return Ok(());
        }
        let Ok(permit) = Arc::clone(&self.all).try_acquire_many_owned(charge) else {
            return Err(Refused::Busy);
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
        assert_eq!(share.take(1), Err(Refused::TooMuch));
        assert_eq!(share.take(usize::MAX), Err(Refused::TooMuch));
    }

    #[test]
    fn what_requests_hold_together_is_bounded_and_given_back_and_small_forms_always_fit() {
        let memory = RequestMemory::default();
        let mut held = Vec::new();
        let refused = loop {
            let mut share = memory.share();
            match share.take(REQUEST_BYTES_MAX) {
                Ok(()) => held.push(share),
                Err(refused) => break refused,
            }
        };
        assert_eq!(refused, Refused::Busy);
        assert!(held.len() * REQUEST_BYTES_MAX <= PROCESS_BYTES_MAX + held.len() * FREE_BYTES);
        let mut small = memory.share();
        assert_eq!(small.take(FREE_BYTES), Ok(()));
        drop(held.pop());
        assert_eq!(memory.share().take(REQUEST_BYTES_MAX), Ok(()));
    }
}
