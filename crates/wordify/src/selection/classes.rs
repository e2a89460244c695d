//! Documents by what is held equal between them: their length, and further numbers.
//!
//! Each number becomes a natural cubic spline (Hastie, Tibshirani & Friedman 2009, section 5.2.1) with knots at the
//! quantiles .05, .275, .5, .725 and .95. Documents with equal numbers are one class, so that a model of the label costs as
//! much as there are different lengths, not documents.

use rustc_hash::FxHashMap;

/// Shares of the documents at or below the knots.
const KNOTS: [f64; 5] = [0.05, 0.275, 0.5, 0.725, 0.95];
/// Different knots from which on a spline can be drawn; with fewer the numbers themselves and a step at each knot serve.
const KNOTS_MIN: usize = 4;
/// Share of a column's norm that must be left once the earlier columns are taken out of it.
const INDEPENDENT_MIN: f64 = 1e-6;

/// Documents with equal numbers, and the basis in which these enter a model of the label.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// Class of each document.
    pub class_of: Vec<u32>,
    /// Documents of each class.
    pub sizes: Vec<f64>,
    /// Classes × [`Classes::width`]: columns with mean 0 and standard deviation 1 over the documents, orthogonal to each
    /// other.
    pub basis: Vec<f64>,
    /// Columns of the basis.
    pub width: usize,
}

impl Classes {
    /// Of documents with `numbers`, one vector per kind of number, each with one finite value per document; `straight` are
    /// further ones that enter as they are, without a spline.
    ///
    /// None where no number varies: then there is nothing to hold equal.
    pub fn new(numbers: &[Vec<f64>], straight: &[Vec<f64>]) -> Option<Self> {
        let documents = numbers.first().or(straight.first())?.len();
        let mut number_of: FxHashMap<Vec<u64>, u32> = FxHashMap::default();
        let mut firsts: Vec<usize> = Vec::new();
        let mut sizes: Vec<f64> = Vec::new();
        let mut class_of = Vec::with_capacity(documents);
        for document in 0..documents {
            let key = numbers.iter().chain(straight).map(|values| values[document].to_bits()).collect();
            let class = *number_of.entry(key).or_insert_with(|| {
                firsts.push(document);
                sizes.push(0.0);
                (firsts.len() - 1) as u32
            });
            sizes[class as usize] += 1.0;
            class_of.push(class);
        }
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for values in numbers {
            let knots = knots(values);
            let of_classes: Vec<f64> = firsts.iter().map(|&document| values[document]).collect();
            for column in expand(&of_classes, &knots) {
                keep_independent(column, &sizes, &mut columns);
            }
        }
        for values in straight {
            let of_classes = firsts.iter().map(|&document| values[document]).collect();
            keep_independent(of_classes, &sizes, &mut columns);
        }
        let width = columns.len();
        let basis =
            (0..sizes.len()).flat_map(|class| columns.iter().map(move |column| column[class])).collect();
        (width > 0).then_some(Self { class_of, sizes, basis, width })
    }

    /// Classes.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there is no class.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// The basis of `class`.
    #[inline]
    pub fn row(&self, class: usize) -> &[f64] {
        &self.basis[class * self.width..][..self.width]
    }

    /// Documents of each class and label, classes × `labels`.
    pub fn counts(&self, label_of: &[u16], labels: usize) -> Vec<f64> {
        let mut counts = vec![0.0; self.len() * labels];
        for (&class, &label) in self.class_of.iter().zip(label_of) {
            counts[class as usize * labels + label as usize] += 1.0;
        }
        counts
    }

    /// `values` of the classes with mean 0 and standard deviation 1 over the documents; the deviation is taken to be at
    /// least `least`.
    pub fn standardised(&self, mut values: Vec<f64>, least: f64) -> Vec<f64> {
        let n: f64 = self.sizes.iter().sum();
        let mean = values.iter().zip(&self.sizes).map(|(value, size)| value * size).sum::<f64>() / n;
        values.iter_mut().for_each(|value| *value -= mean);
        let squares: f64 = values.iter().zip(&self.sizes).map(|(value, size)| value * value * size).sum();
        let deviation = (squares / n).sqrt().max(least);
        values.iter_mut().for_each(|value| *value /= deviation);
        values
    }
}

/// The knots of `values`: their quantiles, by linear interpolation between order statistics, each once.
fn knots(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| {
        let place = share * (sorted.len() - 1) as f64;
        let (below, part) = (place.floor() as usize, place.fract());
        let above = (below + 1).min(sorted.len() - 1);
        sorted[below] + part * (sorted[above] - sorted[below])
    };
    let mut knots: Vec<f64> = KNOTS.iter().map(|&share| quantile(share)).collect();
    knots.dedup();
    knots
}

/// The columns in which `values` enter: themselves, and the curved parts of a natural cubic spline on `knots`.
fn expand(values: &[f64], knots: &[f64]) -> Vec<Vec<f64>> {
    let mut columns = vec![values.to_vec()];
    if knots.len() < KNOTS_MIN {
        let step = |&knot: &f64| values.iter().map(|&value| f64::from(u8::from(value > knot))).collect();
        columns.extend(knots.iter().map(step));
        return columns;
    }
    let last = knots[knots.len() - 1];
    let before_last = knots[knots.len() - 2];
    let cube = |value: f64| if value > 0.0 { value * value * value } else { 0.0 };
    let part = |value: f64, knot: f64| (cube(value - knot) - cube(value - last)) / (last - knot);
    for &knot in &knots[..knots.len() - 2] {
        columns.push(values.iter().map(|&value| part(value, knot) - part(value, before_last)).collect());
    }
    columns
}

/// Takes mean and `columns` out of `column` and appends what is left, with standard deviation 1, unless nothing is.
fn keep_independent(mut column: Vec<f64>, sizes: &[f64], columns: &mut Vec<Vec<f64>>) {
    let n: f64 = sizes.iter().sum();
    let dot =
        |a: &[f64], b: &[f64]| a.iter().zip(b).zip(sizes).map(|((a, b), size)| a * b * size).sum::<f64>() / n;
    let ones = vec![1.0; sizes.len()];
    let mean = dot(&column, &ones);
    column.iter_mut().for_each(|value| *value -= mean);
    let before = dot(&column, &column).sqrt();
    // Twice, because once leaves rounding errors where a column nearly lies in the others.
    for _ in 0..2 {
        for other in columns.iter() {
            let share = dot(&column, other);
            column.iter_mut().zip(other).for_each(|(value, other)| *value -= share * other);
        }
    }
    let left = dot(&column, &column).sqrt();
    if left > INDEPENDENT_MIN * before && left > 0.0 {
        column.iter_mut().for_each(|value| *value /= left);
        columns.push(column);
    }
}
