//! Signs of life to the master.

use std::fs;
use std::io;
use std::os::unix::net::UnixDatagram;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::contract::Message;

/// The channel to the master, and what is said on it.
#[derive(Debug)]
pub(crate) struct Beat {
    channel: UnixDatagram,
    last: Mutex<Option<Instant>>,
    pub(crate) requests: AtomicU64,
    pub(crate) connections: AtomicU64,
}

impl Beat {
    pub(crate) fn new(channel: UnixDatagram) -> io::Result<Self> {
        channel.set_nonblocking(true)?;
        Ok(Self {
            channel,
            last: Mutex::new(None),
            requests: AtomicU64::new(0),
            connections: AtomicU64::new(0),
        })
    }

    pub(crate) fn ready(&self) -> bool {
        self.send(Message::Ready)
    }

    pub(crate) fn closed(&self) {
        // Where the master is gone, nobody listens.
        let _ = self.send(Message::Closed);
    }

    /// Beats, unless it did within `interval`. False where the master is gone.
    pub(crate) fn beat(&self, interval: Duration) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        // A timer that rings slightly early must not leave out a beat.
        if last.is_some_and(|last| now.duration_since(last) < interval * 3 / 4) {
            return true;
        }
        *last = Some(now);
        drop(last);
        self.beat_now()
    }

    /// Beats in any case. False where the master is gone.
    pub(crate) fn beat_now(&self) -> bool {
        self.send(Message::Beat {
            requests: self.requests.load(Ordering::Relaxed),
            connections: self.connections.load(Ordering::Relaxed),
            memory_bytes: memory_bytes(),
        })
    }

    /// A full channel means that the master is slow, not that it is gone.
    fn send(&self, message: Message) -> bool {
        match self.channel.send(message.encode().as_bytes()) {
            Ok(_) => true,
            Err(error) => matches!(
                error.kind(),
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted | io::ErrorKind::OutOfMemory
            ),
        }
    }
}

/// What this process keeps in memory; 0 where the system does not say.
fn memory_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = resident.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kibibytes.unwrap_or(0) << 10
}
