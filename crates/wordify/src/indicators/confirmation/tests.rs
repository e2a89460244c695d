//! What intervals and p-values promise, on made-up truths.

use super::*;
use crate::selection::random::Random;
use crate::selection::random::Stream;

/// Draws of each trial.
const DRAWS: usize = 1_000;

/// One term in documents of two labels: the label of each, its group, and whether it has the term.
struct Draw {
    label_of: Vec<u32>,
    group_of: Vec<u32>,
    has_term: Vec<bool>,
}

impl Draw {
    /// `groups` of each label with one to six documents; the chance of the term in a group is one of two, equally likely.
    fn new(groups: [u32; 2], chances: [[f64; 2]; 2], random: &mut Random) -> Self {
        let mut draw = Self { label_of: Vec::new(), group_of: Vec::new(), has_term: Vec::new() };
        let mut group = 0;
        for label in 0..2_u32 {
            for _ in 0..groups[label as usize] {
                let chance = chances[label as usize][random.below(2)];
                for _ in 0..=random.below(6) {
                    draw.label_of.push(label);
                    draw.group_of.push(group);
                    draw.has_term.push(random.unit() < chance);
                }
                group += 1;
            }
        }
        draw
    }

    fn vectorized(&self) -> Vectorized {
        let mut matrix =
            DocumentTermMatrix { row_starts: vec![0], terms: 1, ..DocumentTermMatrix::default() };
        for &has_term in &self.has_term {
            matrix.columns.extend(has_term.then_some(0));
            matrix.row_starts.push(matrix.columns.len());
        }
        matrix.values = vec![1.0; matrix.columns.len()];
        let document_frequency = vec![matrix.columns.len() as u32];
        Vectorized { terms: vec!["term".into()], document_frequency, matrix }
    }

    fn counts(&self) -> Counts {
        [0, 1].map(|label| {
            let of_label = || self.label_of.iter().zip(&self.has_term).filter(|(of, _)| **of == label);
            (of_label().filter(|(_, has_term)| **has_term).count(), of_label().count())
        })
    }
}

/// Draws whose interval of the difference holds the true one.
fn covered(groups: [u32; 2], chances: [[f64; 2]; 2], are_grouped: bool) -> usize {
    let mut random = Random::new(7, Stream::Confirm);
    let share = |of: [f64; 2]| (of[0] + of[1]) / 2.0;
    let truth = share(chances[0]) - share(chances[1]);
    let is_covered = |_: &usize| {
        let draw = Draw::new(groups, chances, &mut random);
        let samples = if are_grouped {
            let wanted = [Wanted { label: 0, against: None, term: 0 }];
            let found = groups::count(&draw.vectorized(), &draw.label_of, 2, &draw.group_of, &wanted);
            [found[0].label, found[0].rest]
        } else {
            draw.counts().map(Sample::independent)
        };
        let interval = difference(samples[0], samples[1]);
        interval.low <= truth && truth <= interval.high
    };
    (0..DRAWS).filter(is_covered).count()
}

#[test]
fn intervals_of_independent_documents_cover_what_they_say() {
    let found = covered([40, 60], [[0.3, 0.3], [0.15, 0.15]], false);
    assert!((930..=970).contains(&found), "{found} of {DRAWS}");
}

#[test]
fn intervals_of_groups_cover_what_they_say() {
    let chances = [[0.1, 0.6], [0.05, 0.35]];
    let found = covered([40, 30], chances, true);
    assert!((930..=970).contains(&found), "{found} of {DRAWS}");
    // Taken as independent, the same documents promise too much.
    let naive = covered([40, 30], chances, false);
    assert!(naive < 930, "{naive} of {DRAWS}");
}

#[test]
fn p_values_where_the_label_means_nothing_are_not_smaller_than_uniform() {
    let mut random = Random::new(8, Stream::Confirm);
    let mut small = [[0_usize; 2]; 2];
    let draws = 100;
    for _ in 0..draws {
        let draw = Draw::new([8, 8], [[0.05, 0.45], [0.05, 0.45]], &mut random);
        let independent = Draw::new([15, 15], [[0.25, 0.25], [0.25, 0.25]], &mut random);
        let [label, rest] = independent.counts();
        let vectorized = draw.vectorized();
        let counted = Counted {
            matrix: &vectorized.matrix,
            label_of: &draw.label_of,
            group_of: Some(&draw.group_of),
            stratum_of: None,
            wanted: vec![(0, 0)],
        };
        let by_shuffles = shuffled::p_values(&counted, 2, 1, 1, &Monitor::silent()).expect("p-values");
        for (small, p) in small.iter_mut().zip([fisher::two_sided(label, rest), by_shuffles[0]]) {
            small[0] += usize::from(p <= 0.05);
            small[1] += usize::from(p <= 0.2);
        }
    }
    // Four standard deviations above 5 % and 20 % of 100.
    for [at_5, at_20] in small {
        assert!(at_5 <= 14 && at_20 <= 36, "{small:?} of {draws}");
    }
}

// By SciPy 1.17.1: scipy.stats.fisher_exact([[a, n - a], [c, m - c]]).pvalue.
#[test]
fn fishers_test_is_that_of_scipy() {
    let cases = [
        ((30, 100), (12, 140), 2.4283039347405882e-05),
        ((5, 50), (0, 200), 0.00027104407270315016),
        ((7, 2500), (90, 1600), 1.7028666748462184e-29),
        ((3, 10), (7, 10), 0.1788954079975752),
        ((0, 5), (0, 9), 1.0),
        ((500, 40000), (300, 60000), 6.960132309134729e-38),
        ((1, 3), (2, 2000), 0.004488772086251431),
        ((4900, 5000), (900, 1000), 1.2862333124388277e-28),
        ((2500, 5000), (2600, 5000), 0.04765361355524053),
    ];
    for (label, rest, expected) in cases {
        for p in [fisher::two_sided(label, rest), fisher::two_sided(rest, label)] {
            assert!((p - expected).abs() <= 1e-9 * expected, "{label:?}, {rest:?}: {p:e} and {expected:e}");
        }
    }
}

// By statsmodels 0.15.0: multipletests(values, method="holm") and "fdr_bh".
#[test]
fn adjusted_p_values_are_those_of_statsmodels() {
    let values = [0.01, 0.04, 0.03, 0.005, 0.5, 0.9, 0.01, 0.0002];
    let holm = [0.06, 0.12, 0.12, 0.035, 1.0, 1.0, 0.06, 0.0016];
    let hochberg = [0.02, 0.05333333333333334, 0.048, 0.02, 0.5714285714285714, 0.9, 0.02, 0.0016];
    for (ours, theirs) in
        [(adjustment::holm(&values), holm), (adjustment::benjamini_hochberg(&values), hochberg)]
    {
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert!((ours - theirs).abs() <= 1e-12, "{ours} and {theirs}");
        }
    }
}
