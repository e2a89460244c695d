//! An application server: a master process that keeps workers, and workers that serve HTTP.
//!
//! It knows nothing about what is served: an application is any tower service.
#![cfg(unix)]
#![expect(dead_code, reason = "the master and its workers, which use these modules, come next")]

mod account;
mod clock;
pub mod exit;
mod fleet;
mod listeners;
mod notify;
mod problem;
pub mod settings;

pub use problem::Problem;
pub use settings::Settings;
