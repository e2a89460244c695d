//! What one regression knows of each document: margin, residual, curvature.
//!
//! Values are `f32`: a margin's rounding moves a score by about 1e-7 of itself, a ten-thousandth of what the tolerance
//! leaves open, and all rows of an ordinary file fit into the fast caches. Sums over documents are taken in `f64`.

/// Sums are taken in this many lanes, always in the same order.
const WIDTH: usize = 16;
/// Documents whose values are summed in `f32` before `f64` takes over.
const BLOCK: usize = 64 * WIDTH;

/// Working memory of a thread, one entry per document, rounded up to a multiple of [`WIDTH`].
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// 1 for documents of the label, 0 for the others, between them along an order.
    pub(super) target: Vec<f32>,
    /// 1 for documents, 0 for what rounds their number up.
    weight: Vec<f32>,
    /// The column without penalty; all 0 where there is none.
    pub(super) control: Vec<f32>,
    /// Log odds of the label as fitted so far.
    pub(super) margin: Vec<f32>,
    /// Fitted probability minus target.
    pub(super) residual: Vec<f32>,
    /// Second derivative of the loss by the margin.
    pub(super) curvature: Vec<f32>,
    /// Curvature times control.
    pub(super) curvature_control: Vec<f32>,
    /// Curvature times the movement of the margin along the columns, during a descent; zeros otherwise.
    pub(super) image: Vec<f32>,
    /// Movement of the margin along the columns.
    pub(super) movement: Vec<f32>,
}

/// Sums over the documents at one point.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    /// Σ residual, Σ residual · control: the gradient by what has no penalty.
    pub(super) slope: [f64; 2],
    /// Σ curvature, Σ curvature · control, Σ curvature · control².
    pub(super) curvature: [f64; 3],
}

impl Rows {
    /// Makes room for `documents`; all vectors but the weights are zeros.
    pub(super) fn resize(&mut self, documents: usize) {
        for vector in [
            &mut self.target,
            &mut self.weight,
            &mut self.control,
            &mut self.margin,
            &mut self.residual,
            &mut self.curvature,
            &mut self.curvature_control,
            &mut self.image,
            &mut self.movement,
        ] {
            vector.clear();
            vector.resize(documents.next_multiple_of(WIDTH), 0.0);
        }
        self.weight[..documents].fill(1.0);
    }

    /// Residual, curvature and their sums at the margins.
    #[inline(always)]
    pub(super) fn evaluate(&mut self) -> Sums {
        let mut sums = [0f64; 5];
        let inputs = self.margin.chunks(BLOCK).zip(self.target.chunks(BLOCK)).zip(self.weight.chunks(BLOCK));
        let inputs = inputs.zip(self.control.chunks(BLOCK));
        let outputs = self.residual.chunks_mut(BLOCK).zip(self.curvature.chunks_mut(BLOCK));
        let outputs = outputs.zip(self.curvature_control.chunks_mut(BLOCK));
        for ((((margin, target), weight), control), ((residual, curvature), mixed)) in inputs.zip(outputs) {
            let mut lanes = [[0f32; WIDTH]; 5];
            let inputs = margin.as_chunks::<WIDTH>().0.iter().zip(target.as_chunks::<WIDTH>().0);
            let inputs = inputs.zip(weight.as_chunks::<WIDTH>().0).zip(control.as_chunks::<WIDTH>().0);
            let outputs = residual.as_chunks_mut::<WIDTH>().0.iter_mut();
            let outputs = outputs.zip(curvature.as_chunks_mut::<WIDTH>().0);
            let outputs = outputs.zip(mixed.as_chunks_mut::<WIDTH>().0);
            for ((((margin, target), weight), control), ((residual, curvature), mixed)) in inputs.zip(outputs)
            {
                for lane in 0..WIDTH {
                    let t = margin[lane];
                    let e = exp_negative(-t.abs());
                    let likely = 1.0 / (1.0 + e); // σ(|t|)
                    let unlikely = e * likely; // σ(−|t|)
                    let probability = if t >= 0.0 { likely } else { unlikely };
                    let r = weight[lane] * (probability - target[lane]);
                    let d = weight[lane] * (likely * unlikely);
                    let dc = d * control[lane];
                    residual[lane] = r;
                    curvature[lane] = d;
                    mixed[lane] = dc;
                    lanes[0][lane] += r;
                    lanes[1][lane] += r * control[lane];
                    lanes[2][lane] += d;
                    lanes[3][lane] += dc;
                    lanes[4][lane] += dc * control[lane];
                }
            }
            for (sum, lanes) in sums.iter_mut().zip(lanes) {
                *sum += lanes.iter().map(|&lane| f64::from(lane)).sum::<f64>();
            }
        }
        Sums { slope: [sums[0], sums[1]], curvature: [sums[2], sums[3], sums[4]] }
    }
}

/// `exp(x)` for `x ≤ 0`, relative error below 2e-7; arguments below −87 give `exp(−87)`, about 1e-38.
///
/// Cody & Waite reduction `x = k ln 2 + r`, then the Taylor polynomial of degree 7 on `|r| ≤ 0.347`: no branch, no table,
/// and the same bits on every machine.
#[inline(always)]
pub(super) fn exp_negative(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0; // 1.5 · 2^23: adding it rounds to an integer in the low bits
    // ln 2 in two parts, the high one with 9 zero bits at its end, so that k times it is exact.
    const LN2_HIGH: f32 = f32::from_bits(0x3f31_8000); // 0.693359375
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut sum = 1.0 / 5_040.0;
    for coefficient in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = sum * r + coefficient;
    }
    // The low bits of `shifted` hold k; moved to the exponent they are the factor 2^k.
    sum * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// [`Rows::evaluate`] with the widest vector instructions of the machine.
pub(super) struct Evaluate<'a>(pub(super) &'a mut Rows);

impl pulp::WithSimd for Evaluate<'_> {
    type Output = Sums;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Sums {
        self.0.evaluate()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_the_standard_library_to_2e7() {
        for step in 0..87_000 {
            let x = -step as f32 * 0.001;
            let (ours, exact) = (f64::from(exp_negative(x)), f64::from(x).exp());
            assert!((ours - exact).abs() <= 2e-7 * exact, "exp({x}): {ours} against {exact}");
        }
    }

    fn rows() -> Rows {
        let mut rows = Rows::default();
        rows.resize(3000);
        for i in 0..3000 {
            rows.margin[i] = (i as f32 - 1500.0) / 300.0;
            rows.target[i] = (i % 2) as f32;
            rows.control[i] = (i % 7) as f32 - 3.0;
        }
        rows
    }

    #[test]
    fn every_width_of_vectors_gives_the_same_bits() {
        let (mut plain, mut wide) = (rows(), rows());
        assert_eq!(plain.evaluate(), pulp::Arch::new().dispatch(Evaluate(&mut wide)));
        assert_eq!(plain.residual, wide.residual);
        assert_eq!(plain.curvature, wide.curvature);
        assert_eq!(plain.curvature_control, wide.curvature_control);
    }

    #[test]
    fn residuals_and_sums_are_those_of_the_formulas() {
        let mut rows = rows();
        let sums = rows.evaluate();
        let mut expected = Sums::default();
        for i in 0..3000 {
            let p = 1.0 / (1.0 + (-f64::from(rows.margin[i])).exp());
            let (r, d, c) = (p - f64::from(rows.target[i]), p * (1.0 - p), f64::from(rows.control[i]));
            expected.slope[0] += r;
            expected.slope[1] += r * c;
            expected.curvature[0] += d;
            expected.curvature[1] += d * c;
            expected.curvature[2] += d * c * c;
        }
        let pairs =
            sums.slope.iter().zip(expected.slope).chain(sums.curvature.iter().zip(expected.curvature));
        for (ours, exact) in pairs {
            assert!((ours - exact).abs() < 1e-3, "{sums:?} against {expected:?}");
        }
    }
}
