//! What further lists gave, as bytes: how many they are; of each, ascending, its kind, its number, and what it gave.

use std::collections::BTreeMap;

use super::bytes::{push_bytes, push_number, take_bytes, take_number};
use super::refusal::damaged;
use crate::error::Error;
use crate::selection::further::{FurtherLists, Key, Kind};

/// Further lists, in the bytes of a part.
pub(super) type Borrowed<'b> = BTreeMap<Key, &'b [u8]>;

/// Further lists that parts hold, each with the name of a part that does.
#[derive(Debug, Default)]
pub(crate) struct There<'a>(pub(super) BTreeMap<Key, (&'a str, &'a [u8])>);

impl There<'_> {
    /// Whether a list is there.
    pub(crate) fn has(&self, key: Key) -> bool {
        self.0.contains_key(&key)
    }

    /// The numbers of the lists of a kind, ascending, and what `read` takes from their bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) with the name of a part from which nothing can be taken.
    pub(crate) fn read<T>(
        &self,
        kind: Kind,
        read: impl Fn(usize, &[u8]) -> Option<T>,
    ) -> Result<BTreeMap<usize, T>, Error> {
        let of_kind = self.0.iter().filter(|((of, _), _)| *of == kind);
        let list = |(&(_, number), (name, bytes)): (&Key, &(&str, &[u8]))| {
            Ok::<_, Error>((number, read(number, bytes).ok_or_else(|| damaged(name))?))
        };
        of_kind.map(list).collect()
    }
}

/// Appends what further lists gave.
pub(super) fn push(out: &mut Vec<u8>, lists: &FurtherLists) {
    push_number(out, lists.0.len() as u64);
    for ((kind, number), bytes) in &lists.0 {
        push_number(out, *kind as u64);
        push_number(out, *number as u64);
        push_bytes(out, bytes);
    }
}

/// What `rest` begins with.
pub(super) fn take<'b>(rest: &mut &'b [u8]) -> Option<Borrowed<'b>> {
    let mut lists = BTreeMap::new();
    for _ in 0..take_number(rest)? {
        let kind = *Kind::ALL.get(usize::try_from(take_number(rest)?).ok()?)?;
        let key = (kind, usize::try_from(take_number(rest)?).ok()?);
        if lists.last_key_value().is_some_and(|(last, _)| *last >= key) {
            return None;
        }
        lists.insert(key, take_bytes(rest, usize::MAX)?);
    }
    Some(lists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_and_nothing_comes_of_less() {
        let lists =
            [((Kind::Variant, 3), vec![1, 2]), ((Kind::Draw, 0), vec![]), ((Kind::Fold, 400), vec![7])];
        let lists = FurtherLists(BTreeMap::from(lists));
        let mut bytes = Vec::new();
        push(&mut bytes, &lists);
        let owned = |lists: Borrowed<'_>| {
            FurtherLists(lists.into_iter().map(|(key, bytes)| (key, bytes.to_vec())).collect())
        };
        assert_eq!(take(&mut bytes.as_slice()).map(owned), Some(lists));
        for end in 0..bytes.len() {
            assert_eq!(take(&mut &bytes[..end]), None, "cut to {end}");
        }
    }

    #[test]
    fn lists_that_no_program_wrote_are_none() {
        fn of(bytes: &[u8]) -> Option<Borrowed<'_>> {
            take(&mut &bytes[..])
        }
        assert!(of(&[1, 2, 9, 0]).is_some());
        assert_eq!(of(&[1, 3, 9, 0]), None, "there are three kinds");
        assert_eq!(of(&[2, 1, 9, 0, 1, 9, 0]), None, "one stands there twice");
        assert_eq!(of(&[2, 1, 9, 0, 0, 9, 0]), None, "they descend");
        assert_eq!(of(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1, 9, 0]), None, "they are fewer than is said");
    }
}
