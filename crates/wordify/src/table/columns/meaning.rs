//! What the numbers and bytes of a column mean, and how they are shown.

use super::durations;
use crate::count::counted;
use crate::table::bytes::u32_at;
use crate::table::sheet::{cell_text, number_format};

const DAY_MILLISECONDS: i64 = 86_400_000;

/// What the numbers of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    Unsigned,
    /// Days since 1970.
    Date,
    /// Time of day; this many units in a second.
    Time(i64),
    /// Since 1970; this many units in a second.
    Timestamp(i64),
    /// This many units in a second.
    Duration(i64),
    /// Digits after the point.
    Decimal(u32),
    /// A number of two bytes.
    Float16,
    /// An identifier of sixteen bytes.
    Uuid,
    /// Months, days and milliseconds, four bytes each.
    Interval,
}

impl Meaning {
    /// A whole number, given with and without its sign.
    pub(super) fn show(self, value: i64, unsigned: u64) -> String {
        let shown = match self {
            Self::Plain | Self::Float16 | Self::Uuid | Self::Interval => None,
            Self::Unsigned => Some(unsigned.to_string()),
            Self::Date => cell_text::timestamp(value, 0),
            Self::Time(units) => {
                let milliseconds = i128::from(value) * 1000 / i128::from(units);
                i64::try_from(milliseconds)
                    .ok()
                    .filter(|milliseconds| (0..DAY_MILLISECONDS).contains(milliseconds))
                    .map(cell_text::time_of_day)
            }
            Self::Timestamp(units) => {
                let milliseconds = (i128::from(value) * 1000).div_euclid(i128::from(units));
                let (days, time) = (
                    milliseconds.div_euclid(DAY_MILLISECONDS.into()),
                    milliseconds.rem_euclid(DAY_MILLISECONDS.into()),
                );
                let parts = i64::try_from(days).ok().zip(i64::try_from(time).ok());
                parts.and_then(|(days, time)| cell_text::timestamp(days, time))
            }
            Self::Duration(units) => Some(durations::shown(value, units)),
            Self::Decimal(scale) => Some(decimal(value.into(), scale)),
        };
        shown.unwrap_or_else(|| value.to_string())
    }

    /// Text, or what the bytes mean; those that are no text are written as hexadecimal digits.
    pub(super) fn show_bytes(self, bytes: &[u8]) -> Option<String> {
        match (self, bytes) {
            (Self::Decimal(scale), _) if whole(bytes).is_some() => {
                whole(bytes).map(|number| decimal(number, scale))
            }
            (Self::Float16, &[low, high]) => float(half(u16::from_le_bytes([low, high]))),
            (Self::Uuid, _) if bytes.len() == 16 => {
                let digits = hexadecimal(bytes);
                let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
                Some(parts.join("-"))
            }
            (Self::Interval, _) if bytes.len() == 12 => Some(interval(bytes)),
            _ => Some(match std::str::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => text.to_owned(),
                Ok(_) => hexadecimal(bytes),
                // Text that another program cut within a letter stays text.
                Err(_) if is_nearly_text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Err(_) => hexadecimal(bytes),
            }),
        }
    }
}

/// The whole number that `bytes` are, the highest first; none where it takes more than sixteen.
fn whole(bytes: &[u8]) -> Option<i128> {
    let fill = if *bytes.first()? >= 0x80 { 0xff } else { 0 };
    let (above, low) = bytes.split_at(bytes.len().saturating_sub(16));
    let mut number = [fill; 16];
    number[16 - low.len()..].copy_from_slice(low);
    let number = i128::from_be_bytes(number);
    let is_whole = above.iter().all(|&byte| byte == fill) && (number < 0) == (fill != 0);
    is_whole.then_some(number)
}

/// A number; none where it is none, as pandas writes a missing number.
pub(super) fn float(value: f64) -> Option<String> {
    if value.is_nan() { None } else { Some(number_format::general(value)) }
}

fn is_nearly_text(bytes: &[u8]) -> bool {
    let wrong: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let controls = bytes.iter().filter(|&&byte| byte < 0x20 && !b"\t\r\n".contains(&byte)).count();
    (wrong + controls) * 10 < bytes.len()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number of IEEE 754's two-byte form.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

/// `1 month 2 days 03:04:05`, without what is zero.
fn interval(bytes: &[u8]) -> String {
    let part = |at| u32_at(bytes, at).unwrap_or(0);
    let (months, days, milliseconds) = (part(0), part(4), part(8));
    let mut parts = Vec::new();
    if months > 0 {
        parts.push(counted(months as usize, "month", "months"));
    }
    if days > 0 {
        parts.push(counted(days as usize, "day", "days"));
    }
    if milliseconds > 0 || parts.is_empty() {
        parts.push(cell_text::time_of_day(milliseconds.into()));
    }
    parts.join(" ")
}

/// `12345` with the scale 2 is `123.45`.
fn decimal(unscaled: i128, scale: u32) -> String {
    let digits = unscaled.unsigned_abs().to_string();
    let scale = scale.min(60) as usize;
    let sign = if unscaled < 0 { "-" } else { "" };
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_by_their_meaning() {
        assert_eq!(Meaning::Plain.show(-5, 0), "-5");
        assert_eq!(Meaning::Unsigned.show(-1, u64::from(u32::MAX)), "4294967295");
        assert_eq!(Meaning::Date.show(16_922, 0), "2016-05-01");
        assert_eq!(Meaning::Date.show(i64::MAX, 0), i64::MAX.to_string());
        assert_eq!(Meaning::Timestamp(1_000_000).show(1_462_113_000_000_000, 0), "2016-05-01 14:30:00");
        assert_eq!(Meaning::Timestamp(1000).show(-1, 0), "1969-12-31 23:59:59.999");
        assert_eq!(Meaning::Time(1000).show(52_200_000, 0), "14:30:00");
        assert_eq!(Meaning::Decimal(2).show(-5, 0), "-0.05");
        let bytes = |meaning: Meaning, bytes: &[u8]| meaning.show_bytes(bytes).unwrap_or_default();
        assert_eq!(bytes(Meaning::Decimal(2), &[0x30, 0x39]), "123.45");
        assert_eq!(bytes(Meaning::Decimal(0), &[0xff]), "-1");
        assert_eq!(bytes(Meaning::Decimal(2), &[&[0; 31][..], &[0x6e]].concat()), "1.10");
        assert_eq!(bytes(Meaning::Decimal(1), &[0xff; 31]), "-0.1");
        assert_eq!(
            bytes(Meaning::Decimal(0), &[&[1][..], &[0; 16]].concat()),
            format!("01{}", "0".repeat(32))
        );
        assert_eq!(bytes(Meaning::Plain, "schön".as_bytes()), "schön");
        // The numbers of two bytes are those that numpy.float16 has.
        for (bits, shown) in [
            (0x3c00_u16, "1"),
            (0x4100, "2.5"),
            (0xc100, "-2.5"),
            (0x0000, "0"),
            (0x7e00, ""),
            (0x2e66, "0.0999755859375"),
        ] {
            assert_eq!(bytes(Meaning::Float16, &bits.to_le_bytes()), shown, "{bits:04x}");
        }
        let id =
            [0x12, 0x3e, 0x45, 0x67, 0xe8, 0x9b, 0x12, 0xd3, 0xa4, 0x56, 0x42, 0x66, 0x14, 0x17, 0x40, 0x00];
        assert_eq!(bytes(Meaning::Uuid, &id), "123e4567-e89b-12d3-a456-426614174000");
        assert_eq!(
            bytes(Meaning::Interval, &[1, 0, 0, 0, 2, 0, 0, 0, 0xe8, 3, 0, 0]),
            "1 month 2 days 00:00:01"
        );
        assert_eq!(bytes(Meaning::Interval, &[0; 12]), "00:00:00");
        assert_eq!(bytes(Meaning::Plain, &[0xff, 0, 1]), "ff0001");
        assert_eq!(
            bytes(Meaning::Plain, "a fine text, cut in an ü".as_bytes().split_last().expect("bytes").1),
            "a fine text, cut in an \u{fffd}"
        );
    }
}
