//! Bootstrap samples: documents drawn with replacement, stratified by label.

use crate::selection::random::{Random, Stream};

/// Of a corpus with more than this many documents for each draw, the draws are sorted; of others they are counted in a vector
/// as long as the corpus, which is faster while that stays in the caches.
const SORTED_FROM: usize = 8;

/// A document of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Its number.
    pub document: u32,
    /// How often it stands in the sample; at least once.
    pub times: u32,
}

/// Documents by label, from which samples are drawn.
#[derive(Debug)]
pub struct Strata {
    documents: Vec<Vec<u32>>,
    total: usize,
}

impl Strata {
    /// From the label of each document, below `labels`.
    ///
    /// # Panics
    /// If a label is not below `labels`.
    pub fn new(label_of: &[u32], labels: usize) -> Self {
        let mut documents = vec![Vec::new(); labels];
        for (i, &label) in label_of.iter().enumerate() {
            documents[label as usize].push(i as u32);
        }
        Self { documents, total: label_of.len() }
    }

    /// The sample of fit `fit`, by document ascending: `size` draws with replacement, each label's share as in the corpus.
    ///
    /// As scikit-learn's `resample(replace=True, stratify=y, n_samples=size)`.
    pub fn draw(&self, size: usize, seed: u64, fit: usize) -> Vec<Drawn> {
        let mut random = Random::new(seed, Stream::Sample(fit));
        let quotas = self.quotas(size, &mut random);
        let mut draws = Vec::with_capacity(size);
        for (documents, quota) in self.documents.iter().zip(quotas) {
            draws.extend((0..quota).map(|_| documents[random.below(documents.len())]));
        }
        if self.total > SORTED_FROM * size { sorted(draws) } else { counted(&draws, self.total) }
    }

    /// Draws per label: the mode of the multivariate hypergeometric distribution, ties at random (scikit-learn's
    /// `_approximate_mode`).
    fn quotas(&self, size: usize, random: &mut Random) -> Vec<usize> {
        let exact = |documents: &Vec<u32>| documents.len() as u128 * size as u128;
        let total = self.total.max(1) as u128;
        let mut quotas: Vec<usize> = self.documents.iter().map(|d| (exact(d) / total) as usize).collect();
        let missing = size - quotas.iter().sum::<usize>();
        let mut order: Vec<usize> = (0..quotas.len()).collect();
        // Largest remainder first; among equal remainders a random order.
        random.shuffle(&mut order);
        order.sort_by_key(|&label| std::cmp::Reverse(exact(&self.documents[label]) % total));
        for &label in order.iter().take(missing) {
            quotas[label] += 1;
        }
        quotas
    }
}

/// The sample that `draws` are, by sorting them.
fn sorted(mut draws: Vec<u32>) -> Vec<Drawn> {
    draws.sort_unstable();
    let same = draws.chunk_by(|a, b| a == b);
    same.map(|same| Drawn { document: same[0], times: same.len() as u32 }).collect()
}

/// The sample that `draws` from this many `documents` are, by counting them.
fn counted(draws: &[u32], documents: usize) -> Vec<Drawn> {
    let mut times = vec![0; documents];
    for &document in draws {
        times[document as usize] += 1;
    }
    let all = (0..).zip(times).map(|(document, times)| Drawn { document, times });
    all.filter(|drawn| drawn.times > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw_labels(counts: &[usize], size: usize, fit: usize) -> Vec<u32> {
        let label_of: Vec<u32> =
            counts.iter().enumerate().flat_map(|(label, &n)| vec![label as u32; n]).collect();
        let sample = Strata::new(&label_of, counts.len()).draw(size, 42, fit);
        let mut drawn = vec![0; counts.len()];
        for Drawn { document, times } in sample {
            drawn[label_of[document as usize] as usize] += times;
        }
        drawn
    }

    #[test]
    fn each_label_keeps_its_share() {
        assert_eq!(draw_labels(&[600, 300, 100], 750, 0), [450, 225, 75]);
    }

    #[test]
    fn remainders_go_to_the_labels_that_are_owed_most() {
        // 0.75 of 5, 3, 2 is 3.75, 2.25, 1.5: of seven draws, floors give 3 + 2 + 1.
        assert_eq!(draw_labels(&[5, 3, 2], 7, 0), [4, 2, 1]);
    }

    #[test]
    fn ties_are_broken_at_random() {
        let firsts: Vec<Vec<u32>> = (0..40).map(|fit| draw_labels(&[1, 1], 1, fit)).collect();
        assert!(firsts.contains(&vec![1, 0]) && firsts.contains(&vec![0, 1]));
    }

    #[test]
    fn about_a_share_of_one_minus_1_over_e_to_the_three_quarters_of_the_documents_is_drawn() {
        let label_of = vec![0; 20_000];
        let sample = Strata::new(&label_of, 1).draw(15_000, 1, 0);
        let distinct = sample.len() as f64 / 20_000.0;
        assert!((distinct - (1.0 - (-0.75_f64).exp())).abs() < 0.01, "{distinct}");
    }

    #[test]
    fn sorted_and_counted_draws_are_the_same_sample() {
        let draws = [5, 0, 5, 9, 3, 0, 5];
        let sample = sorted(draws.to_vec());
        assert_eq!(sample, counted(&draws, 10));
        let pairs: Vec<(u32, u32)> = sample.iter().map(|drawn| (drawn.document, drawn.times)).collect();
        assert_eq!(pairs, [(0, 2), (3, 1), (5, 3), (9, 1)]);
    }
}
