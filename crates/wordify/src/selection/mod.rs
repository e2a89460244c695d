//! Which terms tell the labels apart: regressions on many samples, and how often each term is selected.
//!
//! [`plan`] says which fits are to be done, [`fits`] does them, [`tally`] counts what they select. [`bootstrap`] draws the
//! samples, `random` the numbers; [`logistic`] is one regression. [`checkpoint`] writes down how far the fits are, so that an
//! interrupted run can go on.

pub mod bootstrap;
pub mod checkpoint;
pub mod fits;
pub mod logistic;
pub mod plan;
pub(crate) mod random;
pub mod tally;
