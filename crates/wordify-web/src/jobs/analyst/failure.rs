//! What visitors are told when an analyst falls.

use crate::jobs::job::{Failure, FailureClass};
use crate::jobs::key::JobId;

/// An analysis that needs more memory than it may have.
pub fn out_of_memory(memory_bytes: u64) -> Failure {
    Failure {
        class: FailureClass::Limit,
        message: format!(
            "the file needs more memory than the {} MB that this server gives to one",
            memory_bytes >> 20
        ),
        place: None,
        remedy: Some(
            "Take a random sample of the rows, leave out columns that are not needed, or run Wordify on a computer \
             of your own."
                .to_owned(),
        ),
    }
}

/// Reading an upload that broke down.
pub(super) fn not_read(id: &JobId) -> Failure {
    Failure {
        class: FailureClass::Internal,
        message: "the file could not be read, which is our fault".to_owned(),
        place: None,
        remedy: Some(format!(
            "Save the table anew as csv or xlsx and try again. If that fails, tell those who run this server the \
             reference number {id}."
        )),
    }
}

/// Reading an upload that did not come to an end.
pub(super) fn too_slow() -> Failure {
    Failure {
        class: FailureClass::Limit,
        message: "the file took too long to read".to_owned(),
        place: None,
        remedy: Some("Keep the text and label columns only, and save the table as csv.".to_owned()),
    }
}
