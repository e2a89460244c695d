//! A result, from which every format can be made.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use wordify::report::Format;
use wordify::settings::Settings;
use wordify::{Error, ErrorKind};

use crate::exception;

/// A finished analysis.
#[pyclass(frozen)]
pub(crate) struct Report {
    pub(crate) report: wordify::report::Report,
}

impl Report {
    /// The settings that were used, with the language that was found.
    pub(crate) fn settings_used(&self) -> &Settings {
        &self.report.analysis.settings
    }
}

#[pymethods]
impl Report {
    /// The report as `format`, the same bytes as the command line writes.
    fn to_bytes<'py>(&self, py: Python<'py>, format: &str) -> PyResult<Bound<'py, PyBytes>> {
        let found = Format::ALL.into_iter().find(|known| known.name() == format);
        let made = found
            .ok_or_else(|| {
                let names = Format::ALL.map(Format::name).join(", ");
                Error::new(ErrorKind::Setting, format!("there is no format “{format}”"))
                    .remedy(format!("Give one of: {names}."))
            })
            .and_then(|format| py.detach(|| format.make(&self.report)));
        made.map(|bytes| PyBytes::new(py, &bytes)).map_err(|error| exception(py, &error))
    }

    /// The name of the format of a file called `name`, by its ending.
    #[staticmethod]
    fn format_of(name: &str) -> Option<&'static str> {
        Format::of_name(name).map(Format::name)
    }

    /// What the user should know, one sentence or more each.
    fn warnings(&self) -> Vec<String> {
        self.report.warnings().into_iter().map(str::to_owned).collect()
    }

    /// The labels, sorted, with the number of documents of each.
    fn labels(&self) -> Vec<(String, usize)> {
        let labels = &self.report.analysis.labels;
        labels
            .iter()
            .enumerate()
            .map(|(index, label)| (label.clone(), self.report.documents_of(index)))
            .collect()
    }
}
