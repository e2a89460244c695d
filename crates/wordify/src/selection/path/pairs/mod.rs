//! Pairs of complementary half-samples, fitted side by side.
//!
//! The halves of a pair share all but the documents that take part, and each document is in one of the two: so one number
//! for each pair and document holds both halves, and [`ABREAST`] pairs share each pass over the matrix. Beside
//! [`Batch`](super::Batch), whose regressions have different labels and different terms in their models, every solution here
//! is found over the same columns; that is what makes it worth while to descend together.

mod descent;
mod free;
mod member;
mod products;
mod rows;
mod slots;

use super::columns::Columns;
use super::grid::{level, number_at_most};
use super::lane::Control;
use super::scale::Targets;
use super::{Entry, Path};
use descent::{Descent, Ending, TOLERANCE};
use products::Products;
use rows::PairRows;
pub use slots::ABREAST;
use slots::{Both, halves};

/// What the half-samples are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Halved<'a> {
    /// The label of each document.
    pub label_of: &'a [u16],
    /// The target of each label: see [`Regression`](super::Regression).
    pub targets: &'a [f64],
    /// For each document, in which half it is: bit p is set where it is in the first one of pair p.
    pub firsts: &'a [u8],
    /// Pairs, at most [`ABREAST`].
    pub pairs: usize,
    /// The column without penalty, where there is one.
    pub control: Option<Control<'a>>,
}

/// Working memory of a thread.
#[derive(Debug, Default)]
pub struct PairSpace {
    rows: PairRows,
    descent: Descent,
    arch: pulp::Arch,
}

/// One half-sample on its way down the levels.
#[derive(Debug, Clone, Default)]
struct Course {
    /// Standard deviation of the score of a standardised column without signal; 0 where the half has one side only.
    unit: f64,
    entries: Vec<Entry>,
    entered: Vec<bool>,
    unsolved: usize,
    violation: f64,
}

/// Half-samples on their way down.
#[derive(Debug)]
pub struct Pairs<'a, 'w> {
    columns: &'a Columns,
    pairs: usize,
    courses: Both<Course>,
    /// Scores of each column at the level above, in units of its penalty.
    scores: Vec<Both<f32>>,
    work: &'w mut PairSpace,
}

impl<'a, 'w> Pairs<'a, 'w> {
    /// Fits what has no penalty in each half-sample of `halved`.
    pub fn new(columns: &'a Columns, halved: &Halved<'_>, work: &'w mut PairSpace) -> Self {
        let sizes = work.rows.load(halved);
        let mut courses: Both<Course> = Both::default();
        let (mut skews, mut intercepts) = (Both::<f32>::default(), Both::<f32>::default());
        for (half, slot) in halves(halved.pairs) {
            let of = |sums: Both<f32>| f64::from(sums.0[half][slot]);
            let targets = Targets { size: of(sizes.all), powers: sizes.powers.map(of) };
            let course = &mut courses.0[half][slot];
            course.entered = vec![false; columns.len()];
            course.unit = targets.unit();
            if course.unit > 0.0 {
                let share = targets.mean();
                skews.0[half][slot] = targets.skew() as f32;
                // The best intercept alone, in closed form.
                intercepts.0[half][slot] = libm::log(share / (1.0 - share)) as f32;
            }
        }
        let units = Both::from_fn(|half, slot| courses.0[half][slot].unit as f32);
        work.descent.start(columns.len(), intercepts, units, skews, halved.control.is_some());
        work.rows.set_margins(&work.descent.free);
        let mut pairs = Self { columns, pairs: halved.pairs, courses, scores: Vec::new(), work };
        pairs.solve_over(&[], f64::INFINITY);
        pairs.scores = pairs.scores();
        pairs
    }

    /// Number of the first level at which anything may enter.
    pub fn first_level(&self) -> i32 {
        let highest = self.scores.iter().flat_map(|scores| scores.0.iter().flatten());
        number_at_most(highest.fold(0f64, |highest, &score| highest.max(f64::from(score))))
    }

    /// Solves level `number`, after the one `stride` levels above it; the first is [`Pairs::first_level`].
    pub fn solve(&mut self, number: i32, stride: i32) {
        let (z, above) = (level(number), level(number - stride));
        // The sequential strong rule (Tibshirani et al. 2012): columns below it almost never come in.
        let strong = (2.0 * z - above) as f32;
        let all = 0..self.columns.len() as u32;
        let reaches = |scores: &Both<f32>, least: f32| scores.0.iter().flatten().any(|&score| score >= least);
        let takes_part = |&column: &u32| {
            let column = column as usize;
            reaches(&self.scores[column], strong) || self.work.descent.holds(column)
        };
        let members: Vec<u32> = all.clone().filter(takes_part).collect();
        self.solve_over(&members, z);
        let mut scores = self.scores();
        let bar = (z * (1.0 + f64::from(TOLERANCE))) as f32;
        let is_surprise =
            |&column: &u32| members.binary_search(&column).is_err() && reaches(&scores[column as usize], bar);
        if all.clone().any(|column| is_surprise(&column)) {
            // Rare enough that all columns may take part.
            self.solve_over(&all.collect::<Vec<_>>(), z);
            scores = self.scores();
        }
        self.note_entries(above, z);
        self.scores = scores;
    }

    /// Ends the paths where they are: of each pair the first half, then the second.
    pub fn finish(self) -> Vec<Path> {
        let Self { pairs, mut courses, work, .. } = self;
        let descent = &work.descent;
        halves(pairs)
            .map(|(half, slot)| {
                let course = std::mem::take(&mut courses.0[half][slot]);
                let mut entries = course.entries;
                entries.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.column.cmp(&b.column)));
                let free = |place: usize| f64::from(descent.free[place].0[half][slot]);
                Path {
                    entries,
                    model: descent.model(half, slot),
                    intercept: free(0),
                    control: free(1),
                    unit: course.unit,
                    unsolved: course.unsolved,
                    violation_max: course.violation,
                }
            })
            .collect()
    }

    /// Solves level `z` over `members`, ascending.
    fn solve_over(&mut self, members: &[u32], z: f64) {
        let PairSpace { rows, descent, arch } = &mut *self.work;
        let Ending { violations, converged } = descent.minimise(self.columns, rows, members, z, *arch);
        for (half, slot) in halves(self.pairs) {
            let course = &mut self.courses.0[half][slot];
            let violation = f64::from(violations.0[half][slot]);
            if converged.0[half][slot] {
                course.violation = course.violation.max(violation);
            } else {
                course.unsolved += 1;
            }
        }
    }

    /// Scores of all columns at the solution, in units of their penalties; of columns in the model about those penalties.
    fn scores(&mut self) -> Vec<Both<f32>> {
        let PairSpace { rows, descent, arch } = &mut *self.work;
        let mut scores = vec![Both::<f32>::default(); self.columns.len()];
        arch.dispatch(Products { columns: self.columns, descent, rows, products: &mut scores });
        for (column, scores) in scores.iter_mut().enumerate() {
            descent.in_units(self.columns, column, scores);
        }
        scores
    }

    /// Notes which columns came in between the levels `above` and `z`. Their strengths are their scores at the level above:
    /// the level at which each would have come in, had nothing else moved.
    fn note_entries(&mut self, above: f64, z: f64) {
        let descent = &self.work.descent;
        for column in (0..self.columns.len()).filter(|&column| descent.holds(column)) {
            for (half, slot) in halves(self.pairs) {
                let w = descent.coefficient(column, half, slot);
                let course = &mut self.courses.0[half][slot];
                if w != 0.0 && !std::mem::replace(&mut course.entered[column], true) {
                    let strength = f64::from(self.scores[column].0[half][slot]).clamp(z, above);
                    course.entries.push(Entry { column: column as u32, strength, positive: w > 0.0 });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
