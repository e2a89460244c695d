//! How large the difference between a label and the rest is, with 95% intervals.

use serde::Serialize;

/// The normal quantile of a two-sided interval of 95%.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// A number and the ends of its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The number.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Documents of which some have a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Share of them with the term, 0 to 1.
    pub share: f64,
    /// Independent documents that say as much about the share: their number, or less where they come in groups.
    pub size: f64,
}

impl Sample {
    /// Of independent documents: `with` the term, of `size`.
    pub fn independent((with, size): (usize, usize)) -> Self {
        Self { share: if size == 0 { 0.0 } else { with as f64 / size as f64 }, size: size as f64 }
    }
}

/// Share of the label's documents with a term minus the share of the others', −1 to 1; the samples are
/// first that of the label, then of the rest.
///
/// The interval is Newcombe's (1998, method 10), from Wilson's intervals of the two shares.
pub fn difference(label: Sample, rest: Sample) -> Interval {
    let ([p, low, high], [q, other_low, other_high]) = (wilson(label), wilson(rest));
    Interval {
        value: p - q,
        low: p - q - ((p - low) * (p - low) + (other_high - q) * (other_high - q)).sqrt(),
        high: p - q + ((high - p) * (high - p) + (q - other_low) * (q - other_low)).sqrt(),
    }
}

/// The odds that a document of the label has the term over those of the others; arguments as for [`difference`].
///
/// Half a document is added to each of the four counts (Haldane 1956, Anscombe 1956), so that an empty one gives a finite
/// number; the interval is Woolf's, of the logarithm.
pub fn odds_ratio(label: Sample, rest: Sample) -> Interval {
    let (a, b) = (label.share * label.size + 0.5, (1.0 - label.share) * label.size + 0.5);
    let (c, d) = (rest.share * rest.size + 0.5, (1.0 - rest.share) * rest.size + 0.5);
    let value = a * d / (b * c);
    let width = libm::exp(Z * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt());
    Interval { value, low: value / width, high: value * width }
}

/// A share and Wilson's (1927) interval for it, 95%.
pub(crate) fn wilson(Sample { share, size: n }: Sample) -> [f64; 3] {
    if n <= 0.0 {
        return [share, 0.0, 1.0];
    }
    let middle = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    [share, (middle - spread) / scale, (middle + spread) / scale]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(with: usize, size: usize) -> Sample {
        Sample::independent((with, size))
    }

    fn assert_is(interval: Interval, expected: [f64; 3]) {
        for (ours, theirs) in [interval.value, interval.low, interval.high].into_iter().zip(expected) {
            assert!(
                (ours - theirs).abs() < 1e-9 * theirs.abs().max(1.0),
                "{interval:?} against {expected:?}"
            );
        }
    }

    // By statsmodels 0.15.0: confint_proportions_2indep(…, method="newcomb"), and Table2x2(counts + 0.5).
    #[test]
    fn intervals_are_those_of_statsmodels() {
        assert_is(
            difference(of(30, 100), of(12, 140)),
            [0.21428571428571427, 0.1145435178390566, 0.31667303188243606],
        );
        assert_is(difference(of(5, 50), of(0, 200)), [0.1, 0.04041698667992184, 0.21360231437479657]);
        assert_is(
            difference(of(7, 2500), of(90, 1600)),
            [-0.053450000000000004, -0.06592264179303332, -0.042766098319322945],
        );
        assert_is(
            odds_ratio(of(30, 100), of(12, 140)),
            [4.4473758865248225, 2.1658990736181494, 9.132074766069888],
        );
        assert_is(
            odds_ratio(of(5, 50), of(0, 200)),
            [48.472527472527474, 2.6329453933818163, 892.3792819558131],
        );
        assert_is(
            odds_ratio(of(7, 2500), of(90, 1600)),
            [0.05020234931263273, 0.02377376136360156, 0.10601081747065175],
        );
    }
}
