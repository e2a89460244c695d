//! Numbers as text: plain, dates, times.

use crate::table::sheet::{cell_text, number_format};

const DAY_SECONDS: f64 = 86_400.0;
/// Days from the first of the Gregorian calendar, 1582-10-14, from which SPSS counts, to 1970.
const DAYS_FROM_1582: i64 = 141_428;
/// Days from 1960-01-01, from which SAS and Stata count, to 1970.
const DAYS_FROM_1960: i64 = 3653;
/// Numbers below this are whole where they have no fraction.
const WHOLE_MAX: f64 = 1e15;

/// The day from which seconds and days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Epoch {
    Spss,
    SasAndStata,
    /// 1970, as R has it.
    Unix,
}

impl Epoch {
    fn days_to_1970(self) -> i64 {
        match self {
            Self::Spss => DAYS_FROM_1582,
            Self::SasAndStata => DAYS_FROM_1960,
            Self::Unix => 0,
        }
    }

    /// Seconds as `2016-05-01`, or `2016-05-01 14:30:00` where it is not midnight; the number where it is not a date.
    pub(in crate::table) fn seconds(self, seconds: f64) -> String {
        let days = (seconds / DAY_SECONDS).floor();
        let time = ((seconds - days * DAY_SECONDS) * 1000.0).round();
        if !(seconds.is_finite() && days.abs() < 1e8) {
            return plain(seconds);
        }
        // What rounds to a whole day is the next one.
        let (days, time) = if time >= DAY_SECONDS * 1000.0 { (days + 1.0, 0.0) } else { (days, time) };
        let shown = cell_text::timestamp(days as i64 - self.days_to_1970(), time as i64);
        shown.unwrap_or_else(|| plain(seconds))
    }

    /// Days as `2016-05-01`.
    pub(in crate::table) fn days(self, days: f64) -> String {
        self.seconds_or(days * DAY_SECONDS, days)
    }

    /// Seconds as [`Epoch::seconds`] shows them; `value` where they are no date.
    pub(in crate::table) fn seconds_or(self, seconds: f64, value: f64) -> String {
        let shown = self.seconds(seconds);
        if shown == plain(seconds) { plain(value) } else { shown }
    }
}

/// Seconds as `26:30:00`, with a fraction where there is one.
pub(in crate::table) fn duration(seconds: f64) -> String {
    if !seconds.is_finite() || seconds.abs() >= WHOLE_MAX / 1000.0 {
        return plain(seconds);
    }
    let milliseconds = (seconds.abs() * 1000.0).round() as i64;
    let sign = if seconds < 0.0 && milliseconds > 0 { "-" } else { "" };
    format!("{sign}{}", cell_text::time_of_day(milliseconds))
}

/// A number without a format; empty where it is none.
pub(in crate::table) fn plain(value: f64) -> String {
    if value.is_nan() {
        return String::new();
    }
    if value.fract() == 0.0 && value.abs() < WHOLE_MAX {
        return (value as i64).to_string();
    }
    number_format::general(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_iso() {
        // SPSS: CTIME.DAYS, and what pyreadstat gives for these numbers.
        assert_eq!(Epoch::Spss.seconds(12_219_379_200.0), "1970-01-01");
        assert_eq!(Epoch::Spss.seconds(12_219_379_199.5), "1969-12-31 23:59:59.500");
        // SAS: '01JAN1960'd is 0, '29FEB2000'd is 14669.
        assert_eq!(Epoch::SasAndStata.days(14_669.0), "2000-02-29");
        assert_eq!(Epoch::SasAndStata.days(-1.0), "1959-12-31");
        assert_eq!(Epoch::Spss.days(1e300), plain(1e300));
        assert_eq!(Epoch::Spss.seconds(f64::NAN), "");
        assert_eq!((duration(95_400.0), duration(-1.5)), ("26:30:00".to_owned(), "-00:00:01.500".to_owned()));
        assert_eq!(
            (plain(-2.0), plain(0.1), plain(-0.0)),
            ("-2".to_owned(), "0.1".to_owned(), "0".to_owned())
        );
    }
}
