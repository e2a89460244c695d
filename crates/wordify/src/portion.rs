//! Which documents are drawn: groups whole, by label, within strata.

use std::collections::BTreeMap;

use crate::corpus::Corpus;
use crate::corpus::background::crossed;
use crate::selection::random::Random;

/// Documents that are drawn together: those of a group, or one.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) documents: Vec<u32>,
    /// The label that most of them have, the first of several.
    pub(crate) label: u32,
    /// The stratum of the first.
    pub(crate) stratum: u32,
}

/// Whether each document is in a part with about `share` of each label's documents.
pub(crate) fn drawn(corpus: &Corpus, share: f64, random: &mut Random) -> Vec<bool> {
    let mut units = units(corpus);
    random.shuffle(&mut units);
    // Within a label and stratum the order stays random.
    units.sort_by_key(|unit| (unit.label, unit.stratum));
    let mut is_drawn = vec![false; corpus.texts.len()];
    for of_label in units.chunk_by(|a, b| a.label == b.label) {
        let (mut drawn, mut seen) = (0.0, 0.0);
        for unit in of_label {
            let size = unit.documents.len() as f64;
            seen += size;
            let wanted = share * seen;
            // Whichever leaves the share nearer to the one that is wanted, over all strata so far.
            if (drawn + size - wanted).abs() < (drawn - wanted).abs() {
                drawn += size;
                unit.documents.iter().for_each(|&document| is_drawn[document as usize] = true);
            }
        }
    }
    is_drawn
}

/// The groups of a corpus; its documents one by one where they come in none.
pub(crate) fn units(corpus: &Corpus) -> Vec<Unit> {
    let strata = crossed(corpus.background.strata.iter());
    let group = corpus.background.dividing_group();
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for document in 0..corpus.texts.len() as u32 {
        let unit = group.map_or(document, |group| group.value_of[document as usize]);
        members.entry(unit).or_default().push(document);
    }
    let unit = |documents: Vec<u32>| {
        let mut times: BTreeMap<u32, usize> = BTreeMap::new();
        for &document in &documents {
            *times.entry(corpus.label_of[document as usize]).or_default() += 1;
        }
        let most = times.values().copied().max().unwrap_or(0);
        let label = times.into_iter().find(|&(_, times)| times == most).map_or(0, |(label, _)| label);
        let stratum = strata.as_ref().map_or(0, |strata| strata[documents[0] as usize]);
        Unit { documents, label, stratum }
    };
    members.into_values().map(unit).collect()
}
