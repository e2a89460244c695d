//! Numbers with a unit or a form of their own.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// More than a day is a mistake in the unit.
const SECONDS_MAX: f64 = 86_400.0;

/// A length of time, written as a number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Seconds(f64);

impl Seconds {
    /// Whole seconds.
    pub fn new(seconds: u32) -> Self {
        Self(f64::from(seconds))
    }

    /// As a duration.
    pub fn duration(self) -> Duration {
        Duration::from_secs_f64(self.0)
    }
}

impl TryFrom<f64> for Seconds {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Self, String> {
        if seconds > 0.0 && seconds <= SECONDS_MAX {
            Ok(Self(seconds))
        } else {
            Err(format!("{seconds} is not a number of seconds above 0 and up to {SECONDS_MAX}"))
        }
    }
}

impl From<Seconds> for f64 {
    fn from(seconds: Seconds) -> Self {
        seconds.0
    }
}

/// Permissions of a file, written in octal: `"0660"` or `0o660`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ModeForm", into = "u32")]
pub struct Mode(pub u32);

#[derive(Deserialize)]
#[serde(untagged)]
enum ModeForm {
    Number(u32),
    Text(String),
}

impl TryFrom<ModeForm> for Mode {
    type Error = String;

    fn try_from(form: ModeForm) -> Result<Self, String> {
        let mode = match &form {
            ModeForm::Number(mode) => Some(*mode),
            ModeForm::Text(text) => u32::from_str_radix(text.trim_start_matches("0o"), 8).ok(),
        };
        mode.filter(|mode| *mode <= 0o777)
            .map(Self)
            .ok_or_else(|| "permissions are written in octal, \"0000\" to \"0777\"".to_owned())
    }
}

impl From<Mode> for u32 {
    fn from(mode: Mode) -> Self {
        mode.0
    }
}
