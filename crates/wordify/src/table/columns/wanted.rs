//! Which columns of a file that stores them apart are read.

use crate::table::choice::{self, Found};
use crate::table::{Column, ReadOptions};

/// The columns that are read: those that `options` want, or all where one of them is not clear, so that the error can list
/// them.
pub(super) fn wanted(columns: &[Column], options: &ReadOptions) -> Vec<usize> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let found: Option<Vec<usize>> = options
        .columns
        .iter()
        .map(|wanted| match choice::find(&names, wanted) {
            Found::One(number) => Some(number),
            _ => None,
        })
        .collect();
    match found {
        Some(mut found) if !found.is_empty() => {
            found.sort_unstable();
            found.dedup();
            found
        }
        _ => (0..columns.len()).collect(),
    }
}
