//! Products of all columns with the residuals, for the scores of a level.

use super::super::columns::Columns;
use super::descent::Descent;
use super::rows::PairRows;
use super::slots::{Both, times};

/// `products[j] = Σ_i x_ij residual_i` of each half, with the widest vector instructions of the machine; those that the descent knows
/// are taken from there.
pub(super) struct Products<'a> {
    pub(super) columns: &'a Columns,
    pub(super) descent: &'a Descent,
    pub(super) rows: &'a PairRows,
    pub(super) products: &'a mut [Both<f32>],
}

impl pulp::WithSimd for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        for (column, product) in self.products.iter_mut().enumerate() {
            if let Some(gradient) = self.descent.gradient(column) {
                *product = *gradient;
                continue;
            }
            let (documents, values) = self.columns.column(column);
            let mut sums = Both::<f32>::default();
            for (&i, &x) in documents.iter().zip(values) {
                let i = i as usize;
                sums.add(self.rows.firsts[i], times(x, &self.rows.residual[i]));
            }
            *product = sums;
        }
    }
}
