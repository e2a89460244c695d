//! Labels that are drawn from a known truth: terms that make a label more or less likely.

use crate::corpus::Documents;
use crate::judge::{End, Found};
use crate::random::Random;

/// Largest change of log odds by a term; a weaker truth is accepted where even that is not enough.
const EFFECT_MAX: f64 = 6.0;
/// Largest slope of the log odds by the logarithm of the length.
const SLOPE_MAX: f64 = 8.0;
/// Halvings by which effect and intercept are found.
const HALVINGS: usize = 40;
/// Expected z below which a term's documents are as likely to have the label as others.
const MARGINAL_Z: f64 = 1.0;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Design {
    /// Share of the documents in which true terms stand: from, to.
    pub(crate) shares: (f64, f64),
    pub(crate) true_terms: usize,
    /// Area under the curve of whoever knew the truth, for the first label against the rest.
    pub(crate) auc: f64,
    /// Share of each label.
    pub(crate) label_shares: &'static [f64],
}

/// A truth, and labels drawn from it.
#[derive(Debug)]
pub(crate) struct Truth {
    /// True terms: column, label for which it speaks.
    pub(crate) terms: Vec<(u32, usize)>,
    pub(crate) label_of: Vec<u16>,
    pub(crate) labels: usize,
    /// Documents × labels: how likely each label was.
    probabilities: Vec<f64>,
    /// The same, had there been no true terms.
    without_terms: Vec<f64>,
}

/// How a list does against the truth.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    pub(crate) listed: f64,
    /// Share of the true terms that are listed.
    pub(crate) recall: f64,
    /// Findings that are no true term nor its twin or family.
    pub(crate) false_strict: f64,
    /// Of these, those whose documents do not differ in how likely the label was.
    pub(crate) false_marginal: f64,
}

impl Truth {
    /// Draws terms and labels.
    pub(crate) fn draw(documents: &Documents, design: &Design, random: &mut Random) -> Self {
        Self::draw_with_length(documents, design, 1.0, random)
    }

    /// As [`Truth::draw`]; besides, length matters by itself, so that the texts of the first label are `ratio` times as long.
    pub(crate) fn draw_with_length(
        documents: &Documents,
        design: &Design,
        ratio: f64,
        random: &mut Random,
    ) -> Self {
        let labels = design.label_shares.len();
        let n = documents.len();
        let least = (design.shares.0 * n as f64).ceil().max(5.0) as usize;
        let most = (design.shares.1 * n as f64).floor() as usize;
        let within = |column: &usize| (least..=most).contains(&documents.documents_of[*column].len());
        let mut candidates: Vec<usize> = (0..documents.matrix.terms).filter(within).collect();
        random.shuffle(&mut candidates);
        let mut families = std::collections::HashSet::new();
        candidates.retain(|&column| families.insert(documents.family_of[column]));
        candidates.truncate(design.true_terms);
        // Two labels: half of the terms speak for each. More: each has its share of them.
        let terms: Vec<(u32, usize)> =
            candidates.iter().enumerate().map(|(place, &column)| (column as u32, place % labels)).collect();
        let mut scores = vec![0.0; n * labels];
        for &(column, label) in &terms {
            for &document in &documents.documents_of[column as usize] {
                scores[document as usize * labels + label] += 1.0;
            }
        }
        let offsets_of = |slope: f64| {
            let mut offsets = vec![0.0; n * labels];
            documents
                .lengths
                .iter()
                .enumerate()
                .for_each(|(i, &length)| offsets[i * labels] = slope * length);
            offsets
        };
        let of_length = |slope: f64| probabilities(&scores, 0.0, &offsets_of(slope), design.label_shares);
        let slope = if ratio > 1.0 {
            halve((0.0, SLOPE_MAX), |slope| mean_ratio(documents, &of_length(slope), labels) < ratio)
        } else {
            0.0
        };
        let (offsets, without_terms) = (offsets_of(slope), of_length(slope));
        let effect = halve((0.0, EFFECT_MAX), |effect| {
            let probabilities = probabilities(&scores, effect, &vec![0.0; n * labels], design.label_shares);
            expected_auc(&probabilities, labels) < design.auc
        });
        let probabilities = probabilities(&scores, effect, &offsets, design.label_shares);
        let label_of = probabilities.chunks(labels).map(|shares| random.choose(shares) as u16).collect();
        Self { terms, label_of, labels, probabilities, without_terms }
    }

    /// Scores the list of `found` that ends at `end`.
    pub(crate) fn score(&self, documents: &Documents, found: &[Found], end: End) -> Score {
        let true_columns: std::collections::HashMap<u32, usize> = self.terms.iter().copied().collect();
        let listed: Vec<&Found> = found.iter().filter(|found| end.lists(found)).collect();
        let mut recalled = std::collections::HashSet::new();
        let mut true_families = std::collections::HashSet::new();
        for found in &listed {
            if true_columns.contains_key(&found.column) {
                recalled.insert(found.column);
                let family = documents.family_of[found.column as usize];
                true_families.insert((found.label, family, found.positive));
            }
        }
        let is_false = |found: &&&Found| {
            let family = documents.family_of[found.column as usize];
            found.counts && !true_families.contains(&(found.label, family, found.positive))
        };
        let wrong: Vec<&&Found> = listed.iter().filter(is_false).collect();
        let marginal = wrong.iter().filter(|found| self.expected_z(documents, found).abs() < MARGINAL_Z);
        Score {
            listed: listed.iter().filter(|found| found.counts).count() as f64,
            recall: recalled.len() as f64 / self.terms.len().max(1) as f64,
            false_strict: wrong.len() as f64,
            false_marginal: marginal.count() as f64,
        }
    }

    /// How many standard deviations the documents with a term are expected to differ in its label.
    fn expected_z(&self, documents: &Documents, found: &Found) -> f64 {
        let p = |document: usize| self.probabilities[document * self.labels + found.label];
        let n = documents.len();
        let mean = (0..n).map(p).sum::<f64>() / n as f64;
        let with = &documents.documents_of[found.column as usize];
        let without = |document: usize| self.without_terms[document * self.labels + found.label];
        let excess: f64 =
            with.iter().map(|&document| p(document as usize) - without(document as usize)).sum();
        let share = with.len() as f64 / n as f64;
        excess / (with.len() as f64 * (1.0 - share) * mean * (1.0 - mean)).sqrt()
    }
}

/// How likely each label is in each document, with intercepts that give the labels their shares.
fn probabilities(scores: &[f64], effect: f64, offsets: &[f64], shares: &[f64]) -> Vec<f64> {
    let labels = shares.len();
    let n = scores.len() / labels;
    let mut intercepts: Vec<f64> = shares.iter().map(|share| share.ln()).collect();
    let mut probabilities = vec![0.0; scores.len()];
    // Iterative scaling: each intercept moves by what its label lacks.
    for _ in 0..HALVINGS {
        let mut sums = vec![0.0; labels];
        let documents = scores.chunks(labels).zip(offsets.chunks(labels));
        for ((scores, offsets), probabilities) in documents.zip(probabilities.chunks_mut(labels)) {
            for (label, p) in probabilities.iter_mut().enumerate() {
                *p = (intercepts[label] + offsets[label] + effect * scores[label]).exp();
            }
            let sum: f64 = probabilities.iter().sum();
            for (p, total) in probabilities.iter_mut().zip(&mut sums) {
                *p /= sum;
                *total += *p;
            }
        }
        for ((intercept, share), sum) in intercepts.iter_mut().zip(shares).zip(sums) {
            *intercept += (share * n as f64 / sum).ln();
        }
    }
    probabilities
}

/// Expected area under the curve of the first label's probability.
fn expected_auc(probabilities: &[f64], labels: usize) -> f64 {
    let mut p: Vec<f64> = probabilities.chunks(labels).map(|shares| shares[0]).collect();
    p.sort_unstable_by(f64::total_cmp);
    let (mut negatives, mut area) = (0.0, 0.0);
    let mut rest = &p[..];
    while let Some(&value) = rest.first() {
        let equal = rest.partition_point(|other| *other <= value + 1e-12);
        let (inside, outside) = (equal as f64 * value, equal as f64 * (1.0 - value));
        area += inside * (negatives + 0.5 * outside);
        negatives += outside;
        rest = &rest[equal..];
    }
    let positives: f64 = p.iter().sum();
    area / (positives * negatives)
}

/// Expected mean length of the first label's documents by that of the others.
fn mean_ratio(documents: &Documents, probabilities: &[f64], labels: usize) -> f64 {
    let (mut inside, mut outside) = ((0.0, 0.0), (0.0, 0.0));
    for (shares, length) in probabilities.chunks(labels).zip(&documents.lengths) {
        inside = (inside.0 + shares[0] * length.exp(), inside.1 + shares[0]);
        outside = (outside.0 + (1.0 - shares[0]) * length.exp(), outside.1 + 1.0 - shares[0]);
    }
    inside.0 / inside.1 / (outside.0 / outside.1)
}

/// The point where `is_below` ends, by halving.
fn halve((mut low, mut high): (f64, f64), is_below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
