//! All half-samples at one level, over one working set of columns, by Newton steps with coordinate descent.
//!
//! The objective is that of [`newton`](super::super::newton), whose rules hold here as well: intercept and control are
//! eliminated in closed form, and a step is shortened where a margin would move too far.

use super::super::columns::Columns;
use super::super::newton::{MOVEMENT_MAX, STEPS_MAX, SWEEPS_MAX};
use super::free::Free;
use super::member::{Bar, ColumnSums, Member};
use super::rows::{Bend, Evaluate, PairRows, PairSums};
use super::slots::{ABREAST, Both, HALVES, Slots, halves, times};

/// Violation of the optimality conditions, relative to a term's penalty, at which a level is solved. Half-samples are only
/// counted, so that it is ten times what paths on all documents are held to.
pub(super) const TOLERANCE: f32 = 1e-2;

/// The descent with its working memory.
#[derive(Debug, Default)]
pub(super) struct Descent {
    members: Vec<Member>,
    /// What the last evaluation gave, while the margins are as they were.
    sums: Option<PairSums>,
    /// For each column, whether its gradient and curvature are those at these margins.
    known: Vec<bool>,
    /// Coefficients of intercept and control.
    pub(super) free: [Both<f32>; 2],
    units: Both<f32>,
    skews: Both<f32>,
    has_control: bool,
    /// 1 for half-samples that still move at this level, 0 for those that are solved.
    moves: Both<f32>,
}

/// A level of the penalty and what is solved there.
#[derive(Clone, Copy)]
struct Task<'a> {
    columns: &'a Columns,
    /// The working set, ascending.
    chosen: &'a [u32],
    /// Penalty of a column with factor 1.
    lambda: Both<f32>,
}

/// How a level ended, for each half-sample.
pub(super) struct Ending {
    /// Largest violation left, relative to the penalty.
    pub(super) violations: Both<f32>,
    /// Whether it is at most [`TOLERANCE`].
    pub(super) converged: Both<bool>,
}

impl Descent {
    /// Forgets what was there and begins with `intercepts` and nothing else, over this many columns.
    pub(super) fn start(
        &mut self,
        columns: usize,
        intercepts: Both<f32>,
        units: Both<f32>,
        skews: Both<f32>,
        has_control: bool,
    ) {
        self.members.clear();
        self.members.resize(columns, Member::default());
        self.known.clear();
        self.known.resize(columns, false);
        self.sums = None;
        (self.units, self.skews, self.has_control) = (units, skews, has_control);
        self.free = [intercepts, Both::default()];
    }

    /// Whether `column` is in any model.
    pub(super) fn holds(&self, column: usize) -> bool {
        self.members[column].coefficient.0.iter().flatten().any(|&w| w != 0.0)
    }

    pub(super) fn coefficient(&self, column: usize, half: usize, slot: usize) -> f32 {
        self.members[column].coefficient.0[half][slot]
    }

    /// Columns in the model of a half-sample, ascending, with their coefficients.
    pub(super) fn model(&self, half: usize, slot: usize) -> Vec<(u32, f64)> {
        let of = |(column, member): (usize, &Member)| {
            let w = member.coefficient.0[half][slot];
            (w != 0.0).then_some((column as u32, f64::from(w)))
        };
        self.members.iter().enumerate().filter_map(of).collect()
    }

    /// The gradient of `column` at the margins, its product with the residuals, where it is known.
    #[inline(always)]
    pub(super) fn gradient(&self, column: usize) -> Option<&Both<f32>> {
        self.known[column].then(|| self.members[column].gradient())
    }

    /// Turns products with the residuals into scores in units of the column's penalty; 0 in a half with one side only.
    pub(super) fn in_units(&self, columns: &Columns, column: usize, products: &mut Both<f32>) {
        let penalties = self.penalties(columns, column, &self.units);
        for (product, &penalty) in products.0.iter_mut().flatten().zip(penalties.0.iter().flatten()) {
            *product = if penalty > 0.0 { product.abs() / penalty } else { 0.0 };
        }
    }

    /// Penalties of `column` where one with factor 1 has `lambda`.
    #[inline(always)]
    fn penalties(&self, columns: &Columns, column: usize, lambda: &Both<f32>) -> Both<f32> {
        let mut penalties = *lambda;
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                penalties.0[half][slot] *= columns.factor(column, self.skews.0[half][slot]);
            }
        }
        penalties
    }

    /// Minimises over the columns `chosen`, intercept and control at level `z`, from where they are. Residuals are those of
    /// the solution afterwards.
    pub(super) fn minimise(
        &mut self,
        columns: &Columns,
        rows: &mut PairRows,
        chosen: &[u32],
        z: f64,
        arch: pulp::Arch,
    ) -> Ending {
        let lambda = Both(self.units.0.map(|units| units.map(|unit| (z * f64::from(unit)) as f32)));
        let task = Task { columns, chosen, lambda };
        self.moves = Both(self.units.0.map(|units| units.map(|unit| f32::from(u8::from(unit > 0.0)))));
        let mut ending = Ending { violations: Both::default(), converged: Both([[true; ABREAST]; HALVES]) };
        for step in 0..=STEPS_MAX {
            let sums = self.evaluate(rows, arch);
            let free = Free::new(&sums.curvature, self.has_control);
            let violations = arch.dispatch(Load { descent: self, task, rows, sums: &sums, free: &free });
            self.note(&violations, &mut ending);
            if step == STEPS_MAX || self.moves.0.iter().flatten().all(|&moves| moves == 0.0) {
                break;
            }
            self.step(task, rows, &sums, &free, &violations, arch);
        }
        ending
    }

    /// Residuals, curvature and their sums at the margins. A level begins with those that the one above it ended with.
    fn evaluate(&mut self, rows: &mut PairRows, arch: pulp::Arch) -> PairSums {
        if let Some(sums) = self.sums {
            return sums;
        }
        let sums = arch.dispatch(Evaluate(rows));
        self.sums = Some(sums);
        sums
    }

    /// Notes how far the half-samples are that still move, and stops those that are solved.
    fn note(&mut self, violations: &Both<f32>, ending: &mut Ending) {
        for (half, slot) in halves(ABREAST) {
            let moves = &mut self.moves.0[half][slot];
            if *moves > 0.0 {
                let violation = violations.0[half][slot];
                ending.violations.0[half][slot] = violation;
                ending.converged.0[half][slot] = violation <= TOLERANCE;
                *moves = f32::from(u8::from(violation > TOLERANCE));
            }
        }
    }

    /// Gradient and curvature of the working set; the largest violation of each half-sample.
    #[inline(always)]
    fn load(&mut self, task: Task<'_>, rows: &PairRows, sums: &PairSums, free: &Free) -> Both<f32> {
        let mut violations = Both::<f32>::default();
        for half in 0..HALVES {
            for slot in 0..ABREAST {
                let [intercept, control] = [sums.slope[0].0[half][slot], sums.slope[1].0[half][slot]];
                let control = if self.has_control { control } else { 0.0 };
                let unit = self.units.0[half][slot];
                let slope = intercept.abs().max(control.abs());
                violations.0[half][slot] = if unit > 0.0 { slope / unit } else { 0.0 };
            }
        }
        for &column in task.chosen {
            let column = column as usize;
            if !self.known[column] {
                self.members[column].load(&column_sums(task.columns.column(column), rows), free);
                self.known[column] = true;
            }
            let penalty = self.penalties(task.columns, column, &task.lambda);
            let bar = Bar { penalty, moves: self.moves };
            self.members[column].measure(&bar, &mut violations);
        }
        violations
    }

    /// One Newton step: solves the subproblem until the violation of each half-sample is a tenth of what it was, or of the
    /// tolerance.
    fn step(
        &mut self,
        task: Task<'_>,
        rows: &mut PairRows,
        sums: &PairSums,
        free: &Free,
        violations: &Both<f32>,
        arch: pulp::Arch,
    ) {
        let targets = violations.0.map(|half| half.map(|v| (0.1 * v).clamp(0.3 * TOLERANCE, 0.1)));
        let mut slope = sums.slope;
        let mut whole = true;
        for _ in 0..SWEEPS_MAX {
            let left = arch.dispatch(Sweep { descent: self, task, rows, free, slope: &mut slope, whole });
            let mut pairs = left.0.iter().flatten().zip(targets.iter().flatten());
            let is_done = pairs.all(|(left, target)| left <= target);
            if is_done && whole {
                break;
            }
            // Sweeps over what is not zero, until that is solved; then all are looked at again.
            whole = is_done;
        }
        let mut answer = free.solve(&slope);
        for answer in &mut answer {
            for (answer, &moves) in answer.0.iter_mut().flatten().zip(self.moves.0.iter().flatten()) {
                *answer = if moves > 0.0 { *answer } else { 0.0 };
            }
        }
        let shares = arch.dispatch(Move { descent: self, task, rows, answer: &answer });
        self.sums = None;
        self.known.fill(false);
        for &column in task.chosen {
            self.members[column as usize].take(&shares);
        }
        for (free, answer) in self.free.iter_mut().zip(&answer) {
            for (half, slot) in halves(ABREAST) {
                free.0[half][slot] -= shares.0[half][slot] * answer.0[half][slot];
            }
        }
    }

    /// One pass over the working set; the largest violation before each was mended. `slope` is the gradient by intercept
    /// and control at the changes so far, were these two left alone.
    #[inline(always)]
    fn sweep(
        &mut self,
        task: Task<'_>,
        rows: &mut PairRows,
        free: &Free,
        slope: &mut [Both<f32>; 2],
        whole: bool,
    ) -> Both<f32> {
        let mut left = Both::<f32>::default();
        for &column in task.chosen {
            if !whole && self.members[column as usize].is_at_rest(&self.moves) {
                continue;
            }
            let (documents, values) = task.columns.column(column as usize);
            let mut product = Both::<f32>::default();
            for (&i, &x) in documents.iter().zip(values) {
                let i = i as usize;
                product.add(rows.firsts[i], times(x, &rows.bend[i].image));
            }
            let penalty = self.penalties(task.columns, column as usize, &task.lambda);
            let bar = Bar { penalty, moves: self.moves };
            let moved = self.members[column as usize].descend(&product, free, slope, &bar, &mut left);
            if moved.is_zero() {
                continue;
            }
            for (&i, &x) in documents.iter().zip(values) {
                let i = i as usize;
                let by = moved.of(rows.firsts[i]);
                let Bend { curvature: Slots(curvature), image: Slots(image) } = &mut rows.bend[i];
                for slot in 0..ABREAST {
                    image[slot] += by[slot] * x * curvature[slot];
                }
            }
        }
        left
    }

    /// Moves the margins by the changes found, shortened where one would move too far; the shares of the step taken.
    #[inline(always)]
    fn move_along(&self, task: Task<'_>, rows: &mut PairRows, answer: &[Both<f32>; 2]) -> Both<f32> {
        rows.begin_movement(answer);
        for &column in task.chosen {
            let change = &self.members[column as usize].change;
            if change.is_zero() {
                continue;
            }
            let (documents, values) = task.columns.column(column as usize);
            for (&i, &x) in documents.iter().zip(values) {
                let i = i as usize;
                let by = change.of(rows.firsts[i]);
                let Slots(movement) = &mut rows.residual[i];
                for slot in 0..ABREAST {
                    movement[slot] += by[slot] * x;
                }
            }
        }
        rows.move_margins(MOVEMENT_MAX as f32)
    }
}

/// Gradient and curvature of a column at the margins.
#[inline(always)]
fn column_sums((documents, values): (&[u32], &[f32]), rows: &PairRows) -> ColumnSums {
    let mut sums = ColumnSums::default();
    for (&i, &x) in documents.iter().zip(values) {
        let i = i as usize;
        let firsts = rows.firsts[i];
        let curved = Slots(times(x, &rows.bend[i].curvature));
        sums.gradient.add(firsts, times(x, &rows.residual[i]));
        sums.own_curvature.add(firsts, times(x, &curved));
        sums.mixed[0].add(firsts, curved.0);
        sums.mixed[1].add(firsts, times(rows.control[i], &curved));
    }
    sums
}

/// [`Descent::load`] with the widest vector instructions of the machine.
struct Load<'a> {
    descent: &'a mut Descent,
    task: Task<'a>,
    rows: &'a PairRows,
    sums: &'a PairSums,
    free: &'a Free,
}

impl pulp::WithSimd for Load<'_> {
    type Output = Both<f32>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Both<f32> {
        self.descent.load(self.task, self.rows, self.sums, self.free)
    }
}

/// [`Descent::sweep`], likewise.
struct Sweep<'a> {
    descent: &'a mut Descent,
    task: Task<'a>,
    rows: &'a mut PairRows,
    free: &'a Free,
    slope: &'a mut [Both<f32>; 2],
    whole: bool,
}

impl pulp::WithSimd for Sweep<'_> {
    type Output = Both<f32>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Both<f32> {
        self.descent.sweep(self.task, self.rows, self.free, self.slope, self.whole)
    }
}

/// [`Descent::move_along`], likewise.
struct Move<'a> {
    descent: &'a Descent,
    task: Task<'a>,
    rows: &'a mut PairRows,
    answer: &'a [Both<f32>; 2],
}

impl pulp::WithSimd for Move<'_> {
    type Output = Both<f32>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Both<f32> {
        self.descent.move_along(self.task, self.rows, self.answer)
    }
}
