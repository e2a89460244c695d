//! T4: labels that only authorship tells apart.

use wordify::corpus::{self, Columns, Copies};
use wordify::table::{self, ReadOptions};

use crate::corpus::{Documents, Texts};
use crate::draws::each;
use crate::judge::{Labels, ListEnd};
use crate::random::Random;
use crate::setup::Setup;
use crate::table::{Limit, Mean, Part, number};

/// Half of the authors, by lot, against the others.
pub(crate) fn run(setup: &Setup) -> Part {
    let mut part = Part::new(
        "T4: labels that only authorship tells apart",
        "Half of the authors by lot have one label, the others the other. Listed: mean number at one expected false term. Pointed \
         out: share of the draws in which a column of the authors, named as nothing, is warned of.",
    );
    part.columns(&[
        "corpus",
        "authors",
        "draws",
        "listed, authors known",
        "listed, authors unknown",
        "pointed out",
    ]);
    let texts = &setup.authors;
    let documents = Documents::new(texts).expect("authors wrote terms");
    let group_of: Vec<u32> = texts.label_of.iter().map(|&author| u32::from(author)).collect();
    let counts = each(setup.draws.authors, |draw| {
        let mut side: Vec<u16> = (0..texts.labels).map(|author| (author % 2) as u16).collect();
        Random::new(setup.seed, draw as u64).shuffle(&mut side);
        let label_of: Vec<u16> = texts.label_of.iter().map(|&author| side[author as usize]).collect();
        let listed = [true, false].map(|is_known| {
            let labels = Labels {
                label_of: label_of.clone(),
                labels: 2,
                group_of: is_known.then(|| group_of.clone()),
                equal_length: true,
                ..Labels::default()
            };
            ListEnd::False(1.0).count(&setup.judge.find(&documents, &labels, setup.seed + draw as u64)) as f64
        });
        [listed[0], listed[1], f64::from(u8::from(are_pointed_out(texts, &label_of)))]
    });
    let mean = |place: usize| Mean::of(&counts.iter().map(|count| count[place]).collect::<Vec<_>>());
    let (known, unknown, pointed_out) = (mean(0), mean(1), mean(2));
    part.row(&[
        texts.name.clone(),
        texts.labels.to_string(),
        counts.len().to_string(),
        number(known.value),
        number(unknown.value),
        number(pointed_out.value),
    ]);
    part.promise("Mean listed with groups", known.value, Limit::Most(1.0 + known.margin));
    part.promise("Authors pointed out", pointed_out.value, Limit::Least(1.0));
    part
}

/// Whether a file with these labels and a column of the authors is warned of where nobody names that column.
fn are_pointed_out(texts: &Texts, label_of: &[u16]) -> bool {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["text", "label", "author"]).expect("memory takes all");
    for ((text, label), author) in texts.texts.iter().zip(label_of).zip(&texts.label_of) {
        let row = [text.clone(), format!("side {label}"), format!("author {author}")];
        rows.write_record(&row).expect("memory takes all");
    }
    let bytes = rows.into_inner().expect("memory takes all");
    let table = table::read(&bytes, &ReadOptions::default()).expect("a table");
    let corpus = corpus::build(&table, &Columns::new("text", "label"), Copies::DropNear).expect("a corpus");
    corpus.account.likely_group.as_deref() == Some("author")
}
