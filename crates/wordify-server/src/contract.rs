//! What a master and its workers say to each other.
//!
//! An old master starts new workers, so this changes only by additions: what a side does not know it passes over.
//!
//! - Descriptors from 3 on: the listeners, in order, then a datagram socket to the master. `LISTEN_FDS` says how many.
//! - The variable `WORDIFY_SERVER_WORKER`: a [`Hire`] as JSON.
//! - From worker to master, one message per datagram: `READY`; then `BEAT requests=5 connections=2 memory=1048576` as a heartbeat;
//!   and `CLOSED` when it drains and takes nothing new any more.
//! - From master to worker, signals: TERM drains, USR1 reopens logs, KILL is what it is. INT, QUIT and HUP, which a terminal
//!   sends to everyone, are for the master alone.
//! - At the end an exit code of [`crate::exit`].

use serde::{Deserialize, Serialize};

use crate::Settings;
use crate::settings::{Listener, Seconds};

/// Name of the variable that holds the [`Hire`].
pub(crate) const VARIABLE: &str = "WORDIFY_SERVER_WORKER";
/// The first descriptor that is passed.
pub(crate) const DESCRIPTOR_FIRST: i32 = 3;

/// What a worker needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Hire {
    pub(crate) kind: String,
    pub(crate) worker: u64,
    pub(crate) generation: u64,
    /// Silence longer than this is death.
    pub(crate) heartbeat: Seconds,
    pub(crate) settings: Settings,
    /// In the order of the descriptors.
    pub(crate) listeners: Vec<Listener>,
}

/// What a worker says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    Ready,
    Closed,
    Beat { requests: u64, connections: u64, memory_bytes: u64 },
}

impl Message {
    pub(crate) fn encode(self) -> String {
        match self {
            Self::Ready => "READY".to_owned(),
            Self::Closed => "CLOSED".to_owned(),
            Self::Beat { requests, connections, memory_bytes } => {
                format!("BEAT requests={requests} connections={connections} memory={memory_bytes}")
            }
        }
    }

    /// None for what we do not know.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut words = std::str::from_utf8(bytes).ok()?.split_ascii_whitespace();
        match words.next()? {
            "READY" => Some(Self::Ready),
            "CLOSED" => Some(Self::Closed),
            "BEAT" => {
                let (mut requests, mut connections, mut memory_bytes) = (0, 0, 0);
                for (key, value) in words.filter_map(|word| word.split_once('=')) {
                    let value = value.parse().unwrap_or(0);
                    match key {
                        "requests" => requests = value,
                        "connections" => connections = value,
                        "memory" => memory_bytes = value,
                        _ => {}
                    }
                }
                Some(Self::Beat { requests, connections, memory_bytes })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_understood_with_additions_and_omissions() {
        let beat = Message::Beat { requests: 5, connections: 2, memory_bytes: 1024 };
        assert_eq!(Message::decode(beat.encode().as_bytes()), Some(beat));
        assert_eq!(Message::decode(b"READY since=now"), Some(Message::Ready));
        let bare = Message::Beat { requests: 1, connections: 0, memory_bytes: 0 };
        assert_eq!(Message::decode(b"BEAT requests=1 mood=good memory=much"), Some(bare));
        assert_eq!(Message::decode(b"HELLO"), None);
        assert_eq!(Message::decode(&[0xff]), None);
        assert_eq!(Message::decode(b""), None);
    }
}
