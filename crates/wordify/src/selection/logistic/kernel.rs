//! The hot loops, each as an operation that is compiled for several instruction sets; the best that the machine
//! has is chosen at run time. The arithmetic and its order are the same in all, so the bits are too.

use super::design::{Chunk, Columns, LANES, ROWS_MAX, sum_f64};
use super::loss::Rows;
use super::quadratic::Quadratic;

/// Loss, slopes and curvature at a step along the movement; returns the loss.
pub(crate) struct Evaluate<'a> {
    pub(crate) rows: &'a mut Rows,
    pub(crate) step: f64,
}

impl pulp::WithSimd for Evaluate<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> f64 {
        self.rows.evaluate(self.step)
    }
}

/// Gradient of columns and intercept; returns the sum of their violations.
pub(crate) struct Gradient<'a> {
    pub(crate) design: &'a Columns,
    pub(crate) rows: &'a Rows,
    pub(crate) coefficient: &'a [f64],
    pub(crate) gradient: &'a mut [f64],
}

impl pulp::WithSimd for Gradient<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> f64 {
        let Self { design, rows, coefficient, gradient } = self;
        let columns = design.len();
        let mut total = 0.0;
        for j in 0..columns {
            let g = column_slope(design.column(j), &rows.slope);
            gradient[j] = g;
            total += violation(coefficient[j], g);
        }
        let g = rows.slope_sum();
        gradient[columns] = g;
        total + violation(coefficient[columns], g)
    }
}

/// How far a coefficient with gradient `g` is from its optimality condition.
#[inline(always)]
fn violation(w: f64, g: f64) -> f64 {
    if w == 0.0 { (g.abs() - 1.0).max(0.0) } else { (g + w.signum()).abs() }
}

#[inline(always)]
fn column_slope(column: &[Chunk], slope: &[f64; ROWS_MAX]) -> f64 {
    let mut sums = [0.0; LANES];
    for chunk in column {
        chunk.multiply_f64(slope, &mut sums);
    }
    sum_f64(sums)
}

/// The quadratic subproblem of a Newton step on the columns `set`.
pub(crate) struct Subproblem<'a> {
    pub(crate) quadratic: &'a mut Quadratic,
    pub(crate) design: &'a Columns,
    pub(crate) set: &'a [u32],
    pub(crate) rows: &'a Rows,
    pub(crate) coefficient: &'a [f64],
    pub(crate) gradient: &'a [f64],
    /// Sum of violations to reach.
    pub(crate) target: f32,
}

impl pulp::WithSimd for Subproblem<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.quadratic.load(self.design, self.set, self.rows, self.coefficient, self.gradient);
        self.quadratic.descend(self.target, &self.rows.root[..self.rows.len()]);
    }
}
