//! Texts as a dictionary measures them, as comma-separated values.

use super::csv::guarded;
use crate::error::{Error, ErrorKind};
use crate::indicators::measured::Measures;

/// One row for each row of the file: its number, label and words, then for each category the share of the words and how often entries
/// stand there; with a column `name` where texts are files of a folder, and none for labels where no text has one. The share of a text
/// without words is empty. A text cell that a spreadsheet would take for a formula gets a leading apostrophe.
///
/// # Errors
/// [`ErrorKind::Report`] when the table cannot be written to memory.
pub fn csv(measures: &Measures) -> Result<Vec<u8>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::new(ErrorKind::Report, format!("no csv: {error}"));
    let has_names = measures.texts.iter().any(|text| !text.name.is_empty());
    let has_labels = measures.texts.iter().any(|text| !text.label.is_empty());
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let first = [("row", true), ("name", has_names), ("label", has_labels), ("words", true)];
    let first = first.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name.to_owned());
    let of_category =
        |name: &String| [format!("{name}_share"), format!("{name}_count")].map(|name| guarded(&name));
    writer
        .write_record(first.chain(measures.categories.iter().flat_map(of_category)))
        .map_err(|error| failed(&error))?;
    for text in &measures.texts {
        let counted = &text.counted;
        let share =
            |category: usize| counted.share(category).map_or_else(String::new, |share| share.to_string());
        let cells = (0..measures.categories.len())
            .flat_map(|category| [share(category), counted.times[category].to_string()]);
        let name = has_names.then(|| guarded(&text.name));
        let label = has_labels.then(|| guarded(&text.label));
        let first =
            [text.row.to_string()].into_iter().chain(name).chain(label).chain([counted.words.to_string()]);
        writer.write_record(first.chain(cells)).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}
