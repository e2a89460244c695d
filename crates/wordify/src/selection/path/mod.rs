//! Paths of L1-regularised logistic regressions: at which level of the penalty does each term enter?
//!
//! ```text
//! minimise over β, γ   Σ_i ln(1 + exp(−y_i (x_i·β + γ₀ + γ₁ c_i))) + z u Σ_j κ_j |β_j|,   u = √(m π (1 − π))
//! ```
//!
//! Columns have standard deviation 1, so that u is the standard deviation of the gradient of a term that has nothing to
//! do with the label: the penalty is z in *noise units* (C = 1 / (z u)). A term's **strength** is the level z at which it
//! enters as the penalty falls; it means the same in every file and has no ceiling. Intercept and control column are not
//! penalised. For labels along an order y is their place, 0 for the first and 1 for the last, and the loss is that of a
//! fractional logit (Papke & Wooldridge 1996): Σ_i ln(1 + exp(m_i)) − y_i m_i with margins m, which for y of 0 and 1 is the
//! one above, and u = √(m var y).
//!
//! A level is solved exactly, to [`TOLERANCE`](newton::TOLERANCE); between two levels of the grid the strength is the
//! term's score at the level above, held within the two. Any number of regressions share the matrix: [`Batch`].

mod batch;
mod columns;
mod grid;
mod lane;
mod newton;
mod pairs;
mod residuals;
mod rows;
mod scale;

pub use batch::{Batch, Workspace};
pub use columns::Columns;
pub use grid::{LAST, LEVELS, level, number_at_most};
pub use lane::{Control, Regression};
pub use newton::TOLERANCE;
pub use pairs::{ABREAST, Halved, PairSpace, Pairs};
pub use scale::Scale;

/// Regressions that share a pass over the matrix: their residuals of one document fill a cache line.
pub const LANES: usize = 16;

/// A term that came in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Its column.
    pub column: u32,
    /// The level at which it came in.
    pub strength: f64,
    /// Whether its coefficient was positive then.
    pub positive: bool,
}

/// Where a path led.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// What came in, the strongest first.
    pub entries: Vec<Entry>,
    /// Columns, ascending, and their coefficients (of columns with standard deviation 1) at the last level.
    pub model: Vec<(u32, f64)>,
    /// Intercept at the last level.
    pub intercept: f64,
    /// Coefficient of the control at the last level.
    pub control: f64,
    /// Standard deviation of a score without signal, √(m π (1 − π)); 0 where the regression has one side only.
    pub unit: f64,
    /// Levels that stopped before they met the tolerance.
    pub unsolved: usize,
    /// Largest violation of the optimality conditions among the others, relative to a term's penalty.
    pub violation_max: f64,
}

impl Path {
    /// Whether all its columns are among the first `columns`.
    pub(crate) fn is_over(&self, columns: usize) -> bool {
        let entered = self.entries.iter().map(|entry| entry.column);
        entered.chain(self.model.iter().map(|&(column, _)| column)).all(|column| (column as usize) < columns)
    }
}
