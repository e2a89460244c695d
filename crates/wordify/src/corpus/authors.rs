//! A column that looks like authors: in it values repeat, and nearly each has one label only.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::background::Chosen;
use crate::phrase::argument;
use crate::table::choice::shortened;
use crate::table::{Column, Table};

/// Columns that are looked at: a file with more is no table of texts.
const COLUMNS_MAX: usize = 200;
/// Documents per value in the mean, at least: identifiers repeat by mistake only.
const DOCUMENTS_PER_VALUE_MIN: usize = 2;
/// Share of the documents with a repeated value whose value has one label only, at least.
const PURE_MIN: f64 = 0.9;
/// Values with several labels are at most this share of what chance would give.
const MIXED_TO_CHANCE_MAX: f64 = 1.0 / 3.0;
/// Share of the documents whose value would have several labels by chance, at least: else one label is no news.
const MIXED_BY_CHANCE_MIN: f64 = 0.1;
/// Bytes of a cell in the mean, at most: longer cells are texts.
const CELL_BYTES_MEAN_MAX: usize = 100;

/// A column that looks like authors.
pub(super) struct LikelyGroup {
    pub(super) column: String,
    values: usize,
}

impl LikelyGroup {
    pub(super) fn warning(&self) -> String {
        let column = shortened(&self.column);
        format!(
            "The column \"{column}\" looks like authors, stores or threads: its {} values repeat, and nearly each has one label \
             only. If texts with the same value belong together, the list may be about them and not about the labels: name \
             the column as group (--group {}).",
            self.values,
            argument(&column)
        )
    }
}

/// The column without a role that looks most like authors; of several the one with the fewest values.
pub(super) fn find(
    table: &Table,
    chosen: &Chosen<'_>,
    places: &[u32],
    label_of: &[u32],
    labels: usize,
) -> Option<LikelyGroup> {
    let mut shares = vec![0.0; labels];
    label_of.iter().for_each(|&label| shares[label as usize] += 1.0 / label_of.len() as f64);
    let columns = table.columns.iter().take(COLUMNS_MAX);
    // Of a format that stores columns apart, those that nobody named have no cells.
    let is_read = |column: &&Column| column.len() == table.rows && !chosen.has(column);
    let found = columns.filter(is_read).filter_map(|column| {
        let values = values_if_alike(column, places, label_of, &shares)?;
        Some(LikelyGroup { column: column.name.clone(), values })
    });
    found.min_by_key(|found| found.values)
}

/// What is held of a value of a column, by 64 bits of its cell: a million identifiers pass here before it shows that they repeat too
/// seldom, and two that collide change a warning at most.
struct Value {
    documents: u32,
    /// Of all its documents, or [`SEVERAL`].
    label: u32,
}

/// 64 bits, in halves: so no place in memory is lost between them and what goes with them.
type Fingerprint = [u32; 2];

fn fingerprint(cell: &str) -> Fingerprint {
    let hash = FxBuildHasher.hash_one(cell);
    [(hash >> 32) as u32, hash as u32]
}

/// In place of the label of a value.
const SEVERAL: u32 = u32::MAX;

/// The number of different values of `column`, where they look like authors.
fn values_if_alike(column: &Column, places: &[u32], label_of: &[u32], shares: &[f64]) -> Option<usize> {
    if column.bytes() > CELL_BYTES_MEAN_MAX * column.len() {
        return None;
    }
    let mut values: FxHashMap<Fingerprint, Value> = FxHashMap::default();
    let mut filled = 0;
    for (&place, &label) in places.iter().zip(label_of) {
        let cell = column.cell(place as usize).trim();
        if !cell.is_empty() {
            filled += 1;
            let value = values.entry(fingerprint(cell)).or_insert(Value { documents: 0, label });
            value.documents += 1;
            if value.label != label {
                value.label = SEVERAL;
            }
            // More values than can repeat: identifiers of millions of rows are not held to the end.
            if DOCUMENTS_PER_VALUE_MIN * values.len() > places.len() {
                return None;
            }
        }
    }
    // A column with as many values as labels says the label in other words.
    if values.len() <= shares.len()
        || filled < DOCUMENTS_PER_VALUE_MIN * values.len()
        || 2 * filled < places.len()
    {
        return None;
    }
    let repeated = values.values().filter(|value| value.documents > 1);
    let (mut all, mut pure, mut by_chance) = (0.0, 0.0, 0.0);
    let mut sizes: FxHashMap<u32, f64> = FxHashMap::default();
    for &Value { documents, label } in repeated {
        *sizes.entry(documents).or_default() += f64::from(documents);
        all += f64::from(documents);
        pure += if label == SEVERAL { 0.0 } else { f64::from(documents) };
    }
    let mut sizes: Vec<(u32, f64)> = sizes.into_iter().collect();
    sizes.sort_unstable_by_key(|&(size, _)| size);
    for (size, documents) in sizes {
        let one_label: f64 = shares.iter().map(|share| share.powi(size as i32)).sum();
        by_chance += documents * one_label;
    }
    let (mixed, mixed_by_chance) = (1.0 - pure / all, 1.0 - by_chance / all);
    let is_telling = mixed_by_chance >= MIXED_BY_CHANCE_MIN && mixed <= MIXED_TO_CHANCE_MAX * mixed_by_chance;
    (pure >= PURE_MIN * all && is_telling).then_some(values.len())
}

#[cfg(test)]
mod tests {
    use crate::corpus::{Account, Columns, Copies, build};
    use crate::table::{ReadOptions, read};

    fn account(rows: impl Iterator<Item = (usize, String, usize)>, columns: &Columns) -> Account {
        let rows: String =
            rows.map(|(number, value, label)| format!("text {number},{value},l{label}\n")).collect();
        let table = read(format!("text,other,label\n{rows}").as_bytes(), &ReadOptions::default());
        build(&table.expect("a table"), columns, Copies::DropExact).expect("a corpus").account
    }

    fn likely(rows: impl Iterator<Item = (usize, String, usize)>) -> Option<String> {
        account(rows, &Columns::default()).likely_group
    }

    #[test]
    fn values_that_repeat_with_one_label_each_look_like_authors() {
        let rows = || (0..200).map(|i| (i, format!("author {}", i % 20), i % 20 % 2));
        assert_eq!(likely(rows()).as_deref(), Some("other"));
        let warnings = account(rows(), &Columns::default()).warnings;
        assert!(warnings.iter().any(|warning| warning.contains("--group other")), "{warnings:?}");
        // Once it is the group, nobody need be warned.
        let columns = Columns { group: Some("other".into()), ..Columns::default() };
        assert_eq!(account(rows(), &columns).likely_group, None);
        // One of twenty with both labels changes nothing.
        let nearly = (0..400).map(|i| (i, format!("author {}", i % 20), if i == 0 { 1 } else { i % 20 % 2 }));
        assert_eq!(likely(nearly).as_deref(), Some("other"));
    }

    #[test]
    fn other_columns_do_not() {
        // Years that both labels have; identifiers; the label in other words; one value; pairs that agree by chance.
        assert_eq!(likely((0..200).map(|i| (i, format!("{}", 2000 + i / 10), i % 2))), None);
        assert_eq!(likely((0..200).map(|i| (i, format!("id {i}"), i % 2))), None);
        assert_eq!(likely((0..200).map(|i| (i, format!("party {}", i % 2), i % 2))), None);
        assert_eq!(likely((0..200).map(|i| (i, "one".to_owned(), i % 2))), None);
        assert_eq!(likely((0..200).map(|i| (i, format!("pair {}", i / 2), i % 4 / 3 + i % 5 / 4))), None);
        // A label that nearly all have says nothing about a column.
        assert_eq!(likely((0..200).map(|i| (i, format!("pair {}", i / 2), usize::from(i > 197)))), None);
    }
}
