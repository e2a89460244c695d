//! The body of a request, with a limit on its size and its slowness.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep};

use crate::Settings;

/// How long any upload may be slower than the lowest rate.
const SLOW_GRACE: Duration = Duration::from_secs(10);

/// The body of a request.
#[derive(Debug)]
pub struct Upload {
    incoming: Incoming,
    bytes: u64,
    bytes_max: u64,
    rate_min: u64,
    pause_max: Duration,
    /// Since when the application waits for more.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
    /// How long it has waited in all.
    waited: Duration,
    fault: Fault,
}

/// Why an upload was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadError {
    /// It is larger than the settings allow.
    TooLarge,
    /// It is slower than the settings allow.
    TooSlow,
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the upload is too large",
            Self::TooSlow => "the upload is too slow",
        })
    }
}

impl Error for UploadError {}

/// What was wrong with an upload, for those who do not read it themselves.
#[derive(Debug, Clone, Default)]
pub(super) struct Fault(Arc<AtomicU8>);

impl Fault {
    fn set(&self, error: UploadError) -> super::BoxError {
        self.0.store(if error == UploadError::TooLarge { 1 } else { 2 }, Ordering::Relaxed);
        error.into()
    }

    pub(super) fn get(&self) -> Option<UploadError> {
        match self.0.load(Ordering::Relaxed) {
            1 => Some(UploadError::TooLarge),
            2 => Some(UploadError::TooSlow),
            _ => None,
        }
    }
}

impl Upload {
    pub(super) fn new(incoming: Incoming, settings: &Settings, fault: Fault) -> Self {
        Self {
            incoming,
            bytes: 0,
            bytes_max: settings.limits.body_bytes,
            rate_min: settings.limits.body_bytes_per_second,
            pause_max: settings.timeouts.body.duration(),
            waiting: None,
            waited: Duration::ZERO,
            fault,
        }
    }

    /// How much longer the next piece may take. Time in which the application does not ask for more does not count.
    fn patience(&self) -> Duration {
        let Some(seconds) = self.bytes.checked_div(self.rate_min) else { return self.pause_max };
        let allowed = SLOW_GRACE.saturating_add(Duration::from_secs(seconds));
        self.pause_max.min(allowed.saturating_sub(self.waited))
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = super::BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.incoming).poll_frame(task) {
            Poll::Ready(frame) => {
                if let Some((since, _)) = this.waiting.take() {
                    this.waited += since.elapsed();
                }
                let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
                this.bytes += data.map_or(0, |data| data.len() as u64);
                if this.bytes > this.bytes_max {
                    return Poll::Ready(Some(Err(this.fault.set(UploadError::TooLarge))));
                }
                Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
            }
            Poll::Pending => {
                let patience = this.patience();
                let (_, timer) =
                    this.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(patience))));
                match timer.as_mut().poll(task) {
                    Poll::Ready(()) => Poll::Ready(Some(Err(this.fault.set(UploadError::TooSlow)))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
