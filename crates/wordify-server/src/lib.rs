//! An application server: a master process that keeps workers, and workers that serve HTTP.
//!
//! It knows nothing about what is served: an application is any tower service. A program calls [`master::run`] with its
//! settings and the kinds of workers that it wants. The master starts the same program again for each of them, and there the
//! program calls [`worker::run_web`], or [`worker::run`] for work that is not HTTP. `docs/server.md` explains to operators what they
//! see; `examples/greeter.rs` is a whole program.
#![cfg(unix)]

mod account;
mod answer;
mod beat;
pub mod certificates;
mod clock;
mod context;
mod contract;
pub mod control;
pub mod exit;
mod fleet;
mod http;
mod level;
mod listeners;
mod log;
pub mod metrics;
mod mounts;
mod notify;
mod pid_file;
pub mod preflight;
mod problem;
pub mod settings;
mod signals;
mod worker_handle;

pub mod master;
pub mod worker;

pub use crate::http::{
    Application, BoxError, Client, LoggedPath, Mounted, ResponseBody, Upload, UploadError, User,
};
pub use answer::{LastReload, Status};
pub use context::Context;
pub use fleet::{FleetStatus, KindStatus, WorkerStatus};
pub use level::Level;
pub use log::log_to;
pub use problem::Problem;
pub use settings::Settings;
pub use tokio_util::sync::CancellationToken;
