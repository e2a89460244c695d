//! What was tried to see how far the list can be relied on, in sentences and as tables.

mod generalisation;
mod growth;
mod robustness;

use super::Report;
use super::judged::Cell;

/// A table beside the list: a sheet of the workbook, and a part of the page.
#[derive(Debug)]
pub(super) struct Table {
    /// The name of the sheet, of 31 characters at most.
    pub(super) name: &'static str,
    /// What it shows.
    pub(super) caption: String,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// One thing that was tried.
#[derive(Debug)]
pub struct Trial {
    /// What it is called.
    pub name: &'static str,
    /// The same in six letters, for a terminal.
    pub short: &'static str,
    /// What came of it.
    pub sentences: Vec<String>,
    /// The numbers behind it.
    tables: Vec<Table>,
}

impl Trial {
    pub(super) fn tables(&self) -> &[Table] {
        &self.tables
    }
}

/// All that was tried.
pub fn trials(report: &Report) -> Vec<Trial> {
    let analysis = &report.analysis;
    let robustness = analysis.robustness.as_ref().map(robustness::trial);
    let has_groups = analysis.calibration.as_ref().is_some_and(|found| !found.groups.is_empty());
    let growth = analysis.growth.as_ref().map(|found| growth::trial(found, has_groups));
    let generalisation = analysis.generalisation.as_ref();
    let generalisation = generalisation.map(|found| generalisation::trial(found, &analysis.labels));
    robustness.into_iter().chain(growth).chain(generalisation).collect()
}
