//! L1-regularised logistic regression on samples of the documents.

mod design;
pub(crate) mod exponential;
mod kernel;
mod loss;
mod quadratic;
mod sample;
mod solver;
mod twins;

pub use sample::{ClassWeights, Design, Outcome, SampleFitter};
pub use solver::{Certificate, Solution, TOLERANCE};
pub use twins::Twins;
