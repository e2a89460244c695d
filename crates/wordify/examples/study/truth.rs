//! Labels that are drawn from a known truth: terms that make a label more or less likely.

use crate::corpus::Documents;
use crate::judge::{Found, ListEnd};
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
    /// Whether true terms push up or down along the labels, in place of making one of them more likely.
    pub(crate) is_ordered: bool,
}

/// A truth, and labels drawn from it.
#[derive(Debug)]
pub(crate) struct Truth {
    /// True terms: column, label for which it speaks.
    pub(crate) terms: Vec<(u32, usize)>,
    pub(crate) label_of: Vec<u16>,
    pub(crate) labels: usize,
    is_ordered: bool,
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
                let scores = &mut scores[document as usize * labels..][..labels];
                if design.is_ordered {
                    // Towards the last label, or with the same steps towards the first.
                    let sign = if label % 2 == 0 { 1.0 } else { -1.0 };
                    let steps = (labels - 1) as f64;
                    scores
                        .iter_mut()
                        .enumerate()
                        .for_each(|(place, score)| *score += sign * place as f64 / steps);
                } else {
                    scores[label] += 1.0;
                }
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
        Self { terms, label_of, labels, is_ordered: design.is_ordered, probabilities, without_terms }
    }

    /// Scores the list of `found` that ends at `end`.
    pub(crate) fn score(&self, documents: &Documents, found: &[Found], end: ListEnd) -> Score {
        let true_columns: std::collections::HashMap<u32, usize> = self.terms.iter().copied().collect();
        let listed: Vec<&Found> = found.iter().filter(|found| end.lists(found)).collect();
        let mut recalled = std::collections::HashSet::new();
        let mut true_families = std::collections::HashSet::new();
        for found in &listed {
            let label = true_columns.get(&found.column);
            // A term of a third label tells two others not apart.
            let is_true =
                |label: &&usize| found.against.is_none_or(|against| [found.label, against].contains(label));
            if label.filter(is_true).is_some() {
                recalled.insert(found.column);
                let family = documents.family_of[found.column as usize];
                true_families.insert((found.label, found.against, family, found.positive));
            }
        }
        let is_false = |found: &&&Found| {
            let family = documents.family_of[found.column as usize];
            found.counts && !true_families.contains(&(found.label, found.against, family, found.positive))
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

    /// How many standard deviations the documents with a term are expected to differ in its label; along an order, where the
    /// first and the last label stand for all, in their place.
    fn expected_z(&self, documents: &Documents, found: &Found) -> f64 {
        let n = documents.len();
        // Chance that a document takes part, and the expected target if it does.
        let of = |probabilities: &[f64], document: usize| {
            let p = &probabilities[document * self.labels..][..self.labels];
            match found.against {
                Some(against) => (p[found.label] + p[against], p[found.label]),
                None if self.is_ordered => {
                    let steps = (self.labels - 1) as f64;
                    (1.0, p.iter().enumerate().map(|(place, p)| p * place as f64 / steps).sum())
                }
                None => (1.0, p[found.label]),
            }
        };
        let sum = |documents: &mut dyn Iterator<Item = usize>, probabilities: &[f64]| {
            documents
                .map(|document| of(probabilities, document))
                .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let (all, inside) = sum(&mut (0..n), &self.probabilities);
        let with = || documents.documents_of[found.column as usize].iter().map(|&document| document as usize);
        let (size, own) = sum(&mut with(), &self.probabilities);
        let (size_without, own_without) = sum(&mut with(), &self.without_terms);
        let excess =
            if found.against.is_some() { own - size * own_without / size_without } else { own - own_without };
        let (share, mean) = (size / all, inside / all);
        // Along an order the target varies less than that of a label with the same mean.
        let spread = if self.is_ordered && found.against.is_none() {
            self.target_variance(mean)
        } else {
            mean * (1.0 - mean)
        };
        excess / (size * (1.0 - share) * spread).sqrt()
    }

    /// Variance of the place of the labels along the order, whose mean is `mean`.
    fn target_variance(&self, mean: f64) -> f64 {
        let steps = (self.labels - 1) as f64;
        let squares: f64 = self.label_of.iter().map(|&label| (f64::from(label) / steps - mean).powi(2)).sum();
        squares / self.label_of.len() as f64
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
