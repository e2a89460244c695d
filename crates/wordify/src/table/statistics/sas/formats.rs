//! What a number means, by the name of the format that shows it.

use super::super::moments::{Epoch, duration, plain};

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    /// Days from 1960 on.
    Days,
    /// Seconds from 1960 on.
    Moment,
    /// Seconds.
    Duration,
    /// What a format of the user's own shows, which is not in the file.
    Labelled,
}

/// How the names of formats begin that show days.
const DAYS: [&str; 24] = [
    "B8601DA", "DATE", "DAY", "DDMMYY", "DOWNAME", "E8601DA", "EURDFD", "IS8601DA", "JULDAY", "JULIAN",
    "MMDDYY", "MMYY", "MONNAME", "MONTH", "MONYY", "NLDATE", "NENGO", "PDJUL", "QTR", "WEEK", "WORDDAT",
    "YEAR", "YYMM", "YYQ",
];
/// The same for moments.
const MOMENTS: [&str; 12] = [
    "B8601DN", "B8601DT", "B8601DZ", "DATEAMPM", "DATETIME", "DT", "E8601D", "IS8601DN", "IS8601DT",
    "IS8601DZ", "MDYAMPM", "NLDATM",
];
/// The same for times.
const DURATIONS: [&str; 9] = ["B8601T", "E8601T", "HHMM", "HOUR", "IS8601T", "MMSS", "NLTIM", "TIME", "TOD"];
/// The whole names of formats that show numbers and texts as they are.
const PLAIN: [&str; 32] = [
    "", "BEST", "BESTD", "BESTX", "F", "D", "E", "Z", "COMMA", "COMMAX", "DOLLAR", "DOLLARX", "EURO",
    "EUROX", "NUMX", "PERCENT", "PERCENTN", "PVALUE", "NEGPAREN", "NLNUM", "NLMNY", "NLPCT", "SSN", "FRACT",
    "ROMAN", "WORDS", "WORDF", "HEX", "BINARY", "OCTAL", "FLOAT", "RB",
];

impl Meaning {
    /// The meaning of the format called `name`; that of a text is always plain.
    pub(super) fn of(name: &str) -> Self {
        let name = name.trim().to_ascii_uppercase();
        let begins = |names: &[&str]| names.iter().any(|start| name.starts_with(start));
        // Whether a format is one of SAS or of the user shows in nothing but its name.
        if PLAIN.contains(&name.as_str()) || name.starts_with('$') {
            Self::Plain
        } else if begins(&MOMENTS) && !name.starts_with("E8601DA") {
            Self::Moment
        } else if begins(&DAYS) {
            Self::Days
        } else if begins(&DURATIONS) {
            Self::Duration
        } else {
            Self::Labelled
        }
    }

    pub(super) fn show(self, value: f64) -> String {
        match self {
            Self::Plain | Self::Labelled => plain(value),
            Self::Days => Epoch::SasAndStata.days(value),
            Self::Moment => Epoch::SasAndStata.seconds(value),
            Self::Duration => duration(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_sas_say_what_a_number_is() {
        for (name, value, shown) in [
            // 29 February 2000 is day 14,669: SAS documents '01JAN1960'd as 0.
            ("DATE", 14_669.0, "2000-02-29"),
            ("yymmdd", 14_669.0, "2000-02-29"),
            ("E8601DA", 14_669.0, "2000-02-29"),
            ("DATETIME", 14_669.0 * 86_400.0 + 1.0, "2000-02-29 00:00:01"),
            ("E8601DT", 0.0, "1960-01-01"),
            ("DTDATE", 86_400.0, "1960-01-02"),
            ("TIME", 95_400.0, "26:30:00"),
            ("BEST", 0.1, "0.1"),
            ("", -2.0, "-2"),
            ("LIKERT", 3.0, "3"),
        ] {
            assert_eq!(Meaning::of(name).show(value), shown, "{name}");
        }
        assert_eq!(Meaning::of("LIKERT"), Meaning::Labelled);
        assert_eq!(Meaning::of("$SEX"), Meaning::Plain);
    }
}
