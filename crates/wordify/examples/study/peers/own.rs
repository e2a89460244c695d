//! The lists of our own methods, on the matrices that the others are given.

use std::collections::BTreeMap;
use std::time::Instant;

use wordify::progress::Monitor;
use wordify::recipe::{Preset, Selection};
use wordify::selection::fits::select;
use wordify::selection::logistic::Design;
use wordify::selection::plan::{Fits, Plan};

use super::Entry;
use super::sets::Set;
use crate::corpus::Documents;
use crate::judge::{Found, Judge, Labels, ListEnd};

/// Fits of the published presets, and the score from which they list.
const FITS: usize = 500;
const SCORE_MIN: f64 = 0.30;

/// Method and seconds.
pub(super) type Seconds = Vec<(&'static str, f64)>;

/// What stands before the end of each list.
pub(super) const OURS: &str = "Wordify";
pub(super) const DEFAULT: &str = "Wordify, q ≤ .10";
const FIRST_FALSE: &str = "Wordify, E ≤ 1";
const WITH_GROUPS: &str = "Wordify, groups known, q ≤ .10";
/// Until version 0.1: as the preset of 2021, but every C equally often.
const FORMER: &str = "Wordify 0.1";

/// What each method lists, the strongest first, and how many seconds it took.
pub(super) fn lists(
    documents: &Documents,
    set: &Set,
    judge: &Judge,
) -> (BTreeMap<String, Vec<Entry>>, Seconds) {
    let mut seconds = Seconds::new();
    let plain = Labels { group_of: None, ..set.labels.clone() };
    let start = Instant::now();
    let found = judge.find(documents, &plain, set.seed);
    seconds.push((OURS, start.elapsed().as_secs_f64()));
    let mut lists = BTreeMap::from([
        (DEFAULT.to_owned(), entries(&found, ListEnd::Share(0.1))),
        (FIRST_FALSE.to_owned(), entries(&found, ListEnd::False(1.0))),
    ]);
    if set.labels.group_of.is_some() {
        let found = judge.find(documents, &set.labels, set.seed);
        lists.insert(WITH_GROUPS.to_owned(), entries(&found, ListEnd::Share(0.1)));
    }
    for preset in presets() {
        let start = Instant::now();
        let mut scored = scored(documents, &plain, set.seed, &preset);
        seconds.push((preset.name, start.elapsed().as_secs_f64()));
        scored.retain(|&(score, _)| score >= SCORE_MIN);
        let entries = scored.into_iter().map(|(_, entry)| entry).collect();
        lists.insert(format!("{}, score ≥ .30", preset.name), entries);
    }
    (lists, seconds)
}

/// The median of what each method took, in words.
pub(super) fn times(all: &[Seconds]) -> Vec<String> {
    let names = [OURS].into_iter().chain(presets().iter().map(|preset| preset.name)).collect::<Vec<_>>();
    let line = |method: &str| {
        let of_method = all.iter().flatten().filter(|(name, _)| *name == method);
        let mut seconds: Vec<f64> = of_method.map(|&(_, seconds)| seconds).collect();
        seconds.sort_by(f64::total_cmp);
        let median = seconds.get(seconds.len() / 2).copied().unwrap_or_default();
        format!("{method}: {median:.2} s on one thread for a set of texts (median of {})", seconds.len())
    };
    names.into_iter().map(line).collect()
}

/// All terms of each method in its order, from the documents of `train`.
pub(super) fn orders(
    documents: &Documents,
    set: &Set,
    judge: &Judge,
    train: &[bool],
) -> BTreeMap<String, Vec<Entry>> {
    let rows: Vec<u32> = (0..train.len()).filter(|&row| train[row]).map(|row| row as u32).collect();
    let documents = documents.some(&rows);
    let label_of = rows.iter().map(|&row| set.labels.label_of[row as usize]).collect();
    let labels = Labels { label_of, ..set.labels.clone() };
    let found = judge.find(&documents, &labels, set.seed);
    let mut orders = BTreeMap::from([(OURS.to_owned(), entries(&found, ListEnd::False(f64::INFINITY)))]);
    for preset in presets() {
        let scored = scored(&documents, &labels, set.seed, &preset);
        orders.insert(preset.name.to_owned(), scored.into_iter().map(|(_, entry)| entry).collect());
    }
    orders
}

/// What is listed, the strongest first.
fn entries(found: &[Found], end: ListEnd) -> Vec<Entry> {
    let mut listed: Vec<&Found> = found.iter().filter(|found| end.lists(found)).collect();
    listed.sort_by(|one, other| one.expected_false.total_cmp(&other.expected_false));
    listed.into_iter().map(|found| (found.label, found.column, found.positive)).collect()
}

/// A method that counts fits.
struct OfFits {
    name: &'static str,
    fits: Fits,
    /// Whether every C is used equally often, in place of by lot.
    has_even_penalties: bool,
}

/// The published presets and the former default.
fn presets() -> Vec<OfFits> {
    let of_preset = |name, preset: Preset, has_even_penalties| match &preset.recipe().selection {
        Selection::Fits(fits) => OfFits { name, fits: fits.clone(), has_even_penalties },
        Selection::Shuffles => unreachable!("the published presets count fits"),
    };
    vec![
        of_preset("wordify-2021", Preset::Wordify2021, false),
        of_preset("wordify-2022", Preset::Wordify2022, false),
        of_preset(FORMER, Preset::Wordify2021, true),
    ]
}

/// Scores above zero, largest first.
fn scored(documents: &Documents, labels: &Labels, seed: u64, preset: &OfFits) -> Vec<(f64, Entry)> {
    let label_of: Vec<u32> = labels.label_of.iter().map(|&label| u32::from(label)).collect();
    let design = Design::new(&documents.matrix, &label_of, labels.labels);
    let mut plan = Plan::new(&preset.fits, FITS, seed, documents.len(), documents.matrix.terms);
    if preset.has_even_penalties {
        plan.fits.iter_mut().for_each(|fit| fit.c = fit.number % plan.c_values.len());
    }
    let tally = select(&design, &plan, 1, &Monitor::silent()).expect("nobody cancels");
    let terms = documents.matrix.terms;
    let of =
        |counts: &[u32], label: usize, column: usize| f64::from(counts[label * terms + column]) / FITS as f64;
    // Of two labels the first mirrors the second.
    let first = usize::from(labels.labels == 2);
    let mut scored: Vec<(f64, Entry)> = (first..labels.labels)
        .flat_map(|label| (0..terms).map(move |column| (label, column)))
        .flat_map(|(label, column)| {
            [(of(&tally.positive, label, column), true), (of(&tally.negative, label, column), false)]
                .map(|(score, positive)| (score, (label, column as u32, positive)))
        })
        .filter(|&(score, _)| score > 0.0)
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    scored
}
