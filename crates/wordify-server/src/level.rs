//! How serious what happens is: by it the log is filtered.

/// How serious a line of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something does not work.
    Error,
    /// Something may soon not work.
    Warning,
    /// What happens.
    Info,
}
