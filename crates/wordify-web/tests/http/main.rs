//! The application over HTTP, in process.

mod frame;
mod jobs;
mod openapi;
mod pages;
mod operations;
mod site;
mod uploads;
