//! Other ways to choose as many terms: by χ², and by the log odds ratio.

use crate::indicators::peers::Counted;
use crate::terms::vectorize::Vectorized;

/// A score by which terms are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rival {
    ChiSquare,
    LogOdds,
}

/// The `number` terms with the highest scores by documents, of any label against the rest; ascending. Of equal ones the first.
pub(super) fn best(
    vectorized: &Vectorized,
    label_of: &[u32],
    labels: usize,
    rival: Rival,
    number: usize,
) -> Vec<u32> {
    let terms = vectorized.terms.len();
    let mut with = vec![0.0; labels * terms];
    let (mut sizes, mut tokens) = (vec![0.0; labels], vec![0.0; labels]);
    for (document, &label) in label_of.iter().enumerate() {
        let (columns, _) = vectorized.matrix.row(document);
        sizes[label as usize] += 1.0;
        tokens[label as usize] += columns.len() as f64;
        columns.iter().for_each(|&term| with[label as usize * terms + term as usize] += 1.0);
    }
    // Of two labels the one says what the other does.
    let judged = if labels == 2 { 1 } else { labels };
    let score = |term: usize| {
        let whole = f64::from(vectorized.document_frequency[term]);
        let of_label = |label: usize| {
            let inside = with[label * terms + term];
            match rival {
                Rival::ChiSquare => {
                    Counted::new((inside, sizes[label]), (whole, sizes.iter().sum())).chi_square()
                }
                // Every term counts once for each document with it, so that both scores see the same.
                Rival::LogOdds => Counted::new((inside, tokens[label]), (whole, tokens.iter().sum()))
                    .log_odds()
                    .map(f64::abs),
            }
        };
        (0..judged).filter_map(of_label).fold(0.0, f64::max)
    };
    let mut scores: Vec<(f64, u32)> = (0..terms).map(|term| (score(term), term as u32)).collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut best: Vec<u32> = scores.into_iter().take(number).map(|(_, term)| term).collect();
    best.sort_unstable();
    best
}
