//! In how many ways groups can have their labels: with few, not even the strongest term can be told from chance.

use std::collections::BTreeMap;

use super::judgment::Evidence;

/// The smallest p that shuffles of whole groups could give for a term of `label`; none without groups.
///
/// Of G groups in a stratum, g have the label: that is one of C(G, g) equally likely ways, and of all strata together one of
/// their product. Documents of a group with several labels are dealt within it, in ways of their own. Of two labels with as
/// many groups each, a way and its mirror give the same strengths. Along an order each label counts: g₁, g₂, … groups have
/// one, in G! / (g₁! g₂! …) ways.
pub(super) fn smallest_p(evidence: &Evidence<'_>, label: u16) -> Option<f64> {
    let group_of = evidence.group_of?;
    let side = |of: u16| if evidence.targets.is_some() { of } else { u16::from(of == label) };
    let mut documents: Vec<(u32, u32, u16)> = evidence
        .label_of
        .iter()
        .enumerate()
        .map(|(i, &label)| (evidence.stratum_of.map_or(0, |strata| strata[i]), group_of[i], label))
        .collect();
    documents.sort_unstable();
    let mut ways = 0.0;
    let mut is_mirrored = evidence.labels == 2;
    for stratum in documents.chunk_by(|a, b| a.0 == b.0) {
        let mut groups_of = BTreeMap::<u16, usize>::new();
        for group in stratum.chunk_by(|a, b| a.1 == b.1) {
            if group[0].2 == group[group.len() - 1].2 {
                *groups_of.entry(side(group[0].2)).or_default() += 1;
            } else {
                let mut documents_of = BTreeMap::<u16, usize>::new();
                group.iter().for_each(|document| *documents_of.entry(side(document.2)).or_default() += 1);
                ways += ln_ways(&documents_of);
                is_mirrored &= is_even(&documents_of);
            }
        }
        ways += ln_ways(&groups_of);
        is_mirrored &= is_even(&groups_of);
    }
    let p = libm::exp(-ways);
    Some(if is_mirrored { (2.0 * p).min(1.0) } else { p })
}

/// The logarithm of the number of ways to deal this many of each kind.
fn ln_ways(numbers: &BTreeMap<u16, usize>) -> f64 {
    let ln_factorial = |n: usize| libm::lgamma(n as f64 + 1.0);
    numbers
        .values()
        .rev()
        .fold(ln_factorial(numbers.values().sum()), |ways, &of_kind| ways - ln_factorial(of_kind))
}

/// Whether of two kinds there are as many of each.
fn is_even(numbers: &BTreeMap<u16, usize>) -> bool {
    numbers.is_empty() || (numbers.len() == 2 && numbers.values().min() == numbers.values().max())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::matrix::DocumentTermMatrix;

    /// By enumeration: math.comb of Python 3.11.
    #[test]
    fn p_is_one_part_of_the_ways_to_deal_groups() {
        let p = |label_of: &[u16], labels, group_of: &[u32], stratum_of: Option<&[u32]>, label| {
            let matrix = DocumentTermMatrix::default();
            let evidence = Evidence {
                matrix: &matrix,
                twins: None,
                family_of: &[],
                label_of,
                labels,
                rows: None,
                targets: None,
                held_equal: &[],
                held_straight: &[],
                group_of: Some(group_of),
                stratum_of,
            };
            smallest_p(&evidence, label).expect("groups")
        };
        let close = |ours: f64, theirs: f64| assert!((ours - theirs).abs() < 1e-12, "{ours} {theirs}");
        // Fourteen groups of three, five with the label: comb(14, 5); seven: comb(14, 7), and the mirror.
        let group_of: Vec<u32> = (0..42).map(|i| i / 3).collect();
        let labels =
            |with: u32| -> Vec<u16> { group_of.iter().map(|&group| u16::from(group < with)).collect() };
        close(p(&labels(5), 2, &group_of, None, 1), 1.0 / 2002.0);
        close(p(&labels(7), 2, &group_of, None, 1), 2.0 / 3432.0);
        // Two strata with seven groups each, of which three and four have the label: comb(7, 3) · comb(7, 4).
        let strata: Vec<u32> = group_of.iter().map(|&group| u32::from(group % 2 == 0)).collect();
        close(p(&labels(7), 2, &group_of, Some(&strata), 1), 1.0 / 1225.0);
        // One group of each of two labels: a way and its mirror are all that there is. Of seven: one in seven.
        close(p(&[0, 0, 1], 2, &[0, 0, 1], None, 1), 1.0);
        close(p(&[0, 1, 2, 3, 4, 5, 6], 7, &[0, 1, 2, 3, 4, 5, 6], None, 3), 1.0 / 7.0);
        // A group with two documents of each label: comb(4, 2), and the mirror.
        close(p(&[0, 1, 0, 1], 2, &[0, 0, 0, 0], None, 1), 2.0 / 6.0);
    }
}
