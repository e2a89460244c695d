//! Which texts contain which terms, read as an analysis reads them.

use std::collections::HashMap;

use pyo3::prelude::*;
use wordify::ErrorKind;
use wordify::analysis;
use wordify::progress::Monitor;
use wordify::settings::DocumentFrequency;

use crate::exception;
use crate::report::Report;

/// For each of `texts`, the places in `terms` of those that it contains, ascending; texts are read with the settings of `report`.
#[pyfunction]
pub(crate) fn contains(
    py: Python<'_>,
    report: &Report,
    texts: Vec<String>,
    terms: Vec<String>,
) -> PyResult<Vec<Vec<usize>>> {
    let mut settings = report.settings_used().clone();
    // Which terms are rare was decided when they were chosen.
    settings.min_df = DocumentFrequency::Count(1);
    settings.max_df = DocumentFrequency::Share(1.0);
    let vectorized = py.detach(|| analysis::vectorize(&texts, &settings, 1, &Monitor::silent()));
    let vectorized = match vectorized {
        Ok(vectorized) => vectorized,
        // Texts without any term.
        Err(error) if error.kind() == ErrorKind::Corpus => return Ok(vec![Vec::new(); texts.len()]),
        Err(error) => return Err(exception(py, &error)),
    };
    let wanted: HashMap<&str, usize> =
        terms.iter().enumerate().map(|(place, term)| (term.as_str(), place)).collect();
    let place_of: Vec<Option<usize>> =
        vectorized.terms.iter().map(|term| wanted.get(term.as_str()).copied()).collect();
    let of_row = |row: usize| {
        let mut places: Vec<usize> =
            vectorized.matrix.row(row).0.iter().filter_map(|&column| place_of[column as usize]).collect();
        places.sort_unstable();
        places
    };
    Ok((0..texts.len()).map(of_row).collect())
}
