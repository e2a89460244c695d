//! One-vs-rest regressions on a sample of the documents.

use super::design::{BLOCKS, Columns, block_number};
use super::solver::{Certificate, Solution, Solver};
use crate::selection::bootstrap::Drawn;
use crate::terms::matrix::DocumentTermMatrix;

/// Documents, terms and labels of a corpus in the form that the fits need; shared by all threads. By rows alone: each sample
/// gathers the rows of its documents into columns of its own, so that no fit looks at the others.
#[derive(Debug)]
pub struct Design {
    /// Term of each column: the rarest first, because coordinate descent that ends with the frequent terms needs
    /// a quarter fewer sweeps than in alphabetical order, and because equal lengths together spare mispredictions.
    term_of: Vec<u32>,
    row_starts: Vec<usize>,
    row_columns: Vec<u32>,
    row_values: Vec<f32>,
    label_of: Vec<u32>,
    labels: usize,
}

/// How the two sides of a regression are weighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassWeights {
    /// Every document counts the same.
    Equal,
    /// scikit-learn's "balanced", n / (K · n_k): on both sides with two labels, on the label's own side with
    /// more, as LIBLINEAR's one-vs-rest applies it.
    Balanced,
}

/// The outcome of the regression of one label on one sample.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The sample holds no document of the label, or no other: there is nothing to fit.
    LabelAbsent,
    /// The best model has no term; known without iterating.
    Empty,
    /// The model and how it was reached.
    Fitted(Solution, Certificate),
}

impl Design {
    /// From a weighted matrix and the label of each document, below `labels`.
    ///
    /// # Panics
    /// If the number of documents in `matrix` and `label_of` differ.
    pub fn new(matrix: &DocumentTermMatrix, label_of: &[u32], labels: usize) -> Self {
        assert_eq!(matrix.documents(), label_of.len(), "one label per document");
        let mut frequency = vec![0usize; matrix.terms];
        for &j in &matrix.columns {
            frequency[j as usize] += 1;
        }
        let mut term_of: Vec<u32> = (0..matrix.terms as u32).collect();
        term_of.sort_by_key(|&term| frequency[term as usize]);
        let mut column_of = vec![0u32; matrix.terms];
        for (column, &term) in term_of.iter().enumerate() {
            column_of[term as usize] = column as u32;
        }
        Self {
            term_of,
            row_starts: matrix.row_starts.clone(),
            row_columns: matrix.columns.iter().map(|&term| column_of[term as usize]).collect(),
            row_values: matrix.values.iter().map(|&x| x as f32).collect(),
            label_of: label_of.to_vec(),
            labels,
        }
    }

    /// The term, by its column in the matrix, of a column of the design.
    ///
    /// # Panics
    /// If `column` is not below [`Design::terms`].
    pub fn term_of(&self, column: u32) -> usize {
        self.term_of[column as usize] as usize
    }

    /// Documents.
    pub fn documents(&self) -> usize {
        self.label_of.len()
    }

    /// Terms.
    pub fn terms(&self) -> usize {
        self.term_of.len()
    }

    /// Labels.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// The label of each document.
    pub fn label_of(&self) -> &[u32] {
        &self.label_of
    }

    /// Regressions per fit: one with two labels (for the second, the first being its mirror), else one per label.
    pub fn regressions(&self) -> usize {
        if self.labels == 2 { 1 } else { self.labels }
    }

    /// The label that regression `k` speaks for.
    pub fn regression_label(&self, k: usize) -> usize {
        if self.labels == 2 { 1 } else { k }
    }
}

/// A sample being fitted, with the scratch memory of its thread.
#[derive(Debug, Default)]
pub struct SampleFitter {
    columns: Columns,
    /// Documents, ascending.
    documents: Vec<u32>,
    multiplicity: Vec<f64>,
    label_of: Vec<u32>,
    /// Documents per label, with multiplicity.
    counts: Vec<f64>,
    /// Sum of the weights per label and term, and over all labels, with multiplicity.
    sums: Vec<f64>,
    totals: Vec<f64>,
    /// Entries of each column, by blocks of rows, and where the next one goes.
    entries: Vec<[u32; BLOCKS]>,
    next: Vec<[u32; BLOCKS]>,
    solver: Solver,
    compact: bool,
}

impl SampleFitter {
    /// Takes a sample. What it costs is a matter of the documents drawn, not of all.
    ///
    /// # Panics
    /// If a document is not one of the design, or if there are more than a sample may have.
    pub fn take(&mut self, design: &Design, sample: &[Drawn]) {
        let terms = design.terms();
        self.compact = false;
        self.documents.clear();
        self.multiplicity.clear();
        self.label_of.clear();
        self.counts.clear();
        self.counts.resize(design.labels, 0.0);
        self.sums.clear();
        self.sums.resize(design.labels * terms, 0.0);
        self.entries.clear();
        self.entries.resize(terms, [0; BLOCKS]);
        for (place, &Drawn { document, times }) in sample.iter().enumerate() {
            let (i, block) = (document as usize, block_number(place as u32));
            let (m, k) = (f64::from(times), design.label_of[i]);
            self.documents.push(document);
            self.multiplicity.push(m);
            self.label_of.push(k);
            self.counts[k as usize] += m;
            let sums = &mut self.sums[k as usize * terms..][..terms];
            let range = design.row_starts[i]..design.row_starts[i + 1];
            for (&j, &x) in design.row_columns[range.clone()].iter().zip(&design.row_values[range]) {
                sums[j as usize] += m * f64::from(x);
                self.entries[j as usize][block] += 1;
            }
        }
        self.totals.clear();
        self.totals.resize(terms, 0.0);
        for sums in self.sums.chunks_exact(terms.max(1)) {
            for (total, sum) in self.totals.iter_mut().zip(sums) {
                *total += sum;
            }
        }
    }

    /// Brings the rows of the sample into columns, in the order of the documents.
    fn gather(&mut self, design: &Design) {
        self.columns.lay_out(&self.entries, &mut self.next);
        for (place, &document) in self.documents.iter().enumerate() {
            let (place, i) = (place as u32, document as usize);
            let range = design.row_starts[i]..design.row_starts[i + 1];
            for (&j, &x) in design.row_columns[range.clone()].iter().zip(&design.row_values[range]) {
                let next = &mut self.next[j as usize][block_number(place)];
                self.columns.set(*next, place, x);
                *next += 1;
            }
        }
        for &end in self.next.iter().flatten() {
            self.columns.spread_zeros(end);
        }
    }

    /// Fits regression `k` at `c` from `warm`.
    pub fn fit(
        &mut self,
        design: &Design,
        k: usize,
        c: f64,
        weights: ClassWeights,
        warm: &Solution,
        tolerance: f64,
    ) -> Outcome {
        let label = design.regression_label(k);
        let terms = design.terms();
        let size: f64 = self.counts.iter().sum();
        let inside = self.counts[label];
        let outside = size - inside;
        if inside == 0.0 || outside == 0.0 {
            return Outcome::LabelAbsent;
        }
        let balanced = |count: f64| size / (design.labels as f64 * count);
        let (cost_in, cost_out) = match weights {
            ClassWeights::Equal => (c, c),
            ClassWeights::Balanced if design.labels == 2 => (c * balanced(inside), c * balanced(outside)),
            ClassWeights::Balanced => (c * balanced(inside), c),
        };
        let own = &self.sums[label * terms..][..terms];
        // The best intercept alone, in closed form: the gradient by b is ½(…) at zero and ±1 at the optimum.
        let slope = 0.5 * (cost_out * outside - cost_in * inside);
        let against = if slope.abs() <= 1.0 {
            0.5
        } else {
            (cost_in * inside + slope.signum()) / (cost_in * inside + cost_out * outside)
        };
        let is_empty = own.iter().zip(&self.totals).all(|(own, total)| {
            (cost_out * against * (total - own) - cost_in * (1.0 - against) * own).abs() <= 1.0
        });
        if is_empty {
            return Outcome::Empty;
        }
        let at_zero: f64 = own
            .iter()
            .zip(&self.totals)
            .map(|(own, total)| ((0.5 * (cost_out * (total - own) - cost_in * own)).abs() - 1.0).max(0.0))
            .sum::<f64>()
            + (slope.abs() - 1.0).max(0.0);
        let scale = at_zero * inside.min(outside).max(1.0) / size;
        if !self.compact {
            self.gather(design);
            self.compact = true;
        }
        self.solver.rows.load(
            self.multiplicity.iter().zip(&self.label_of).map(|(&m, &own)| {
                if own as usize == label { (1.0, m * cost_in) } else { (-1.0, m * cost_out) }
            }),
        );
        let (solution, certificate) = self.solver.minimise(&self.columns, warm, scale, tolerance);
        Outcome::Fitted(solution, certificate)
    }
}
