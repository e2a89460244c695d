//! A setting that does not fit.

use std::path::Path;

/// A setting that does not fit: key, what is wrong, what to do.
pub(super) type Wrong = (&'static str, String, String);

/// The refusal of such a setting.
pub(super) fn wrong<T>(key: &'static str, message: &str, remedy: &str) -> Result<T, Wrong> {
    Err((key, message.to_owned(), remedy.to_owned()))
}

/// A small text file that a key names.
pub(super) fn read(key: &'static str, path: &Path) -> Result<String, Wrong> {
    std::fs::read_to_string(path).or_else(|error| {
        let message = format!("{} cannot be read: {error}", path.display());
        wrong(key, &message, "Name a file that this user may read.")
    })
}
