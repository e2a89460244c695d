//! Which texts contain which terms, read as an analysis reads them.

use rustc_hash::FxHashMap;

use crate::analysis::vectorize;
use crate::error::{Error, ErrorKind};
use crate::progress::Monitor;
use crate::settings::{DocumentFrequency, Settings};

/// For each of `texts`, the places in `terms` of those that it contains, ascending, read as an analysis with `settings` reads them;
/// for callers in other languages. Terms are as reports have them.
///
/// # Errors
/// As [`vectorize`], but for texts without any term.
pub fn places(texts: &[String], terms: &[String], settings: &Settings) -> Result<Vec<Vec<usize>>, Error> {
    // Which terms are rare was decided when they were chosen.
    let (min_df, max_df) = (DocumentFrequency::Count(1), DocumentFrequency::Share(1.0));
    let settings = Settings { min_df, max_df, ..settings.clone() };
    let vectorized = match vectorize(texts, &settings, 1, &Monitor::silent()) {
        Err(error) if error.kind() == ErrorKind::Corpus => return Ok(vec![Vec::new(); texts.len()]),
        vectorized => vectorized?,
    };
    let wanted: FxHashMap<&str, usize> =
        terms.iter().enumerate().map(|(place, term)| (term.as_str(), place)).collect();
    let place_of: Vec<Option<usize>> =
        vectorized.terms.iter().map(|term| wanted.get(term.as_str()).copied()).collect();
    let of_row = |row: usize| {
        let columns = vectorized.matrix.row(row).0.iter();
        let mut places: Vec<usize> = columns.filter_map(|&column| place_of[column as usize]).collect();
        places.sort_unstable();
        places
    };
    Ok((0..texts.len()).map(of_row).collect())
}
