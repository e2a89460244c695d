//! Which texts contain which terms, read as an analysis reads them.

use pyo3::prelude::*;
use wordify::containing;

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
    let places = py.detach(|| containing::places(&texts, &terms, report.settings_used()));
    places.map_err(|error| exception(py, &error))
}
