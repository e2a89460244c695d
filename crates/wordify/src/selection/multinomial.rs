//! How likely each label is given what is held equal: multinomial logistic regression on the basis of [`Classes`].
//!
//! ```text
//! minimise over a, B   −Σ_i ln P(label_i | class_i) + ½ ‖B‖²,   P(k | x) ∝ exp(a_k + B_k·x)
//! ```
//!
//! Few labels are fitted by Newton's method. With many its system would be too large: then each round moves the parameters
//! of every label by a Newton step on the curvature Σ N P_k x xᵀ, which is at least the true one.

use super::classes::Classes;
use super::logistic::exponential::exp_negative;

/// Change of any log odds within a round, below which the model is fitted.
const TOLERANCE: f64 = 1e-6;
/// Rounds after which the model is taken as it is; ordinary ones need three to six, with many labels up to a hundred.
const ROUNDS_MAX: usize = 200;
/// Parameters up to which Newton's method is used: its system costs their square for each class of documents.
const NEWTON_PARAMETERS_MAX: usize = 64;
/// Share of the documents that is added to the curvature by the intercepts, of which one is free.
const INTERCEPT_RIDGE: f64 = 1e-9;
/// Most that a round may change any log odds, so that the curvature stays what it was taken to be.
const MOVEMENT_MAX: f64 = 2.0;
/// Weight of ‖B‖²/2.
const RIDGE: f64 = 1.0;
/// Probabilities are kept this far from 0 and 1 where log odds are made of them.
const PROBABILITY_MIN: f64 = 1e-12;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Multinomial {
    labels: usize,
    /// Labels × (1 + width): intercept and slopes.
    parameters: Vec<f64>,
    /// Classes × labels: P(label | class).
    pub probabilities: Vec<f64>,
}

impl Multinomial {
    /// Fits `counts`, classes × `labels`, from `start` where there is one.
    pub fn fit(classes: &Classes, counts: &[f64], labels: usize, start: Option<&Self>) -> Self {
        let width = classes.width + 1;
        let mut model = match start {
            Some(start) => start.clone(),
            None => Self { labels, parameters: vec![0.0; labels * width], probabilities: Vec::new() },
        };
        model.probabilities.resize(classes.len() * labels, 0.0);
        let mut changes = vec![0.0; labels * width];
        for _ in 0..ROUNDS_MAX {
            model.set_probabilities(classes);
            if labels * width <= NEWTON_PARAMETERS_MAX {
                model.find_changes(classes, counts, &mut changes);
            } else {
                for label in 0..labels {
                    model.find_change(classes, counts, label, &mut changes[label * width..][..width]);
                }
            }
            let largest = largest_movement(classes, &changes, labels);
            let share = if largest > MOVEMENT_MAX { MOVEMENT_MAX / largest } else { 1.0 };
            for (parameter, change) in model.parameters.iter_mut().zip(&changes) {
                *parameter += share * change;
            }
            if largest <= TOLERANCE {
                break;
            }
        }
        model.set_probabilities(classes);
        model
    }

    /// P(`label` | `class`).
    #[inline]
    pub fn probability(&self, class: usize, label: usize) -> f64 {
        self.probabilities[class * self.labels + label]
    }

    /// Log odds of `label` in each class.
    pub fn log_odds(&self, label: usize) -> Vec<f64> {
        self.probabilities.chunks_exact(self.labels).map(|probabilities| odds(probabilities[label])).collect()
    }

    /// Log odds of the expected target in each class, where each label has one of `targets`, 0 to 1.
    pub fn log_odds_of_order(&self, targets: &[f64]) -> Vec<f64> {
        let of_class = |probabilities: &[f64]| odds(expected(probabilities, targets));
        self.probabilities.chunks_exact(self.labels).map(of_class).collect()
    }

    /// Share of the documents' information about `label` that is left once the classes are held equal:
    /// Σ p̂ (1 − p̂) / (n π (1 − π)); 1 where the classes say nothing, 0 where they tell the label apart.
    pub fn effective_share(&self, classes: &Classes, label: usize) -> f64 {
        let n: f64 = classes.sizes.iter().sum();
        let (mut within, mut inside) = (0.0, 0.0);
        for (class, size) in classes.sizes.iter().enumerate() {
            let p = self.probability(class, label);
            within += size * p * (1.0 - p);
            inside += size * p;
        }
        let share = inside / n;
        if share <= 0.0 || share >= 1.0 { 0.0 } else { (within / (n * share * (1.0 - share))).min(1.0) }
    }

    /// As [`Multinomial::effective_share`], of the place of labels along an order: the variance of their `targets` within the
    /// classes by that of all.
    pub fn effective_share_of_order(&self, classes: &Classes, targets: &[f64]) -> f64 {
        let n: f64 = classes.sizes.iter().sum();
        let squares: Vec<f64> = targets.iter().map(|y| y * y).collect();
        let (mut within, mut sum, mut sum_of_squares) = (0.0, 0.0, 0.0);
        for (probabilities, size) in self.probabilities.chunks_exact(self.labels).zip(&classes.sizes) {
            let (mean, square) = (expected(probabilities, targets), expected(probabilities, &squares));
            within += size * (square - mean * mean);
            sum += size * mean;
            sum_of_squares += size * square;
        }
        let all = sum_of_squares - sum * sum / n;
        if all > 0.0 { (within / all).clamp(0.0, 1.0) } else { 0.0 }
    }

    fn set_probabilities(&mut self, classes: &Classes) {
        let width = classes.width + 1;
        let (parameters, probabilities) = (&self.parameters, &mut self.probabilities);
        for (class, probabilities) in probabilities.chunks_exact_mut(self.labels).enumerate() {
            let row = classes.row(class);
            for (probability, parameters) in probabilities.iter_mut().zip(parameters.chunks_exact(width)) {
                *probability = predictor(parameters, row);
            }
            let highest = probabilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let mut sum = 0.0;
            for probability in probabilities.iter_mut() {
                *probability = exp_negative(*probability - highest);
                sum += *probability;
            }
            probabilities.iter_mut().for_each(|probability| *probability /= sum);
        }
    }

    /// Newton's step of all parameters.
    fn find_changes(&self, classes: &Classes, counts: &[f64], changes: &mut [f64]) {
        let (labels, width) = (self.labels, classes.width + 1);
        let n = labels * width;
        let mut curvature = vec![0.0; n * n];
        changes.fill(0.0);
        let mut x = vec![1.0; width];
        for (class, size) in classes.sizes.iter().enumerate() {
            x[1..].copy_from_slice(classes.row(class));
            let probabilities = &self.probabilities[class * labels..][..labels];
            for (k, &p) in probabilities.iter().enumerate() {
                let slope = counts[class * labels + k] - size * p;
                changes[k * width..][..width].iter_mut().zip(&x).for_each(|(change, x)| *change += slope * x);
                for (l, &other) in probabilities[..=k].iter().enumerate() {
                    let weight = size * p * (f64::from(u8::from(k == l)) - other);
                    for (a, &left) in x.iter().enumerate() {
                        let row = &mut curvature[(k * width + a) * n + l * width..][..width];
                        row.iter_mut().zip(&x).for_each(|(cell, right)| *cell += weight * left * right);
                    }
                }
            }
        }
        let documents: f64 = classes.sizes.iter().sum();
        for place in 0..n {
            let is_intercept = place % width == 0;
            curvature[place * n + place] += if is_intercept { INTERCEPT_RIDGE * documents } else { RIDGE };
            changes[place] -= if is_intercept { 0.0 } else { RIDGE * self.parameters[place] };
        }
        solve(&mut curvature, changes);
    }

    /// The step of one label's parameters.
    fn find_change(&self, classes: &Classes, counts: &[f64], label: usize, change: &mut [f64]) {
        let width = classes.width + 1;
        let mut curvature = vec![0.0; width * width];
        change.fill(0.0);
        for (class, size) in classes.sizes.iter().enumerate() {
            let row = classes.row(class);
            let weight = size * self.probability(class, label);
            let slope = counts[class * self.labels + label] - weight;
            change[0] += slope;
            curvature[0] += weight;
            for (a, &x) in row.iter().enumerate() {
                change[a + 1] += slope * x;
                curvature[(a + 1) * width] += weight * x;
                for (b, &other) in row[..=a].iter().enumerate() {
                    curvature[(a + 1) * width + b + 1] += weight * x * other;
                }
            }
        }
        let parameters = &self.parameters[label * width..][..width];
        for a in 1..width {
            change[a] -= RIDGE * parameters[a];
            curvature[a * width + a] += RIDGE;
        }
        solve(&mut curvature, change);
    }
}

fn predictor(parameters: &[f64], row: &[f64]) -> f64 {
    parameters[0] + parameters[1..].iter().zip(row).map(|(slope, x)| slope * x).sum::<f64>()
}

/// Log odds of a probability, which is kept from 0 and 1.
fn odds(probability: f64) -> f64 {
    let p = probability.clamp(PROBABILITY_MIN, 1.0 - PROBABILITY_MIN);
    libm::log(p / (1.0 - p))
}

/// The mean of `targets` by the `probabilities` of the labels.
fn expected(probabilities: &[f64], targets: &[f64]) -> f64 {
    probabilities.iter().zip(targets).map(|(p, y)| p * y).sum()
}

/// The largest change of a log odds between two labels.
fn largest_movement(classes: &Classes, changes: &[f64], labels: usize) -> f64 {
    let width = classes.width + 1;
    let mut largest = 0f64;
    for class in 0..classes.len() {
        let row = classes.row(class);
        let moved = (0..labels).map(|label| predictor(&changes[label * width..][..width], row));
        let (low, high) =
            moved.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), m| (low.min(m), high.max(m)));
        largest = largest.max(high - low);
    }
    largest
}

/// Solves `matrix · x = right` in place by Cholesky's method; `matrix` is symmetric, its lower triangle is read.
fn solve(matrix: &mut [f64], right: &mut [f64]) {
    let n = right.len();
    for column in 0..n {
        for row in column..n {
            let products: f64 = (0..column).map(|k| matrix[row * n + k] * matrix[column * n + k]).sum();
            let left = matrix[row * n + column] - products;
            matrix[row * n + column] = if row == column {
                // A label without weight in any class: the step then stays finite.
                left.max(f64::MIN_POSITIVE).sqrt()
            } else {
                left / matrix[column * n + column]
            };
        }
    }
    for row in 0..n {
        let products: f64 = (0..row).map(|k| matrix[row * n + k] * right[k]).sum();
        right[row] = (right[row] - products) / matrix[row * n + row];
    }
    for row in (0..n).rev() {
        let products: f64 = (row + 1..n).map(|k| matrix[k * n + row] * right[k]).sum();
        right[row] = (right[row] - products) / matrix[row * n + row];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents of three lengths and some labels: counts that differ from class to class.
    fn case(labels: usize) -> (Classes, Vec<f64>) {
        let sizes = [40 * labels, 30 * labels, 50 * labels];
        let lengths: Vec<f64> =
            sizes.iter().zip([1.0, 2.0, 4.0]).flat_map(|(&size, length)| vec![length; size]).collect();
        let classes = Classes::new(&[lengths], &[]).expect("lengths differ");
        let mut counts = vec![0.0; classes.len() * labels];
        for (class, counts) in counts.chunks_exact_mut(labels).enumerate() {
            for (label, count) in counts.iter_mut().enumerate() {
                // Each label has another share in each class.
                *count = (10 + (7 * label + 11 * class * label) % 30) as f64;
            }
            let (all, rest) = (classes.sizes[class], counts.iter().sum::<f64>());
            counts[0] += all - rest;
        }
        (classes, counts)
    }

    /// At the optimum the expected documents of each label are the ones counted, and their basis differs by the ridge alone.
    fn check_optimum(labels: usize) {
        let (classes, counts) = case(labels);
        let model = Multinomial::fit(&classes, &counts, labels, None);
        let width = classes.width + 1;
        let is_by_rounds = labels * width > NEWTON_PARAMETERS_MAX;
        assert_eq!(is_by_rounds, labels > 30, "both ways are tried");
        // In documents, of some thousand: many labels are left once a round moves no log odds by a millionth.
        let tolerance = if is_by_rounds { 0.5 } else { 1e-2 };
        for label in 0..labels {
            let mut slopes = vec![0.0; width];
            for (class, size) in classes.sizes.iter().enumerate() {
                let left = counts[class * labels + label] - size * model.probability(class, label);
                slopes[0] += left;
                for (slope, x) in slopes[1..].iter_mut().zip(classes.row(class)) {
                    *slope += left * x;
                }
            }
            assert!(slopes[0].abs() < tolerance, "{labels} labels: {slopes:?}");
            for (slope, parameter) in slopes.iter().zip(&model.parameters[label * width..][..width]).skip(1) {
                assert!((slope - RIDGE * parameter).abs() < tolerance, "{labels} labels: {slopes:?}");
            }
        }
    }

    #[test]
    fn a_fitted_model_expects_what_was_counted() {
        [2, 5, 40].into_iter().for_each(check_optimum);
    }

    #[test]
    fn a_fit_from_a_start_is_the_same() {
        let (classes, counts) = case(4);
        let start = Multinomial::fit(&classes, &counts, 4, None);
        // Some documents of each class have another label.
        let mut moved = counts;
        moved.chunks_exact_mut(4).for_each(|of_class| of_class.rotate_left(1));
        let (warm, cold) = (
            Multinomial::fit(&classes, &moved, 4, Some(&start)),
            Multinomial::fit(&classes, &moved, 4, None),
        );
        for (warm, cold) in warm.probabilities.iter().zip(&cold.probabilities) {
            assert!((warm - cold).abs() < 1e-6);
        }
    }

    #[test]
    fn what_is_left_of_an_order_of_two_labels_is_what_is_left_of_the_second() {
        let (classes, counts) = case(2);
        let model = Multinomial::fit(&classes, &counts, 2, None);
        let of_label = model.effective_share(&classes, 1);
        assert!(of_label > 0.1 && of_label < 0.999, "{of_label}");
        assert!((model.effective_share_of_order(&classes, &[0.0, 1.0]) - of_label).abs() < 1e-9);
        // The variance within the classes by that of all, counted by hand.
        let (sizes, shares) = ([40.0, 60.0], [0.5, 0.25]);
        let lengths = [vec![1.0; 40], vec![2.0; 60]].concat();
        let classes = Classes::new(&[lengths], &[]).expect("lengths differ");
        let probabilities = vec![shares[0], 1.0 - shares[0], shares[1], 1.0 - shares[1]];
        let model = Multinomial { labels: 2, parameters: vec![0.0; 2 * (classes.width + 1)], probabilities };
        let targets = [0.25, 0.75];
        let mean = |share: f64| share * targets[0] + (1.0 - share) * targets[1];
        let square = |share: f64| share * targets[0] * targets[0] + (1.0 - share) * targets[1] * targets[1];
        let within: f64 = sizes.iter().zip(shares).map(|(n, p)| n * (square(p) - mean(p) * mean(p))).sum();
        let all: f64 = sizes.iter().zip(shares).map(|(n, p)| n * square(p)).sum::<f64>()
            - sizes.iter().zip(shares).map(|(n, p)| n * mean(p)).sum::<f64>().powi(2) / 100.0;
        let share = model.effective_share_of_order(&classes, &targets);
        assert!((share - within / all).abs() < 1e-12, "{share} instead of {}", within / all);
    }

    #[test]
    fn log_odds_are_those_of_the_probabilities() {
        let (classes, counts) = case(3);
        let model = Multinomial::fit(&classes, &counts, 3, None);
        for class in 0..classes.len() {
            let p = model.probability(class, 1);
            assert!((model.log_odds(1)[class] - (p / (1.0 - p)).ln()).abs() < 1e-9);
            let mean = 0.5 * p + model.probability(class, 2);
            let of_order = model.log_odds_of_order(&[0.0, 0.5, 1.0])[class];
            assert!((of_order - (mean / (1.0 - mean)).ln()).abs() < 1e-9);
        }
        assert!(odds(0.0).is_finite() && odds(1.0).is_finite());
    }
}
