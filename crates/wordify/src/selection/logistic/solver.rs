//! L1-regularised logistic regression by proximal Newton steps on a working set.
//!
//! ```text
//! minimise over w, b   ‖w‖₁ + |b| + Σ_i c_i ln(1 + exp(−y_i (x_i · w + b)))
//! ```
//!
//! This is LIBLINEAR's objective (Fan et al. 2008), intercept penalised like any coefficient. The method is
//! its newGLMNET (Yuan, Ho & Lin 2012) with a working set (as celer and skglm), a warm start, and an
//! accelerated inner solver. It stops by LIBLINEAR's rule, the sum of violations against their sum at zero.

use super::design::Columns;
use super::kernel::{Evaluate, Gradient, Subproblem};
use super::loss::Rows;
use super::quadratic::Quadratic;

/// Relative sum of violations at which a regression is solved. LIBLINEAR's rule says 1e-4, but it overshoots
/// its own rule; a tenth of it keeps our objectives below its in the mean by a factor of three to a thousand.
pub const TOLERANCE: f64 = 1e-5;
/// Newton steps after which a regression counts as not converged; ordinary ones need five to ten.
const STEPS_MAX: usize = 200;
/// Newton steps without any gain after which the arithmetic is taken to be exhausted.
const IDLE_STEPS_MAX: usize = 3;
/// Halvings of the step before the line search gives up.
const HALVINGS_MAX: usize = 30;
/// Sufficient decrease, as LIBLINEAR.
const ARMIJO: f64 = 0.01;
/// Smallest number of newcomers admitted to the working set at once.
const NEWCOMERS: usize = 300;

/// How a regression ended.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Certificate {
    /// The objective reached.
    pub objective: f64,
    /// Sum of the violations of the optimality conditions, relative to LIBLINEAR's scale; at most the tolerance
    /// when converged. Zero is optimal.
    pub violation: f64,
    /// Newton steps.
    pub iterations: usize,
    /// Whether the tolerance was met.
    pub converged: bool,
}

/// Coefficients that are not zero, by column ascending, and the intercept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Solution {
    /// Column and coefficient.
    pub coefficients: Vec<(u32, f64)>,
    /// Intercept.
    pub intercept: f64,
}

/// The two parts of the objective at a point.
#[derive(Debug, Clone, Copy)]
struct Value {
    loss: f64,
    norm: f64,
}

impl Value {
    fn sum(self) -> f64 {
        self.loss + self.norm
    }
}

/// Scratch memory of a thread, kept from regression to regression.
#[derive(Debug, Default)]
pub(crate) struct Solver {
    /// Targets, costs and margins of the rows.
    pub(crate) rows: Rows,
    /// Coefficient and gradient, one per column and, last, the intercept's.
    coefficient: Vec<f64>,
    gradient: Vec<f64>,
    /// Columns of the working set, ascending.
    set: Vec<u32>,
    newcomers: Vec<(f64, u32)>,
    /// Newton direction: column, coefficient before, full change.
    direction: Vec<(u32, f64, f64)>,
    quadratic: Quadratic,
    /// The widest vector instructions of this machine.
    arch: pulp::Arch,
}

/// How far the next subproblem is solved, relative to the violation now, after a step that left `progress` of
/// the violation before it: Eisenstat & Walker 1996, choice 2. The bounds avoid wasted and useless precision.
fn forcing(progress: f64) -> f64 {
    (0.9 * libm::pow(progress, 1.618)).clamp(0.002, 0.5)
}

impl Solver {
    /// Minimises for the targets and costs in `self.rows`, from `warm`, until the sum of violations is at most
    /// `tolerance × scale`.
    pub(crate) fn minimise(
        &mut self,
        design: &Columns,
        warm: &Solution,
        scale: f64,
        tolerance: f64,
    ) -> (Solution, Certificate) {
        let target = tolerance * scale;
        let mut certificate = Certificate::default();
        let mut value = self.start(design, warm);
        let mut previous = 0.0;
        let mut idle = 0;
        for _ in 0..STEPS_MAX {
            let total = self.gradient(design);
            certificate.violation = total / scale;
            certificate.converged = total <= target;
            if certificate.converged || idle > IDLE_STEPS_MAX {
                break;
            }
            self.choose_set(design.len());
            // The subproblem need not be solved much further than the regression itself.
            let progress = if certificate.iterations == 0 { 0.5 } else { total / previous };
            let inner = (forcing(progress) * total).max(0.5 * target);
            previous = total;
            certificate.iterations += 1;
            let next = self.newton_step(design, inner as f32, value);
            let gained = next.is_some_and(|next| next.sum() < value.sum());
            value = next.unwrap_or(value);
            idle = if gained { 0 } else { idle + 1 };
        }
        certificate.objective = value.sum();
        (self.solution(design.len()), certificate)
    }

    /// Sets coefficients and margins to the warm start; the objective there.
    fn start(&mut self, design: &Columns, warm: &Solution) -> Value {
        let columns = design.len();
        self.coefficient.clear();
        self.coefficient.resize(columns + 1, 0.0);
        self.gradient.clear();
        self.gradient.resize(columns + 1, 0.0);
        let rows = self.rows.len();
        self.rows.margin[..rows].fill(warm.intercept);
        self.rows.movement[..rows].fill(0.0);
        self.coefficient[columns] = warm.intercept;
        for &(j, w) in &warm.coefficients {
            self.coefficient[j as usize] = w;
            for chunk in design.column(j as usize) {
                chunk.add_f64(w, &mut self.rows.margin);
            }
        }
        let loss = self.arch.dispatch(Evaluate { rows: &mut self.rows, step: 0.0 });
        Value { loss, norm: self.coefficient.iter().map(|w| w.abs()).sum() }
    }

    /// Brings the gradient up to date; the sum of the violations.
    fn gradient(&mut self, design: &Columns) -> f64 {
        self.arch.dispatch(Gradient {
            design,
            rows: &self.rows,
            coefficient: &self.coefficient,
            gradient: &mut self.gradient,
        })
    }

    /// Support and violators become the working set; of many newcomers only the worst.
    fn choose_set(&mut self, columns: usize) {
        self.set.clear();
        self.newcomers.clear();
        for j in 0..columns {
            let slope = self.gradient[j].abs();
            if self.coefficient[j] != 0.0 {
                self.set.push(j as u32);
            } else if slope > 1.0 {
                self.newcomers.push((slope, j as u32));
            }
        }
        let most = self.set.len().max(NEWCOMERS);
        if self.newcomers.len() > most {
            // Ties by column, so that the choice is the same everywhere.
            self.newcomers.select_nth_unstable_by(most - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            self.newcomers.truncate(most);
        }
        self.set.extend(self.newcomers.iter().map(|&(_, j)| j));
        self.set.sort_unstable();
    }

    /// One Newton step on the working set; the objective after it, or none when no step lowers it.
    fn newton_step(&mut self, design: &Columns, inner: f32, value: Value) -> Option<Value> {
        self.arch.dispatch(Subproblem {
            quadratic: &mut self.quadratic,
            design,
            set: &self.set,
            rows: &self.rows,
            coefficient: &self.coefficient,
            gradient: &self.gradient,
            target: inner,
        });
        let decrease = self.find_direction(design);
        if self.direction.is_empty() || decrease >= 0.0 {
            return None;
        }
        let mut step = 1.0;
        for _ in 0..HALVINGS_MAX {
            let loss = self.arch.dispatch(Evaluate { rows: &mut self.rows, step });
            let growth: f64 =
                self.direction.iter().map(|&(_, old, change)| (old + step * change).abs() - old.abs()).sum();
            let next = Value { loss, norm: value.norm + growth };
            if next.sum() - value.sum() <= ARMIJO * step * decrease {
                self.take_step(step);
                return Some(next);
            }
            step *= 0.5;
        }
        // Back to where we were: slopes and curvature belong to the margins.
        self.arch.dispatch(Evaluate { rows: &mut self.rows, step: 0.0 });
        None
    }

    /// Turns the solution of the subproblem into a direction and its margins; the decrease that it promises.
    fn find_direction(&mut self, design: &Columns) -> f64 {
        let columns = design.len();
        let rows = self.rows.len();
        self.direction.clear();
        self.rows.movement[..rows].fill(0.0);
        let mut decrease = 0.0;
        let (start, now) = self.quadratic.moves();
        for (place, (&w, &u)) in start.iter().zip(now).enumerate() {
            if w == u {
                continue;
            }
            let j = self.set.get(place).map_or(columns, |&j| j as usize);
            let old = self.coefficient[j];
            // A coefficient that the subproblem put to zero must be exactly zero.
            let change = if u == 0.0 { -old } else { f64::from(u) - f64::from(w) };
            self.direction.push((j as u32, old, change));
            decrease += self.gradient[j] * change + (old + change).abs() - old.abs();
            if j == columns {
                for movement in &mut self.rows.movement[..rows] {
                    *movement += change;
                }
            } else {
                for chunk in design.column(j) {
                    chunk.add_f64(change, &mut self.rows.movement);
                }
            }
        }
        decrease
    }

    fn take_step(&mut self, step: f64) {
        for &(j, old, change) in &self.direction {
            self.coefficient[j as usize] = old + step * change;
        }
        let rows = self.rows.len();
        for (margin, movement) in self.rows.margin[..rows].iter_mut().zip(&mut self.rows.movement[..rows]) {
            *margin += step * *movement;
            *movement = 0.0;
        }
    }

    fn solution(&self, columns: usize) -> Solution {
        let coefficients = self.coefficient[..columns]
            .iter()
            .enumerate()
            .filter(|(_, w)| **w != 0.0)
            .map(|(j, w)| (j as u32, *w))
            .collect();
        Solution { coefficients, intercept: self.coefficient[columns] }
    }
}
