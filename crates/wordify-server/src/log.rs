//! Messages of the server, one per line, to standard error.
//!
//! Where the settings name a file, standard error itself becomes that file, so that a panic and whatever an application
//! writes stand there too, in the right order.

use std::fmt::Display;
use std::fs::OpenOptions;
use std::io::{Write, stderr};
use std::os::unix::fs::fchown;
use std::path::Path;
use std::sync::OnceLock;

use nix::unistd::dup2_stderr;

use crate::clock::Moment;
use crate::level::Level;
use crate::{Problem, Settings, account};

/// Where messages are written instead, if the program wants them.
static SINK: OnceLock<fn(Level, &str)> = OnceLock::new();

/// Hands every message of the server in this process to `sink`, so that it stands in the program's own log. The first call
/// counts.
pub fn log_to(sink: fn(Level, &str)) {
    let _ = SINK.set(sink);
}

/// Writes one line. Systemd's journal gets the level as a number and adds the time itself.
pub(crate) fn write(level: Level, text: impl Display) {
    if let Some(sink) = SINK.get() {
        return sink(level, &text.to_string());
    }
    static IS_JOURNAL: OnceLock<bool> = OnceLock::new();
    let is_journal = *IS_JOURNAL.get_or_init(|| std::env::var_os("JOURNAL_STREAM").is_some());
    let text = text.to_string().replace('\n', " ");
    let (number, name) = match level {
        Level::Error => (3, "error"),
        Level::Warning => (4, "warning"),
        Level::Info => (6, "info"),
    };
    let line = if is_journal {
        format!("<{number}>{text}\n")
    } else {
        format!("{} {name} [{}] {text}\n", Moment::now().iso(), std::process::id())
    };
    // That the log cannot be written has no other place to be reported.
    let _ = stderr().lock().write_all(line.as_bytes());
}

/// Opens the log files as the master does: makes them where they are not, gives them to the user that workers run as, and
/// writes its own messages there.
///
/// # Errors
/// When one of them cannot be opened.
pub(crate) fn open_all(settings: &Settings) -> Result<(), Problem> {
    let account = account::find(settings.user.as_deref(), settings.group.as_deref())?;
    let access_log = settings.access_log.file.as_deref().filter(|file| *file != Path::new("stderr"));
    if let Some(account) = account {
        for path in [settings.error_log.as_deref(), access_log].into_iter().flatten() {
            let given = OpenOptions::new().append(true).create(true).open(path);
            // Whoever is not root keeps its own files.
            let _ = given.and_then(|file| fchown(file, Some(account.user), Some(account.group)));
        }
    }
    open(settings.error_log.as_deref())
}

/// Makes the file standard error, or opens it anew after someone has moved it away.
///
/// # Errors
/// When it cannot be opened.
pub(crate) fn open(path: Option<&Path>) -> Result<(), Problem> {
    let Some(path) = path else { return Ok(()) };
    let open = || {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        dup2_stderr(file).map_err(std::io::Error::from)
    };
    open().map_err(|error| {
        // What systemd confines cannot be mended by permissions.
        let remedy = match error.kind() {
            std::io::ErrorKind::ReadOnlyFilesystem => {
                "put it into /var/log/wordify, which the unit leaves open, or add a folder with ReadWritePaths= to the unit"
            }
            _ => "make its folder, and let the server's user write to it",
        };
        Problem::new(format!("cannot open the error log {}: {error}", path.display()), remedy)
    })
}
