//! One worker, as the fleet knows it.

use std::fmt;
use std::time::Duration;

use super::Plan;

const SIGTERM: i32 = 15;

/// A number that is given once in the life of a master.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WorkerId(pub(crate) u64);

/// How a worker came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    Code(i32),
    Signal(i32),
    /// The process could not be started.
    NotStarted(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// `since` moves where the master itself slept.
    Starting {
        since: Duration,
    },
    Ready {
        since: Duration,
    },
    Draining {
        deadline: Duration,
    },
    Killed {
        deadline: Duration,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Worker {
    pub(super) id: WorkerId,
    pub(super) kind: String,
    pub(super) generation: u64,
    pub(super) pid: Option<u32>,
    pub(super) started: Duration,
    /// The last sign of life.
    pub(super) heard: Duration,
    pub(super) state: State,
    /// Whether it has stopped taking anything new.
    pub(super) is_closed: bool,
    pub(super) requests: u64,
    pub(super) connections: u64,
    pub(super) memory_bytes: u64,
}

impl Worker {
    pub(super) fn new(id: WorkerId, kind: String, generation: u64, now: Duration) -> Self {
        Self {
            id,
            kind,
            generation,
            pid: None,
            started: now,
            heard: now,
            state: State::Starting { since: now },
            is_closed: false,
            requests: 0,
            connections: 0,
            memory_bytes: 0,
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready { .. })
    }

    pub(super) fn beat(&mut self, now: Duration, requests: u64, connections: u64, memory_bytes: u64) {
        self.heard = now;
        self.requests = requests;
        self.connections = connections;
        self.memory_bytes = memory_bytes;
    }

    /// Begins to leave. False where it does already.
    pub(super) fn drain(&mut self, deadline: Duration) -> bool {
        let begins = matches!(self.state, State::Starting { .. } | State::Ready { .. });
        if begins {
            self.state = State::Draining { deadline };
        }
        begins
    }

    /// Brings the deadline of a draining worker forward.
    pub(super) fn hasten(&mut self, latest: Duration) {
        if let State::Draining { deadline } = &mut self.state {
            *deadline = latest.min(*deadline);
        }
    }

    /// False where it was killed before.
    pub(super) fn kill(&mut self, deadline: Duration) -> bool {
        let begins = !matches!(self.state, State::Killed { .. });
        // A reload does not wait for the kernel to be done with it.
        self.is_closed = true;
        if begins {
            self.state = State::Killed { deadline };
        }
        begins
    }

    /// Counts silence from now on.
    pub(super) fn forgive(&mut self, now: Duration) {
        self.heard = now;
        if let State::Starting { since } = &mut self.state {
            *since = now;
        }
    }

    /// When the master loses patience. Without a plan its kind is gone, and it is leaving.
    pub(super) fn deadline(&self, plan: Option<&Plan>) -> Option<Duration> {
        match self.state {
            State::Starting { since } => plan.map(|plan| since + plan.ready_timeout),
            State::Ready { .. } => plan.map(|plan| self.heard + plan.heartbeat_timeout),
            State::Draining { deadline } | State::Killed { deadline } => Some(deadline),
        }
    }

    /// Why it should be replaced although it works.
    pub(super) fn worn(&self, plan: &Plan) -> Option<String> {
        if plan.requests_max.is_some_and(|max| self.requests >= max) {
            return Some(format!("has served {} requests", self.requests));
        }
        let mib = self.memory_bytes >> 20;
        plan.memory_bytes_max.filter(|max| self.memory_bytes > *max).map(|_| format!("uses {mib} MiB"))
    }

    /// Whether it ended in another way than it was asked to.
    pub(super) fn is_unclean(&self, ending: &Ending) -> bool {
        // One that is asked before it listens to signals ends by the signal itself.
        let asked = [Ending::Code(crate::exit::DRAINED), Ending::Signal(SIGTERM)];
        !matches!(self.state, State::Killed { .. }) && !asked.contains(ending)
    }
}

impl fmt::Display for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} worker {}", self.kind, self.id.0)?;
        self.pid.map_or(Ok(()), |pid| write!(f, " (pid {pid})"))
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => match crate::exit::meaning(*code) {
                Some(meaning) => write!(f, "exited with code {code} ({meaning})"),
                None => write!(f, "exited with code {code}"),
            },
            Self::Signal(number) => write!(f, "was ended by signal {number}"),
            Self::NotStarted(reason) => write!(f, "could not be started: {reason}"),
        }
    }
}
