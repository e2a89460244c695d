//! The one classifier that all sets of terms are given: logistic regression with an L2 penalty, one label against the rest.
//!
//! Minimises ½‖w‖² + Σᵢ sᵢ ln(1 + exp(−yᵢ (w·xᵢ + b))) with sᵢ = n / (2 n_y), that is `LogisticRegression(C=1,
//! class_weight="balanced")` of scikit-learn; the intercept is free of penalty. By Newton steps, each solved by conjugate gradients as far
//! as it is worth (Dembo, Eisenstat & Steihaug 1982), with a line search. No choice is random.

use crate::terms::matrix::DocumentTermMatrix;

/// Newton steps; a handful is usual.
const STEPS_MAX: usize = 100;
/// Steps of conjugate gradients within a Newton step.
const INNER_MAX: usize = 200;
/// The gradient's largest entry at which a solution is one, as a share of that at the start.
const TOLERANCE: f64 = 1e-8;
/// Share of the promised descent that a step must bring (Armijo).
const DESCENT: f64 = 1e-4;
/// Halvings of a step; a smaller one changes nothing any more.
const HALVINGS_MAX: usize = 40;

/// A fitted regression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    /// A coefficient for each column, then the intercept.
    weights: Vec<f64>,
}

impl Model {
    /// How much speaks for the label in each row of `matrix`, in log odds.
    pub(super) fn decisions(&self, matrix: &DocumentTermMatrix) -> Vec<f64> {
        product(matrix, &self.weights)
    }

    /// Fits the rows of `matrix`, of which those that `is_in` are in the label. Both sides have a row.
    pub(super) fn fit(matrix: &DocumentTermMatrix, is_in: &[bool]) -> Self {
        let inside = is_in.iter().filter(|&&is_in| is_in).count();
        let rows = is_in.len() as f64;
        let shares = [rows / (2.0 * (rows - inside as f64)), rows / (2.0 * inside as f64)];
        let problem = Problem {
            matrix,
            signs: is_in.iter().map(|&is_in| if is_in { 1.0 } else { -1.0 }).collect(),
            shares: is_in.iter().map(|&is_in| shares[usize::from(is_in)]).collect(),
        };
        problem.solve()
    }
}

struct Problem<'a> {
    matrix: &'a DocumentTermMatrix,
    signs: Vec<f64>,
    shares: Vec<f64>,
}

impl Problem<'_> {
    fn solve(&self) -> Model {
        let mut weights = vec![0.0; self.matrix.terms + 1];
        let mut decisions = vec![0.0; self.signs.len()];
        let mut value = self.value(&weights, &decisions);
        let mut first = None;
        for _ in 0..STEPS_MAX {
            let (gradient, curvature) = self.slopes(&weights, &decisions);
            let largest = gradient.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
            if largest <= TOLERANCE * *first.get_or_insert(largest.max(1.0)) {
                break;
            }
            let step = self.newton_step(&gradient, &curvature);
            let slope = dot(&gradient, &step);
            let moved = product(self.matrix, &step);
            let mut length = 1.0;
            let found = (0..HALVINGS_MAX).find_map(|_| {
                let trial: Vec<f64> =
                    weights.iter().zip(&step).map(|(at, step)| at + length * step).collect();
                let there: Vec<f64> =
                    decisions.iter().zip(&moved).map(|(at, moved)| at + length * moved).collect();
                let value_there = self.value(&trial, &there);
                if value_there <= value + DESCENT * length * slope {
                    return Some((trial, there, value_there));
                }
                length /= 2.0;
                None
            });
            // No step helps any more: as near as floating-point numbers come.
            let Some(found) = found else { break };
            (weights, decisions, value) = found;
        }
        Model { weights }
    }

    fn value(&self, weights: &[f64], decisions: &[f64]) -> f64 {
        let penalised = &weights[..self.matrix.terms];
        let loss = |((&at, &sign), &share): ((&f64, &f64), &f64)| {
            let margin = -sign * at;
            // Written so that the exponential never overflows, whatever the sign of the margin.
            share * (margin.max(0.0) + libm::log1p(libm::exp(-margin.abs())))
        };
        let losses = decisions.iter().zip(&self.signs).zip(&self.shares).map(loss);
        0.5 * dot(penalised, penalised) + losses.sum::<f64>()
    }

    /// The gradient, and the curvature of each row's loss.
    fn slopes(&self, weights: &[f64], decisions: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let chance = |at: f64| 1.0 / (1.0 + libm::exp(-at));
        let rows = decisions.iter().zip(&self.signs).zip(&self.shares);
        let (residuals, curvature): (Vec<f64>, Vec<f64>) = rows
            .map(|((&at, &sign), &share)| {
                let wrong = chance(-sign * at);
                (-sign * share * wrong, share * wrong * (1.0 - wrong))
            })
            .unzip();
        let mut gradient = transposed(self.matrix, &residuals);
        for (entry, weight) in gradient.iter_mut().zip(&weights[..self.matrix.terms]) {
            *entry += weight;
        }
        (gradient, curvature)
    }

    /// Solves the Newton equation roughly.
    fn newton_step(&self, gradient: &[f64], curvature: &[f64]) -> Vec<f64> {
        let mut step = vec![0.0; gradient.len()];
        let mut rest: Vec<f64> = gradient.iter().map(|entry| -entry).collect();
        let mut direction = rest.clone();
        let mut square = dot(&rest, &rest);
        let norm = square.sqrt();
        let enough = norm * norm.sqrt().min(0.1);
        for _ in 0..INNER_MAX {
            if square.sqrt() <= enough {
                break;
            }
            let image = self.times_hessian(&direction, curvature);
            let bend = dot(&direction, &image);
            if bend <= 0.0 {
                break;
            }
            let length = square / bend;
            for ((step, rest), (direction, image)) in
                step.iter_mut().zip(&mut rest).zip(direction.iter().zip(&image))
            {
                *step += length * direction;
                *rest -= length * image;
            }
            let next = dot(&rest, &rest);
            for (direction, rest) in direction.iter_mut().zip(&rest) {
                *direction = rest + next / square * *direction;
            }
            square = next;
        }
        step
    }

    fn times_hessian(&self, direction: &[f64], curvature: &[f64]) -> Vec<f64> {
        let mut moved = product(self.matrix, direction);
        moved.iter_mut().zip(curvature).for_each(|(moved, curvature)| *moved *= curvature);
        let mut image = transposed(self.matrix, &moved);
        for (image, direction) in image.iter_mut().zip(&direction[..self.matrix.terms]) {
            *image += direction;
        }
        image
    }
}

/// Each row times the coefficients, plus the intercept.
fn product(matrix: &DocumentTermMatrix, weights: &[f64]) -> Vec<f64> {
    let of_row = |row: usize| {
        let (columns, values) = matrix.row(row);
        let terms = columns.iter().zip(values).map(|(&column, value)| weights[column as usize] * value);
        terms.sum::<f64>() + weights[matrix.terms]
    };
    (0..matrix.documents()).map(of_row).collect()
}

/// The sum of the rows, each this many times; last the sum of these times.
fn transposed(matrix: &DocumentTermMatrix, times: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; matrix.terms + 1];
    for (row, times) in times.iter().enumerate() {
        let (columns, values) = matrix.row(row);
        for (&column, value) in columns.iter().zip(values) {
            sums[column as usize] += times * value;
        }
        sums[matrix.terms] += times;
    }
    sums
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight rows of three columns.
    fn matrix() -> DocumentTermMatrix {
        let rows: [[f64; 3]; 8] = [
            [1.0, 0.0, 0.5],
            [0.8, 0.2, 0.0],
            [0.0, 1.0, 0.3],
            [0.1, 0.9, 0.0],
            [0.7, 0.0, 0.7],
            [0.0, 0.6, 0.8],
            [0.5, 0.5, 0.5],
            [0.9, 0.1, 0.2],
        ];
        let mut matrix =
            DocumentTermMatrix { row_starts: vec![0], terms: 3, ..DocumentTermMatrix::default() };
        for row in rows {
            for (column, value) in (0..).zip(row).filter(|(_, value)| *value != 0.0) {
                matrix.columns.push(column);
                matrix.values.push(value);
            }
            matrix.row_starts.push(matrix.columns.len());
        }
        matrix
    }

    /// `LogisticRegression(class_weight="balanced", solver="newton-cholesky", tol=1e-14)` of scikit-learn: printed by
    /// `xtask/python/generalise.py`.
    const THEIRS: [f64; 4] = [
        0.698_007_443_755_757_9,
        -0.747_332_636_662_468_7,
        0.047_413_917_274_330_36,
        -0.163_964_006_222_184_27,
    ];

    #[test]
    fn coefficients_are_those_of_scikit_learn() {
        let is_in = [true, true, false, false, true, false, false, false];
        let model = Model::fit(&matrix(), &is_in);
        for (ours, theirs) in model.weights.iter().zip(THEIRS) {
            assert!((ours - theirs).abs() < 1e-7, "{:?}", model.weights);
        }
        // The intercept is added to each row.
        let decisions = model.decisions(&matrix());
        assert!((decisions[3] - (0.1 * THEIRS[0] + 0.9 * THEIRS[1] + THEIRS[3])).abs() < 1e-6);
    }
}
