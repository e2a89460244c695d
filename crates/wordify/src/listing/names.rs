//! The names of listed terms on each side: what tells whether two lists have a term in common.

use crate::contrasts::Side;
use crate::selection::checkpoint::bytes::{push_bytes, push_number, take_number, take_text};

/// Names with what they speak for, each once, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Names(Vec<(Side, String)>);

impl Names {
    /// Of `names` in any order.
    pub(crate) fn new(mut names: Vec<(Side, String)>) -> Self {
        names.sort_unstable();
        names.dedup();
        Self(names)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Each with its side.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Side, &str)> {
        self.0.iter().map(|(side, name)| (*side, name.as_str()))
    }

    /// Whether `name` is among those of `side`.
    pub(crate) fn has(&self, side: Side, name: &str) -> bool {
        self.0.binary_search_by(|(of, known)| (*of, known.as_str()).cmp(&(side, name))).is_ok()
    }

    /// Appends them as bytes.
    pub(crate) fn push(&self, out: &mut Vec<u8>) {
        push_number(out, self.0.len() as u64);
        for (Side { label, against, positive }, name) in &self.0 {
            push_number(out, (*label as u64) << 1 | u64::from(*positive));
            push_number(out, against.map_or(0, |against| against as u64 + 1));
            push_bytes(out, name.as_bytes());
        }
    }

    /// Those that `rest` begins with; nothing where that is not what [`Names::push`] writes.
    pub(crate) fn take(rest: &mut &[u8]) -> Option<Self> {
        let mut names: Vec<(Side, String)> = Vec::new();
        for _ in 0..take_number(rest)? {
            let label = take_number(rest)?;
            let against = take_number(rest)?.checked_sub(1);
            let side = Side {
                label: usize::try_from(label >> 1).ok()?,
                against: against.map(usize::try_from).transpose().ok()?,
                positive: label & 1 == 1,
            };
            names.push((side, take_text(rest)?.to_owned()));
        }
        names.is_sorted_by(|one, next| one < next).then_some(Self(names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let side = |label, against, positive| Side { label, against, positive };
        let names = [
            (side(3, None, true), "state of the union"),
            (side(0, Some(2), true), "wolf"),
            (side(0, Some(2), true), "árvíztűrő"),
            (side(3, None, false), "wolf"),
            (side(0, Some(2), true), "wolf"),
        ];
        Names::new(names.map(|(side, name)| (side, name.to_owned())).to_vec())
    }

    #[test]
    fn a_name_is_known_on_its_own_side_alone() {
        let (names, side) = (names(), |label, positive| Side { label, against: None, positive });
        assert_eq!(names.len(), 4);
        assert!(names.has(side(3, false), "wolf"));
        assert!(!names.has(side(3, true), "wolf"));
        assert!(!names.has(side(3, false), "wolfs"));
        assert!(names.iter().all(|(side, name)| names.has(side, name)));
    }

    #[test]
    fn names_come_back_and_nothing_comes_of_less() {
        let mut bytes = Vec::new();
        names().push(&mut bytes);
        assert_eq!(Names::take(&mut bytes.as_slice()), Some(names()));
        for end in 0..bytes.len() {
            assert_eq!(Names::take(&mut &bytes[..end]), None, "cut to {end}");
        }
    }

    #[test]
    fn names_out_of_order_or_twice_or_that_are_no_text_are_none() {
        let of = |bytes: &[u8]| Names::take(&mut &bytes[..]);
        assert!(of(&[2, 1, 0, 1, b'a', 1, 0, 1, b'b']).is_some());
        assert_eq!(of(&[2, 1, 0, 1, b'b', 1, 0, 1, b'a']), None);
        assert_eq!(of(&[2, 1, 0, 1, b'a', 1, 0, 1, b'a']), None);
        assert_eq!(of(&[1, 1, 0, 1, 0xff]), None);
    }
}
