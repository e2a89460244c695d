//! What the program is started again as: the processes of a site are all of one program.

use std::ffi::OsString;
#[cfg(unix)]
use std::path::PathBuf;
#[cfg(unix)]
use std::sync::OnceLock;

/// What runs the commands, and by what it is started again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    /// A program of its own, by the name that it was called by.
    File(OsString),
    /// A file that starts an interpreter, which holds the commands as a library; its path.
    Script(OsString),
}

/// Known from the first line on, for as long as the process lives.
#[cfg(unix)]
static PROGRAM: OnceLock<Program> = OnceLock::new();

/// Keeps what the program is. Later calls change nothing.
#[cfg(unix)]
pub(crate) fn keep(program: Program) {
    PROGRAM.get_or_init(|| program);
}

/// The name by which the program was called, at which a new version is installed.
#[cfg(unix)]
pub(crate) fn called() -> OsString {
    match PROGRAM.get() {
        Some(Program::File(called) | Program::Script(called)) => called.clone(),
        None => OsString::new(),
    }
}

/// What is started to read and analyse: this very file. At the path that we were called by, another version may stand by now, that
/// speaks otherwise or does not run at all. A library cannot be started, so its script is.
#[cfg(unix)]
pub(crate) fn this_very() -> PathBuf {
    match PROGRAM.get() {
        Some(Program::File(_)) if cfg!(target_os = "linux") => PathBuf::from("/proc/self/exe"),
        _ => PathBuf::from(called()),
    }
}
