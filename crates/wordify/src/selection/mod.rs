//! Which terms tell the labels apart.
//!
//! Two ways. The one ([`strength`] is its parent) follows a path of regressions down the penalty ([`path`]) for the true
//! labels and for shuffled ones ([`shuffle`]), which say how many false terms to expect at each strength
//! ([`calibration`]); documents are compared at equal length ([`classes`], [`multinomial`]); [`halves`] say how stable a
//! term is, and [`family`] which terms stand for one finding.
//!
//! [`measured`] is what was done of it. The published tools fit regressions on many samples: [`plan`] says which, [`fits`] does them, [`tally`] counts what they
//! select; [`bootstrap`] draws the samples; [`by_chance`] does
//! the same on shuffled labels; [`logistic`] is one regression. [`checkpoint`] writes down how far either way is, so
//! that an interrupted run can go on, and [`share`] says which of it is done here where several machines share the work; [`further`] lists,
//! besides the one that was asked for, are shared as well. `random` draws the numbers of both.

pub mod bootstrap;
pub mod by_chance;
pub mod calibration;
pub mod checkpoint;
pub mod classes;
pub mod family;
pub mod fits;
pub mod further;
pub mod halves;
pub mod logistic;
pub mod measured;
pub mod multinomial;
pub mod path;
pub mod plan;
pub(crate) mod random;
pub mod share;
pub mod shuffle;
pub mod strength;
pub mod tally;
