//! Why parts cannot be used: errors that name them.

use crate::error::{Error, ErrorKind};

/// What is said of bytes whose hash is another, or that end too early.
pub(super) const DAMAGED: &str = "is damaged or was cut off";
/// Parts that are named; of more, how many they are.
pub(super) const NAMED_MAX: usize = 10;

/// That of a part `name` that is damaged.
pub(super) fn damaged(name: &str) -> Error {
    refusal(&[format!("{name} {DAMAGED}")])
}

/// That of two parts of which one must be wrong.
pub(super) fn contradiction(one: &str, other: &str) -> Error {
    refusal(&[format!("{one} and {other} have other results for the same work")])
}

/// That of parts with what is wrong with each, at least one.
pub(super) fn refusal(refused: &[String]) -> Error {
    let mut words = refused.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join("; ");
    if let Some(more) = refused.len().checked_sub(NAMED_MAX + 1) {
        words.push_str(&format!("; and {} more", more + 1));
    }
    Error::new(ErrorKind::Input, format!("parts that cannot be used: {words}"))
        .remedy("Delete them, or give the file and the options that they were made with.")
}
