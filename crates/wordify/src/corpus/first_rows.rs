//! The first row of each text, in little memory: millions of texts are not held a second time.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::copies::key_of_near;
use crate::table::Column;

/// Which texts count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// Those that are so to the letter.
    Exactly,
    /// Near copies too.
    Nearly,
}

/// The first rows of a column with each text: eight bytes for a text, which is looked up in the column.
#[derive(Debug)]
pub(super) struct FirstRows<'a> {
    column: &'a Column,
    alike: Alike,
    rows: HashTable<First>,
    /// Keyed anew for each run, so that nobody can write texts that fall into one place of the table.
    hasher: RandomState,
    /// For the key of a row, and of one that it is compared with.
    rooms: [Vec<u8>; 2],
}

/// A row, and half the hash of its key: so hardly any key is made only to be found different.
#[derive(Debug, Clone, Copy)]
struct First {
    row: u32,
    hash: u32,
}

impl<'a> FirstRows<'a> {
    /// No row of `column` yet.
    pub(super) fn new(column: &'a Column, alike: Alike) -> Self {
        let (rows, hasher) = (HashTable::new(), RandomState::new());
        Self { column, alike, rows, hasher, rooms: Default::default() }
    }

    /// The first row that was asked about with the text of `row`: `row` itself where there was none.
    pub(super) fn of(&mut self, row: usize) -> usize {
        let Self { column, alike, rows, hasher, rooms: [own, other] } = self;
        let hash_of = |key: &[u8]| hasher.hash_one(key);
        let rehash = |first: &First| hash_of(key(column.cell(first.row as usize), *alike, &mut Vec::new()));
        if rows.is_empty() {
            // Room for all at once: a table that grows is held twice for a moment, at the peak of what memory is taken.
            rows.reserve(column.len(), rehash);
        }
        let own = key(column.cell(row), *alike, own);
        let hash = hash_of(own);
        let new = First { row: row as u32, hash: hash as u32 };
        let is_same = |first: &First| {
            first.hash == new.hash && key(column.cell(first.row as usize), *alike, other) == own
        };
        match rows.entry(hash, is_same, rehash) {
            Entry::Occupied(place) => place.get().row as usize,
            Entry::Vacant(place) => {
                place.insert(new);
                row
            }
        }
    }
}

/// What `text` has in common with those that are alike; `room` is for what has to be made.
fn key<'k>(text: &'k str, alike: Alike, room: &'k mut Vec<u8>) -> &'k [u8] {
    match alike {
        Alike::Exactly => text.as_bytes(),
        Alike::Nearly => key_of_near(text, room),
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
        let mut first = FirstRows::new(&column, Alike::Exactly);
        assert_eq!((0..7).map(|row| first.of(row)).collect::<Vec<_>>(), [0, 1, 0, 3, 4, 3, 1]);
        let mut near = FirstRows::new(&column, Alike::Nearly);
        assert_eq!((0..7).map(|row| near.of(row)).collect::<Vec<_>>(), [0, 1, 0, 3, 1, 3, 1]);
    }

    #[test]
    fn texts_that_fall_into_one_place_are_kept_apart() {
        let mut column = Column::new("text");
        ["a", "b", "c", "b", "a"].iter().for_each(|text| column.push(text));
        for alike in [Alike::Exactly, Alike::Nearly] {
            let mut first = FirstRows::new(&column, alike);
            // As if "a" had the hashes of "b" and "c".
            for text in ["b", "c"] {
                let hash = first.hasher.hash_one(text.as_bytes());
                first.rows.insert_unique(hash, First { row: 0, hash: hash as u32 }, |_| hash);
            }
            assert_eq!((1..4).map(|row| first.of(row)).collect::<Vec<_>>(), [1, 2, 1]);
        }
    }
}
