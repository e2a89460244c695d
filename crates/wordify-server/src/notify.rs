//! What systemd is notified of: ready, reloading, stopping, a line of status, and that we are alive.

use std::env;
use std::io;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// The line to systemd; silent where nobody listens.
#[derive(Debug)]
pub(crate) struct Notify {
    socket: Option<(UnixDatagram, SocketAddr)>,
    watchdog: Option<Duration>,
}

impl Notify {
    /// From `NOTIFY_SOCKET` and `WATCHDOG_USEC`, which workers do not inherit.
    pub(crate) fn from_environment() -> Self {
        let address = env::var("NOTIFY_SOCKET").ok().and_then(|name| address_of(&name).ok());
        let socket = address.and_then(|address| Some((UnixDatagram::unbound().ok()?, address)));
        let is_for_us = env::var("WATCHDOG_PID").map_or(true, |pid| pid == std::process::id().to_string());
        let watchdog = env::var("WATCHDOG_USEC").ok().and_then(|text| text.parse().ok());
        let watchdog = watchdog.filter(|_| is_for_us && socket.is_some()).map(Duration::from_micros);
        Self { socket, watchdog }
    }

    /// How often to call [`Notify::alive`]: half of what systemd allows.
    pub(crate) fn watchdog_interval(&self) -> Option<Duration> {
        // Not zero, which is a panic in tokio's interval.
        self.watchdog.map(|limit| (limit / 2).max(Duration::from_millis(10)))
    }

    pub(crate) fn ready(&self) {
        self.send("READY=1");
    }

    pub(crate) fn reloading(&self) {
        // With the time systemd knows which READY=1 is the answer to this (Type=notify-reload).
        let now = clock_gettime(ClockId::CLOCK_MONOTONIC).map(Duration::from).unwrap_or_default();
        self.send(&format!("RELOADING=1\nMONOTONIC_USEC={}", now.as_micros()));
    }

    pub(crate) fn stopping(&self) {
        self.send("STOPPING=1");
    }

    pub(crate) fn alive(&self) {
        self.send("WATCHDOG=1");
    }

    /// One line for `systemctl status`.
    pub(crate) fn status(&self, text: &str) {
        self.send(&format!("STATUS={}", text.replace('\n', " ")));
    }

    /// What cannot be sent is not worth an error: systemd acts on silence by itself.
    fn send(&self, text: &str) {
        if let Some((socket, address)) = &self.socket {
            let _ = socket.send_to_addr(text.as_bytes(), address);
        }
    }
}

fn address_of(name: &str) -> io::Result<SocketAddr> {
    #[cfg(target_os = "linux")]
    if let Some(name) = name.strip_prefix('@') {
        use std::os::linux::net::SocketAddrExt;
        return SocketAddr::from_abstract_name(name);
    }
    SocketAddr::from_pathname(name)
}
