//! Which terms tell the labels apart: regressions on many samples, and how often each term is selected.
//!
//! [`stability`] plans the fits, does them and counts what they select; [`bootstrap`] draws the samples, `random` the
//! numbers; [`logistic`] is one regression; [`checkpoint`] writes down how far the fits are, so that an interrupted run can
//! go on.

pub mod bootstrap;
pub mod checkpoint;
pub mod logistic;
pub(crate) mod random;
pub mod stability;
