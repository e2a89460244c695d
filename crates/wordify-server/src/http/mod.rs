//! Serving HTTP on the listeners that a worker was given.

mod access_log;
mod application;
mod connection;
mod exchange;
mod proxy_header;
mod pulse;
mod resolver;
mod route;
mod server;
mod socket;
mod tls;
mod tracked;
mod upload;

pub(crate) use access_log::reopen as reopen_access_log;
pub use application::{Application, BoxError, Client, LoggedPath, Mounted, ResponseBody, User};
pub(crate) use server::Server;
pub(crate) use tls::check as check_tls;
pub use upload::{Upload, UploadError};
