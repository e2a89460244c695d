//! Bootstrap samples: documents drawn with replacement, stratified by label.

use crate::selection::random::{Random, Stream};

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

    /// How often each document stands in the sample of fit `fit`: `size` draws with replacement, each label's
    /// share as in the corpus.
    ///
    /// As scikit-learn's `resample(replace=True, stratify=y, n_samples=size)`.
    pub fn draw(&self, size: usize, seed: u64, fit: usize) -> Vec<u32> {
        let mut random = Random::new(seed, Stream::Sample(fit));
        let quotas = self.quotas(size, &mut random);
        let mut multiplicities = vec![0; self.total];
        for (documents, quota) in self.documents.iter().zip(quotas) {
            for _ in 0..quota {
                multiplicities[documents[random.below(documents.len())] as usize] += 1;
            }
        }
        multiplicities
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

#[cfg(test)]
mod tests {
    use super::*;

    fn draw_labels(counts: &[usize], size: usize, fit: usize) -> Vec<u32> {
        let label_of: Vec<u32> =
            counts.iter().enumerate().flat_map(|(label, &n)| vec![label as u32; n]).collect();
        let sample = Strata::new(&label_of, counts.len()).draw(size, 42, fit);
        let mut drawn = vec![0; counts.len()];
        for (&label, m) in label_of.iter().zip(sample) {
            drawn[label as usize] += m;
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
        let distinct = sample.iter().filter(|&&m| m > 0).count() as f64 / 20_000.0;
        assert!((distinct - (1.0 - (-0.75_f64).exp())).abs() < 0.01, "{distinct}");
    }
}
