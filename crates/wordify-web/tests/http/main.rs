//! The application over HTTP, in process.

mod frame;
mod site;
