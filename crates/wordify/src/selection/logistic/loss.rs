//! The logistic loss with its first and second derivative, over all rows at once.

use super::design::{Dense, LANES, dense, sum_f64};
use super::exponential::{exp_negative, ln_1p_unit};

/// What the loss needs of each row, and what it gives back.
///
/// Vectors are as long as the rows rounded up to a multiple of [`LANES`]; the rows added have no cost.
#[derive(Debug)]
pub(crate) struct Rows {
    /// +1 or −1.
    target: Vec<f64>,
    /// Cost `c_i`: C × multiplicity × class weight.
    cost: Vec<f64>,
    /// Margin `t_i = x_i · w + b`.
    pub(crate) margin: Dense<f64>,
    /// Change of the margin along the Newton direction.
    pub(crate) movement: Dense<f64>,
    /// First derivative of the loss by the margin: `−y_i c_i σ(−y_i t_i)`.
    pub(crate) slope: Dense<f64>,
    /// Root of the second derivative `c_i σ (1 − σ)`.
    pub(crate) root: Dense<f32>,
    term: Vec<f64>,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            target: Vec::new(),
            cost: Vec::new(),
            margin: dense(),
            movement: dense(),
            slope: dense(),
            root: dense(),
            term: Vec::new(),
        }
    }
}

impl Rows {
    /// Takes the rows' targets (+1 or −1) and costs; margins and movements become zero.
    pub(crate) fn load(&mut self, rows: impl Iterator<Item = (f64, f64)>) {
        self.target.clear();
        self.cost.clear();
        for (target, cost) in rows {
            self.target.push(target);
            self.cost.push(cost);
        }
        let padded = self.target.len().next_multiple_of(LANES);
        self.target.resize(padded, 1.0);
        self.cost.resize(padded, 0.0);
        self.term.resize(padded, 0.0);
        self.margin[..padded].fill(0.0);
        self.movement[..padded].fill(0.0);
    }

    /// Rows, padding included.
    pub(crate) fn len(&self) -> usize {
        self.target.len()
    }

    /// `Σ c_i ln(1 + exp(−y_i (t_i + step · movement_i)))`; slope and root of the curvature are set for that point.
    #[inline(always)]
    pub(crate) fn evaluate(&mut self, step: f64) -> f64 {
        let count = self.target.len();
        let inputs = self
            .target
            .iter()
            .zip(&self.cost[..count])
            .zip(&self.margin[..count])
            .zip(&self.movement[..count]);
        let outputs =
            self.slope[..count].iter_mut().zip(&mut self.root[..count]).zip(&mut self.term[..count]);
        for ((((y, c), t), d), ((slope, root), term)) in inputs.zip(outputs) {
            let z = y * (t + step * d);
            let e = exp_negative(-z.abs());
            let likely = 1.0 / (1.0 + e); // σ(|z|)
            let unlikely = e * likely; // σ(−|z|)
            let is_right = z >= 0.0;
            let against = if is_right { unlikely } else { likely }; // σ(−z)
            *slope = -y * c * against;
            *root = ((c * likely * unlikely) as f32).sqrt();
            *term = c * (ln_1p_unit(e) + if is_right { 0.0 } else { -z });
        }
        lane_sum(&self.term)
    }

    /// Sum of the slopes: the gradient by the intercept.
    #[inline(always)]
    pub(crate) fn slope_sum(&self) -> f64 {
        lane_sum(&self.slope[..self.target.len()])
    }
}

/// Sum of `values`, whose number is a multiple of [`LANES`], in a fixed order.
#[inline(always)]
fn lane_sum(values: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for chunk in values.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            sums[lane] += chunk[lane];
        }
    }
    sum_f64(sums)
}
