//! What a term must show to come in at a level: how scores of rare and of frequent terms are compared.
//!
//! The score of a term without signal has standard deviation 1 in noise units, but not the tails of a normal one: among the
//! documents of a term in d of them, those of a label with share π follow a binomial law, whose skewness is
//! γ = (1 − 2π) / √(d π (1 − π)). Its quantile is about z + γ (z² − 1) / 6 where a normal one's is z (Cornish & Fisher 1938).
//! Left alone, the rarest terms decide under a label of few documents where the list ends, and frequent ones pay for them.
//!
//! ```text
//! κ = (1 + |γ| (z − 1/z) / 6) · max(1, reference / share)^power,   z = 3.5
//! ```

/// The level at which tails are compared: where lists of some thousand terms end.
const TAIL_LEVEL: f64 = 3.5;

/// How penalty factors κ depend on the share of the documents in which a term stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// From this share of the documents on, frequency makes no difference.
    pub reference: f64,
    /// How much more a rarer term must show: there are far more rare terms than frequent ones, and a list pays for each.
    pub power: f64,
    /// Whether the skewness of scores is corrected for.
    pub corrects_skew: bool,
}

impl Scale {
    /// κ = 1 for all: columns divided by their standard deviation.
    pub const EQUAL: Self = Self { reference: 1.0, power: 0.0, corrects_skew: false };

    /// The part of κ that is the same for all labels, at least 1, of a term in `frequency` of `documents` documents.
    pub(super) fn factor(&self, frequency: usize, documents: usize) -> f64 {
        let share = frequency as f64 / documents as f64;
        libm::pow((self.reference / share).max(1.0), self.power)
    }

    /// What a regression's [`skew`] is multiplied by for such a term, beside its factor.
    pub(super) fn skewness(&self, frequency: usize) -> f64 {
        if self.corrects_skew { 1.0 / (frequency.max(1) as f64).sqrt() } else { 0.0 }
    }
}

/// |γ| (z − 1/z) / 6 for a term in one document and a label with this `share` of all; divided by √d, for one in d.
fn skew(share: f64) -> f64 {
    of_skewness((1.0 - 2.0 * share).abs() / (share * (1.0 - share)).sqrt())
}

fn of_skewness(skewness: f64) -> f64 {
    skewness * (TAIL_LEVEL - 1.0 / TAIL_LEVEL) / 6.0
}

/// Part of the documents that the variance of their targets must be: less is rounding of targets that are all the same.
const VARIANCE_MIN: f64 = 1e-9;

/// The targets of a regression, each 0 to 1, summed over its documents.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Targets {
    /// Documents.
    pub(super) size: f64,
    /// Σ y, Σ y², Σ y³.
    pub(super) powers: [f64; 3],
}

impl Targets {
    /// Those of documents with `label_of`, where each label has one of `targets`.
    pub(super) fn of(label_of: &[u16], targets: &[f64]) -> Self {
        let mut sums = Self { size: label_of.len() as f64, ..Self::default() };
        for &label in label_of {
            let y = targets[label as usize];
            sums.powers[0] += y;
            sums.powers[1] += y * y;
            sums.powers[2] += y * y * y;
        }
        sums
    }

    /// Their mean.
    pub(super) fn mean(&self) -> f64 {
        self.powers[0] / self.size
    }

    /// Standard deviation of the score of a standardised column without signal, √(n var y): √(n π (1 − π)) for a label against
    /// the rest. 0 where all targets are the same.
    pub(super) fn unit(&self) -> f64 {
        let mean = self.mean();
        // Σ y (1 − y) is exactly 0 where every target is 0 or 1.
        let variance = self.size * mean * (1.0 - mean) - (self.powers[0] - self.powers[1]);
        if variance > VARIANCE_MIN * self.size { variance.sqrt() } else { 0.0 }
    }

    /// How skewed such scores are: |γ| (z − 1/z) / 6 for a term in one document; divided by √d, for one in d.
    pub(super) fn skew(&self) -> f64 {
        let mean = self.mean();
        if self.powers[0].to_bits() == self.powers[1].to_bits() {
            return skew(mean);
        }
        let [_, squares, cubes] = self.powers.map(|sum| sum / self.size);
        let third = cubes - 3.0 * mean * squares + 2.0 * mean * mean * mean;
        let deviation = self.unit() / self.size.sqrt();
        of_skewness(third.abs() / (deviation * deviation * deviation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chance that of `draws` things at least `least` have a property that each has with chance `p`.
    fn binomial_tail(draws: usize, least: usize, p: f64) -> f64 {
        let mut chance = (1.0 - p).powi(draws as i32);
        let mut tail = 0.0;
        for k in 0..=draws {
            tail += if k >= least { chance } else { 0.0 };
            chance *= (draws - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
        }
        tail
    }

    #[test]
    fn equally_strong_terms_are_about_equally_likely_whatever_their_number_of_documents() {
        // Normal tail at 3.5 standard deviations (tables): 2.3e-4.
        for (draws, share) in [(20, 0.1), (50, 0.1), (200, 0.1), (2000, 0.1), (50, 0.25), (400, 0.05)] {
            let deviation = (draws as f64 * share * (1.0 - share)).sqrt();
            let level = TAIL_LEVEL * (1.0 + skew(share) / (draws as f64).sqrt());
            let least = (draws as f64 * share + level * deviation).ceil() as usize;
            let tail = binomial_tail(draws, least, share);
            assert!((0.5e-4..3.5e-4).contains(&tail), "{draws} documents, {share}: {tail}");
            let uncorrected = (draws as f64 * share + TAIL_LEVEL * deviation).ceil() as usize;
            if draws == 20 {
                assert!(binomial_tail(draws, uncorrected, share) > 1e-3);
            }
        }
    }

    #[test]
    fn targets_between_the_ends_have_their_own_variance_and_skewness() {
        // Of 0, 0, 0.5, 1: mean .375, variance 11/64 (numpy.var), skewness .493382 (scipy.stats.skew).
        let targets = Targets::of(&[0, 0, 1, 2], &[0.0, 0.5, 1.0]);
        assert!((targets.unit() - (4.0f64 * 11.0 / 64.0).sqrt()).abs() < 1e-12);
        assert!((targets.skew() / of_skewness(1.0) - 0.49338220021815865).abs() < 1e-9);
        // With both ends alone they are those of a label against the rest.
        let binary = Targets::of(&[0, 2, 2, 2], &[0.0, 0.5, 1.0]);
        assert_eq!((binary.unit(), binary.skew()), ((4.0f64 * 0.75 * 0.25).sqrt(), skew(0.75)));
        assert_eq!(Targets::of(&[1, 1, 1], &[0.0, 0.5, 1.0]).unit(), 0.0);
    }

    #[test]
    fn balanced_labels_need_no_correction_and_frequent_terms_no_factor() {
        assert_eq!(skew(0.5), 0.0);
        let scale = Scale { reference: 0.01, power: 0.25, corrects_skew: true };
        assert_eq!(scale.factor(10, 1000), 1.0);
        assert_eq!(scale.factor(500, 1000), 1.0);
        assert!((scale.factor(10, 16_000) - 2.0).abs() < 1e-12);
    }
}
