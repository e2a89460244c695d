//! Further lists as units of work: those that are made besides the one that was asked for, by other choices, of fewer documents, and of other
//! folds.
//!
//! What each gives is known where it is made (`robustness`, `growth`, `generalisation`); for checkpoints it is bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::share::{Dealt, Left, Share};

/// What further lists are made for. Parts know it by its place here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Whether the list depends on choices.
    Variant,
    /// Whether there are enough documents.
    Draw,
    /// Whether the list tells labels of unseen documents.
    Fold,
}

impl Kind {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Variant, Self::Draw, Self::Fold];

    /// What its lists are called, in the plural.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Variant => "lists by other choices",
            Self::Draw => "lists of fewer documents",
            Self::Fold => "folds",
        }
    }

    /// What a list takes, in draws: these have half of the documents on average.
    fn weight(self) -> usize {
        match self {
            Self::Draw => 1,
            Self::Variant | Self::Fold => 2,
        }
    }
}

/// A further list: what it is made for, and its number there.
pub(crate) type Key = (Kind, usize);

/// What further lists gave, as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FurtherLists(pub(crate) BTreeMap<Key, Vec<u8>>);

impl FurtherLists {
    /// How many there are of a kind.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.0.keys().filter(|(of, _)| *of == kind).count()
    }
}

/// All further lists of a study, one behind the other; a piece of it is a part's. Those beside each other share a reading of the texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line(Vec<(Kind, Range<usize>)>);

impl Line {
    /// Of these kinds, with the numbers of their lists.
    pub(crate) fn new(kinds: impl IntoIterator<Item = (Kind, Range<usize>)>) -> Self {
        Self(kinds.into_iter().collect())
    }

    /// The kinds, with how many lists each has.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (Kind, usize)> {
        self.0.iter().map(|(kind, numbers)| (*kind, numbers.len()))
    }

    /// Whether a list is among those of `share`.
    pub(crate) fn has(&self, share: Share, key: Key) -> bool {
        share.has_dealt(self.place(key), self.dealt())
    }

    /// Of each kind, the lists that are not there.
    pub(crate) fn left(&self, is_there: impl Fn(Key) -> bool) -> Vec<Left> {
        let of_kind = |(kind, numbers): &(Kind, Range<usize>)| {
            let missing = numbers.clone().map(|number| (*kind, number)).filter(|key| !is_there(*key));
            Left {
                what: kind.words(),
                units: missing.map(|key| self.place(key)).collect(),
                dealt: self.dealt(),
                total: numbers.len(),
                others_follow: false,
            }
        };
        self.0.iter().map(of_kind).filter(|left| !left.units.is_empty()).collect()
    }

    fn dealt(&self) -> Dealt {
        Dealt::AlongLine(self.0.iter().map(length).sum())
    }

    /// Where a list begins in the line.
    fn place(&self, (kind, number): Key) -> usize {
        let before = self.0.iter().take_while(|(other, _)| *other != kind);
        before.map(length).sum::<usize>() + number * kind.weight()
    }
}

/// The length of a kind. Numbers that it has not, at its beginning, have room all the same: what shares a reading keeps its place.
fn length((kind, numbers): &(Kind, Range<usize>)) -> usize {
    numbers.end * kind.weight()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        // Four readings of four variants, of which one is the analysis itself.
        Line::new([(Kind::Variant, 1..16), (Kind::Draw, 0..30), (Kind::Fold, 0..5)])
    }

    /// The parts that the lists of a kind go to.
    fn parts(kind: Kind, numbers: Range<usize>, of: usize) -> Vec<usize> {
        let part = |number| {
            let has = |part: &usize| line().has(Share::Part { part: *part, of }, (kind, number));
            (0..of).find(has).expect("each list is of a part")
        };
        numbers.map(part).collect()
    }

    #[test]
    fn variants_of_a_reading_go_to_one_part_where_parts_are_that_large() {
        let of_nine = parts(Kind::Variant, 1..16, 9);
        assert_eq!(of_nine, [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
        assert_eq!(parts(Kind::Draw, 0..30, 3)[..17], [[1; 16].as_slice(), &[2]].concat());
        assert_eq!(parts(Kind::Fold, 0..5, 3), [2; 5]);
    }

    #[test]
    fn no_part_has_two_lists_where_there_are_enough_parts() {
        let all = [(Kind::Variant, 1..16), (Kind::Draw, 0..30), (Kind::Fold, 0..5)];
        let mut parts: Vec<usize> = all.into_iter().flat_map(|(kind, of)| parts(kind, of, 72)).collect();
        parts.dedup();
        assert_eq!(parts.len(), 50);
    }

    #[test]
    fn what_is_left_is_told_by_kind() {
        let left = line().left(|(kind, number)| kind == Kind::Draw || number % 2 == 1);
        let told: Vec<_> = left.iter().map(|left| (left.what, left.units.len(), left.total)).collect();
        assert_eq!(told, [("lists by other choices", 7, 15), ("folds", 3, 5)]);
        assert!(line().left(|_| true).is_empty());
    }
}
