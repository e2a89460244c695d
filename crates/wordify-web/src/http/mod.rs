//! The application as HTTP: `router` lists every route, `middleware` is what happens to every request.
//!
//! `pages` answers people and `api` programs; both do what visitors do with jobs through `lifecycle`, and look at uploads through
//! `inspection`; `sample` has what is found in ours. `upload` takes a file in, `fields` reads forms and `body` JSON, within what the request may hold in
//! memory. A request that fails is answered with a [`Problem`](error::Problem). `watching` has one task for all event streams.

mod api;
mod attachment;
mod body;
pub mod error;
mod fields;
mod health;
mod inspection;
mod lifecycle;
mod middleware;
pub mod pages;
pub mod route;
pub mod router;
pub(crate) mod sample;
mod site;
pub mod upload;
pub(crate) mod watching;
