//! The quadratic subproblem of a Newton step, solved by coordinate descent on a copy of the working set.
//!
//! ```text
//! minimise over u   g · (u − w) + ½ ‖q ∘ X (u − w)‖² + ‖u‖₁ ,     q = √curvature
//! ```
//!
//! `v = q ∘ X (u − w)` starts at zero and is kept up to date, so that its rounding error shrinks with the
//! step: `f32` is safe here, because each Newton step starts again from a gradient in `f64`.
//! Every few sweeps the iterates are extrapolated (Anderson acceleration, as celer: Bertrand & Massias 2021,
//! arXiv 2011.10065), and the extrapolation is taken only if it lowers the objective.

use super::design::{Chunk, Columns, Dense, LANES, ROWS_MAX, dense, sum_f32};
use super::loss::Rows;

/// Sweeps between two extrapolations.
const DEPTH: usize = 5;
/// Sweeps after which a subproblem is left to the next Newton step, which starts with fresh curvature.
const SWEEPS_MAX: usize = 200;
/// Sweeps without a gain of a tenth after which `f32` is taken to be exhausted.
const STALL: usize = 30;

/// The subproblem and its scratch memory. Coordinates 0..k are the columns of the working set, coordinate k is
/// the intercept.
#[derive(Debug)]
pub(crate) struct Quadratic {
    columns: Columns,
    /// Gradient of the loss at the start.
    gradient: Vec<f32>,
    /// Diagonal of the Hessian and its inverse.
    diagonal: Vec<f32>,
    inverse: Vec<f32>,
    /// Coefficients at the start and now.
    start: Vec<f32>,
    now: Vec<f32>,
    /// q ∘ X (now − start), one entry per row.
    image: Dense<f32>,
    active: Vec<u32>,
    history: Vec<(Vec<f32>, Vec<f32>)>,
    kept: usize,
    trial: (Vec<f32>, Vec<f32>),
}

impl Default for Quadratic {
    fn default() -> Self {
        Self {
            columns: Columns::default(),
            gradient: Vec::new(),
            diagonal: Vec::new(),
            inverse: Vec::new(),
            start: Vec::new(),
            now: Vec::new(),
            image: dense(),
            active: Vec::new(),
            history: vec![Default::default(); DEPTH + 1],
            kept: 0,
            trial: Default::default(),
        }
    }
}

/// Dot product of a column with a dense vector.
#[inline(always)]
fn dot(column: &[Chunk], dense: &[f32; ROWS_MAX]) -> f32 {
    let mut sums = [0.0; LANES];
    for chunk in column {
        chunk.multiply_f32(dense, &mut sums);
    }
    sum_f32(sums)
}

/// Dot product of two dense vectors whose length is a multiple of [`LANES`].
#[inline(always)]
fn dense_dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sum_f32(sums)
}

/// How far a coordinate with coefficient `u` and gradient `g` is from its optimality condition.
#[inline(always)]
fn violation(u: f32, g: f32) -> f32 {
    if u == 0.0 { (g.abs() - 1.0).max(0.0) } else { (g + u.signum()).abs() }
}

impl Quadratic {
    /// Copies the columns `set` of `design`, scaled by the root of the curvature.
    ///
    /// `coefficient` and `gradient` hold one value per column of the design and, last, the intercept's.
    #[inline(always)]
    pub(crate) fn load(
        &mut self,
        design: &Columns,
        set: &[u32],
        rows: &Rows,
        coefficient: &[f64],
        gradient: &[f64],
    ) {
        let intercept = design.len();
        self.columns.clear();
        self.diagonal.clear();
        self.inverse.clear();
        for &j in set {
            self.diagonal.push(self.columns.push_scaled(design.column(j as usize), &rows.root));
        }
        let root = &rows.root[..rows.len()];
        self.diagonal.push(dense_dot(root, root));
        // A column whose rows are all classified beyond doubt has no curvature left: a floor keeps its step finite.
        for h in &mut self.diagonal {
            *h = h.max(1e-12);
            self.inverse.push(1.0 / *h);
        }
        let all = || set.iter().map(|&j| j as usize).chain([intercept]);
        self.gradient.clear();
        self.gradient.extend(all().map(|j| gradient[j] as f32));
        self.start.clear();
        self.start.extend(all().map(|j| coefficient[j] as f32));
        self.now.clone_from(&self.start);
        self.image[..rows.len()].fill(0.0);
    }

    /// Coefficient of each coordinate at the start and now.
    pub(crate) fn moves(&self) -> (&[f32], &[f32]) {
        (&self.start, &self.now)
    }

    /// Descends until the sum of violations is at most `target`, or until sweeps no longer help.
    #[inline(always)]
    pub(crate) fn descend(&mut self, target: f32, root: &[f32]) {
        let coordinates = self.now.len() as u32;
        self.active.clear();
        self.active.extend(0..coordinates);
        self.kept = 0;
        let mut whole = true;
        let mut best = f32::INFINITY;
        let mut best_sweep = 0;
        for sweep in 0..SWEEPS_MAX {
            let total = self.sweep(root);
            if total < 0.9 * best {
                (best, best_sweep) = (total, sweep);
            }
            if total <= target {
                if whole {
                    return;
                }
                // The part that was swept is solved: look at all again.
                self.active.clear();
                self.active.extend(0..coordinates);
                self.kept = 0;
                whole = true;
                best = f32::INFINITY;
                continue;
            }
            if sweep - best_sweep > STALL {
                return;
            }
            if whole {
                self.drop_idle(total / coordinates as f32);
                whole = false;
            }
            self.remember(root.len());
        }
    }

    /// One pass over the active coordinates; returns the sum of their violations before each was mended.
    #[inline(always)]
    fn sweep(&mut self, root: &[f32]) -> f32 {
        let mut total = 0.0;
        let intercept = self.columns.len();
        for &j in &self.active {
            let j = j as usize;
            let u = self.now[j];
            if j == intercept {
                let image = &mut self.image[..root.len()];
                let g = self.gradient[j] + dense_dot(root, image);
                total += violation(u, g);
                let change = stepped(u, g, self.diagonal[j], self.inverse[j]) - u;
                if change != 0.0 {
                    self.now[j] = u + change;
                    for (v, q) in image.iter_mut().zip(root) {
                        *v += q * change;
                    }
                }
                continue;
            }
            let column = self.columns.column(j);
            let g = self.gradient[j] + dot(column, &self.image);
            total += violation(u, g);
            let next = stepped(u, g, self.diagonal[j], self.inverse[j]);
            if next != u {
                self.now[j] = next;
                let change = next - u;
                for chunk in column {
                    chunk.add_f32(change, &mut self.image);
                }
            }
        }
        total
    }

    /// Leaves coordinates out that are zero and well inside their bounds; the next whole sweep sees them again.
    #[inline(always)]
    fn drop_idle(&mut self, slack: f32) {
        let intercept = self.columns.len() as u32;
        let slack = slack.min(0.5);
        let mut active = std::mem::take(&mut self.active);
        active.retain(
            #[inline(always)]
            |&j| {
                j == intercept
                    || self.now[j as usize] != 0.0
                    || (self.gradient[j as usize] + dot(self.columns.column(j as usize), &self.image)).abs()
                        > 1.0 - slack
            },
        );
        self.active = active;
    }

    /// Keeps the iterate, and extrapolates once there are enough of them.
    #[inline(always)]
    fn remember(&mut self, rows: usize) {
        let (now, image) = &mut self.history[self.kept];
        now.clone_from(&self.now);
        image.clear();
        image.extend_from_slice(&self.image[..rows]);
        self.kept += 1;
        if self.kept <= DEPTH {
            return;
        }
        self.kept = 0;
        let Some(weights) = self.extrapolation_weights() else { return };
        let (now, image) = &mut self.trial;
        combine(&weights, self.history[1..].iter().map(|past| &past.0), now);
        combine(&weights, self.history[1..].iter().map(|past| &past.1), image);
        if self.objective(&self.trial.0, &self.trial.1) < self.objective(&self.now, &self.image[..rows]) {
            std::mem::swap(&mut self.now, &mut self.trial.0);
            self.image[..rows].copy_from_slice(&self.trial.1);
        }
    }

    /// Weights that sum to one and minimise the norm of the combined differences of the iterates.
    #[inline(always)]
    fn extrapolation_weights(&self) -> Option<[f32; DEPTH]> {
        let mut gram = [[0.0_f64; DEPTH]; DEPTH];
        let difference = |k: usize| {
            let (before, after) = (&self.history[k].0, &self.history[k + 1].0);
            self.active.iter().map(move |&j| f64::from(after[j as usize]) - f64::from(before[j as usize]))
        };
        let differences: Vec<Vec<f64>> = (0..DEPTH).map(|k| difference(k).collect()).collect();
        for i in 0..DEPTH {
            for k in 0..=i {
                let product = differences[i].iter().zip(&differences[k]).map(|(a, b)| a * b).sum();
                gram[i][k] = product;
                gram[k][i] = product;
            }
        }
        let trace: f64 = (0..DEPTH).map(|i| gram[i][i]).sum();
        for (i, row) in gram.iter_mut().enumerate() {
            row[i] += 1e-10 * trace;
        }
        let solution = solve(gram, [1.0; DEPTH])?;
        let sum: f64 = solution.iter().sum();
        (sum.is_finite() && sum.abs() > f64::MIN_POSITIVE).then(|| solution.map(|z| (z / sum) as f32))
    }

    /// The objective, up to its constant.
    #[inline(always)]
    fn objective(&self, now: &[f32], image: &[f32]) -> f64 {
        let linear: f64 = now
            .iter()
            .zip(&self.start)
            .zip(&self.gradient)
            .map(|((u, w), g)| f64::from(*g) * (f64::from(*u) - f64::from(*w)) + f64::from(u.abs()))
            .sum();
        linear + 0.5 * image.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>()
    }
}

/// Σ weight · vector.
#[inline(always)]
fn combine<'a>(weights: &[f32], vectors: impl Iterator<Item = &'a Vec<f32>>, into: &mut Vec<f32>) {
    into.clear();
    for (weight, vector) in weights.iter().zip(vectors) {
        into.resize(vector.len(), 0.0);
        for (sum, x) in into.iter_mut().zip(vector) {
            *sum += weight * x;
        }
    }
}

/// The minimiser of the coordinate: soft threshold at 1.
#[inline(always)]
fn stepped(u: f32, gradient: f32, h: f32, inverse: f32) -> f32 {
    let a = h * u - gradient;
    (a - a.clamp(-1.0, 1.0)) * inverse
}

/// Gaussian elimination with pivoting of a small system; none when it is singular.
fn solve(mut a: [[f64; DEPTH]; DEPTH], mut b: [f64; DEPTH]) -> Option<[f64; DEPTH]> {
    for i in 0..DEPTH {
        let pivot = (i..DEPTH).max_by(|&p, &q| a[p][i].abs().total_cmp(&a[q][i].abs()))?;
        if a[pivot][i] == 0.0 {
            return None;
        }
        a.swap(i, pivot);
        b.swap(i, pivot);
        for r in i + 1..DEPTH {
            let factor = a[r][i] / a[i][i];
            let pivot_row = a[i];
            for (entry, pivot_entry) in a[r].iter_mut().zip(pivot_row) {
                *entry -= factor * pivot_entry;
            }
            b[r] -= factor * b[i];
        }
    }
    for i in (0..DEPTH).rev() {
        for c in i + 1..DEPTH {
            b[i] -= a[i][c] * b[c];
        }
        b[i] /= a[i][i];
    }
    b.iter().all(|x| x.is_finite()).then_some(b)
}
