//! P-values adjusted for as many as there are.

/// By Holm (1979): the chance of any false rejection is bounded, whatever depends on what.
pub(super) fn holm(values: &[f64]) -> Vec<f64> {
    let order = ascending(values);
    let mut adjusted = vec![0.0; values.len()];
    let mut most = 0.0_f64;
    for (rank, &place) in order.iter().enumerate() {
        most = most.max((values.len() - rank) as f64 * values[place]);
        adjusted[place] = most.min(1.0);
    }
    adjusted
}

/// By Benjamini & Hochberg (1995): the expected share of false rejections is bounded, for independent or positively dependent
/// tests.
pub(super) fn benjamini_hochberg(values: &[f64]) -> Vec<f64> {
    let order = ascending(values);
    let mut adjusted = vec![0.0; values.len()];
    let mut least = 1.0_f64;
    for (rank, &place) in order.iter().enumerate().rev() {
        least = least.min(values.len() as f64 / (rank + 1) as f64 * values[place]);
        adjusted[place] = least;
    }
    adjusted
}

fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    order
}
