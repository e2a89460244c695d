//! What came out of the fits.

use super::logistic::{Design, Outcome};
use super::plan::{Plan, PlannedFit};

/// What came out of the fits; sums of whole numbers, so that the order of the fits does not matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Fits with a positive coefficient, labels × columns.
    pub positive: Vec<u32>,
    /// Fits with a negative coefficient, labels × columns.
    pub negative: Vec<u32>,
    /// Fits completed, by place in [`Plan::c_values`].
    pub fits: Vec<usize>,
    /// Coefficients that are not zero, over all regressions, by place in [`Plan::c_values`].
    pub selected: Vec<usize>,
    /// Regressions with no term at all.
    pub empty: usize,
    /// Regressions that stopped short of the tolerance.
    pub not_converged: usize,
    /// Regressions left out because the sample lacked the label, or held nothing else.
    pub label_absent: usize,
    /// Largest relative violation among the converged.
    pub violation_max: f64,
}

impl Tally {
    fn new(design: &Design, c_values: usize) -> Self {
        let cells = design.labels() * design.terms();
        Self {
            positive: vec![0; cells],
            negative: vec![0; cells],
            fits: vec![0; c_values],
            selected: vec![0; c_values],
            ..Self::default()
        }
    }

    /// Adds the outcome of regression `k`; of two labels the first is the mirror of the second.
    fn add(&mut self, design: &Design, k: usize, c: usize, outcome: &Outcome) {
        let (solution, certificate) = match outcome {
            Outcome::LabelAbsent => {
                self.label_absent += 1;
                return;
            }
            Outcome::Empty => {
                self.empty += 1;
                return;
            }
            Outcome::Fitted(solution, certificate) => (solution, certificate),
        };
        self.empty += usize::from(solution.coefficients.is_empty());
        self.selected[c] += solution.coefficients.len();
        if certificate.converged {
            self.violation_max = self.violation_max.max(certificate.violation);
        } else {
            self.not_converged += 1;
        }
        let own = design.regression_label(k) * design.terms();
        for &(column, w) in &solution.coefficients {
            let term = design.term_of(column);
            let (own_side, other_side) = if w > 0.0 {
                (&mut self.positive, &mut self.negative)
            } else {
                (&mut self.negative, &mut self.positive)
            };
            own_side[own + term] += 1;
            if design.labels() == 2 {
                other_side[term] += 1;
            }
        }
    }
}

/// Which fits of a plan are done, and what came out of them. Their order does not matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// For each fit of the plan, whether it is done.
    pub(crate) done: Vec<bool>,
    /// What came out of those that are.
    pub(crate) tally: Tally,
}

impl Fitted {
    /// No fit of `plan`.
    pub fn none(design: &Design, plan: &Plan) -> Self {
        Self { done: vec![false; plan.fits.len()], tally: Tally::new(design, plan.c_values.len()) }
    }

    /// Fits done.
    pub fn count(&self) -> usize {
        self.tally.fits.iter().sum()
    }

    /// Adds what was fitted elsewhere, of the same plan and design; no fit may be in both.
    pub(super) fn add_all(&mut self, other: &Self) {
        self.done.iter_mut().zip(&other.done).for_each(|(done, other)| *done |= other);
        let (own, Tally { positive, negative, fits, selected, .. }) = (&mut self.tally, &other.tally);
        let counts = own.positive.iter_mut().zip(positive).chain(own.negative.iter_mut().zip(negative));
        // What a forged part counts is no reason to stop.
        counts.for_each(|(count, other)| *count = count.saturating_add(*other));
        let sums = own.fits.iter_mut().zip(fits).chain(own.selected.iter_mut().zip(selected));
        sums.for_each(|(sum, other)| *sum = sum.saturating_add(*other));
        own.empty = own.empty.saturating_add(other.tally.empty);
        own.not_converged = own.not_converged.saturating_add(other.tally.not_converged);
        own.label_absent = own.label_absent.saturating_add(other.tally.label_absent);
        own.violation_max = own.violation_max.max(other.tally.violation_max);
    }

    /// Adds the outcomes of all regressions of `fit`, which is at `place` in the plan.
    pub(super) fn add(&mut self, design: &Design, place: usize, fit: PlannedFit, outcomes: &[Outcome]) {
        for (k, outcome) in outcomes.iter().enumerate() {
            self.tally.add(design, k, fit.c, outcome);
        }
        self.tally.fits[fit.c] += 1;
        self.done[place] = true;
    }
}
