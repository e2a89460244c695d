//! One regression of a batch: what it is about, and where its path is.

use super::Path;
use super::newton::{Ending, Member, Newton};
use super::scale::Targets;
use super::{Columns, Entry};

/// One regression: what is set against what, with which control.
#[derive(Debug, Clone, Copy)]
pub struct Regression<'a> {
    /// The label of each document.
    pub label_of: &'a [u16],
    /// The target of each label, 0 to 1: 1 for a label that is set against all others, which have 0; steps between them
    /// for labels along an order.
    pub targets: &'a [f64],
    /// The column without penalty, where there is one.
    pub control: Option<Control<'a>>,
}

/// A column without penalty, by classes of documents: documents of one length have one value.
#[derive(Debug, Clone, Copy)]
pub struct Control<'a> {
    /// Class of each document.
    pub class_of: &'a [u32],
    /// Value of each class, about 0 in the mean and 1 in standard deviation.
    pub values: &'a [f64],
}

/// A regression on its way down the levels.
#[derive(Debug)]
pub(super) struct Lane<'a> {
    pub(super) regression: Regression<'a>,
    /// Standard deviation of the score of a standardised column without signal: √(m var y), for a label √(m π (1 − π)).
    pub(super) unit: f64,
    /// How skewed such scores are, for a term in one document; see [`Scale`](super::Scale).
    pub(super) skew: f32,
    free: [f64; 2],
    active: Vec<(u32, f64)>,
    entries: Vec<Entry>,
    entered: Vec<bool>,
    unsolved: usize,
    violation: f64,
}

impl<'a> Lane<'a> {
    /// Fits intercept and control alone; residuals are in `newton` afterwards.
    pub(super) fn start(regression: Regression<'a>, columns: &Columns, newton: &mut Newton) -> Self {
        let mut lane = Self {
            regression,
            unit: 0.0,
            skew: 0.0,
            free: [0.0; 2],
            active: Vec::new(),
            entries: Vec::new(),
            entered: vec![false; columns.len()],
            unsolved: 0,
            violation: 0.0,
        };
        newton.rows.resize(columns.documents());
        let targets = Targets::of(regression.label_of, regression.targets);
        let share = targets.mean();
        lane.unit = targets.unit();
        if lane.unit > 0.0 {
            lane.skew = targets.skew() as f32;
            // The best intercept alone, in closed form.
            lane.free = [libm::log(share / (1.0 - share)), 0.0];
            lane.solve(columns, newton, f64::INFINITY, &[]);
        }
        lane
    }

    /// Puts targets and control of the regression into the rows.
    fn load(&self, newton: &mut Newton) {
        let Regression { label_of, targets, control } = self.regression;
        let rows = &mut newton.rows;
        for (target, &own) in rows.target.iter_mut().zip(label_of) {
            *target = targets[own as usize] as f32;
        }
        newton.has_control = control.is_some();
        match control {
            Some(Control { class_of, values }) => {
                for (control, &class) in rows.control.iter_mut().zip(class_of) {
                    *control = values[class as usize] as f32;
                }
            }
            None => rows.control.fill(0.0),
        }
    }

    /// Solves the level `z` over the columns in the model and `candidates` (ascending, none of them in the model).
    pub(super) fn solve(&mut self, columns: &Columns, newton: &mut Newton, z: f64, candidates: &[u32]) {
        self.load(newton);
        let skew = self.skew;
        let factor = |column: u32| f64::from(columns.factor(column as usize, skew));
        newton.members.clear();
        newton.members.extend(self.active.iter().map(|&(column, w)| Member::new(column, w, factor(column))));
        newton.members.extend(candidates.iter().map(|&column| Member::new(column, 0.0, factor(column))));
        newton.members.sort_unstable_by_key(|member| member.column);
        newton.free = self.free;
        newton.set_margins(columns);
        let Ending { violation, converged } = newton.minimise(columns, z * self.unit, self.unit);
        self.unsolved += usize::from(!converged);
        if converged {
            self.violation = self.violation.max(violation);
        }
        self.free = newton.free;
        self.active.clear();
        let inside = newton.members.iter().filter(|member| member.coefficient != 0.0);
        self.active.extend(inside.map(|member| (member.column, member.coefficient)));
    }

    /// Whether `column` is in the model.
    pub(super) fn holds(&self, column: u32) -> bool {
        self.active.binary_search_by_key(&column, |&(column, _)| column).is_ok()
    }

    /// Whether any column is in the model.
    pub(super) fn holds_any(&self) -> bool {
        !self.active.is_empty()
    }

    /// Notes which columns came in at the level between `above` and `z`. `score` gives a column's score before the level
    /// was solved, in units of its penalty: the level at which it would have come in, had nothing else moved.
    pub(super) fn note_entries(&mut self, above: f64, z: f64, score: impl Fn(u32) -> f64) {
        for &(column, w) in &self.active {
            // One that has left the model and comes back entered where it did first.
            if !std::mem::replace(&mut self.entered[column as usize], true) {
                let strength = score(column).clamp(z, above);
                self.entries.push(Entry { column, strength, positive: w > 0.0 });
            }
        }
    }

    /// Columns that have come in so far.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Columns in the model, ascending, with their coefficients.
    pub(super) fn model(&self) -> &[(u32, f64)] {
        &self.active
    }

    pub(super) fn finish(self) -> Path {
        let mut entries = self.entries;
        entries.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.column.cmp(&b.column)));
        Path {
            entries,
            model: self.active,
            intercept: self.free[0],
            control: self.free[1],
            unit: self.unit,
            unsolved: self.unsolved,
            violation_max: self.violation,
        }
    }
}
