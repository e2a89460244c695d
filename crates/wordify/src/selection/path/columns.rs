//! The terms as columns, each divided by its standard deviation, and the product that many regressions share.

use super::{LANES, Scale};
use crate::selection::logistic::Twins;
use crate::terms::matrix::DocumentTermMatrix;

/// A standard deviation below this is that of a column that does not vary: rounding leaves about 1e-17.
const DEVIATION_MIN: f64 = 1e-9;

/// One number for each lane. They fill a cache line, and must begin one: else every load takes two.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(align(64))]
pub(super) struct Lanes(pub(super) [f32; LANES]);

/// The terms' columns, each divided by its standard deviation over all documents; shared by all regressions and threads.
///
/// Values are `f32`: rounding a weight to 24 bits moves a strength by about 1e-7 of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    starts: Vec<usize>,
    rows: Vec<u32>,
    values: Vec<f32>,
    /// Standard deviation of each column before scaling; 0 for a column that does not vary, whose values are all 0.
    deviations: Vec<f64>,
    /// Penalty factor of each column, by the [`Scale`]: how many standard deviations of score it takes to enter at level 1.
    /// Infinite for a column that does not vary.
    factors: Vec<f32>,
    /// How skewed the score of each column is, times its factor: see [`Scale`].
    skewness: Vec<f32>,
    documents: usize,
}

impl Columns {
    /// From a weighted matrix without twins, documents × terms.
    pub fn new(matrix: &DocumentTermMatrix, scale: &Scale) -> Self {
        Self::merged(matrix, None, None, scale)
    }

    /// As [`Columns::new`], with one column for each group of `twins` and of some `rows` alone, where there are any. No merged matrix is
    /// made, which would be as large as the matrix itself.
    ///
    /// # Panics
    /// If a row is not one of the matrix, or the twins are those of another one.
    pub(crate) fn merged(
        matrix: &DocumentTermMatrix,
        twins: Option<&Twins>,
        rows: Option<&[u32]>,
        scale: &Scale,
    ) -> Self {
        let column_of: Vec<Option<u32>> = (0..matrix.terms as u32)
            .map(|term| twins.map_or(Some(term), |twins| twins.column_of(term)))
            .collect();
        let documents = rows.map_or(matrix.documents(), <[u32]>::len);
        let entries = |document: usize| {
            let (terms, values) = matrix.row(rows.map_or(document, |rows| rows[document] as usize));
            let column = |&term: &u32| column_of[term as usize].map(|column| column as usize);
            terms.iter().zip(values).filter_map(move |(term, &value)| Some((column(term)?, value)))
        };
        let mut starts = vec![0usize; twins.map_or(matrix.terms, |twins| twins.members.len()) + 1];
        for (column, _) in (0..documents).flat_map(entries) {
            starts[column + 1] += 1;
        }
        for column in 1..starts.len() {
            starts[column] += starts[column - 1];
        }
        let mut next = starts.clone();
        let count = starts.last().copied().unwrap_or(0);
        let (mut rows_of, mut weights) = (vec![0u32; count], vec![0f64; count]);
        for document in 0..documents {
            for (column, value) in entries(document) {
                let place = &mut next[column];
                rows_of[*place] = document as u32;
                weights[*place] = value;
                *place += 1;
            }
        }
        let deviations: Vec<f64> =
            starts.windows(2).map(|range| deviation(&weights[range[0]..range[1]], documents)).collect();
        let mut values = Vec::with_capacity(weights.len());
        for (range, &deviation) in starts.windows(2).zip(&deviations) {
            let factor = if deviation > 0.0 { 1.0 / deviation } else { 0.0 };
            values.extend(weights[range[0]..range[1]].iter().map(|weight| (weight * factor) as f32));
        }
        let factor = |(range, &deviation): (&[usize], &f64)| {
            let frequency = range[1] - range[0];
            if deviation > 0.0 { scale.factor(frequency, documents) } else { f64::INFINITY }
        };
        let factors: Vec<f64> = starts.windows(2).zip(&deviations).map(factor).collect();
        let skewness = |(range, &factor): (&[usize], &f64)| {
            let skewness = scale.skewness(range[1] - range[0]);
            if factor.is_finite() { (factor * skewness) as f32 } else { 0.0 }
        };
        let skewness = starts.windows(2).zip(&factors).map(skewness).collect();
        let factors = factors.into_iter().map(|factor| factor as f32).collect();
        Self { starts, rows: rows_of, values, deviations, factors, skewness, documents }
    }

    /// Columns.
    pub fn len(&self) -> usize {
        self.deviations.len()
    }

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.deviations.is_empty()
    }

    /// Documents.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Documents in which the term of `column` stands.
    pub fn frequency(&self, column: usize) -> usize {
        self.starts[column + 1] - self.starts[column]
    }

    /// Standard deviation of `column` before it was scaled; 0 where it does not vary.
    pub fn deviation(&self, column: usize) -> f64 {
        self.deviations[column]
    }

    /// Penalty factor of `column` in a regression with so much `skew`; see [`Scale`].
    #[inline(always)]
    pub fn factor(&self, column: usize, skew: f32) -> f32 {
        self.factors[column] + skew * self.skewness[column]
    }

    /// The columns of `chosen`, ascending, with the places that they have there.
    pub fn some(&self, chosen: &[u32]) -> Self {
        let of = |values: &[f32]| chosen.iter().map(|&column| values[column as usize]).collect();
        let mut some = Self {
            starts: vec![0],
            rows: Vec::new(),
            values: Vec::new(),
            deviations: chosen.iter().map(|&column| self.deviations[column as usize]).collect(),
            factors: of(&self.factors),
            skewness: of(&self.skewness),
            documents: self.documents,
        };
        for &column in chosen {
            let (rows, values) = self.column(column as usize);
            some.rows.extend(rows);
            some.values.extend(values);
            some.starts.push(some.rows.len());
        }
        some
    }

    /// Documents of `column`, ascending, and its scaled values there.
    #[inline(always)]
    pub fn column(&self, column: usize) -> (&[u32], &[f32]) {
        let range = self.starts[column]..self.starts[column + 1];
        (&self.rows[range.clone()], &self.values[range])
    }

    /// `products[j] = Σ_i x_ij residuals[i]`, for all lanes at once: each entry of the matrix is read once, and meets
    /// the residuals of all lanes in one row of memory.
    #[inline(always)]
    pub(super) fn multiply(&self, residuals: &[Lanes], products: &mut [Lanes]) {
        for (column, product) in products.iter_mut().enumerate() {
            let (rows, values) = self.column(column);
            let mut sums = [0f32; LANES];
            for (&row, &value) in rows.iter().zip(values) {
                let Lanes(residual) = &residuals[row as usize];
                for lane in 0..LANES {
                    sums[lane] += value * residual[lane];
                }
            }
            *product = Lanes(sums);
        }
    }
}

/// Standard deviation, divided by n, of a column whose other entries are 0.
fn deviation(weights: &[f64], documents: usize) -> f64 {
    let n = documents.max(1) as f64;
    let mean = weights.iter().sum::<f64>() / n;
    let absent = n - weights.len() as f64;
    let squares: f64 = weights.iter().map(|weight| (weight - mean) * (weight - mean)).sum();
    let deviation = ((squares + absent * mean * mean) / n).sqrt();
    if deviation < DEVIATION_MIN { 0.0 } else { deviation }
}

/// [`Columns::multiply`] with the widest vector instructions of the machine.
pub(super) struct Multiply<'a> {
    pub(super) columns: &'a Columns,
    pub(super) residuals: &'a [Lanes],
    pub(super) products: &'a mut [Lanes],
}

impl pulp::WithSimd for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.columns.multiply(self.residuals, self.products);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three documents: "a a b", "b", and an empty one, with made-up weights.
    fn matrix() -> DocumentTermMatrix {
        DocumentTermMatrix {
            row_starts: vec![0, 2, 3, 3],
            columns: vec![0, 1, 1],
            values: vec![0.8, 0.6, 1.0],
            terms: 3,
        }
    }

    #[test]
    fn columns_have_a_standard_deviation_of_one_and_constant_ones_are_zero() {
        let columns = Columns::new(&matrix(), &Scale::EQUAL);
        for column in 0..2 {
            let (rows, values) = columns.column(column);
            let sum: f64 = values.iter().map(|&x| f64::from(x)).sum();
            let squares: f64 = values.iter().map(|&x| f64::from(x).powi(2)).sum();
            assert!((squares / 3.0 - (sum / 3.0).powi(2) - 1.0).abs() < 1e-6);
            assert_eq!(rows.len(), columns.frequency(column));
        }
        assert_eq!((columns.deviation(2), columns.frequency(2)), (0.0, 0));
    }

    #[test]
    fn twins_and_some_rows_give_the_columns_of_the_matrix_that_has_only_these() {
        // The third column is the first once more, and so is the fourth the second.
        let twinned = DocumentTermMatrix {
            row_starts: vec![0, 4, 6, 6, 10],
            columns: vec![0, 1, 2, 3, 1, 3, 0, 1, 2, 3],
            values: vec![0.8, 0.6, 0.8, 0.6, 1.0, 1.0, 0.5, 0.1, 0.5, 0.1],
            terms: 4,
        };
        let twins = Twins::find(&twinned);
        assert_eq!(twins.members, [[0, 2], [1, 3]]);
        let merged = twins.merge(&twinned);
        let of = |rows| Columns::merged(&twinned, Some(&twins), rows, &Scale::EQUAL);
        assert_eq!(of(None), Columns::new(&merged, &Scale::EQUAL));
        assert_eq!(of(Some(&[3, 1])), Columns::new(&merged.some(&[3, 1]), &Scale::EQUAL));
    }

    #[test]
    fn every_width_of_vectors_gives_the_same_bits() {
        let columns = Columns::new(&matrix(), &Scale::EQUAL);
        let residuals = [0.1f32, -0.7, 0.3].map(|residual| Lanes([residual; LANES]));
        let (mut plain, mut wide) = (vec![Lanes::default(); 3], vec![Lanes::default(); 3]);
        columns.multiply(&residuals, &mut plain);
        let multiply = Multiply { columns: &columns, residuals: &residuals, products: &mut wide };
        pulp::Arch::new().dispatch(multiply);
        assert_eq!(plain, wide);
    }

    #[test]
    fn the_product_is_that_of_each_lane_alone() {
        let columns = Columns::new(&matrix(), &Scale::EQUAL);
        let mut residuals = vec![Lanes::default(); 3];
        for (row, lanes) in residuals.iter_mut().enumerate() {
            for (lane, residual) in lanes.0.iter_mut().enumerate() {
                *residual = (row * LANES + lane) as f32 - 20.0;
            }
        }
        let mut products = vec![Lanes::default(); 3];
        columns.multiply(&residuals, &mut products);
        for lane in 0..LANES {
            for (column, product) in products.iter().enumerate() {
                let (rows, values) = columns.column(column);
                let alone: f32 =
                    rows.iter().zip(values).map(|(&i, &x)| x * residuals[i as usize].0[lane]).sum();
                assert_eq!(product.0[lane], alone);
            }
        }
    }
}
