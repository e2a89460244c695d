//! What a connection is doing, so that one that does nothing, or too slowly, can be ended.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::settings::{Seconds, Timeouts};

/// How often a draining connection is looked at.
const DRAIN_LOOK: Duration = Duration::from_millis(500);
/// Stands for "not now".
const NEVER: u64 = u64::MAX;

/// Times are milliseconds since the connection began.
#[derive(Debug)]
pub(super) struct Pulse {
    began: Instant,
    /// Requests whose response has not ended.
    in_flight: AtomicUsize,
    /// Those of them that have something which the client does not take.
    held: AtomicUsize,
    /// When a response last got further.
    moved_at: AtomicU64,
    idle_since: AtomicU64,
    /// When the first byte of a request's head came.
    head_since: AtomicU64,
    /// Since when the client has not taken what we want to send.
    stuck_since: AtomicU64,
    drain_since: AtomicU64,
    is_http2: AtomicBool,
}

/// What to do with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Look again after this time.
    Wait(Duration),
    /// Let it end in good order.
    Close,
    /// End it.
    Abort,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self {
            began: Instant::now(),
            in_flight: AtomicUsize::new(0),
            held: AtomicUsize::new(0),
            moved_at: AtomicU64::new(0),
            idle_since: AtomicU64::new(0),
            head_since: AtomicU64::new(NEVER),
            stuck_since: AtomicU64::new(NEVER),
            drain_since: AtomicU64::new(NEVER),
            is_http2: AtomicBool::new(false),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(NEVER - 1)
    }

    pub(super) fn request_began(&self, is_http2: bool) {
        self.in_flight.fetch_add(1, Relaxed);
        self.head_since.store(NEVER, Relaxed);
        self.is_http2.store(is_http2, Relaxed);
    }

    pub(super) fn request_ended(&self) {
        self.idle_since.store(self.now(), Relaxed);
        self.in_flight.fetch_sub(1, Relaxed);
    }

    /// The client has taken something of a response, or now has something to take.
    pub(super) fn response_moved(&self, was_held: bool, is_held: bool) {
        self.moved_at.store(self.now(), Relaxed);
        match (was_held, is_held) {
            (false, true) => drop(self.held.fetch_add(1, Relaxed)),
            (true, false) => drop(self.held.fetch_sub(1, Relaxed)),
            _ => {}
        }
    }

    pub(super) fn drain(&self) {
        self.drain_since.store(self.now(), Relaxed);
    }

    pub(super) fn is_draining(&self) -> bool {
        self.drain_since.load(Relaxed) != NEVER
    }

    pub(super) fn is_http2(&self) -> bool {
        self.is_http2.load(Relaxed)
    }

    fn was_read(&self) {
        // HTTP/2 has frames that belong to no request; its own limits bound the heads.
        if self.in_flight.load(Relaxed) == 0 && !self.is_http2() && self.head_since.load(Relaxed) == NEVER {
            self.head_since.store(self.now(), Relaxed);
        }
    }

    fn was_written(&self, is_stuck: bool) {
        if !is_stuck {
            self.stuck_since.store(NEVER, Relaxed);
        } else if self.stuck_since.load(Relaxed) == NEVER {
            self.stuck_since.store(self.now(), Relaxed);
        }
    }

    /// What to do now. An idle connection of a worker that drains is closed after `linger`.
    pub(super) fn verdict(&self, timeouts: &Timeouts, linger: Duration) -> Verdict {
        self.verdict_at(self.now(), timeouts, linger)
    }

    fn verdict_at(&self, now: u64, timeouts: &Timeouts, linger: Duration) -> Verdict {
        // What begins after this look cannot be over before the next.
        let limits = [timeouts.write, timeouts.header, timeouts.keep_alive];
        let mut wait = limits.map(Seconds::duration).into_iter().min().unwrap_or_default();
        if self.is_draining() {
            // It may turn out to speak HTTP/2, and then wants its goodbye.
            wait = wait.min(DRAIN_LOOK);
        }
        let mut is_over = |since: u64, limit: Duration| {
            let left = limit.checked_sub(Duration::from_millis(now.saturating_sub(since)));
            let left = left.filter(|left| !left.is_zero());
            wait = wait.min(left.unwrap_or_default());
            left.is_none()
        };
        let stuck = self.stuck_since.load(Relaxed);
        if stuck != NEVER && is_over(stuck, timeouts.write.duration()) {
            return Verdict::Abort;
        }
        let in_flight = self.in_flight.load(Relaxed);
        // In HTTP/2 a client can refuse to take responses without the connection being stuck.
        let is_held = self.is_http2() && in_flight > 0 && self.held.load(Relaxed) == in_flight;
        if is_held && is_over(self.moved_at.load(Relaxed), timeouts.write.duration()) {
            return Verdict::Abort;
        }
        if in_flight == 0 {
            let head = self.head_since.load(Relaxed);
            if head != NEVER {
                if is_over(head, timeouts.header.duration()) {
                    return Verdict::Abort;
                }
            } else {
                let idle = self.idle_since.load(Relaxed);
                if is_over(idle, timeouts.keep_alive.duration()) {
                    return Verdict::Close;
                }
                let drain = self.drain_since.load(Relaxed);
                if drain != NEVER && is_over(drain.max(idle), linger.min(timeouts.drain.duration() / 2)) {
                    return Verdict::Close;
                }
            }
        }
        Verdict::Wait(wait.max(Duration::from_millis(1)))
    }
}

/// A stream whose reads and writes are felt.
#[derive(Debug)]
pub(super) struct Felt<S> {
    stream: S,
    pulse: Arc<Pulse>,
}

impl<S> Felt<S> {
    pub(super) fn new(stream: S, pulse: Arc<Pulse>) -> Self {
        Self { stream, pulse }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Felt<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(task, buffer))?;
        if buffer.filled().len() > before {
            this.pulse.was_read();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Felt<S> {
    fn poll_write(self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(task, bytes);
        this.pulse.was_written(written.is_pending());
        written
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(task, buffers);
        this.pulse.was_written(written.is_pending());
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(task);
        this.pulse.was_written(flushed.is_pending());
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let shut = Pin::new(&mut this.stream).poll_shutdown(task);
        this.pulse.was_written(shut.is_pending());
        shut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1000;

    fn at(pulse: &Pulse, second: u64) -> Verdict {
        pulse.verdict_at(second * SECOND, &Timeouts::default(), Duration::from_secs(5))
    }

    #[test]
    fn an_idle_connection_is_closed_after_the_keep_alive_time() {
        let pulse = Pulse::new();
        assert_eq!(at(&pulse, 70), Verdict::Wait(Duration::from_secs(5)));
        assert_eq!(at(&pulse, 1), Verdict::Wait(Duration::from_secs(15)), "a head may begin meanwhile");
        assert_eq!(at(&pulse, 75), Verdict::Close);
    }

    #[test]
    fn a_head_that_trickles_in_is_aborted_however_steady_it_is() {
        let pulse = Pulse::new();
        pulse.was_read();
        assert_eq!(at(&pulse, 14), Verdict::Wait(Duration::from_secs(1)));
        pulse.was_read();
        assert_eq!(at(&pulse, 15), Verdict::Abort);
    }

    #[test]
    fn a_request_in_flight_may_take_its_time_unless_the_client_does_not_read() {
        let pulse = Pulse::new();
        pulse.request_began(false);
        assert!(matches!(at(&pulse, 4000), Verdict::Wait(_)));
        pulse.was_written(true);
        assert_eq!(at(&pulse, 61), Verdict::Abort);
        pulse.was_written(false);
        assert!(matches!(at(&pulse, 4000), Verdict::Wait(_)));
    }

    #[test]
    fn a_client_that_takes_nothing_of_any_response_is_cut_off_though_the_connection_is_not_stuck() {
        let pulse = Pulse::new();
        for _ in 0..2 {
            pulse.request_began(true);
        }
        pulse.response_moved(false, true);
        assert!(
            matches!(at(&pulse, 4000), Verdict::Wait(_)),
            "the other one still waits for its application"
        );
        pulse.response_moved(false, true);
        assert!(matches!(at(&pulse, 59), Verdict::Wait(_)));
        assert_eq!(at(&pulse, 61), Verdict::Abort);
        pulse.response_moved(true, false);
        assert!(matches!(at(&pulse, 4000), Verdict::Wait(_)));
    }

    #[test]
    fn a_draining_connection_lingers_for_one_more_request() {
        let pulse = Pulse::new();
        pulse.drain();
        assert!(matches!(at(&pulse, 4), Verdict::Wait(_)));
        assert_eq!(at(&pulse, 5), Verdict::Close);
        pulse.request_began(false);
        assert!(matches!(at(&pulse, 4000), Verdict::Wait(_)));
    }
}
