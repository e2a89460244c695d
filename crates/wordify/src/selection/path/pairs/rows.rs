//! What the half-samples know of each document: margin, residual, curvature, one number for each pair.

use super::super::rows::exp_negative;
use super::Halved;
use super::slots::{ABREAST, Both, Slots, times};

/// Documents whose values are summed in `f32` before `f64` takes over.
const BLOCK: usize = 64;

/// Working memory of a thread, one entry per document.
#[derive(Debug, Default)]
pub(super) struct PairRows {
    /// Bit p is set where the document is in the first half of pair p.
    pub(super) firsts: Vec<u8>,
    /// 1 for documents of the label, 0 for the others, between them along an order.
    target: Vec<f32>,
    /// The column without penalty; all 0 where there is none.
    pub(super) control: Vec<f32>,
    /// Log odds of the label as fitted so far.
    pub(super) margin: Vec<Slots>,
    /// Fitted probability minus target; the movement of the margin while a step is taken.
    pub(super) residual: Vec<Slots>,
    pub(super) bend: Vec<Bend>,
}

/// What a descent looks up for each document, by columns whose documents lie far apart: so both are in one line of the processor's
/// cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Bend {
    /// Second derivative of the loss by the margin.
    pub(super) curvature: Slots,
    /// Curvature times the movement of the margin along the columns, during a descent; zeros otherwise.
    pub(super) image: Slots,
}

/// How many documents each half has, and sums over their targets.
pub(super) struct Sizes {
    pub(super) all: Both<f32>,
    /// Σ y, Σ y², Σ y³.
    pub(super) powers: [Both<f32>; 3],
}

/// Sums over the documents of each half.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct PairSums {
    /// Σ residual, Σ residual · control.
    pub(super) slope: [Both<f32>; 2],
    /// Σ curvature, Σ curvature · control, Σ curvature · control².
    pub(super) curvature: [Both<f32>; 3],
}

impl PairRows {
    /// Takes labels, halves and control of `halved`.
    pub(super) fn load(&mut self, halved: &Halved<'_>) -> Sizes {
        let documents = halved.label_of.len();
        self.firsts.clear();
        self.firsts.extend_from_slice(halved.firsts);
        self.target.clear();
        self.target.extend(halved.label_of.iter().map(|&own| halved.targets[own as usize] as f32));
        self.control.clear();
        match halved.control {
            Some(control) => {
                let value = |&class: &u32| control.values[class as usize] as f32;
                self.control.extend(control.class_of.iter().map(value));
            }
            None => self.control.resize(documents, 0.0),
        }
        for slots in [&mut self.margin, &mut self.residual] {
            slots.clear();
            slots.resize(documents, Slots::default());
        }
        self.bend.clear();
        self.bend.resize(documents, Bend::default());
        // Counts are exact in f32 up to 16 million documents, beyond which a share needs no more digits.
        let mut sizes = Sizes { all: Both::default(), powers: [Both::default(); 3] };
        for (&firsts, &target) in self.firsts.iter().zip(&self.target) {
            sizes.all.add(firsts, [1.0; ABREAST]);
            let powers = [target, target * target, target * target * target];
            sizes.powers.iter_mut().zip(powers).for_each(|(sum, power)| sum.add(firsts, [power; ABREAST]));
        }
        sizes
    }

    /// Margins of what has no penalty alone.
    pub(super) fn set_margins(&mut self, free: &[Both<f32>; 2]) {
        for ((Slots(margin), &firsts), &control) in
            self.margin.iter_mut().zip(&self.firsts).zip(&self.control)
        {
            let (intercept, slope) = (free[0].of(firsts), free[1].of(firsts));
            for slot in 0..ABREAST {
                margin[slot] = intercept[slot] + slope[slot] * control;
            }
        }
    }

    /// Puts the movement by intercept and control into the room of the residuals, which are made anew after the step.
    #[inline(always)]
    pub(super) fn begin_movement(&mut self, answer: &[Both<f32>; 2]) {
        for ((Slots(movement), &firsts), &control) in
            self.residual.iter_mut().zip(&self.firsts).zip(&self.control)
        {
            let (intercept, slope) = (answer[0].of(firsts), answer[1].of(firsts));
            for slot in 0..ABREAST {
                movement[slot] = -intercept[slot] - slope[slot] * control;
            }
        }
    }

    /// Moves the margins by the movement, shortened in half-samples where one would move further than `most`; the shares taken.
    #[inline(always)]
    pub(super) fn move_margins(&mut self, most: f32) -> Both<f32> {
        let mut largest = Both::<f32>::default();
        for (Slots(movement), &firsts) in self.residual.iter().zip(&self.firsts) {
            largest.raise(firsts, movement);
        }
        let share = |largest: f32| if largest > most { most / largest } else { 1.0 };
        let shares = Both::from_fn(|half, slot| share(largest.0[half][slot]));
        for ((Slots(margin), Slots(movement)), &firsts) in
            self.margin.iter_mut().zip(&self.residual).zip(&self.firsts)
        {
            let share = shares.of(firsts);
            for slot in 0..ABREAST {
                margin[slot] += share[slot] * movement[slot];
            }
        }
        shares
    }

    /// Residual, curvature and their sums at the margins, and an empty image.
    #[inline(always)]
    fn evaluate(&mut self) -> PairSums {
        let mut sums = [[[0f64; ABREAST]; 2]; 5];
        let inputs = self.margin.chunks(BLOCK).zip(self.target.chunks(BLOCK));
        let inputs = inputs.zip(self.control.chunks(BLOCK)).zip(self.firsts.chunks(BLOCK));
        let outputs = self.residual.chunks_mut(BLOCK).zip(self.bend.chunks_mut(BLOCK));
        for ((((margin, target), control), firsts), (residual, bend)) in inputs.zip(outputs) {
            let mut block = [Both::<f32>::default(); 5];
            let inputs = margin.iter().zip(target).zip(control).zip(firsts);
            for ((((margin, &target), &control), &firsts), (residual, Bend { curvature, image })) in
                inputs.zip(residual.iter_mut().zip(bend))
            {
                *image = Slots::default();
                for slot in 0..ABREAST {
                    let t = margin.0[slot];
                    let e = exp_negative(-t.abs());
                    let likely = 1.0 / (1.0 + e); // σ(|t|)
                    let unlikely = e * likely; // σ(−|t|)
                    residual.0[slot] = if t >= 0.0 { likely } else { unlikely } - target;
                    curvature.0[slot] = likely * unlikely;
                }
                let curved = times(control, curvature);
                block[0].add(firsts, residual.0);
                block[1].add(firsts, times(control, residual));
                block[2].add(firsts, curvature.0);
                block[3].add(firsts, curved);
                block[4].add(firsts, times(control, &Slots(curved)));
            }
            for (sum, block) in
                sums.iter_mut().flatten().flatten().zip(block.iter().flat_map(|b| b.0).flatten())
            {
                *sum += f64::from(block);
            }
        }
        let [r, rc, d, dc, dcc] = sums.map(|sum| Both(sum.map(|half| half.map(|sum| sum as f32))));
        PairSums { slope: [r, rc], curvature: [d, dc, dcc] }
    }
}

/// [`PairRows::evaluate`] with the widest vector instructions of the machine.
pub(super) struct Evaluate<'a>(pub(super) &'a mut PairRows);

impl pulp::WithSimd for Evaluate<'_> {
    type Output = PairSums;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> PairSums {
        self.0.evaluate()
    }
}
