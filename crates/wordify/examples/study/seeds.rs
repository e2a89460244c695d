//! T3: how much the seed decides.

use std::collections::HashSet;
use std::hash::Hash;

use crate::corpus::Documents;
use crate::draws::each;
use crate::judge::{Found, Labels, ListEnd};
use crate::setup::Setup;
use crate::table::{Limit, Part, number};

const SEEDS: usize = 5;
const ENDS: [(&str, ListEnd, f64); 2] =
    [("--max-false 1", ListEnd::False(1.0), 0.97), ("--max-q 0.10", ListEnd::Share(0.1), 0.93)];

/// Lists of the true labels with five seeds.
pub(crate) fn run(setup: &Setup) -> Part {
    let mut part = Part::new(
        "T3: seeds",
        "How alike are the lists of true labels with five seeds? Jaccard: terms in both of two lists, by those in either; \
         mean over the ten pairs.",
    );
    part.columns(&["corpus", "list", "terms, by seed", "Jaccard"]);
    let mut jaccards = [Vec::new(), Vec::new()];
    for texts in &setup.labelled {
        let Ok(documents) = Documents::new(texts) else { continue };
        let lists = lists(&documents, &texts.label_of, texts.labels, setup);
        for (place, (name, end, _)) in ENDS.iter().enumerate() {
            let of_seed = |found: &Vec<Found>| -> HashSet<(usize, u32)> {
                let listed = found.iter().filter(|found| found.counts && end.lists(found));
                listed.map(|found| (found.label, found.column)).collect()
            };
            let sets: Vec<_> = lists.iter().map(of_seed).collect();
            let jaccard = mean_jaccard(&sets);
            jaccards[place].push(jaccard);
            let sizes: Vec<String> = sets.iter().map(|set| set.len().to_string()).collect();
            part.row(&[documents.name.clone(), (*name).into(), sizes.join(", "), number(jaccard)]);
        }
    }
    for ((name, _, least), jaccards) in ENDS.iter().zip(&jaccards) {
        let mean = jaccards.iter().sum::<f64>() / jaccards.len().max(1) as f64;
        part.promise(&format!("Mean Jaccard at {name}"), mean, Limit::Least(*least));
    }
    part
}

fn lists(documents: &Documents, label_of: &[u16], labels: usize, setup: &Setup) -> Vec<Vec<Found>> {
    let labels = Labels { label_of: label_of.to_vec(), labels, equal_length: true, ..Labels::default() };
    each(SEEDS, |seed| setup.judge.find(documents, &labels, seed as u64 + 1))
}

/// How alike sets are: members of both of two, by those of either; mean over all pairs.
pub(crate) fn mean_jaccard<T: Eq + Hash>(sets: &[HashSet<T>]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for (place, one) in sets.iter().enumerate() {
        for other in &sets[place + 1..] {
            let union = one.union(other).count();
            sum += if union == 0 { 1.0 } else { one.intersection(other).count() as f64 / union as f64 };
            pairs += 1.0;
        }
    }
    sum / pairs
}
