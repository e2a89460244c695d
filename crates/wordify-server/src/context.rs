//! What a worker knows, and how it talks to its master.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::beat::Beat;
use crate::contract::Hire;
use crate::level::Level;
use crate::log;
use crate::{Settings, exit};

/// Beats are no rarer than this, so that status is fresh.
const BEAT_INTERVAL_MAX: Duration = Duration::from_secs(1);

/// A worker's own view of itself. Clones are the same worker.
#[derive(Debug, Clone)]
pub struct Context {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    hire: Hire,
    beat: Beat,
    drain: CancellationToken,
    is_ready: AtomicBool,
    is_orphan: AtomicBool,
}

impl Context {
    pub(crate) fn new(hire: Hire, beat: Beat) -> Self {
        let (is_ready, is_orphan) = (AtomicBool::new(false), AtomicBool::new(false));
        let inner = Inner { hire, beat, drain: CancellationToken::new(), is_ready, is_orphan };
        Self { inner: Arc::new(inner) }
    }

    /// The server's settings, as the master has checked them.
    pub fn settings(&self) -> &Settings {
        &self.inner.hire.settings
    }

    /// The kind that this worker is of.
    pub fn kind(&self) -> &str {
        &self.inner.hire.kind
    }

    /// A number that no other worker of this master has had.
    pub fn worker(&self) -> u64 {
        self.inner.hire.worker
    }

    /// The generation of code and settings; each reload has another.
    pub fn generation(&self) -> u64 {
        self.inner.hire.generation
    }

    /// Canceled when the worker is asked to drain: event streams end, job workers stop at their next checkpoint.
    pub fn drain(&self) -> &CancellationToken {
        &self.inner.drain
    }

    /// Says that the worker does its work from now on. Web workers do so by themselves.
    pub fn ready(&self) {
        self.inner.is_ready.store(true, Ordering::Relaxed);
        if !self.inner.beat.ready() {
            self.orphaned();
        }
    }

    /// Says that the worker takes nothing new any more.
    pub(crate) fn closed(&self) {
        self.inner.beat.closed();
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.inner.is_ready.load(Ordering::Relaxed)
    }

    /// Gives a sign of life. To be called more often than the heartbeat timeout, from the work itself, so that its silence means
    /// that it hangs. Costs nothing when called too often. Web workers do so by themselves.
    pub fn beat(&self) {
        if !self.inner.beat.beat(self.beat_interval()) {
            self.orphaned();
        }
    }

    /// Asked to drain, by the master or by whoever ends what it has left behind: the difference is worth a look.
    pub(crate) fn begin_drain(&self) {
        if !self.inner.beat.beat_now() {
            self.orphaned();
        }
        self.inner.drain.cancel();
    }

    /// How often a beat is sent.
    pub(crate) fn beat_interval(&self) -> Duration {
        (self.inner.hire.heartbeat.duration() / 4).min(BEAT_INTERVAL_MAX)
    }

    pub(crate) fn count_request(&self) {
        self.inner.beat.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn connection_opened(&self) {
        self.inner.beat.connections.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn connection_closed(&self) {
        self.inner.beat.connections.fetch_sub(1, Ordering::Relaxed);
    }

    /// Nobody would replace this worker or stop it, so it leaves by itself.
    fn orphaned(&self) {
        if !self.inner.is_orphan.swap(true, Ordering::Relaxed) {
            log::write(Level::Warning, "the master is gone; draining");
            self.inner.drain.cancel();
        }
    }

    /// Whether the master is gone.
    pub(crate) fn is_orphan(&self) -> bool {
        self.inner.is_orphan.load(Ordering::Relaxed)
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        exit::exit_code(if self.is_orphan() { exit::ORPHANED } else { exit::DRAINED })
    }
}
