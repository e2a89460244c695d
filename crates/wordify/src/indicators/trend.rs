//! How the share of documents with a term changes along the order of the labels.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::effect::{Interval, Z};
use super::groups::t_quantile;
use crate::terms::vectorize::Vectorized;

/// What is known of a term along the order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// `rises` or `falls`: which way the regression has it.
    pub trend: &'static str,
    /// Change of the share of documents with the term from a label to the next one, −1 to 1, and its 95% interval.
    pub slope_per_step: f64,
    /// Lower end.
    pub slope_low: f64,
    /// Upper end.
    pub slope_high: f64,
    /// Share of the documents of each label with the term, from the first label to the last.
    pub share_by_step: Vec<f64>,
}

impl Trend {
    pub(super) fn new(rises: bool, slope: Interval, share_by_step: Vec<f64>) -> Self {
        Self {
            trend: if rises { "rises" } else { "falls" },
            slope_per_step: slope.value,
            slope_low: slope.low,
            slope_high: slope.high,
            share_by_step,
        }
    }
}

/// The steps of all documents, as far as they are the same for every term.
struct Frame {
    /// Steps of each document from their mean.
    from_mean: Vec<f64>,
    /// Σ (x − x̄)².
    squares: f64,
    /// Group of each document; documents are their own where there are none.
    group_of: Vec<u32>,
    /// Of each group, Σ (x − x̄) and Σ (x − x̄)².
    of_group: Vec<[f64; 2]>,
    /// Sums of these over all groups: of the first squared, of their products, of the second squared.
    products: [f64; 3],
    quantile: f64,
}

impl Frame {
    fn new(step_of: &[f64], group_of: Option<&[u32]>) -> Self {
        let n = step_of.len();
        let mean = step_of.iter().sum::<f64>() / n as f64;
        let from_mean: Vec<f64> = step_of.iter().map(|step| step - mean).collect();
        let is_grouped = group_of.is_some();
        let group_of = group_of.map_or_else(|| (0..n as u32).collect(), <[u32]>::to_vec);
        let groups = group_of.iter().max().map_or(0, |&last| last as usize + 1);
        let mut of_group = vec![[0.0; 2]; groups];
        for (&x, &group) in from_mean.iter().zip(&group_of) {
            of_group[group as usize][0] += x;
            of_group[group as usize][1] += x * x;
        }
        let mut products = [0.0; 3];
        for [a, b] in &of_group {
            products[0] += a * a;
            products[1] += a * b;
            products[2] += b * b;
        }
        let squares = from_mean.iter().map(|x| x * x).sum();
        let quantile = if is_grouped { t_quantile(groups.saturating_sub(1)) } else { Z };
        Self { from_mean, squares, group_of, of_group, products, quantile }
    }

    /// The slope of a term that stands in `documents`.
    fn slope(&self, documents: &[u32]) -> Interval {
        let share = documents.len() as f64 / self.from_mean.len() as f64;
        let mut with: FxHashMap<u32, f64> = FxHashMap::default();
        let mut sum = 0.0;
        for &document in documents {
            let x = self.from_mean[document as usize];
            sum += x;
            *with.entry(self.group_of[document as usize]).or_default() += x;
        }
        let slope = sum / self.squares;
        // Of each group Σ (x − x̄)(y − fitted): what the documents with the term give, less what is fitted to all of them.
        let [aa, ab, bb] = self.products;
        let mut spread = share * share * aa + 2.0 * share * slope * ab + slope * slope * bb;
        // In the order of the groups, so that the sum is the same on every machine.
        let mut with: Vec<(u32, f64)> = with.into_iter().collect();
        with.sort_unstable_by_key(|&(group, _)| group);
        for (group, with) in with {
            let [a, b] = self.of_group[group as usize];
            let fitted = share * a + slope * b;
            spread += (with - fitted) * (with - fitted) - fitted * fitted;
        }
        let groups = self.of_group.len() as f64;
        let variance = groups / (groups - 1.0).max(1.0) * spread.max(0.0) / (self.squares * self.squares);
        let width = self.quantile * variance.sqrt();
        Interval { value: slope, low: slope - width, high: slope + width }
    }
}

/// The slope of each of `terms`: least squares of having the term on the step of the document's label, with `steps` of the
/// labels. Its interval is that of the sandwich variance by groups (Liang & Zeger 1986), by documents where there are none.
pub(super) fn slopes(
    vectorized: &Vectorized,
    label_of: &[u32],
    steps: &[f64],
    group_of: Option<&[u32]>,
    terms: &[usize],
) -> Vec<Interval> {
    let step_of: Vec<f64> = label_of.iter().map(|&label| steps[label as usize]).collect();
    let frame = Frame::new(&step_of, group_of);
    let mut documents_of: FxHashMap<u32, Vec<u32>> =
        terms.iter().map(|&term| (term as u32, Vec::new())).collect();
    for document in 0..vectorized.matrix.documents() {
        for term in vectorized.matrix.row(document).0 {
            if let Some(documents) = documents_of.get_mut(term) {
                documents.push(document as u32);
            }
        }
    }
    terms.iter().map(|&term| frame.slope(&documents_of[&(term as u32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// numpy 2.4.6: β = (XᵀX)⁻¹Xᵀy, variance (XᵀX)⁻¹ [G/(G − 1) Σ_g (X_gᵀe_g)(X_gᵀe_g)ᵀ] (XᵀX)⁻¹, with the whole matrix X
    /// of intercept and step.
    #[test]
    fn slope_and_interval_are_those_of_the_matrix_formulas() {
        let steps = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0];
        let documents = [2, 4, 6, 7, 9];
        let close = |ours: f64, theirs: f64| assert!((ours - theirs).abs() < 1e-9, "{ours} {theirs}");
        let alone = Frame::new(&steps, None).slope(&documents);
        close(alone.value, 0.2173913043478262);
        close((alone.high - alone.value) / Z, 0.18396186758788075);
        let groups = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4];
        let grouped = Frame::new(&steps, Some(&groups)).slope(&documents);
        close(grouped.value, 0.2173913043478262);
        // Five groups: t with four degrees of freedom, 2.776445105197793 (tables).
        close((grouped.high - grouped.value) / 2.776_445_105_197_793, 0.18750429719918182);
    }
}
