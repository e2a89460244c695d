//! What the exit code of a worker, or of the master, means. Part of the contract between them: an old master must
//! understand new workers, so a number is never given another meaning.

use std::process::ExitCode;

/// It was asked to leave, and has.
pub const DRAINED: i32 = 0;
/// It failed, and might not the next time.
pub const FAILED: i32 = 1;
/// The application cannot be made: a setting, a file, a database. Trying again at once does not help.
pub const CANNOT_START: i32 = 3;
/// The master is gone; the worker has drained by itself.
pub const ORPHANED: i32 = 4;

/// The meaning in words, of codes that have one.
pub(crate) fn meaning(code: i32) -> Option<&'static str> {
    match code {
        DRAINED => Some("by itself"),
        CANNOT_START => Some("the application cannot be made"),
        ORPHANED => Some("it lost its master"),
        101 => Some("a panic"),
        _ => None,
    }
}

/// A code as `main` returns it.
pub(crate) fn exit_code(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
