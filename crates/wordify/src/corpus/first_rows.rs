//! The first row of each text, in little memory: millions of texts are not held a second time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::copies::Key;
use crate::table::Column;

/// Rows of a column by the fingerprint of what two texts have in common that count as the same.
#[derive(Debug)]
pub(super) struct FirstRows<'a> {
    column: &'a Column,
    key_of: fn(&'a str) -> Key<'a>,
    rows: FxHashMap<Fingerprint, u32>,
    /// Keys that have the fingerprint of another: next to none, whatever somebody tries.
    others: HashMap<Key<'a>, u32, RandomState>,
}

/// 64 bits, in halves: so no place in memory is lost between them and the number of a row.
pub(super) type Fingerprint = [u32; 2];

pub(super) fn fingerprint(key: &Key<'_>) -> Fingerprint {
    let hash = match key {
        Key::Text(text) => FxBuildHasher.hash_one(text),
        Key::Content(content) => FxBuildHasher.hash_one(content),
    };
    [(hash >> 32) as u32, hash as u32]
}

impl<'a> FirstRows<'a> {
    /// No row of `column` yet; texts with one key count as the same.
    pub(super) fn new(column: &'a Column, key_of: fn(&'a str) -> Key<'a>) -> Self {
        Self { column, key_of, rows: FxHashMap::default(), others: HashMap::default() }
    }

    /// The first row that was asked about with the text of `row`: `row` itself where there was none.
    pub(super) fn of(&mut self, row: usize) -> usize {
        let key = (self.key_of)(self.column.cell(row));
        let new = row as u32;
        if self.rows.is_empty() {
            // Room for all at once: a table that grows is held twice for a moment, at the peak of what memory is taken.
            self.rows.reserve(self.column.len());
        }
        let first = match self.rows.entry(fingerprint(&key)) {
            Entry::Vacant(place) => *place.insert(new),
            Entry::Occupied(place) => {
                let first = *place.get();
                if (self.key_of)(self.column.cell(first as usize)) == key {
                    first
                } else {
                    *self.others.entry(key).or_insert(new)
                }
            }
        };
        first as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::copies::content_key;

    #[test]
    fn texts_are_the_same_only_if_their_bytes_are() {
        let mut column = Column::new("text");
        for text in ["a", "b", "a", "", "b ", "", "b"] {
            column.push(text);
        }
        let mut first = FirstRows::new(&column, Key::Text);
        assert_eq!((0..7).map(|row| first.of(row)).collect::<Vec<_>>(), [0, 1, 0, 3, 4, 3, 1]);
        let mut near = FirstRows::new(&column, content_key);
        assert_eq!((0..7).map(|row| near.of(row)).collect::<Vec<_>>(), [0, 1, 0, 3, 1, 3, 1]);
    }

    #[test]
    fn texts_with_the_same_fingerprint_are_kept_apart() {
        let mut column = Column::new("text");
        ["a", "b", "c", "b", "a"].iter().for_each(|text| column.push(text));
        for key_of in [Key::Text, content_key] {
            let mut first = FirstRows::new(&column, key_of);
            // As if "b" and "c" had the fingerprint of "a".
            for text in ["b", "c"] {
                first.rows.insert(fingerprint(&key_of(text)), 0);
            }
            assert_eq!((0..5).map(|row| first.of(row)).collect::<Vec<_>>(), [0, 1, 2, 1, 0]);
        }
    }
}
