//! What the program says and with which code it ends when something went wrong.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use wordify::{Error, ErrorKind};
#[cfg(unix)]
use wordify_server::Problem;

use crate::style::{ColourChoice, Style};
use crate::text_table::fitted;

/// The exit codes, as the help and the man page document them.
pub(crate) const UNEXPECTED: u8 = 1;
/// A wrong command line.
pub(crate) const USAGE: u8 = 2;
/// Input that cannot be used.
pub(crate) const INPUT: u8 = 3;
/// A limit exceeded.
pub(crate) const LIMIT: u8 = 4;
/// Canceled: 128 + SIGINT, as shells count.
pub(crate) const CANCELED: u8 = 130;

/// Why the system refuses, in words: without the number of its error, and without the names of files that are ours for a moment.
pub(crate) fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "it is not allowed".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk takes no changes".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error ").next().unwrap_or_default().to_owned()
        }
    }
}

/// An error on its way to the terminal.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    error: Error,
}

impl Failure {
    /// A wrong command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, error: Error::new(ErrorKind::Setting, message) }
    }

    /// Input that cannot be read.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self { code: INPUT, error: Error::new(ErrorKind::Input, message) }
    }

    /// An error in the file at `path`, which the place within it follows.
    pub(crate) fn of_file(error: Error, path: &Path) -> Self {
        let place = error.place().map_or_else(String::new, |place| format!(", {place}"));
        Self::from(error).at(format!("{}{place}", path.display()))
    }

    /// Two results that are not the same.
    pub(crate) fn unequal(message: impl Into<String>) -> Self {
        Self { code: UNEXPECTED, error: Error::new(ErrorKind::Report, message) }
    }

    /// A file that cannot be written.
    pub(crate) fn write(place: impl Display, error: &io::Error) -> Self {
        let error =
            Error::new(ErrorKind::Report, format!("cannot write: {}", cause(error))).at(place.to_string());
        Self { code: UNEXPECTED, error }
    }

    /// Names the place.
    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.error = self.error.at(place);
        self
    }

    /// Says what to do.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.error = self.error.remedy(remedy);
        self
    }

    /// Prints the error with its place and its remedy, each on a line of its own.
    pub(crate) fn print(&self, choice: ColourChoice) {
        let style = Style::new(choice, io::stderr().is_terminal());
        let mut text = if self.code == CANCELED {
            "canceled: nothing was written\n".to_string()
        } else {
            format!("{} {}\n", style.error("error:"), plain(self.error.message()))
        };
        if let Some(place) = self.error.place() {
            text.push_str(&format!("  at {}\n", plain(place)));
        }
        if let Some(remedy) = self.error.remedy_text() {
            text.push_str(&format!("  {}\n", plain(remedy)));
        }
        // With standard error closed, nobody reads a message.
        let _ = io::stderr().write_all(text.as_bytes());
    }

    #[cfg(unix)]
    /// The same in the words of the server, which logs why a reload is refused.
    pub(crate) fn problem(&self) -> Problem {
        let place = self.error.place().map_or_else(String::new, |place| format!(" ({place})"));
        let what = format!("{}{place}", self.error.message());
        Problem::new(what, self.error.remedy_text().unwrap_or("mend the settings"))
    }

    /// The error alone, for who prints it otherwise.
    pub(crate) fn into_error(self) -> Error {
        self.error
    }

    /// Whether the user had it stop.
    pub(crate) fn is_cancel(&self) -> bool {
        self.code == CANCELED
    }

    /// `message` instead, about several failures of which this is the first; its exit code stays.
    pub(crate) fn of_several(self, message: String) -> Self {
        Self { code: self.code, error: Error::new(self.error.kind(), message) }
    }

    /// The exit code.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

/// `text` without what could disturb the terminal: names of files and columns come from strangers.
fn plain(text: &str) -> String {
    fitted(text, usize::MAX)
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error.kind() {
            ErrorKind::Input | ErrorKind::Corpus => INPUT,
            ErrorKind::Column | ErrorKind::Setting => USAGE,
            ErrorKind::Limit => LIMIT,
            ErrorKind::Canceled => CANCELED,
            ErrorKind::Report => UNEXPECTED,
        };
        // The engine says “turn lemmas off” to every door; here there is an option for it.
        let error = match error.place() {
            Some("lemmas") => {
                error.remedy("Choose the language of the texts, or turn them off with --lemmas off.")
            }
            _ => error,
        };
        Self { code, error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_said_without_numbers_and_names_of_ours() {
        let missing = std::fs::File::open("/there/is/no/such/folder").expect_err("it is not there");
        assert_eq!(cause(&missing), "there is no such file or folder");
        assert_eq!(cause(&io::Error::from(io::ErrorKind::StorageFull)), "the disk is full");
        // ENAMETOOLONG, which has no words of ours.
        assert!(!cause(&io::Error::from_raw_os_error(36)).contains("os error"));
        assert_eq!(cause(&io::Error::other("it is empty")), "it is empty");
    }
}
