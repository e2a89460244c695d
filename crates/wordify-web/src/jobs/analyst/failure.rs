//! What visitors read when an analyst ends without a result.

use crate::jobs::job::{Failure, FailureClass};

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
