//! The engine of Wordify: bytes of a labelled spreadsheet in, discriminating terms out.
//!
//! [`study`] is the door:
//!
//! ```
//! use wordify::{progress::Monitor, report, study, study::Study};
//!
//! let texts = ["a warm room,good", "a warm welcome,good", "a cold room,bad", "a cold supper,bad"];
//! let file = format!("text,label\n{}\n", texts.join("\n"));
//! let mut study = Study::default();
//! study.settings.shuffles = Some(19);
//! let report = study::run(file.into_bytes(), Some("rooms.csv"), &study, 1, &Monitor::silent())?;
//! assert_eq!(report.analysis.labels, ["bad", "good"]);
//! assert!(String::from_utf8_lossy(&report::csv(&report)?).starts_with("label,term,sign,score"));
//! # Ok::<(), wordify::Error>(())
//! ```
//!
//! Data flows one way through the modules, and [`study`] and [`analysis`] know the order:
//!
//! ```text
//! bytes ─ table ─► Table ─ corpus ─► Corpus ─ text ─► tokens ─ terms ─► document-term matrix
//!       ─ selection ─► scores ─ indicators ─► what is said about each term ─ report ─► xlsx / csv / json / html
//! ```
//!
//! The engine knows no files, network, clock, environment or async. The same input, settings and seed give
//! the same bytes on any number of threads.
#![warn(missing_docs)]
#![deny(clippy::print_stdout, clippy::print_stderr)]
// What is denied is listed, with reasons, in this crate's clippy.toml. Unit tests may read files.
#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

pub mod analysis;
mod comparison;
pub mod containing;
mod contrast;
mod contrasts;
pub mod corpus;
pub mod error;
pub mod generalisation;
pub mod growth;
pub mod indicators;
mod listing;
mod parallel;
mod peer;
mod portion;
pub mod progress;
pub mod recipe;
pub mod report;
pub mod robustness;
pub mod settings;
pub mod study;
pub mod table;
pub mod text;

// Not part of the face: public for the other crates of this project, and for tests, benches and examples.
#[doc(hidden)]
pub mod calendar;
#[doc(hidden)]
pub mod count;
#[doc(hidden)]
pub mod phrase;
#[doc(hidden)]
pub mod selection;
#[doc(hidden)]
pub mod terms;

pub use error::{Error, ErrorKind};
/// Where the dictionaries come from, and the texts of their licences.
pub use wordify_data::licences;
