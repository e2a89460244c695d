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
pub mod bootstrap;
pub mod calendar;
pub mod checkpoint;
pub mod clean;
pub mod corpus;
pub mod count;
mod emoji;
pub mod error;
pub mod evidence;
pub mod forms;
pub mod inspect;
pub mod language;
pub mod lemma;
pub mod logistic;
pub mod matrix;
mod ngram;
mod parallel;
mod preparation;
pub mod progress;
mod random;
mod reading;
pub mod report;
pub mod segment;
pub mod settings;
pub mod stability;
pub mod table;
pub mod tfidf;
pub mod tokenize;
pub mod vectorize;
mod vocabulary;

pub use error::{Error, ErrorKind};
