//! One worker as the master sees it: a process to start, to listen to, and to send signals.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram as StdDatagram;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};

use command_fds::{CommandFdExt, FdMapping};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::net::UnixDatagram;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use crate::account::Account;
use crate::contract::{DESCRIPTOR_FIRST, Hire, Message, VARIABLE};
use crate::fleet::{Ending, Event, WorkerId};
use crate::listeners::Bound;

/// The longest message that is read.
const MESSAGE_BYTES_MAX: usize = 512;
/// What belongs to the master alone, or would name the wrong descriptors.
const NOT_INHERITED: [&str; 7] = [
    "NOTIFY_SOCKET",
    "WATCHDOG_USEC",
    "WATCHDOG_PID",
    "LISTEN_PID",
    "LISTEN_FDNAMES",
    "LISTEN_FDS_FIRST_FD",
    "LISTEN_PIDFDID",
];

/// How to start a worker.
#[derive(Debug)]
pub(crate) struct Launch<'a> {
    pub(crate) program: &'a PathBuf,
    pub(crate) arguments: &'a [OsString],
    pub(crate) environment: &'a BTreeMap<String, OsString>,
    pub(crate) withheld: &'a [String],
    pub(crate) account: Option<Account>,
    pub(crate) hire: Hire,
    pub(crate) listeners: &'a [Bound],
}

/// The line to a running worker. Dropping it leaves the worker alone.
#[derive(Debug)]
pub(crate) struct WorkerHandle {
    signals: mpsc::UnboundedSender<Signal>,
}

impl WorkerHandle {
    /// Starts the process. What becomes of it comes as events, also that it could not be started.
    pub(crate) fn start(id: WorkerId, launch: &Launch<'_>, events: mpsc::UnboundedSender<Event>) -> Self {
        let (signals, orders) = mpsc::unbounded_channel();
        match spawn(launch) {
            Ok((child, channel)) => {
                if let Some(pid) = child.id() {
                    let _ = events.send(Event::Spawned { worker: id, pid });
                }
                tokio::spawn(attend(id, child, channel, orders, events));
            }
            Err(error) => {
                let reason = format!("{}: {error}", launch.program.display());
                let _ = events.send(Event::Ended { worker: id, ending: Ending::NotStarted(reason) });
            }
        }
        Self { signals }
    }

    pub(crate) fn drain(&self) {
        self.send(Signal::SIGTERM);
    }

    pub(crate) fn kill(&self) {
        self.send(Signal::SIGKILL);
    }

    pub(crate) fn reopen_logs(&self) {
        self.send(Signal::SIGUSR1);
    }

    fn send(&self, signal: Signal) {
        // A worker that has ended meanwhile needs no signal.
        let _ = self.signals.send(signal);
    }
}

fn spawn(launch: &Launch<'_>) -> io::Result<(Child, UnixDatagram)> {
    let (ours, theirs) = StdDatagram::pair()?;
    ours.set_nonblocking(true)?;
    let mut descriptors: Vec<OwnedFd> =
        launch.listeners.iter().map(Bound::duplicate).collect::<io::Result<_>>()?;
    descriptors.push(theirs.into());
    let count = descriptors.len();
    let mappings = (DESCRIPTOR_FIRST..).zip(descriptors);
    let mappings = mappings.map(|(child_fd, parent_fd)| FdMapping { parent_fd, child_fd }).collect();

    let mut command = std::process::Command::new(launch.program);
    for name in NOT_INHERITED.into_iter().chain(launch.withheld.iter().map(String::as_str)) {
        command.env_remove(name);
    }
    command.args(launch.arguments).envs(launch.environment).stdin(Stdio::null());
    command.env("LISTEN_FDS", count.to_string());
    command.env(VARIABLE, serde_json::to_string(&launch.hire)?);
    command.fd_mappings(mappings).map_err(io::Error::other)?;
    let mut command = Command::from(command);
    if let Some(account) = launch.account {
        // This drops root's further groups as well: the standard library clears them.
        command.gid(account.group).uid(account.user);
    }
    Ok((command.spawn()?, UnixDatagram::from_std(ours)?))
}

/// Passes messages on, and signals, until the process has ended.
async fn attend(
    id: WorkerId,
    mut child: Child,
    channel: UnixDatagram,
    mut orders: mpsc::UnboundedReceiver<Signal>,
    events: mpsc::UnboundedSender<Event>,
) {
    let mut buffer = [0; MESSAGE_BYTES_MAX];
    let mut is_open = true;
    let pass_on = |bytes: &[u8]| {
        let event = Message::decode(bytes).map(|message| match message {
            Message::Ready => Event::Ready { worker: id },
            Message::Closed => Event::Closed { worker: id },
            Message::Beat { requests, connections, memory_bytes } => {
                Event::Beat { worker: id, requests, connections, memory_bytes }
            }
        });
        event.map(|event| events.send(event))
    };
    let status = loop {
        tokio::select! {
            received = channel.recv(&mut buffer), if is_open => match received {
                Ok(bytes) => { pass_on(&buffer[..bytes]); }
                Err(_) => is_open = false,
            },
            Some(signal) = orders.recv() => {
                // The number belongs to our child until `wait` has returned, so nobody else can be hit.
                if let Some(pid) = child.id().and_then(|pid| i32::try_from(pid).ok()) {
                    let _ = kill(Pid::from_raw(pid), signal);
                }
            }
            status = child.wait() => break status,
        }
    };
    // What it sent just before its end is still in the channel; nothing comes after the event of its end.
    while let Ok(bytes) = channel.try_recv(&mut buffer) {
        pass_on(&buffer[..bytes]);
    }
    let ending = match status {
        Ok(status) => ending_of(status),
        Err(error) => Ending::NotStarted(error.to_string()),
    };
    let _ = events.send(Event::Ended { worker: id, ending });
}

fn ending_of(status: ExitStatus) -> Ending {
    match (status.code(), status.signal()) {
        (Some(code), _) => Ending::Code(code),
        (None, Some(signal)) => Ending::Signal(signal),
        (None, None) => Ending::Code(crate::exit::FAILED),
    }
}
