//! Times of day for logs, in UTC.
//!
//! Twenty lines of a calendar that the engine has as well: this crate must not know it, and humantime lacks the names of
//! months, which access logs want.

use std::time::{SystemTime, UNIX_EPOCH};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    year: u64,
    month: usize,
    day: u64,
    second_of_day: u64,
    millisecond: u32,
}

impl Moment {
    pub(crate) fn now() -> Self {
        Self::of(SystemTime::now())
    }

    /// Years from 1970 on; what is earlier counts as 1970.
    pub(crate) fn of(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let (days, second_of_day) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
        // Howard Hinnant's civil_from_days: years that begin in March, in eras of 400 years.
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Self {
            year: era * 400 + year_of_era + u64::from(month <= 2),
            month: usize::try_from(month).unwrap_or(1),
            day: day_of_year - (153 * from_march + 2) / 5 + 1,
            second_of_day,
            millisecond: since.subsec_millis(),
        }
    }

    /// `2026-11-23T09:05:07.042Z`.
    pub(crate) fn iso(self) -> String {
        let Self { year, month, day, millisecond, .. } = self;
        format!("{year}-{month:02}-{day:02}T{}.{millisecond:03}Z", self.clock())
    }

    /// `23/Nov/2026:09:05:07 +0000`, as Apache writes it.
    pub(crate) fn common(self) -> String {
        let month = MONTHS[(self.month - 1) % 12];
        format!("{:02}/{month}/{}:{} +0000", self.day, self.year, self.clock())
    }

    fn clock(self) -> String {
        let second = self.second_of_day;
        format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn moments_are_written_as_logs_want_them() {
        let at = |seconds, millis| {
            Moment::of(UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_millis(millis))
        };
        assert_eq!(at(0, 0).iso(), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(951_782_400, 42).iso(), "2000-02-29T00:00:00.042Z");
        assert_eq!(at(1_709_251_199, 0).iso(), "2024-02-29T23:59:59.000Z");
        assert_eq!(at(4_102_444_799, 999).iso(), "2099-12-31T23:59:59.999Z");
        assert_eq!(at(971_211_336, 0).common(), "10/Oct/2000:20:55:36 +0000");
    }
}
