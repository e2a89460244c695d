//! Terms that stand in the same documents with the same weights.
//!
//! "nero avola" and "avola" are such twins where the one never stands without the other: their columns are
//! equal, no method can tell them apart, the solution is not unique, and a solver wanders along the ridge.
//! They are merged before fitting; each gets the result of the merged column.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::terms::matrix::DocumentTermMatrix;

/// Which terms are twins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twins {
    /// Merged column of each term; merged columns are numbered by their first term.
    pub merged_of: Vec<u32>,
    /// Terms of each merged column, ascending; at least one.
    pub members: Vec<Vec<u32>>,
}

impl Twins {
    /// Finds the terms of `matrix` whose columns are equal, bit for bit.
    pub fn find(matrix: &DocumentTermMatrix) -> Self {
        let mut hashes = vec![FxHasher::default(); matrix.terms];
        let mut counts = vec![0u32; matrix.terms];
        for i in 0..matrix.documents() {
            let (columns, values) = matrix.row(i);
            for (&j, &x) in columns.iter().zip(values) {
                hashes[j as usize].write_u64(i as u64);
                hashes[j as usize].write_u64(x.to_bits());
                counts[j as usize] += 1;
            }
        }
        // Equal hashes are candidates only: the columns themselves are compared below.
        let mut first_of: FxHashMap<(u64, u32), Vec<u32>> = FxHashMap::default();
        let mut candidate = vec![false; matrix.terms];
        for j in 0..matrix.terms {
            first_of.entry((hashes[j].finish(), counts[j])).or_default().push(j as u32);
        }
        for group in first_of.values().filter(|group| group.len() > 1) {
            for &j in group {
                candidate[j as usize] = true;
            }
        }
        let mut columns: FxHashMap<u32, Vec<(u32, u64)>> = FxHashMap::default();
        for i in 0..matrix.documents() {
            let (indices, values) = matrix.row(i);
            for (&j, &x) in indices.iter().zip(values) {
                if candidate[j as usize] {
                    columns.entry(j).or_default().push((i as u32, x.to_bits()));
                }
            }
        }
        let mut merged_of = Vec::with_capacity(matrix.terms);
        let mut members: Vec<Vec<u32>> = Vec::new();
        for j in 0..matrix.terms as u32 {
            let group = &first_of[&(hashes[j as usize].finish(), counts[j as usize])];
            let earlier = group
                .iter()
                .take_while(|&&other| other < j)
                .find(|other| columns.get(other) == columns.get(&j));
            match earlier {
                Some(&other) => {
                    let merged: u32 = merged_of[other as usize];
                    merged_of.push(merged);
                    members[merged as usize].push(j);
                }
                None => {
                    merged_of.push(members.len() as u32);
                    members.push(vec![j]);
                }
            }
        }
        Self { merged_of, members }
    }

    /// The merged column that the column of `term` makes; none of twins but the first, whose columns are the same.
    ///
    /// # Panics
    /// If it is not a term of the matrix.
    pub(crate) fn column_of(&self, term: u32) -> Option<u32> {
        let column = self.merged_of[term as usize];
        (self.members[column as usize][0] == term).then_some(column)
    }

    /// The matrix with one column for each group of twins.
    pub fn merge(&self, matrix: &DocumentTermMatrix) -> DocumentTermMatrix {
        let mut merged = DocumentTermMatrix { terms: self.members.len(), ..DocumentTermMatrix::default() };
        merged.row_starts.push(0);
        for i in 0..matrix.documents() {
            let (columns, values) = matrix.row(i);
            for (&j, &x) in columns.iter().zip(values) {
                if let Some(column) = self.column_of(j) {
                    merged.columns.push(column);
                    merged.values.push(x);
                }
            }
            merged.row_starts.push(merged.columns.len());
        }
        merged
    }

    /// Terms that have a twin.
    pub fn terms_with_twin(&self) -> usize {
        self.members.iter().filter(|members| members.len() > 1).map(Vec::len).sum()
    }
}
