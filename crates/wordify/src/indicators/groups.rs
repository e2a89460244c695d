//! In how many groups a term stands, and how far its documents are independent witnesses.

use std::collections::{BTreeMap, BTreeSet};

use super::effect::Sample;
use crate::terms::vectorize::Vectorized;

/// The normal quantile of a two-sided interval of 95%.
const Z: f64 = 1.959_963_984_540_054;
/// The same quantile of Student's t with 1, 2, … degrees of freedom (scipy 1.17.1: stats.t.ppf(.975, df)).
const T: [f64; 30] = [
    12.706_204_736_174_694,
    4.302_652_729_749_462,
    3.182_446_305_283_708,
    2.776_445_105_197_793,
    2.570_581_835_636_315,
    2.446_911_851_144_979,
    2.364_624_251_592_784,
    2.306_004_135_204_166,
    2.262_157_162_798_205,
    2.228_138_851_986_274,
    2.200_985_160_091_639,
    2.178_812_829_667_228,
    2.160_368_656_462_791,
    2.144_786_687_917_804,
    2.131_449_545_559_776,
    2.119_905_299_221_255,
    2.109_815_577_833_316,
    2.100_922_040_241_038,
    2.093_024_054_408_309,
    2.085_963_447_265_864,
    2.079_613_844_727_68,
    2.073_873_067_904_025,
    2.068_657_610_419_049,
    2.063_898_561_628_025,
    2.059_538_552_753_297,
    2.055_529_438_642_874,
    2.051_830_516_480_285,
    2.048_407_141_795_245,
    2.045_229_642_132_703,
    2.042_272_456_301_238,
];

/// The groups of one term, for one label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TermGroups {
    /// Groups with the term in documents of the label.
    pub(super) in_label: usize,
    /// Groups with the term in documents of the others.
    pub(super) in_rest: usize,
    /// Share of the label's documents with the term that one group gives, at most.
    pub(super) largest_share: f64,
    /// What the documents of the label are worth.
    pub(super) label: Sample,
    /// What the others are worth.
    pub(super) rest: Sample,
}

/// One side of a comparison: documents of the label, or all others.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    documents: f64,
    groups: f64,
    /// Groups with the term, their documents with it, and of one group at most.
    groups_with: f64,
    with: f64,
    with_most: f64,
    /// Sums over groups of y², y·n and n², y documents with the term of n.
    squares: [f64; 3],
}

/// A term that is compared between a label and another; all others, where none is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) label: usize,
    pub(super) against: Option<usize>,
    pub(super) term: usize,
}

impl Wanted {
    /// The side that documents of `label` are on: 0 for the label, 1 for what it is compared with; none takes no part.
    fn side(&self, label: usize) -> Option<usize> {
        if label == self.label {
            return Some(0);
        }
        self.against.is_none_or(|against| label == against).then_some(1)
    }
}

/// Of each of `wanted`: its groups. `group_of` and `label_of` have one entry per document.
pub(super) fn count(
    vectorized: &Vectorized,
    label_of: &[u32],
    labels: usize,
    group_of: &[u32],
    wanted: &[Wanted],
) -> Vec<TermGroups> {
    let mut places_of: Vec<Vec<u32>> = vec![Vec::new(); vectorized.terms.len()];
    for (place, wanted) in wanted.iter().enumerate() {
        places_of[wanted.term].push(place as u32);
    }
    let mut order: Vec<usize> = (0..group_of.len()).collect();
    order.sort_by_key(|&document| group_of[document]);
    let mut sides = vec![[Side::default(); 2]; wanted.len()];
    let pairs: BTreeMap<(usize, Option<usize>), usize> = {
        let pairs: BTreeSet<_> = wanted.iter().map(|wanted| (wanted.label, wanted.against)).collect();
        pairs.into_iter().zip(0..).collect()
    };
    let mut sizes = vec![[Side::default(); 2]; pairs.len()];
    let mut with = vec![[0.0; 2]; wanted.len()];
    for group in order.chunk_by(|&a, &b| group_of[a] == group_of[b]) {
        let mut in_label = vec![0.0; labels];
        let mut touched: Vec<u32> = Vec::new();
        for &document in group {
            in_label[label_of[document] as usize] += 1.0;
            for &term in vectorized.matrix.row(document).0 {
                for &place in &places_of[term as usize] {
                    let Some(side) = wanted[place as usize].side(label_of[document] as usize) else {
                        continue;
                    };
                    if with[place as usize] == [0.0; 2] {
                        touched.push(place);
                    }
                    with[place as usize][side] += 1.0;
                }
            }
        }
        let of_side = |label: usize, against: Option<usize>, side: usize| match (side, against) {
            (0, _) => in_label[label],
            (_, Some(against)) => in_label[against],
            (_, None) => group.len() as f64 - in_label[label],
        };
        for (&(label, against), &pair) in &pairs {
            for (side, size) in sizes[pair].iter_mut().enumerate() {
                let n = of_side(label, against, side);
                size.documents += n;
                size.groups += f64::from(u8::from(n > 0.0));
                size.squares[2] += n * n;
            }
        }
        for place in touched {
            let place = place as usize;
            for (side, found) in sides[place].iter_mut().enumerate() {
                let Wanted { label, against, .. } = wanted[place];
                let (y, n) = (with[place][side], of_side(label, against, side));
                found.groups_with += f64::from(u8::from(y > 0.0));
                found.with += y;
                found.with_most = found.with_most.max(y);
                found.squares[0] += y * y;
                found.squares[1] += y * n;
            }
            with[place] = [0.0; 2];
        }
    }
    let size = |wanted: &Wanted| sizes[pairs[&(wanted.label, wanted.against)]];
    sides.into_iter().zip(wanted).map(|(sides, wanted)| TermGroups::new(sides, size(wanted))).collect()
}

impl TermGroups {
    /// From those with the term and all, on both sides.
    fn new([label, rest]: [Side; 2], all: [Side; 2]) -> Self {
        Self {
            in_label: label.groups_with as usize,
            in_rest: rest.groups_with as usize,
            largest_share: if label.with > 0.0 { label.with_most / label.with } else { 0.0 },
            label: label.sample(all[0]),
            rest: rest.sample(all[1]),
        }
    }
}

impl Side {
    /// What the documents are worth. The variance of the share is that of a ratio over groups (Cochran 1977, section 6.3),
    /// G/(G − 1) · Σ (y − p n)² / N²; independent documents with that variance are as many as the sample has. Few groups
    /// know their variance badly, so that it is taken to be larger by the square of t over z (Korn & Graubard 1998). Where
    /// all documents or none have the term, each group counts as one.
    fn sample(&self, all: Self) -> Sample {
        let (documents, groups) = (all.documents, all.groups);
        let share = if documents > 0.0 { self.with / documents } else { 0.0 };
        if groups < 2.0 {
            // From one group nothing follows about others: no interval.
            return Sample { share, size: 0.0 };
        }
        let [yy, yn, _] = self.squares;
        let spread = yy - 2.0 * share * yn + share * share * all.squares[2];
        let variance = groups / (groups - 1.0) * spread / (documents * documents);
        let size = if self.with == 0.0 || self.with >= documents {
            groups
        } else {
            (share * (1.0 - share) / variance).min(documents)
        };
        let ratio = Z / t_quantile(groups as usize - 1);
        Sample { share, size: size * ratio * ratio }
    }
}

/// The quantile of Student's t for a two-sided interval of 95%; beyond the table by its expansion around the normal one
/// (Abramowitz & Stegun 1964, 26.7.5).
pub(crate) fn t_quantile(freedom: usize) -> f64 {
    if let Some(&t) = freedom.checked_sub(1).and_then(|place| T.get(place)) {
        return t;
    }
    let n = freedom as f64;
    let z3 = Z * Z * Z;
    let z5 = z3 * Z * Z;
    Z + (z3 + Z) / (4.0 * n) + (5.0 * z5 + 16.0 * z3 + 3.0 * Z) / (96.0 * n * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A side of groups with y documents with the term of n.
    fn side(groups: &[(f64, f64)]) -> (Side, Side) {
        let (mut of_term, mut all) = (Side::default(), Side::default());
        for &(y, n) in groups {
            of_term.with += y;
            of_term.squares[0] += y * y;
            of_term.squares[1] += y * n;
            all.documents += n;
            all.groups += 1.0;
            all.squares[2] += n * n;
        }
        (of_term, all)
    }

    /// The numbers are by the formula of the docstring, in Python, with scipy's quantile of t.
    #[test]
    fn documents_of_groups_are_worth_what_their_variance_says() {
        let (of_term, all) = side(&[(3.0, 5.0), (0.0, 4.0), (2.0, 6.0), (6.0, 8.0)]);
        let sample = of_term.sample(all);
        assert!((sample.share - 11.0 / 23.0).abs() < 1e-12);
        assert!((sample.size - 3.947_519_158_298).abs() < 1e-9, "{}", sample.size);
        // All documents of each group have the term: each group is one witness.
        let (of_term, all) = side(&[(5.0, 5.0), (4.0, 4.0), (6.0, 6.0), (8.0, 8.0)]);
        let sample = of_term.sample(all);
        assert!((sample.size - 1.517_169_151_214).abs() < 1e-9 && sample.share == 1.0, "{}", sample.size);
        let (of_term, all) = side(&[(0.0, 5.0), (0.0, 4.0), (0.0, 6.0), (0.0, 8.0)]);
        assert!((of_term.sample(all).size - 1.517_169_151_214).abs() < 1e-9);
    }

    #[test]
    fn documents_are_worth_no_more_than_they_are_and_one_group_says_nothing_of_others() {
        // The same share in each group: less variance than independent documents would have.
        let (of_term, all) = side(&[(2.0, 4.0); 3]);
        let sample = of_term.sample(all);
        let expected = 12.0 * (Z / T[1]).powi(2);
        assert!((sample.size - expected).abs() < 1e-9, "{} instead of {expected}", sample.size);
        let (of_term, all) = side(&[(2.0, 4.0)]);
        assert_eq!(of_term.sample(all), Sample { share: 0.5, size: 0.0 });
        assert_eq!(Side::default().sample(Side::default()), Sample { share: 0.0, size: 0.0 });
    }
}
