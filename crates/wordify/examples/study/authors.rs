//! T4: labels that only authorship tells apart.

use crate::corpus::Documents;
use crate::draws::each;
use crate::judge::{End, Labels};
use crate::random::Random;
use crate::setup::Setup;
use crate::table::{Limit, Mean, Part, number};

/// Half of the authors, by lot, against the others.
pub(crate) fn run(setup: &Setup) -> Part {
    let mut part = Part::new(
        "T4: labels that only authorship tells apart",
        "Half of the authors by lot have one label, the others the other. Listed: mean number at one expected false term.",
    );
    part.columns(&["corpus", "authors", "draws", "listed, authors known", "listed, authors unknown"]);
    let texts = &setup.authors;
    let documents = Documents::new(texts).expect("authors wrote terms");
    let group_of: Vec<u32> = texts.label_of.iter().map(|&author| u32::from(author)).collect();
    let counts = each(setup.draws.authors, |draw| {
        let mut side: Vec<u16> = (0..texts.labels).map(|author| (author % 2) as u16).collect();
        Random::new(setup.seed, draw as u64).shuffle(&mut side);
        let label_of: Vec<u16> = texts.label_of.iter().map(|&author| side[author as usize]).collect();
        [true, false].map(|is_known| {
            let labels = Labels {
                label_of: label_of.clone(),
                labels: 2,
                group_of: is_known.then(|| group_of.clone()),
                stratum_of: None,
                equal_length: true,
            };
            End::False(1.0).count(&setup.judge.find(&documents, &labels, setup.seed + draw as u64)) as f64
        })
    });
    let mean = |place: usize| Mean::of(&counts.iter().map(|count| count[place]).collect::<Vec<_>>());
    let (known, unknown) = (mean(0), mean(1));
    part.row(&[
        texts.name.clone(),
        texts.labels.to_string(),
        counts.len().to_string(),
        number(known.value),
        number(unknown.value),
    ]);
    part.promise("Mean listed with groups", known.value, Limit::Most(1.0 + known.margin));
    part
}
