//! What the control socket answers.

use serde::{Deserialize, Serialize};

use crate::certificates::CertificateStatus;
use crate::fleet::FleetStatus;

/// The server at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The master's process id.
    pub pid: u32,
    /// Since the master's start.
    pub uptime_seconds: u64,
    /// Where it listens.
    pub listeners: Vec<String>,
    /// The workers.
    #[serde(flatten)]
    pub fleet: FleetStatus,
    /// What became of the last reload, if there was one.
    pub last_reload: Option<LastReload>,
    /// How many reloads were done and refused since the master's start. Masters of older versions do not say it.
    #[serde(default)]
    pub reloads: Reloads,
    /// The certificate of a file that ends first, or the one that is obtained by itself, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateStatus>,
}

/// Reloads since the master's start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reloads {
    /// All workers are of the new generation.
    pub done: u64,
    /// The old workers stayed.
    pub refused: u64,
}

/// What became of a reload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastReload {
    /// Which generation it wanted to bring; none where it did not come so far.
    pub generation: Option<u64>,
    /// Why it was refused; none where it was not.
    pub refused: Option<String>,
}

impl Status {
    /// One line for people: `running, generation 2, 4 web and 1 jobs workers ready`.
    pub fn summary(&self) -> String {
        let mut kinds: Vec<&str> = Vec::new();
        for worker in &self.fleet.workers {
            if !kinds.contains(&worker.kind.as_str()) {
                kinds.push(&worker.kind);
            }
        }
        let ready = |kind: &str| {
            let ready = |worker: &&crate::fleet::WorkerStatus| worker.kind == kind && worker.state == "ready";
            self.fleet.workers.iter().filter(ready).count()
        };
        let counts: Vec<String> = kinds.iter().map(|kind| format!("{} {kind}", ready(kind))).collect();
        let mut text = format!(
            "{}, generation {}, workers ready: {}",
            self.fleet.state,
            self.fleet.generation,
            counts.join(", ")
        );
        if self.fleet.crash_loop {
            text.push_str(", CRASH LOOP");
        }
        if let Some(reason) = self.last_reload.as_ref().and_then(|reload| reload.refused.as_ref()) {
            text.push_str(&format!(", last reload refused: {reason}"));
        }
        text
    }
}
