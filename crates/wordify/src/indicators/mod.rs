//! What is said about each selected term: how often and where it stands ([`Indicator`]), how large the difference is
//! ([`effect`]), in how many groups it stands (`groups`), what its strength is worth ([`calibrated`]) and the list as a whole ([`verdict`]), which words the list of stop words hid ([`left_out`]), what documents say
//! that were set aside ([`confirmation`]), how it is written ([`forms`]), and the documents behind it
//! ([`evidence`]).

pub mod calibrated;
mod calibration;
pub(crate) mod circumstances;
pub mod confirmation;
mod confirmed;
pub mod effect;
pub mod evidence;
pub mod forms;
pub(crate) mod groups;
pub(crate) mod indicator;
pub mod left_out;
pub mod measured;
pub mod peers;
pub(crate) mod rare;
mod staying;
pub(crate) mod survival;
pub(crate) mod token_reader;
mod trend;
pub mod verdict;

pub use confirmed::Confirmed;
pub use indicator::{Indicator, Sign, TWINS_MAX};
pub use staying::Staying;
