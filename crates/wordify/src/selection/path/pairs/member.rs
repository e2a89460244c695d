//! What is known of a column, in all half-samples.

use super::super::newton::CURVATURE_KEPT_MIN;
use super::free::Free;
use super::slots::{ABREAST, Both, HALVES};

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Member {
    pub(super) coefficient: Both<f32>,
    /// What the step under way adds to it.
    pub(super) change: Both<f32>,
    /// Derivative of the loss by the coefficient.
    gradient: Both<f32>,
    /// Curvature with intercept and with control.
    mixed: [Both<f32>; 2],
    /// Curvature of the coefficient once intercept and control are eliminated.
    curvature: Both<f32>,
}

/// Sums over the documents of a column.
#[derive(Default)]
pub(super) struct ColumnSums {
    pub(super) gradient: Both<f32>,
    pub(super) own_curvature: Both<f32>,
    /// Curvature with intercept and with control.
    pub(super) mixed: [Both<f32>; 2],
}

/// What a column is held against, in each half-sample.
pub(super) struct Bar {
    pub(super) penalty: Both<f32>,
    /// 1 for half-samples that still move, 0 for those that are solved.
    pub(super) moves: Both<f32>,
}

impl Member {
    /// Whether it is in the model of no half-sample that still moves, with the step under way.
    #[inline(always)]
    pub(super) fn is_at_rest(&self, moves: &Both<f32>) -> bool {
        let mut at_rest = true;
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                let now = self.coefficient.0[half][slot] + self.change.0[half][slot];
                at_rest &= now == 0.0 || moves.0[half][slot] == 0.0;
            }
        }
        at_rest
    }

    pub(super) fn gradient(&self) -> &Both<f32> {
        &self.gradient
    }

    /// Takes gradient and curvature at the margins.
    #[inline(always)]
    pub(super) fn load(&mut self, sums: &ColumnSums, free: &Free) {
        self.gradient = sums.gradient;
        self.mixed = sums.mixed;
        let eliminated = free.solve(&self.mixed);
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                let taken = eliminated[0].0[half][slot] * self.mixed[0].0[half][slot]
                    + eliminated[1].0[half][slot] * self.mixed[1].0[half][slot];
                let own = sums.own_curvature.0[half][slot];
                let kept = CURVATURE_KEPT_MIN as f32 * own;
                self.curvature.0[half][slot] = (own - taken).max(kept).max(f32::MIN_POSITIVE);
            }
        }
    }

    /// Begins a step with no change; raises `violations` to its own.
    #[inline(always)]
    pub(super) fn measure(&mut self, bar: &Bar, violations: &mut Both<f32>) {
        self.change = Both::default();
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                let (w, gradient) = (self.coefficient.0[half][slot], self.gradient.0[half][slot]);
                let violation = violation(bar.penalty.0[half][slot], w, gradient);
                violations.0[half][slot] = violations.0[half][slot].max(violation);
            }
        }
    }

    /// Moves to where its optimality condition holds, all others held; raises `left` to its violation before that. `product`
    /// is that of the column with the image of the changes so far, `slope` the gradient by intercept and control. Returns
    /// how it moved.
    #[inline(always)]
    pub(super) fn descend(
        &mut self,
        product: &Both<f32>,
        free: &Free,
        slope: &mut [Both<f32>; 2],
        bar: &Bar,
        left: &mut Both<f32>,
    ) -> Both<f32> {
        let answer = free.solve(slope);
        let mut moved = Both::<f32>::default();
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                let (coefficient, change) = (self.coefficient.0[half][slot], self.change.0[half][slot]);
                let (penalty, moves) = (bar.penalty.0[half][slot], bar.moves.0[half][slot]);
                let mixed = [self.mixed[0].0[half][slot], self.mixed[1].0[half][slot]];
                let now = coefficient + change;
                let gradient = self.gradient.0[half][slot] + product.0[half][slot]
                    - answer[0].0[half][slot] * mixed[0]
                    - answer[1].0[half][slot] * mixed[1];
                left.0[half][slot] = left.0[half][slot].max(moves * violation(penalty, now, gradient));
                let curvature = self.curvature.0[half][slot];
                let pull = curvature * now - gradient;
                let next = (pull - pull.max(-penalty).min(penalty)) / curvature;
                let by = if moves > 0.0 { next - now } else { 0.0 };
                // What is to be zero is set exactly to zero.
                let whole = if next == 0.0 { -coefficient } else { change + by };
                self.change.0[half][slot] = if moves > 0.0 { whole } else { change };
                slope[0].0[half][slot] += by * mixed[0];
                slope[1].0[half][slot] += by * mixed[1];
                moved.0[half][slot] = by;
            }
        }
        moved
    }

    /// Adds the share of its change that is taken in each half-sample.
    pub(super) fn take(&mut self, shares: &Both<f32>) {
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                let (change, share) = (self.change.0[half][slot], shares.0[half][slot]);
                let w = &mut self.coefficient.0[half][slot];
                // A whole step sets what is to be zero exactly to zero.
                *w = if share == 1.0 && change == -*w { 0.0 } else { *w + share * change };
            }
        }
    }
}

/// How far a coefficient is from its optimality condition, relative to its penalty; 0 where there is none.
#[inline(always)]
fn violation(penalty: f32, coefficient: f32, gradient: f32) -> f32 {
    let signed = if coefficient > 0.0 { gradient + penalty } else { gradient - penalty };
    let excess = if coefficient == 0.0 { gradient.abs() - penalty } else { signed.abs() };
    if penalty > 0.0 { excess.max(0.0) / penalty } else { 0.0 }
}
