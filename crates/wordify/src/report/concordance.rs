//! A concordance as comma-separated values.

use super::csv::guarded;
use crate::error::{Error, ErrorKind};
use crate::indicators::evidence::concordance::Concordance;

/// One row for each line of `concordance`: term, label, row, before, as it is written, behind; with a column `name` where documents
/// are files of a folder. A text cell that a spreadsheet would take for a formula gets a leading apostrophe.
///
/// # Errors
/// [`ErrorKind::Report`] when the table cannot be written to memory.
pub fn csv(concordance: &Concordance) -> Result<Vec<u8>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::new(ErrorKind::Report, format!("no csv: {error}"));
    let mut labels = concordance.terms.iter().flat_map(|term| &term.labels);
    let has_names = labels.any(|label| label.lines.iter().any(|line| !line.name.is_empty()));
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let name = has_names.then_some("name");
    let header = ["term", "label", "row"].into_iter().chain(name).chain(["left", "written", "right"]);
    writer.write_record(header).map_err(|error| failed(&error))?;
    for term in &concordance.terms {
        for label in &term.labels {
            for line in &label.lines {
                let name = has_names.then(|| guarded(&line.name));
                let first = [guarded(&term.term), guarded(&label.label), line.row.to_string()];
                let context = [&line.left, &line.written, &line.right].map(|text| guarded(text));
                let row = first.into_iter().chain(name).chain(context);
                writer.write_record(row).map_err(|error| failed(&error))?;
            }
        }
    }
    writer.into_inner().map_err(|error| failed(&error))
}
