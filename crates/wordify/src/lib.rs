//! The engine of Wordify: bytes of a labelled spreadsheet in, discriminating terms out.
//!
//! Data flows one way, and [`analysis`] knows the order:
//!
//! ```text
//! bytes ─ table ─► Table ─ corpus ─► Corpus
//!       ─ clean, tokenize ─► tokens ─ vocabulary ─► counts ─ tfidf ─► DocumentTermMatrix
//!       ─ stability ( bootstrap → logistic ) × fits ─► scores
//!       ─ report ─► xlsx / csv / json / html
//! ```
//!
//! The engine knows no files, network, clock, environment or async. The same input, settings and seed give
//! the same bytes on any number of threads.
#![warn(missing_docs)]
#![deny(clippy::print_stdout, clippy::print_stderr)]
// What is denied is listed, with reasons, in this crate's clippy.toml. Unit tests may read files.
#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

pub mod analysis;
pub mod calendar;
pub mod corpus;
pub mod count;
pub mod error;
pub mod indicators;
mod parallel;
pub mod progress;
pub mod recipe;
pub mod report;
pub mod selection;
pub mod settings;
pub mod table;
pub mod terms;
pub mod text;

pub use error::{Error, ErrorKind};
