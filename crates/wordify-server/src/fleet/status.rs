//! What the fleet tells about itself.

use std::time::Duration;

use serde::Serialize;

use super::{CRASH_LOOP, Fleet, Phase, Reload, State};

/// The fleet at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FleetStatus {
    /// starting, running, reloading or stopping.
    pub(crate) state: &'static str,
    pub(crate) generation: u64,
    /// Whether some slot fails again and again.
    pub(crate) crash_loop: bool,
    pub(crate) workers: Vec<WorkerStatus>,
}

/// One worker at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct WorkerStatus {
    pub(crate) worker: u64,
    pub(crate) kind: String,
    pub(crate) pid: Option<u32>,
    pub(crate) generation: u64,
    /// starting, ready, draining or killed.
    pub(crate) state: &'static str,
    pub(crate) age_seconds: u64,
    /// Since the last heartbeat.
    pub(crate) silent_seconds: u64,
    pub(crate) requests: u64,
    pub(crate) connections: u64,
    pub(crate) memory_bytes: u64,
}

impl Fleet {
    pub(crate) fn status(&self, now: Duration) -> FleetStatus {
        let workers = self.workers.values().map(|worker| WorkerStatus {
            worker: worker.id.0,
            kind: worker.kind.clone(),
            pid: worker.pid,
            generation: worker.generation,
            state: match worker.state {
                State::Starting { .. } => "starting",
                State::Ready { .. } => "ready",
                State::Draining { .. } => "draining",
                State::Killed { .. } => "killed",
            },
            age_seconds: now.saturating_sub(worker.started).as_secs(),
            silent_seconds: now.saturating_sub(worker.heard).as_secs(),
            requests: worker.requests,
            connections: worker.connections,
            memory_bytes: worker.memory_bytes,
        });
        let slots = self.kinds.iter().flat_map(|kind| kind.slots.iter());
        FleetStatus {
            state: match (self.phase, &self.reload) {
                (Phase::Stopping | Phase::Stopped, _) => "stopping",
                (Phase::Running, Some(Reload::Trial { .. } | Reload::Rolling { .. })) => "reloading",
                (Phase::Running, None) if self.was_ready => "running",
                (Phase::Running, None) => "starting",
            },
            generation: self.generation,
            crash_loop: slots.map(|slot| slot.failures).max().unwrap_or(0) >= CRASH_LOOP,
            workers: workers.collect(),
        }
    }
}
