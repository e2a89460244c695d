//! The one error type of the engine.
//!
//! Every error says three things, because the reader is a researcher and not a programmer: what is wrong,
//! where it is (a row, a sheet, a setting), and what to do about it.

use std::fmt;

/// What kind of thing went wrong; callers choose exit codes and HTTP statuses by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The input could not be read: damaged, encrypted, of an unknown format, wrongly quoted.
    Input,
    /// The input or the work exceeds one of the limits of Wordify.
    Limit,
    /// A named column or sheet does not exist, or the choice is ambiguous.
    Column,
    /// The texts and labels were read but cannot be analysed (one label only, no terms left).
    Corpus,
    /// A setting is out of its range, or two settings contradict each other.
    Setting,
    /// The caller asked to stop.
    Canceled,
    /// A report could not be made.
    Report,
}

impl ErrorKind {
    /// Its name for callers in other languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Limit => "limit",
            Self::Column => "column",
            Self::Corpus => "corpus",
            Self::Setting => "setting",
            Self::Canceled => "canceled",
            Self::Report => "report",
        }
    }
}

/// An error with its place and its remedy.
///
/// `Display` prints one line: `message (place). remedy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    place: Option<String>,
    remedy: Option<String>,
}

impl Error {
    /// An error of `kind`; `message` is a sentence without a full stop at its end.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), place: None, remedy: None }
    }

    /// Names where the error is: `row 48,231`, `sheet "Data"`, `column "text"`.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says what to do: a whole sentence.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// The error that every stage returns when its [`Monitor`](crate::progress::Monitor) was canceled.
    pub fn canceled() -> Self {
        Self::new(ErrorKind::Canceled, "canceled")
    }

    /// The kind, for exit codes and statuses.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is wrong, without place and remedy.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is, when that is known.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// What to do about it, when that is known.
    pub fn remedy_text(&self) -> Option<&str> {
        self.remedy.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(place) = &self.place {
            write!(f, " ({place})")?;
        }
        if let Some(remedy) = &self.remedy {
            write!(f, ". {remedy}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_prints_message_place_and_remedy_on_one_line() {
        let error = Error::new(ErrorKind::Input, "a quote is never closed")
            .at("row 48,231")
            .remedy("Close the quote, or double it.");
        assert_eq!(error.to_string(), "a quote is never closed (row 48,231). Close the quote, or double it.");
    }
}
