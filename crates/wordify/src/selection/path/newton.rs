//! One regression at one level, on a working set of columns, by Newton steps with coordinate descent.
//!
//! ```text
//! minimise over β, γ   Σ_i ln(1 + exp(−±(x_i·β + γ₀ + γ₁ c_i))) + λ Σ_j κ_j |β_j|
//! ```
//!
//! Intercept γ₀ and control γ₁ have no penalty: within a Newton step they are eliminated in closed form, so that no
//! sweep touches a dense column.

use super::columns::Columns;
use super::rows::{Evaluate, Rows, Sums};

/// Violation of the optimality conditions, relative to a term's penalty, at which a level is solved.
pub const TOLERANCE: f64 = 1e-3;
/// Newton steps after which a level is left as it is; ordinary ones need one to three.
pub(super) const STEPS_MAX: usize = 60;
/// Sweeps after which a subproblem is left to the next Newton step, which starts with fresh curvature.
pub(super) const SWEEPS_MAX: usize = 300;
/// Most that a Newton step may move any margin: within this the curvature changes by a small factor only, so that no
/// search along the step is needed.
pub(super) const MOVEMENT_MAX: f64 = 2.0;
/// Least share of its curvature that a column keeps once intercept and control are eliminated: a floor for a column that
/// is nearly one of them.
pub(super) const CURVATURE_KEPT_MIN: f64 = 1e-6;

/// A member of the working set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Member {
    pub(super) column: u32,
    pub(super) coefficient: f64,
    /// The column's penalty factor κ.
    pub(super) factor: f64,
    /// Derivative of the loss by the coefficient.
    pub(super) gradient: f64,
    /// Curvature with intercept and with control.
    mixed: [f64; 2],
    /// Curvature of the coefficient once intercept and control are eliminated.
    curvature: f64,
    change: f64,
}

impl Member {
    pub(super) fn new(column: u32, coefficient: f64, factor: f64) -> Self {
        Self { column, coefficient, factor, gradient: 0.0, mixed: [0.0; 2], curvature: 0.0, change: 0.0 }
    }

    /// How far the coefficient is from its optimality condition, relative to its penalty.
    fn violation(&self, lambda: f64, coefficient: f64, gradient: f64) -> f64 {
        let penalty = lambda * self.factor;
        let excess = if coefficient == 0.0 {
            gradient.abs() - penalty
        } else {
            (gradient + penalty * coefficient.signum()).abs()
        };
        excess.max(0.0) / penalty
    }
}

/// Solves two equations whose matrix is the curvature of intercept and control; `has_control` says whether the second
/// takes part.
#[derive(Debug, Clone, Copy)]
struct Free {
    inverse: [f64; 3],
}

impl Free {
    fn new(curvature: [f64; 3], has_control: bool) -> Self {
        let [a, b, c] = curvature;
        let a = a.max(f64::MIN_POSITIVE);
        let rest = c - b * b / a;
        // A control that does not vary where documents still have curvature is left alone.
        if !has_control || rest <= 1e-9 * c.max(f64::MIN_POSITIVE) {
            return Self { inverse: [1.0 / a, 0.0, 0.0] };
        }
        Self { inverse: [1.0 / a + b * b / (a * a * rest), -b / (a * rest), 1.0 / rest] }
    }

    fn solve(self, right: [f64; 2]) -> [f64; 2] {
        let [a, b, c] = self.inverse;
        [a * right[0] + b * right[1], b * right[0] + c * right[1]]
    }
}

/// How a level ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ending {
    /// Largest violation left, relative to the penalty.
    pub(super) violation: f64,
    /// Whether it is at most [`TOLERANCE`].
    pub(super) converged: bool,
}

/// Newton's method with its working memory: one per thread.
#[derive(Debug, Default)]
pub(super) struct Newton {
    pub(super) rows: Rows,
    pub(super) has_control: bool,
    pub(super) members: Vec<Member>,
    /// Coefficients of intercept and control.
    pub(super) free: [f64; 2],
    arch: pulp::Arch,
}

impl Newton {
    /// Sets the margins to the coefficients.
    pub(super) fn set_margins(&mut self, columns: &Columns) {
        let [intercept, slope] = self.free.map(|free| free as f32);
        for (margin, control) in self.rows.margin.iter_mut().zip(&self.rows.control) {
            *margin = intercept + slope * control;
        }
        for member in self.members.iter().filter(|member| member.coefficient != 0.0) {
            let (documents, values) = columns.column(member.column as usize);
            for (&i, &x) in documents.iter().zip(values) {
                self.rows.margin[i as usize] += member.coefficient as f32 * x;
            }
        }
    }

    /// Minimises over the members, intercept and control at penalty `lambda`, from where they are; `unit` is the
    /// standard deviation of a score without signal. Residuals are those of the solution afterwards.
    pub(super) fn minimise(&mut self, columns: &Columns, lambda: f64, unit: f64) -> Ending {
        let mut ending = Ending { violation: f64::INFINITY, converged: false };
        for step in 0..=STEPS_MAX {
            let sums = self.arch.dispatch(Evaluate(&mut self.rows));
            ending.violation = self.load(columns, &sums, lambda, unit);
            ending.converged = ending.violation <= TOLERANCE;
            if ending.converged || step == STEPS_MAX {
                break;
            }
            self.step(columns, &sums, lambda, ending.violation);
        }
        ending
    }

    /// Gradient and curvature of all members; the largest violation.
    fn load(&mut self, columns: &Columns, sums: &Sums, lambda: f64, unit: f64) -> f64 {
        let free = Free::new(sums.curvature, self.has_control);
        let mut violation = sums.slope[0].abs() / unit;
        if self.has_control {
            violation = violation.max(sums.slope[1].abs() / unit);
        }
        let rows = &self.rows;
        for member in &mut self.members {
            let (documents, values) = columns.column(member.column as usize);
            let (mut gradient, mut own, mut with_intercept, mut with_control) = (0f32, 0f32, 0f32, 0f32);
            for (&i, &x) in documents.iter().zip(values) {
                let i = i as usize;
                let curved = x * rows.curvature[i];
                gradient += x * rows.residual[i];
                own += x * curved;
                with_intercept += curved;
                with_control += x * rows.curvature_control[i];
            }
            let [gradient, own, with_intercept, with_control] =
                [gradient, own, with_intercept, with_control].map(f64::from);
            member.gradient = gradient;
            member.mixed = [with_intercept, with_control];
            let eliminated = free.solve(member.mixed);
            let taken = eliminated[0] * with_intercept + eliminated[1] * with_control;
            member.curvature = (own - taken).max(CURVATURE_KEPT_MIN * own).max(f64::MIN_POSITIVE);
            member.change = 0.0;
            violation = violation.max(member.violation(lambda, member.coefficient, gradient));
        }
        violation
    }

    /// One Newton step: solves the subproblem until its violation is a tenth of `violation`, or of the tolerance.
    fn step(&mut self, columns: &Columns, sums: &Sums, lambda: f64, violation: f64) {
        let free = Free::new(sums.curvature, self.has_control);
        let target = (0.1 * violation).clamp(0.3 * TOLERANCE, 1e-2);
        let mut slope = sums.slope;
        let mut whole = true;
        for _ in 0..SWEEPS_MAX {
            let left = self.sweep(columns, &free, &mut slope, lambda, whole);
            if left <= target && whole {
                break;
            }
            // Sweeps over what is not zero, until that is solved; then all are looked at again.
            whole = left <= target;
        }
        self.move_along(columns, free.solve(slope));
    }

    /// One pass over the members; the largest violation before each was mended. `slope` is the gradient by intercept and
    /// control at the changes so far, were these two left alone.
    fn sweep(
        &mut self,
        columns: &Columns,
        free: &Free,
        slope: &mut [f64; 2],
        lambda: f64,
        whole: bool,
    ) -> f64 {
        let rows = &mut self.rows;
        let mut left = 0f64;
        for member in &mut self.members {
            let now = member.coefficient + member.change;
            if !whole && now == 0.0 {
                continue;
            }
            let (documents, values) = columns.column(member.column as usize);
            let mut gradient = member.gradient + f64::from(dot(documents, values, &rows.image));
            let answer = free.solve(*slope);
            gradient -= answer[0] * member.mixed[0] + answer[1] * member.mixed[1];
            left = left.max(member.violation(lambda, now, gradient));
            let penalty = lambda * member.factor;
            let pull = member.curvature * now - gradient;
            let next = (pull - pull.clamp(-penalty, penalty)) / member.curvature;
            let change = next - now;
            if change != 0.0 {
                member.change = if next == 0.0 { -member.coefficient } else { member.change + change };
                slope[0] += change * member.mixed[0];
                slope[1] += change * member.mixed[1];
                let change = change as f32;
                for (&i, &x) in documents.iter().zip(values) {
                    rows.image[i as usize] += change * x * rows.curvature[i as usize];
                }
            }
        }
        left
    }

    /// Moves coefficients and margins by the changes found, shortened where a margin would move too far.
    fn move_along(&mut self, columns: &Columns, answer: [f64; 2]) {
        let rows = &mut self.rows;
        let [intercept, slope] = answer.map(|answer| answer as f32);
        for (movement, control) in rows.movement.iter_mut().zip(&rows.control) {
            *movement = -intercept - slope * control;
        }
        for member in self.members.iter().filter(|member| member.change != 0.0) {
            let (documents, values) = columns.column(member.column as usize);
            for (&i, &x) in documents.iter().zip(values) {
                rows.movement[i as usize] += member.change as f32 * x;
            }
        }
        let largest =
            f64::from(rows.movement.iter().fold(0f32, |largest, movement| largest.max(movement.abs())));
        let share = if largest > MOVEMENT_MAX { MOVEMENT_MAX / largest } else { 1.0 };
        let step = share as f32;
        for (margin, movement) in rows.margin.iter_mut().zip(&rows.movement) {
            *margin += step * movement;
        }
        for member in &mut self.members {
            // A whole step sets what is to be zero exactly to zero.
            let next = member.coefficient + share * member.change;
            member.coefficient =
                if share == 1.0 && member.change == -member.coefficient { 0.0 } else { next };
        }
        self.free = [self.free[0] - share * answer[0], self.free[1] - share * answer[1]];
        rows.image.fill(0.0);
    }
}

/// Sum of the products of a column with `dense`, in four lanes so that no sum waits for the one before.
#[inline(always)]
fn dot(documents: &[u32], values: &[f32], dense: &[f32]) -> f32 {
    let ((documents, last_documents), (values, last_values)) =
        (documents.as_chunks::<4>(), values.as_chunks::<4>());
    let mut sums = [0f32; 4];
    for (documents, values) in documents.iter().zip(values) {
        for lane in 0..4 {
            sums[lane] += values[lane] * dense[documents[lane] as usize];
        }
    }
    let rest = last_documents.iter().zip(last_values).map(|(&i, &x)| x * dense[i as usize]).sum::<f32>();
    (sums[0] + sums[2]) + (sums[1] + sums[3]) + rest
}
