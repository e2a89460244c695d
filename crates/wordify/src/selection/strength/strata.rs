//! Strata as numbers that are held equal.

use super::judgment::Evidence;

/// Labels up to which strata are held equal in the regressions as well, and not by the shuffles alone: the model of the
/// label grows with their square.
const LABELS_MAX: usize = 8;

/// For each label but the last, the log odds in a document's stratum of that label against the last.
///
/// Shuffles within strata leave them as they are, since every stratum keeps its labels. Where there are groups, which are
/// dealt whole, each counts as one document, so that this holds for groups of any size. A document with the shares of the
/// file is added to each stratum, so that one without a label has finite odds.
pub(super) fn log_odds(evidence: &Evidence<'_>) -> Vec<Vec<f64>> {
    let Some(stratum_of) = evidence.stratum_of else { return Vec::new() };
    let labels = evidence.labels;
    if !(2..=LABELS_MAX).contains(&labels) {
        return Vec::new();
    }
    let weights = weights(evidence, stratum_of);
    let strata = stratum_of.iter().max().map_or(0, |&last| last as usize + 1);
    let mut counts = vec![0.0; strata * labels];
    let mut shares = vec![0.0; labels];
    let all: f64 = weights.iter().sum();
    for ((&stratum, &label), weight) in stratum_of.iter().zip(evidence.label_of).zip(&weights) {
        counts[stratum as usize * labels + label as usize] += weight;
        shares[label as usize] += weight / all;
    }
    let odds = |stratum: u32, label: usize| {
        let count = |label: usize| counts[stratum as usize * labels + label] + shares[label];
        libm::log(count(label) / count(labels - 1))
    };
    (0..labels - 1)
        .filter(|&label| shares[label] > 0.0 && shares[labels - 1] > 0.0)
        .map(|label| stratum_of.iter().map(|&stratum| odds(stratum, label)).collect())
        .collect()
}

/// What each document counts: one, or its part of its group in the stratum.
fn weights(evidence: &Evidence<'_>, stratum_of: &[u32]) -> Vec<f64> {
    let Some(group_of) = evidence.group_of else { return vec![1.0; stratum_of.len()] };
    let mut sizes = rustc_hash::FxHashMap::<(u32, u32), f64>::default();
    let pairs = || stratum_of.iter().copied().zip(group_of.iter().copied());
    pairs().for_each(|pair| *sizes.entry(pair).or_default() += 1.0);
    pairs().map(|pair| 1.0 / sizes[&pair]).collect()
}
