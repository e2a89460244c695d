//! Reports as json that are read back: by comparisons, figures and dictionaries.

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};
use crate::table::choice::{shortened, some_names};

/// Reads what is needed of a report as json; it may come from another version.
///
/// # Errors
/// [`ErrorKind::Input`] where the bytes are none, with the line and the `remedy`.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8], remedy: &str) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| {
        Error::new(ErrorKind::Input, "this is not a report of Wordify as json")
            .at(format!("line {}, column {}: {error}", error.line(), error.column()))
            .remedy(remedy)
    })
}

/// What is compared: the label, and what it is set against where that is one label.
pub(super) fn comparison(label: &str, against: Option<&str>) -> String {
    against.map_or_else(|| label.to_owned(), |against| format!("{label} against {against}"))
}

/// Whether each label of `wanted` is among the `labels` of the report.
///
/// # Errors
/// [`ErrorKind::Setting`] for the first that is not, with the labels that there are.
pub(super) fn check_labels(wanted: &[String], labels: &[String]) -> Result<(), Error> {
    let Some(unknown) = wanted.iter().find(|label| !labels.contains(label)) else { return Ok(()) };
    Err(Error::new(ErrorKind::Setting, format!("the result has no label “{}”", shortened(unknown)))
        .remedy(format!("Labels are {}.", some_names(labels))))
}
