//! What is said about each selected term: how often and where it stands ([`Indicator`]), how it is written ([`forms`]), and the
//! documents behind it ([`evidence`]).

pub mod evidence;
pub mod forms;
pub(crate) mod indicator;

pub use indicator::{Indicator, Sign, TWINS_MAX};
