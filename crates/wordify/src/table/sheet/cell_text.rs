//! Cells that are not text become the text that the user saw.

use super::format_code::{NumberKind, kind_of};
use super::number_format::{self, Shown};
use crate::calendar;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Days from 1970 to the last that spreadsheets know, 9999-12-31.
const DAYS_MAX: i64 = 2_932_896;
/// Days from the origin of Excel's calendar, 1899-12-30, to 1970; from the origin of the other one, 1904-01-01.
const DAYS_FROM_1900: i64 = 25_569;
const DAYS_FROM_1904: i64 = 24_107;

/// A number of a workbook under the format `code`.
pub(in crate::table) fn number(value: f64, code: &str, from_1904: bool) -> Shown {
    let shown = match kind_of(code) {
        NumberKind::Number => return number_format::show(value, code),
        NumberKind::Date => date(value, from_1904),
        NumberKind::Duration => duration(value),
    };
    Shown::exact(shown.unwrap_or_else(|| number_format::general(value)))
}

/// `TRUE` and `FALSE`, as spreadsheets show them.
pub(in crate::table) fn boolean(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// A serial day number as `2016-05-01`, `2016-05-01 14:30:00` or, below 1, `14:30:00`.
pub(in crate::table) fn date(serial: f64, from_1904: bool) -> Option<String> {
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    let milliseconds = (serial * DAY as f64).round() as i64;
    let (mut days, time) = (milliseconds.div_euclid(DAY), milliseconds.rem_euclid(DAY));
    if days == 0 && !from_1904 {
        return Some(time_of_day(time));
    }
    if from_1904 {
        days -= DAYS_FROM_1904;
    } else {
        // Excel believes that 1900 was a leap year, so its days before March of that year are one behind.
        days -= DAYS_FROM_1900 - i64::from(days < 60);
    }
    timestamp(days, time)
}

/// Hours, minutes and seconds, such as `26:30:00`.
pub(in crate::table) fn duration(days: f64) -> Option<String> {
    if days.is_nan() || days.abs() >= 3_000_000.0 {
        return None;
    }
    let seconds = (days * 86_400.0).round() as i64;
    let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.abs());
    Some(format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

/// Days since 1970 and milliseconds of the day as a date, with the time where there is one.
pub(in crate::table) fn timestamp(days: i64, time: i64) -> Option<String> {
    if !(-719_162..=DAYS_MAX).contains(&days) {
        return None;
    }
    let (year, month, day) = calendar::date(days);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(if time == 0 { date } else { format!("{date} {}", time_of_day(time)) })
}

/// Milliseconds of the day as `14:30:00`, with a fraction where there is one.
pub(in crate::table) fn time_of_day(milliseconds: i64) -> String {
    let (seconds, fraction) = (milliseconds / 1000, milliseconds % 1000);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction == 0 { clock } else { format!("{clock}.{fraction:03}") }
}

/// A date in ISO form with the time cut off where it is midnight, and a blank for the T.
pub(in crate::table) fn iso(text: &str) -> String {
    let text = text.trim();
    let Some((date, time)) = text.split_once('T') else { return text.to_owned() };
    let time = time.trim_end_matches('Z');
    let time = match time.split_once('.') {
        Some((clock, fraction)) if fraction.bytes().all(|digit| digit == b'0') => clock,
        _ => time,
    };
    if time.is_empty() || time == "00:00:00" || time == "00:00" {
        date.to_owned()
    } else {
        format!("{date} {time}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_iso_and_have_a_time_only_where_there_is_one() {
        for (serial, shown) in [
            (42_491.0, "2016-05-01"),
            (42_491.5, "2016-05-01 12:00:00"),
            (0.604_166_666_666_667, "14:30:00"),
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (61.0, "1900-03-01"),
            (45_943.541, "2025-10-13 12:59:02.400"),
            (2_958_465.0, "9999-12-31"),
        ] {
            assert_eq!(date(serial, false).as_deref(), Some(shown));
        }
        assert_eq!(date(41_029.0, true).as_deref(), Some("2016-05-01"));
        assert_eq!((date(-1.0, false), date(1e9, false), date(f64::NAN, false)), (None, None, None));
        assert_eq!(number(-1.0, "dd/mm/yyyy", false).text, "-1");
        assert_eq!(number(1.104_166_666_666_67, "[h]:mm", false).text, "26:30:00");
        assert_eq!(iso("2016-05-01T00:00:00.000"), "2016-05-01");
        assert_eq!(iso("2016-05-01T14:30:00Z"), "2016-05-01 14:30:00");
    }
}
