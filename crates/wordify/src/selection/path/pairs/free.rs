//! Intercept and control, which have no penalty: eliminated in closed form in each half-sample.

use super::slots::{ABREAST, Both, HALVES, halves};

/// The inverse of their curvature, a matrix of 2 × 2, in each half-sample.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Free([Both<f32>; 3]);

impl Free {
    /// From the curvature of the intercept, of both together, and of the control; `has_control` says whether it takes part.
    pub(super) fn new(curvature: &[Both<f32>; 3], has_control: bool) -> Self {
        let mut inverse = [Both::<f32>::default(); 3];
        for (half, slot) in halves(ABREAST) {
            let [a, b, c] = [0, 1, 2].map(|place: usize| f64::from(curvature[place].0[half][slot]));
            let a = a.max(f64::from(f32::MIN_POSITIVE));
            let rest = c - b * b / a;
            // A control that does not vary where documents still have curvature is left alone.
            let of = if !has_control || rest <= 1e-6 * c.max(f64::MIN_POSITIVE) {
                [1.0 / a, 0.0, 0.0]
            } else {
                [1.0 / a + b * b / (a * a * rest), -b / (a * rest), 1.0 / rest]
            };
            for (inverse, of) in inverse.iter_mut().zip(of) {
                inverse.0[half][slot] = of as f32;
            }
        }
        Self(inverse)
    }

    /// What moves the two by a gradient of `right`.
    #[inline(always)]
    pub(super) fn solve(&self, right: &[Both<f32>; 2]) -> [Both<f32>; 2] {
        let [a, b, c] = &self.0;
        let mut answer = [Both::<f32>::default(); 2];
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                let (first, second) = (right[0].0[half][slot], right[1].0[half][slot]);
                answer[0].0[half][slot] = a.0[half][slot] * first + b.0[half][slot] * second;
                answer[1].0[half][slot] = b.0[half][slot] * first + c.0[half][slot] * second;
            }
        }
        answer
    }
}
