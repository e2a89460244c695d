//! What becomes of a response after it was given out.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::Bytes;
use http::StatusCode;
use http_body::{Body, Frame, SizeHint};

use super::ResponseBody;
use super::access_log::{self, Entry};
use super::pulse::Pulse;

/// In HTTP/2, pieces of a response are no larger, so that a client that takes it slowly differs from one that does not take it at
/// all. In HTTP/1.1 the connection shows it.
const PIECE_BYTES_MAX: usize = 64 << 10;

/// What is known about an exchange until its response has ended, however it ends.
#[derive(Debug)]
pub(super) struct Track {
    pulse: Arc<Pulse>,
    began: Instant,
    entry: Option<Entry>,
    is_complete: bool,
    /// Whether there is something that the client does not take.
    is_held: bool,
}

impl Track {
    /// Begins with the request.
    pub(super) fn new(pulse: Arc<Pulse>, entry: Option<Entry>) -> Self {
        Self { pulse, began: Instant::now(), entry, is_complete: false, is_held: false }
    }

    /// The response has begun.
    pub(super) fn answered(&mut self, status: StatusCode, logged_path: Option<String>) {
        if let Some(entry) = &mut self.entry {
            entry.status = status.as_u16();
            if let Some(path) = logged_path {
                entry.path = path;
            }
        }
        self.hold(true);
    }

    fn hold(&mut self, is_held: bool) {
        self.pulse.response_moved(self.is_held, is_held);
        self.is_held = is_held;
    }
}

impl Drop for Track {
    fn drop(&mut self) {
        self.hold(false);
        self.pulse.request_ended();
        if let Some(mut entry) = self.entry.take() {
            entry.time = self.began.elapsed();
            entry.is_complete = self.is_complete;
            access_log::put(&entry);
        }
    }
}

/// The body of a response, whose progress and end are noticed.
#[derive(Debug)]
pub(super) struct Tracked {
    body: ResponseBody,
    /// What is left of a large piece.
    rest: Bytes,
    track: Track,
}

impl Tracked {
    pub(super) fn new(body: ResponseBody, track: Track) -> Self {
        Self { body, rest: Bytes::new(), track }
    }
}

impl Body for Tracked {
    type Data = Bytes;
    type Error = super::BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        // Whoever asks has room for more: until the application has some, nothing waits for the client.
        this.track.hold(false);
        if this.rest.is_empty() {
            let frame = match ready!(Pin::new(&mut this.body).poll_frame(task)) {
                Some(Ok(frame)) => frame,
                ended => {
                    this.track.is_complete = ended.is_none();
                    return Poll::Ready(ended);
                }
            };
            match frame.into_data() {
                Ok(data) => this.rest = data,
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }
        let bytes_max = if this.track.pulse.is_http2() { PIECE_BYTES_MAX } else { usize::MAX };
        let piece = this.rest.split_to(this.rest.len().min(bytes_max));
        if let Some(entry) = &mut this.track.entry {
            entry.bytes += piece.len() as u64;
        }
        this.track.is_complete = this.is_end_stream();
        this.track.hold(true);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (body, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(body.lower().saturating_add(rest));
        if let Some(upper) = body.upper() {
            hint.set_upper(upper.saturating_add(rest));
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::{BodyExt, Full};

    use super::*;

    #[tokio::test]
    async fn a_large_body_is_given_in_pieces_and_whole() {
        let whole: Bytes = (0..200_001_u32).map(|number| u8::try_from(number % 251).unwrap_or(0)).collect();
        let body = Full::new(whole.clone()).map_err(|never| match never {}).boxed_unsync();
        let pulse = Arc::new(Pulse::new());
        pulse.request_began(true);
        let mut body = Tracked::new(body, Track::new(pulse, None));
        assert_eq!(body.size_hint().exact(), Some(200_001));
        let first = body.frame().await.expect("there is one").expect("it cannot fail");
        let first = first.into_data().expect("it is data");
        assert_eq!(first.len(), PIECE_BYTES_MAX);
        assert_eq!(body.size_hint().exact(), Some(200_001 - first.len() as u64));
        assert!(!body.is_end_stream());
        let rest = body.collect().await.expect("it cannot fail").to_bytes();
        assert_eq!([first, rest].concat(), whole);
    }
}
