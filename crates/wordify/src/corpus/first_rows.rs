//! The first row of each text, in little memory: millions of texts are not held a second time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::table::Column;

/// Rows of a column by the fingerprint of their text.
#[derive(Debug)]
pub(super) struct FirstRows<'a> {
    column: &'a Column,
    rows: FxHashMap<u64, u32>,
    /// Texts that have the fingerprint of another: next to none, whatever somebody tries.
    others: HashMap<&'a str, u32, RandomState>,
}

impl<'a> FirstRows<'a> {
    /// No row of `column` yet.
    pub(super) fn new(column: &'a Column) -> Self {
        Self { column, rows: FxHashMap::default(), others: HashMap::default() }
    }

    /// The first row that was asked about with the text of `row`: `row` itself where there was none.
    pub(super) fn of(&mut self, row: usize) -> usize {
        let text = self.column.cell(row);
        let new = row as u32;
        let first = match self.rows.entry(FxBuildHasher.hash_one(text)) {
            Entry::Vacant(place) => *place.insert(new),
            Entry::Occupied(place) if self.column.cell(*place.get() as usize) == text => *place.get(),
            Entry::Occupied(_) => *self.others.entry(text).or_insert(new),
        };
        first as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_only_if_their_bytes_are() {
        let mut column = Column::new("text");
        for text in ["a", "b", "a", "", "b ", "", "b"] {
            column.push(text);
        }
        let mut first = FirstRows::new(&column);
        assert_eq!((0..7).map(|row| first.of(row)).collect::<Vec<_>>(), [0, 1, 0, 3, 4, 3, 1]);
    }

    #[test]
    fn texts_with_the_same_fingerprint_are_kept_apart() {
        let mut column = Column::new("text");
        ["a", "b", "c", "b", "a"].iter().for_each(|text| column.push(text));
        let mut first = FirstRows::new(&column);
        // As if "b" and "c" had the fingerprint of "a".
        for text in ["b", "c"] {
            first.rows.insert(FxBuildHasher.hash_one(text), 0);
        }
        assert_eq!((0..5).map(|row| first.of(row)).collect::<Vec<_>>(), [0, 1, 2, 1, 0]);
    }
}
