//! A setting that does not fit.

/// A setting that does not fit: key, what is wrong, what to do.
pub(super) type Wrong = (&'static str, String, String);

/// The refusal of such a setting.
pub(super) fn wrong<T>(key: &'static str, message: &str, remedy: &str) -> Result<T, Wrong> {
    Err((key, message.to_owned(), remedy.to_owned()))
}
