//! Where the cells of a column end.

/// Ends of cells that lie end to end, in bytes from the beginning of the first. They ascend.
///
/// Below 4 GB of text each takes four bytes: of short cells, the ends are a good part of what a column takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ends {
    Short(Vec<u32>),
    Long(Vec<usize>),
}

impl Default for Ends {
    fn default() -> Self {
        Self::Short(Vec::new())
    }
}

impl Ends {
    /// Appends `end` until there are `len`.
    pub(super) fn pad(&mut self, len: usize, end: usize) {
        match (&mut *self, u32::try_from(end)) {
            (Self::Short(ends), Ok(end)) => ends.resize(len.max(ends.len()), end),
            (Self::Short(ends), Err(_)) => {
                *self = Self::Long(ends.iter().map(|&end| end as usize).collect());
                self.pad(len, end);
            }
            (Self::Long(ends), _) => ends.resize(len.max(ends.len()), end),
        }
    }

    pub(super) fn push(&mut self, end: usize) {
        match (&mut *self, u32::try_from(end)) {
            (Self::Short(ends), Ok(end)) => ends.push(end),
            _ => self.pad(self.len() + 1, end),
        }
    }

    /// The end of cell `index`.
    ///
    /// # Panics
    /// If there are no more than `index` cells.
    pub(super) fn at(&self, index: usize) -> usize {
        match self {
            Self::Short(ends) => ends[index] as usize,
            Self::Long(ends) => ends[index],
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Short(ends) => ends.len(),
            Self::Long(ends) => ends.len(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.len()).map(|index| self.at(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_beyond_four_bytes_are_kept_as_those_below() {
        let limit = u32::MAX as usize;
        let mut ends = Ends::default();
        ends.pad(2, 7);
        for end in [9, limit] {
            ends.push(end);
        }
        assert!(matches!(ends, Ends::Short(_)));
        ends.push(limit + 1);
        ends.pad(3, limit + 2);
        ends.pad(7, limit + 2);
        ends.push(limit + 3);
        let expected = [7, 7, 9, limit, limit + 1, limit + 2, limit + 2, limit + 3];
        assert_eq!(ends.iter().collect::<Vec<_>>(), expected);
        assert_eq!((ends.len(), ends.at(3)), (8, limit));
    }
}
