//! What is wrong, and what to do about it.

use std::error::Error;
use std::fmt;

/// Something that keeps the server from starting, or a reload from happening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, with the setting, path or address.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
    /// The key among the server's settings that it is about, such as `bind`, where it is one.
    pub setting: Option<&'static str>,
}

impl Problem {
    /// A problem from its two sentences, without full stops.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), setting: None }
    }

    /// Names the setting that it is about.
    pub(crate) fn of(mut self, setting: &'static str) -> Self {
        self.setting = Some(setting);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.remedy)
    }
}

impl Error for Problem {}
