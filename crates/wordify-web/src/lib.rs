//! The web application of Wordify: pages, API, queue, jobs, mail, webhooks.
//!
//! ```text
//! upload ─► waiting ─ start ─► queued ─ claim ─► running ─► succeeded | failed | canceled
//!            (checked: what was read)      │ analyst: a process of its own       │
//!                                          └ progress, checkpoint ─► storage     └► result sealed, upload deleted, mail queued
//! ```
//!
//! A visitor leaves a file; it becomes a job in state *waiting* and is inspected. Starting it puts it into the
//! queue. A runner claims it with a lease and lets an *analyst*, a process of its own with a memory limit, do the
//! work. Progress goes through the storage, so that any web process can show any job. The result is sealed with a
//! key that only the link holds, and the upload is deleted in the same step.
//!
//! This crate binds no socket and reads no command line: the program hands it its listeners and settings.

pub mod config;
pub mod counters;
pub(crate) mod fixed;
pub mod frame;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod metrics;
pub mod network;
pub mod request_memory;
pub mod settings;
pub(crate) mod shown;
pub mod state;
pub mod texts;
pub mod visitor;
pub mod watchers;
pub mod webhook;
