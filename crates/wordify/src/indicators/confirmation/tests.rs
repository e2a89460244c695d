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

/// Draws whose interval of the difference, and whose interval of the odds ratio, holds the true one.
fn covered(groups: [u32; 2], chances: [[f64; 2]; 2], are_grouped: bool) -> [usize; 2] {
    let mut random = Random::new(7, Stream::Confirm);
    let shares = chances.map(|of| (of[0] + of[1]) / 2.0);
    let odds = shares.map(|share| share / (1.0 - share));
    let truths = [shares[0] - shares[1], odds[0] / odds[1]];
    let mut covered = [0; 2];
    for _ in 0..DRAWS {
        let draw = Draw::new(groups, chances, &mut random);
        let samples = if are_grouped {
            let wanted = [Wanted { label: 0, against: None, term: 0 }];
            let found = groups::count(&draw.vectorized(), &draw.label_of, 2, &draw.group_of, &wanted);
            [found[0].label, found[0].rest]
        } else {
            draw.counts().map(Sample::independent)
        };
        let intervals = [difference(samples[0], samples[1]), odds_ratio(samples[0], samples[1])];
        for ((covered, interval), truth) in covered.iter_mut().zip(intervals).zip(truths) {
            *covered += usize::from(interval.low <= truth && truth <= interval.high);
        }
    }
    covered
}

/// 93 to 97 % of the draws.
fn is_as_promised(covered: [usize; 2]) -> bool {
    covered.iter().all(|number| (930..=970).contains(number))
}

#[test]
fn intervals_of_independent_documents_cover_what_they_say() {
    // A group of each document: about 3.5 documents for each of these numbers.
    for (groups, share, rest) in [([40, 60], 0.3, 0.15), ([9, 9], 0.5, 0.5), ([9, 90], 0.4, 0.2)] {
        let found = covered(groups, [[share; 2], [rest; 2]], false);
        assert!(is_as_promised(found), "{groups:?}: {found:?} of {DRAWS}");
    }
}

#[test]
fn intervals_of_groups_cover_what_they_say() {
    for (groups, chances) in [([40, 30], [[0.1, 0.6], [0.05, 0.35]]), ([30, 30], [[0.2, 0.6], [0.2, 0.6]])] {
        let found = covered(groups, chances, true);
        assert!(is_as_promised(found), "{groups:?}: {found:?} of {DRAWS}");
        // Taken as independent, the same documents promise too much.
        let naive = covered(groups, chances, false);
        assert!(naive.iter().all(|&number| number < 930), "{naive:?} of {DRAWS}");
    }
}

/// Draws with p-values up to 5 % and up to 20 %.
fn small(draws: usize, mut p_value: impl FnMut() -> f64) -> [usize; 2] {
    let mut small = [0; 2];
    for _ in 0..draws {
        let p = p_value();
        small[0] += usize::from(p <= 0.05);
        small[1] += usize::from(p <= 0.2);
    }
    small
}

/// Whether they are no more than four standard deviations above what uniform p-values give.
fn is_uniform_or_larger(small: [usize; 2], draws: usize) -> bool {
    let most = [0.05, 0.2].map(|level| {
        let (mean, variance) = (draws as f64 * level, draws as f64 * level * (1.0 - level));
        mean + 4.0 * variance.sqrt()
    });
    small.iter().zip(most).all(|(&small, most)| small as f64 <= most)
}

#[test]
fn exact_p_values_where_the_label_means_nothing_are_not_smaller_than_uniform() {
    let mut random = Random::new(8, Stream::Confirm);
    let of_one =
        small(DRAWS, || fisher::two_sided(&[Draw::new([15, 15], [[0.25; 2]; 2], &mut random).counts()]));
    assert!(is_uniform_or_larger(of_one, DRAWS), "{of_one:?}");
    // Label and term both hang on the stratum, and within it not on each other.
    let of_strata = small(DRAWS, || {
        let often = Draw::new([20, 5], [[0.5; 2]; 2], &mut random).counts();
        let seldom = Draw::new([5, 20], [[0.1; 2]; 2], &mut random).counts();
        fisher::two_sided(&[often, seldom])
    });
    assert!(is_uniform_or_larger(of_strata, DRAWS), "{of_strata:?}");
    // They are no idle bounds either: what ignores the strata is far too small.
    let ignored = small(DRAWS, || {
        let often = Draw::new([20, 5], [[0.5; 2]; 2], &mut random).counts();
        let seldom = Draw::new([5, 20], [[0.1; 2]; 2], &mut random).counts();
        let sum = [0, 1].map(|side| (often[side].0 + seldom[side].0, often[side].1 + seldom[side].1));
        fisher::two_sided(&[sum])
    });
    assert!(!is_uniform_or_larger(ignored, DRAWS), "{ignored:?}");
}

#[test]
fn p_values_of_groups_where_the_label_means_nothing_are_not_smaller_than_uniform() {
    let mut random = Random::new(8, Stream::Confirm);
    let draws = 200;
    let silent = Monitor::silent();
    let by_shuffles = small(draws, || {
        let draw = Draw::new([8, 8], [[0.05, 0.45]; 2], &mut random);
        let counted = Counted {
            matrix: &draw.vectorized().matrix,
            labels: 2,
            label_of: &draw.label_of,
            group_of: Some(&draw.group_of),
            stratum_of: None,
            wanted: vec![Wanted { label: 0, against: None, term: 0 }],
        };
        let pace = Pace::new(&silent, shuffled::PARTS);
        shuffled::found(&counted, &Shuffles { seed: 1, threads: 1, pace: &pace }).expect("p-values")[0].p
    });
    assert!(is_uniform_or_larger(by_shuffles, draws), "{by_shuffles:?}");
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
        for p in [fisher::two_sided(&[[label, rest]]), fisher::two_sided(&[[rest, label]])] {
            assert!((p - expected).abs() <= 1e-9 * expected, "{label:?}, {rest:?}: {p:e} and {expected:e}");
        }
    }
}

// By R 4.2.2: mantelhaen.test(array(c(a, n - a, c, m - c, …), c(2, 2, K)), exact = TRUE)$p.value.
#[test]
fn the_exact_test_within_strata_is_that_of_r() {
    let cases = [
        (vec![[(7, 20), (3, 30)], [(12, 40), (5, 15)], [(1, 9), (0, 12)]], 0.162_064_830_886_306_4),
        (vec![[(30, 100), (12, 140)], [(8, 200), (9, 60)]], 0.036_325_452_111_252_56),
        (vec![[(3, 10), (7, 10)]], 0.1788954079975752),
    ];
    for (tables, expected) in cases {
        let p = fisher::two_sided(&tables);
        assert!((p - expected).abs() <= 1e-9 * expected, "{tables:?}: {p:e} and {expected:e}");
        let turned: Vec<Counts> = tables.iter().map(|[label, rest]| [*rest, *label]).collect();
        assert!((fisher::two_sided(&turned) - p).abs() <= 1e-12);
        assert!((fisher::excess(&turned) + fisher::excess(&tables)).abs() < 1e-12);
    }
    // A stratum that has nothing to say changes nothing.
    let with = |more: Counts| fisher::two_sided(&[[(7, 20), (3, 30)], more]);
    assert!((with([(0, 5), (0, 9)]) - fisher::two_sided(&[[(7, 20), (3, 30)]])).abs() < 1e-15);
    assert_eq!(fisher::two_sided(&[[(0, 5), (0, 9)], [(3, 3), (4, 4)]]), 1.0);
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

#[test]
fn terms_of_two_labels_and_terms_against_the_rest_keep_their_own_p_values_side_by_side() {
    let mut random = Random::new(9, Stream::Confirm);
    let draw = Draw::new([12, 12], [[0.1, 0.9], [0.05, 0.3]], &mut random);
    // A third label and a second term, which every other document has.
    let label_of: Vec<u32> = draw.group_of.iter().map(|group| group % 3).collect();
    let mut matrix = DocumentTermMatrix { row_starts: vec![0], terms: 2, ..DocumentTermMatrix::default() };
    for document in 0..label_of.len() {
        matrix.columns.extend(draw.vectorized().matrix.row(document).0);
        matrix.columns.extend((document % 2 == 0).then_some(1));
        matrix.row_starts.push(matrix.columns.len());
    }
    matrix.values = vec![1.0; matrix.columns.len()];
    let found = |wanted: &[Wanted]| {
        let counted = Counted {
            matrix: &matrix,
            labels: 3,
            label_of: &label_of,
            group_of: Some(&draw.group_of),
            stratum_of: None,
            wanted: wanted.to_vec(),
        };
        let of = wanted.iter().map(|wanted| wanted.against.map(|against| (wanted.label, against))).collect();
        let silent = Monitor::silent();
        let pace = Pace::new(&silent, shuffled::PARTS * 2);
        pairs::by_shuffles(&counted, &of, &Shuffles { seed: 1, threads: 1, pace: &pace }).expect("p-values")
    };
    let [of_two, of_rest] = [Some(1), None].map(|against| Wanted { label: 0, against, term: 0 });
    let other = Wanted { term: 1, ..of_rest };
    let together = found(&[of_two, other, of_rest]);
    for (alone, together) in [of_two, other, of_rest].into_iter().zip(together) {
        let alone = found(&[alone])[0];
        assert_eq!((alone.p, alone.excess), (together.p, together.excess));
    }
}
