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
pub(super) fn skew(share: f64) -> f64 {
    let skewness = (1.0 - 2.0 * share).abs() / (share * (1.0 - share)).sqrt();
    skewness * (TAIL_LEVEL - 1.0 / TAIL_LEVEL) / 6.0
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
    fn balanced_labels_need_no_correction_and_frequent_terms_no_factor() {
        assert_eq!(skew(0.5), 0.0);
        let scale = Scale { reference: 0.01, power: 0.25, corrects_skew: true };
        assert_eq!(scale.factor(10, 1000), 1.0);
        assert_eq!(scale.factor(500, 1000), 1.0);
        assert!((scale.factor(10, 16_000) - 2.0).abs() < 1e-12);
    }
}
