//! Sizes and durations as people write them.

use std::time::Duration;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Bytes, such as `100 MB`. One MB is 1024 kB, as file managers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size(pub(super) u64);

/// A time, such as `7 days` or `1 hour 30 minutes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(pub(super) Duration);

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        size(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format!("“{text}” is not a size; write it as “100 MB” or “4 GB”"))
        })
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match humantime::parse_duration(&text) {
            Ok(span) if !span.is_zero() => Ok(Self(span)),
            _ => Err(D::Error::custom(format!(
                "“{text}” is not a time; write it as “7 days”, “1 hour” or “30 seconds”"
            ))),
        }
    }
}

fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits =
        text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.').len();
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "b" | "bytes" => 1,
        "kb" | "kib" => 1 << 10,
        "mb" | "mib" => 1 << 20,
        "gb" | "gib" => 1 << 30,
        "tb" | "tib" => 1 << 40,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    let bytes = number * factor as f64;
    (bytes >= 1.0 && bytes < (1_u64 << 60) as f64).then_some(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_a_number_and_a_unit() {
        assert_eq!(size("100 MB"), Some(100 << 20));
        assert_eq!(size("1.5GiB"), Some(3 << 29));
        assert_eq!(size("512 kb"), Some(512 << 10));
        for wrong in ["", "100", "MB", "-1 MB", "0 MB", "1 apple", "1.2.3 MB", "99999999 TB"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }
}
