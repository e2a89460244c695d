//! The application over HTTP, in process.

mod arbitrary;
mod forms;
mod frame;
mod jobs;
mod openapi;
mod operations;
mod operator;
mod pages;
mod results;
mod site;
mod uploads;
mod webhooks;
