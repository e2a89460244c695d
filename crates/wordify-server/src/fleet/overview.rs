//! What the fleet says about itself.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{CRASH_LOOP, Fleet, Phase, Reload, State};

/// The fleet at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetStatus {
    /// starting, running, reloading or stopping.
    pub state: String,
    /// What new workers get.
    pub generation: u64,
    /// Whether some slot fails again and again.
    pub crash_loop: bool,
    /// Those that run, and those that leave.
    pub workers: Vec<WorkerStatus>,
    /// By kind, in the order of the names. Masters of older versions do not say it.
    #[serde(default)]
    pub kinds: Vec<KindStatus>,
}

/// One kind of worker since the master's start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindStatus {
    /// Its name.
    pub kind: String,
    /// How many are wanted now.
    pub wanted: usize,
    /// How many were started.
    pub started: u64,
    /// How many of these ended or were killed without having been asked to leave, or did not get ready.
    pub failed: u64,
}

/// One worker at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerStatus {
    /// Its number, never given twice.
    pub worker: u64,
    /// Its kind.
    pub kind: String,
    /// Its process id.
    pub pid: Option<u32>,
    /// Of which code and settings it is.
    pub generation: u64,
    /// starting, ready, draining or killed.
    pub state: String,
    /// Since its start.
    pub age_seconds: u64,
    /// Since the last heartbeat.
    pub silent_seconds: u64,
    /// That it has served.
    pub requests: u64,
    /// That are open.
    pub connections: u64,
    /// That it uses.
    pub memory_bytes: u64,
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
            }
            .to_owned(),
            age_seconds: now.saturating_sub(worker.started).as_secs(),
            silent_seconds: now.saturating_sub(worker.heard).as_secs(),
            requests: worker.requests,
            connections: worker.connections,
            memory_bytes: worker.memory_bytes,
        });
        let slots = self.crews.iter().flat_map(|crew| crew.slots.iter());
        FleetStatus {
            state: match (self.phase, &self.reload) {
                (Phase::Stopping | Phase::Stopped, _) => "stopping",
                (Phase::Running, Some(Reload::Trial { .. } | Reload::Rolling { .. })) => "reloading",
                (Phase::Running, None) if self.was_ready => "running",
                (Phase::Running, None) => "starting",
            }
            .to_owned(),
            generation: self.generation,
            crash_loop: slots.map(|slot| slot.failures).max().unwrap_or(0) >= CRASH_LOOP,
            workers: workers.collect(),
            kinds: self.kind_status(),
        }
    }

    fn kind_status(&self) -> Vec<KindStatus> {
        let wanted = |name: &String| {
            self.crews.iter().find(|crew| crew.plan.kind == *name).map(|crew| crew.plan.count)
        };
        self.counts
            .iter()
            .map(|(name, counts)| KindStatus {
                kind: name.clone(),
                wanted: wanted(name).unwrap_or(0),
                started: counts.started,
                failed: counts.failed,
            })
            .collect()
    }
}
