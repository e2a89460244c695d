//! Labels dealt anew: what the list would look like if they meant nothing.
//!
//! Three ways, each of which keeps the number of documents (or groups) of every label:
//! - plain: every order of the labels within a stratum is equally likely;
//! - by groups: groups with one label swap their labels, documents of groups with several swap theirs within the group;
//! - at equal length: the conditional permutation test (Berrett, Wang, Barber & Samworth 2020). A round pairs all documents
//!   of a stratum at random and swaps the labels of a pair with the odds that the model of the label gives to the swap. A
//!   hub is made from the true labels, and every copy from the hub: so the true labels and the copies are exchangeable
//!   however few the rounds are; too few cost power only.

use super::classes::Classes;
use super::multinomial::Multinomial;
use super::random::{Random, Stream};

/// Rounds from the true labels to the hub, and from the hub to a copy.
const ROUNDS: usize = 20;

/// How labels may be dealt.
#[derive(Debug, Clone, Copy)]
pub enum Scheme<'a> {
    /// In any order.
    Plain,
    /// Whole groups; the group of each document.
    Groups(&'a [u32]),
    /// By the odds of a model of the label, so that a label keeps its lengths.
    Conditional(&'a Classes, &'a Multinomial),
}

/// What deals the labels of one file.
#[derive(Debug)]
pub struct Shuffler<'a> {
    scheme: Scheme<'a>,
    /// Labels from which every copy starts.
    hub: Vec<u16>,
    /// Documents of each stratum.
    strata: Vec<Vec<u32>>,
    seed: u64,
}

impl<'a> Shuffler<'a> {
    /// For documents with `label_of`, within the strata of `stratum_of` where there are any.
    pub fn new(label_of: &[u16], stratum_of: Option<&[u32]>, scheme: Scheme<'a>, seed: u64) -> Self {
        let strata = match stratum_of {
            Some(stratum_of) => members(stratum_of),
            None => vec![(0..label_of.len() as u32).collect()],
        };
        let mut shuffler = Self { scheme, hub: label_of.to_vec(), strata, seed };
        if let Scheme::Conditional(classes, model) = scheme {
            let mut hub = label_of.to_vec();
            shuffler.swap_rounds(classes, model, &mut hub, &mut Random::new(seed, Stream::Hub));
            shuffler.hub = hub;
        }
        shuffler
    }

    /// The labels of copy `number`, one per document; each copy has its own random numbers.
    pub fn shuffle(&self, number: usize) -> Vec<u16> {
        let mut random = Random::new(self.seed, Stream::Shuffle(number));
        let mut labels = self.hub.clone();
        match self.scheme {
            Scheme::Plain => self.strata.iter().for_each(|stratum| deal(&mut labels, stratum, &mut random)),
            Scheme::Groups(group_of) => self.deal_groups(group_of, &mut labels, &mut random),
            Scheme::Conditional(classes, model) => self.swap_rounds(classes, model, &mut labels, &mut random),
        }
        labels
    }

    fn deal_groups(&self, group_of: &[u32], labels: &mut [u16], random: &mut Random) {
        for stratum in &self.strata {
            let of_stratum: Vec<u32> = stratum.iter().map(|&document| group_of[document as usize]).collect();
            let groups: Vec<Vec<u32>> = members(&of_stratum)
                .into_iter()
                .filter(|group| !group.is_empty())
                .map(|group| group.into_iter().map(|place| stratum[place as usize]).collect())
                .collect();
            let whole = |group: &[u32]| {
                group.iter().all(|&document| labels[document as usize] == labels[group[0] as usize])
            };
            let (whole, mixed): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| whole(group));
            let mut dealt: Vec<u16> = whole.iter().map(|group| labels[group[0] as usize]).collect();
            random.shuffle(&mut dealt);
            for (group, label) in whole.iter().zip(dealt) {
                group.iter().for_each(|&document| labels[document as usize] = label);
            }
            mixed.iter().for_each(|group| deal(labels, group, random));
        }
    }

    /// [`ROUNDS`] rounds of swaps.
    fn swap_rounds(&self, classes: &Classes, model: &Multinomial, labels: &mut [u16], random: &mut Random) {
        for stratum in &self.strata {
            let mut order = stratum.clone();
            random.shuffle(&mut order);
            let class_of: Vec<u32> = order.iter().map(|&i| classes.class_of[i as usize]).collect();
            let mut dealt: Vec<u16> = order.iter().map(|&i| labels[i as usize]).collect();
            for _ in 0..ROUNDS {
                swap_pairs(model, &class_of, &mut dealt, random);
            }
            for (&document, label) in order.iter().zip(dealt) {
                labels[document as usize] = label;
            }
        }
    }
}

/// One round: place i meets place s − i (modulo their number) with a random s, so that every two places meet equally
/// often.
fn swap_pairs(model: &Multinomial, class_of: &[u32], labels: &mut [u16], random: &mut Random) {
    let n = labels.len();
    if n < 2 {
        return;
    }
    let sum = random.below(n);
    for i in 0..n {
        let j = if i <= sum { sum - i } else { n + sum - i };
        let (a, b) = (labels[i] as usize, labels[j] as usize);
        if i >= j || a == b {
            continue;
        }
        let (first, second) = (class_of[i] as usize, class_of[j] as usize);
        let swapped = model.probability(first, b) * model.probability(second, a);
        let kept = model.probability(first, a) * model.probability(second, b);
        if random.unit() * (swapped + kept) < swapped {
            labels.swap(i, j);
        }
    }
}

/// Puts the labels of `documents` in random order.
fn deal(labels: &mut [u16], documents: &[u32], random: &mut Random) {
    let mut dealt: Vec<u16> = documents.iter().map(|&document| labels[document as usize]).collect();
    random.shuffle(&mut dealt);
    for (&document, label) in documents.iter().zip(dealt) {
        labels[document as usize] = label;
    }
}

/// The places of each number in `number_of`.
fn members(number_of: &[u32]) -> Vec<Vec<u32>> {
    let count = number_of.iter().max().map_or(0, |&last| last as usize + 1);
    let mut members = vec![Vec::new(); count];
    for (place, &number) in number_of.iter().enumerate() {
        members[number as usize].push(place as u32);
    }
    members
}
