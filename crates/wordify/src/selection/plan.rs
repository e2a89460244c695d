//! Which fits are to be done: how many at each penalty, on samples of what size.

use super::logistic::ClassWeights;
use super::random::{Random, Stream};

/// Largest sample, as the published tools.
pub const SAMPLE_MAX: usize = 100_000;
/// Smallest sample of [`Sampling::ByVocabulary`], if there are as many documents.
const SAMPLE_MIN: usize = 10_000;

/// What a recipe says about the fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fits {
    /// The C values (1/λ), descending.
    pub c_values: &'static [f64],
    /// How large the samples are.
    pub sampling: Sampling,
    /// How the sides of a regression are weighted.
    pub class_weights: ClassWeights,
}

/// How large a sample is. All are drawn with replacement, each label's share as in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// Three quarters of the documents.
    ThreeQuarters,
    /// min(max(10,000, ⌊n · ⌈10 p / n⌉ / 10⌋), n), with n documents and p terms.
    ByVocabulary,
}

impl Sampling {
    fn size(self, documents: usize, terms: usize) -> usize {
        let size = match self {
            Self::ThreeQuarters => documents * 3 / 4,
            Self::ByVocabulary => {
                let share = (terms as f64 / documents.max(1) as f64 * 10.0).ceil() / 10.0;
                SAMPLE_MIN.max((documents as f64 * share) as usize).min(documents)
            }
        };
        size.min(SAMPLE_MAX)
    }
}

/// A fit to be done: its number, which decides its sample, and its C.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannedFit {
    /// Number, from 0.
    pub number: usize,
    /// C, by its place in [`Plan::c_values`].
    pub c: usize,
}

/// What is to be fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The fits.
    pub fits: Vec<PlannedFit>,
    /// The C values, descending.
    pub c_values: Vec<f64>,
    /// Documents drawn for each fit.
    pub sample_size: usize,
    /// How the sides of a regression are weighted.
    pub class_weights: ClassWeights,
    /// Seed of the samples.
    pub seed: u64,
}

impl Plan {
    /// The plan of `count` fits as a recipe says, for a corpus of `documents` and a vocabulary of `terms`.
    pub fn new(recipe: &Fits, count: usize, seed: u64, documents: usize, terms: usize) -> Self {
        let values = recipe.c_values.len();
        let mut random = Random::new(seed, Stream::CValues);
        let mut fits: Vec<PlannedFit> =
            (0..count).map(|number| PlannedFit { number, c: random.below(values) }).collect();
        // The largest C first: these take longest, and no thread should be left with one at the end.
        fits.sort_by_key(|fit| fit.c);
        Self {
            fits,
            c_values: recipe.c_values.to_vec(),
            sample_size: recipe.sampling.size(documents, terms),
            class_weights: recipe.class_weights,
            seed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Selection};

    fn plan(preset: Preset, count: usize, documents: usize, terms: usize) -> Plan {
        let Selection::Fits(fits) = &preset.recipe().selection else { panic!("a preset with fits") };
        Plan::new(fits, count, 2021, documents, terms)
    }

    fn fits_per_c(plan: &Plan) -> Vec<usize> {
        (0..plan.c_values.len()).map(|c| plan.fits.iter().filter(|fit| fit.c == c).count()).collect()
    }

    #[test]
    fn the_preset_of_2021_draws_c_at_random() {
        let counts = fits_per_c(&plan(Preset::Wordify2021, 12_000, 100, 100));
        // Standard deviation of each count: √(12000 · 1/12 · 11/12) = 30.
        assert!(counts.iter().all(|&count| count.abs_diff(1000) < 150), "{counts:?}");
        assert!(counts.iter().any(|&count| count != 1000));
    }

    #[test]
    fn sample_sizes_are_those_of_the_published_tools() {
        let size = |preset, documents, terms| plan(preset, 1, documents, terms).sample_size;
        assert_eq!(size(Preset::Wordify2021, 4415, 6046), 3311);
        assert_eq!(size(Preset::Wordify2021, 200_000, 1), 100_000);
        assert_eq!(size(Preset::Wordify2022, 5000, 6966), 5000);
        assert_eq!(size(Preset::Wordify2022, 19_212, 5346), 10_000);
        assert_eq!(size(Preset::Wordify2022, 117_659, 1294), 11_765);
    }
}
