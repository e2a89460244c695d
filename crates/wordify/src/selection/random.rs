//! Random choices that are the same on every machine and in every version.
//!
//! The generator is xoshiro256++ (Blackman & Vigna 2019). Each use has a stream of its own, so that no choice
//! depends on how many others were made before it, or on which thread.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A stream of random numbers.
#[derive(Debug)]
pub(crate) struct Random(Xoshiro256PlusPlus);

/// What a stream is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    /// The C values of all fits.
    CValues,
    /// The sample of one fit, by its number.
    Sample(usize),
    /// From the true labels to those from which every shuffle starts.
    Hub,
    /// One shuffle of the labels, by its number.
    Shuffle(usize),
    /// One pair of half-samples, by its number.
    Half(usize),
    /// Where the passage of one document begins, by its number.
    Window(usize),
    /// Which documents are set aside.
    Confirm,
    /// Which documents with a term are quoted, by twice its number, and one more for those of other labels.
    Quoted(usize),
    /// One draw of a part of the documents, by its number.
    Growth(usize),
    /// Which documents are predicted together.
    Folds,
}

impl Random {
    /// The stream of `seed` for one use.
    pub(crate) fn new(seed: u64, stream: Stream) -> Self {
        let number = match stream {
            Stream::CValues => 0,
            Stream::Sample(fit) => fit as u64 + 1,
            // Beyond the number of any fit, so that no two streams are the same.
            Stream::Hub => 1 << 32,
            Stream::Shuffle(shuffle) => (2 << 32) + shuffle as u64,
            Stream::Half(pair) => (3 << 32) + pair as u64,
            Stream::Window(document) => (4 << 32) + document as u64,
            Stream::Confirm => 5 << 32,
            Stream::Quoted(side) => (6 << 32) + side as u64,
            Stream::Growth(draw) => (7 << 32) + draw as u64,
            Stream::Folds => 8 << 32,
        };
        // An odd constant with well spread bits (2^64 / golden ratio) keeps neighbouring streams apart; the
        // generator's own seeding (SplitMix64) mixes them.
        let mut mixed = Xoshiro256PlusPlus::seed_from_u64(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self(Xoshiro256PlusPlus::seed_from_u64(seed ^ mixed.next_u64()))
    }

    /// A whole number from 0 up to, not including, `bound`, all equally likely (Lemire 2019).
    ///
    /// # Panics
    /// If `bound` is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        assert!(bound > 0, "no number is below 0");
        let bound = bound as u64;
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            if product as u64 >= threshold {
                return (product >> 64) as usize;
            }
        }
    }

    /// A number from 0 up to, not including, 1: one of 2^53 equally likely ones.
    pub(crate) fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// Puts `items` in random order (Fisher & Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_six_are_equally_frequent() {
        let mut random = Random::new(1, Stream::CValues);
        let mut counts = [0u32; 6];
        for _ in 0..60_000 {
            counts[random.below(6)] += 1;
        }
        // Standard deviation of each count: √(60000 · 1/6 · 5/6) = 91; five of them.
        assert!(counts.iter().all(|&count| count.abs_diff(10_000) < 456), "{counts:?}");
    }

    #[test]
    fn streams_of_one_seed_differ() {
        let first: Vec<usize> = [Stream::CValues, Stream::Sample(0), Stream::Sample(1)]
            .map(|stream| Random::new(7, stream).below(usize::MAX))
            .to_vec();
        assert!(first[0] != first[1] && first[1] != first[2] && first[0] != first[2]);
    }
}
