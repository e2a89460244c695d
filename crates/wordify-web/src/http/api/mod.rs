//! The interface for programs, `/api/v1`: one file per thing that can be done.

pub(crate) mod cancel_job;
pub(crate) mod create_job;
pub(crate) mod create_upload;
pub(crate) mod delete_job;
pub(crate) mod docs;
pub(crate) mod events;
mod job;
pub(crate) mod languages;
pub(crate) mod openapi;
pub(crate) mod problems;
pub(crate) mod result;
pub(crate) mod settings;
pub(crate) mod show_job;
pub(crate) mod show_upload;
pub(crate) mod start_upload;
pub(crate) mod version;
