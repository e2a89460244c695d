//! The list by other choices.

use super::{Table, Trial};
use crate::count::{counted, grouped};
use crate::report::judged::Cell;
use crate::report::number::percent;
use crate::robustness::{Robustness, Variant};

const HEADER: [&str; 8] = [
    "lemmas",
    "stop words",
    "n-grams",
    "least documents",
    "terms in the vocabulary",
    "terms listed",
    "terms of this list that it can have",
    "of these, listed",
];

pub(super) fn trial(found: &Robustness) -> Trial {
    Trial { name: "Robustness", short: "Robust", sentences: sentences(found), tables: vec![table(found)] }
}

fn sentences(found: &Robustness) -> Vec<String> {
    if found.variants.is_empty() {
        return vec!["There is no other choice to make for these texts.".to_owned()];
    }
    let first = format!(
        "The list was made again in {} of the analysis: {}.",
        counted(found.variants.len(), "variant", "variants"),
        varied(&found.variants)
    );
    if found.terms == 0 {
        return vec![first, "There is no term that could stay.".to_owned()];
    }
    let shares = found.variants.iter().filter(|variant| variant.possible > 0);
    let shares: Vec<f64> = shares.map(|variant| variant.shared as f64 / variant.possible as f64).collect();
    let least = shares.iter().copied().fold(1.0, f64::min);
    let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    vec![
        first,
        format!(
            "Of {} (every member of a family counted), {} in every variant that can have them, and {} in at least half of these; a \
             variant keeps {} on average, {} at least.",
            counted(found.terms, "listed term", "listed terms"),
            counted(found.terms_in_all, "stays", "stay"),
            grouped(found.terms_in_half),
            percent(mean),
            percent(least),
        ),
    ]
}

/// A choice, and what stands for it in a variant.
type Choice = (&'static str, fn(&Variant) -> usize);

/// What differs between the variants.
fn varied(variants: &[Variant]) -> String {
    let differs = |of: fn(&Variant) -> usize| {
        let mut values: Vec<usize> = variants.iter().map(of).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let switches: [Choice; 3] = [
        ("lemmas", |variant| usize::from(variant.lemmas)),
        ("a list of stop words", |variant| usize::from(variant.stop_words_left_out)),
        ("terms of several words", |variant| variant.ngram_range.1),
    ];
    let names: Vec<&str> =
        switches.iter().filter(|(_, of)| differs(*of).len() > 1).map(|(name, _)| *name).collect();
    let mut parts = Vec::new();
    if !names.is_empty() {
        parts.push(format!("with and without {}", names.join(", ")));
    }
    if let [less, more] = differs(|variant| variant.documents_min)[..] {
        parts.push(format!("with terms from {} and from {} documents on", grouped(less), grouped(more)));
    }
    if parts.is_empty() { "terms of another length".to_owned() } else { parts.join(", and ") }
}

fn table(found: &Robustness) -> Table {
    let word = |is_so: bool, yes: &str, no: &str| Cell::Text((if is_so { yes } else { no }).to_owned());
    let row = |variant: &Variant| {
        let (shortest, longest) = variant.ngram_range;
        vec![
            word(variant.lemmas, "on", "off"),
            word(variant.stop_words_left_out, "left out", "kept"),
            Cell::Text(format!("{shortest} to {longest}")),
            Cell::Count(variant.documents_min),
            Cell::Count(variant.vocabulary_terms),
            Cell::Count(variant.listed),
            Cell::Count(variant.possible),
            Cell::Count(variant.shared),
        ]
    };
    Table {
        name: "Robustness",
        caption: "Variants of the analysis".to_owned(),
        header: HEADER.map(str::to_owned).to_vec(),
        rows: found.variants.iter().map(row).collect(),
    }
}
