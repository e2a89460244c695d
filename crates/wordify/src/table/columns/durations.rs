//! Which columns of a Parquet file are durations: the format has no such type, so programs that know one write it beside the
//! columns, in Arrow's description of the table.
//!
//! The description (`ARROW:schema`) is a message of Arrow in base64, a flatbuffer: tables whose fields stand where a second
//! table says. Source: Schema.fbs and Message.fbs of Apache Arrow, and the internals of FlatBuffers. Whatever is not as
//! it should be makes no column a duration.

use ::parquet::file::metadata::FileMetaData;

use super::flatbuffer::Fields;
use crate::table::bytes::u32_at;

/// The key of the description.
const KEY: &str = "ARROW:schema";
/// Durations among the types of Arrow.
const DURATION: u8 = 18;
/// Columns that are looked at.
const FIELDS_MAX: usize = 16_384;

/// Names of the columns that are durations, each with its units in a second.
pub(super) fn find(file: &FileMetaData) -> Vec<(String, i64)> {
    let pairs = file.key_value_metadata().into_iter().flatten();
    let value = pairs.filter(|pair| pair.key == KEY).find_map(|pair| pair.value.as_deref());
    value.and_then(of_description).unwrap_or_default()
}

fn of_description(value: &str) -> Option<Vec<(String, i64)>> {
    let message = base64(value)?;
    // A mark, the length, and the message; older programs leave out the mark.
    let start = if u32_at(&message, 0)? == u32::MAX { 8 } else { 4 };
    let schema = Fields::root(message.get(start..)?)?.table(2)?;
    let of_column = |column: Option<Fields<'_>>| -> Option<(String, i64)> {
        let column = column?;
        if column.u8(2)? != DURATION {
            return None;
        }
        // The unit that is not written is the millisecond.
        let unit = column.table(3)?.u16(0).unwrap_or(1);
        Some((column.text(0)?.to_owned(), 1000_i64.checked_pow(unit.into())?))
    };
    Some(schema.tables(1).take(FIELDS_MAX).filter_map(of_column).collect())
}

/// The bytes of a text in base64.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}

/// A duration of this many `units` in a second: `2 days 03:04:05`, and `-` before what is negative.
pub(super) fn shown(value: i64, units: i64) -> String {
    let (seconds, rest) =
        (value.unsigned_abs() / units.unsigned_abs(), value.unsigned_abs() % units.unsigned_abs());
    let (days, seconds) = (seconds / 86_400, seconds % 86_400);
    let digits = units.ilog10() as usize;
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:0digits$}") };
    let days = match days {
        0 => String::new(),
        days => crate::count::counted(days as usize, "day", "days") + " ",
    };
    let sign = if value < 0 { "-" } else { "" };
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{sign}{days}{hours:02}:{minutes:02}:{:02}{}", seconds % 60, fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What pyarrow 26 writes for a column `text` of strings and a column `wait` of durations in microseconds.
    const DESCRIPTION: &str = "/////6gAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAIAAABIAAAABAAAAND///8AAAESEAAA\
        ABwAAAAEAAAAAAAAAAQAAAB3YWl0AAAGAAgABgAGAAAAAAACABAAFAAIAAYABwAMAAAAEAAQAAAAAAABBRAAAAAcAAAABAAAAAAA\
        AAAEAAAAdGV4dAAAAAAEAAQABAAAAAAAAAA=";

    #[test]
    fn the_description_of_pyarrow_names_the_durations() {
        assert_eq!(of_description(DESCRIPTION), Some(vec![("wait".to_owned(), 1_000_000)]));
        let bytes = base64(DESCRIPTION).expect("base64");
        assert_eq!(bytes.len() % 8, 0);
    }

    #[test]
    fn no_damage_to_the_description_does_harm() {
        for at in 0..DESCRIPTION.len() {
            let _ = of_description(&DESCRIPTION[..at]);
            for letter in ["A", "/", "g", "!"] {
                let damaged = format!("{}{letter}{}", &DESCRIPTION[..at], &DESCRIPTION[at + 1..]);
                let _ = of_description(&damaged);
            }
        }
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (text, plain) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar")]
        {
            assert_eq!(base64(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(base64("Zm 9"), None);
    }

    #[test]
    fn durations_are_shown_with_days_and_the_time() {
        for (value, units, text) in [
            (0, 1, "00:00:00"),
            (86_400 * 2 + 3 * 3600 + 4 * 60 + 5, 1, "2 days 03:04:05"),
            (90_061_500, 1000, "1 day 01:01:01.5"),
            (-1_000_001, 1_000_000, "-00:00:01.000001"),
            (i64::MIN, 1_000_000_000, "-106,751 days 23:47:16.854775808"),
        ] {
            assert_eq!(shown(value, units), text);
        }
    }
}
