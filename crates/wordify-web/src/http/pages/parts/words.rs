//! Numbers, times and names as people read them.

use wordify::calendar::date;
use wordify::count::{counted, grouped};
pub use wordify::phrase::{sentence, shortened};
use wordify::report::number;
use wordify::study::list;

/// Characters of a label or term where it must stay short.
pub const NAME_CHARS_MAX: usize = 80;
const DAY_MS: i64 = 24 * 3600 * 1000;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A label for headings and lists.
pub fn short_name(text: &str) -> String {
    shortened(text, NAME_CHARS_MAX)
}

/// A span of time in the unit that keeps it short: `40 seconds`, `3 minutes`, `7 days`.
pub fn span(seconds: f64) -> String {
    let count = |number: f64, one, many| counted(number.round().max(1.0) as usize, one, many);
    match seconds {
        s if s < 90.0 => count(s, "second", "seconds"),
        s if (3570.0..3630.0).contains(&s) => "1 hour".to_owned(),
        s if s < 90.0 * 60.0 => count(s / 60.0, "minute", "minutes"),
        s if s < 36.0 * 3600.0 => count(s / 3600.0, "hour", "hours"),
        s => count(s / 86400.0, "day", "days"),
    }
}

/// Where something is wrong, in brackets behind what is: a setting is called as its field is.
pub fn place(place: &str) -> String {
    match list::find(place) {
        Some(setting) => format!(" (“{}”)", setting.title),
        None => format!(" ({place})"),
    }
}

/// A moment in milliseconds since 1970, seen from `now`: `on 30 November 2026, 00:41 UTC (in 7 days)`.
pub fn moment(at: i64, now: i64) -> String {
    let minutes = at.rem_euclid(DAY_MS) / 60_000;
    let (year, month, day) = date(at.div_euclid(DAY_MS));
    let left = if at > now { span((at - now) as f64 / 1000.0) } else { "a moment".to_owned() };
    format!(
        "on {day} {} {year}, {:02}:{:02} UTC (in {left})",
        MONTHS[month as usize - 1],
        minutes / 60,
        minutes % 60
    )
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A share as the pages show it, in hundredths.
pub fn score(score: f64) -> String {
    format!("{score:.2}")
}

/// A strength as the pages show it.
pub fn strength(strength: f64) -> String {
    format!("{strength:.1}")
}

/// A q-value as the pages show it; a term that no list could reach has none.
pub fn q_value(q_value: Option<f64>) -> String {
    q_value.map_or_else(|| "–".to_owned(), number::q_value)
}

/// A difference of shares in percentage points, with its sign.
pub fn points(difference: f64) -> String {
    format!("{:+.1}", difference * 100.0).replace('-', "−")
}

/// An expected number of terms, with two digits.
pub fn expected(expected: Option<f64>) -> String {
    match expected {
        None => "–".to_owned(),
        Some(expected) if expected < 9.95 => format!("{expected:.1}"),
        Some(expected) => grouped(expected.round() as usize),
    }
}

/// The attribute that gives browsers the language of terms and texts; nothing for no language in particular.
pub fn lang_attribute(code: &str) -> String {
    match code {
        "multi" => String::new(),
        code if code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {
            format!(" lang=\"{code}\"")
        }
        _ => String::new(),
    }
}

/// `text` for an address: all but letters, digits and a few marks as %XX.
pub fn url_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_date_in_words() {
        let at = 1_795_999_999_000;
        assert_eq!(moment(at, at - 7 * DAY_MS), "on 30 November 2026, 00:53 UTC (in 7 days)");
    }

    #[test]
    fn spans_use_the_unit_that_keeps_them_short() {
        let shown: Vec<String> = [0.2, 40.0, 120.0, 7200.0, 7.0 * 86400.0].into_iter().map(span).collect();
        assert_eq!(shown, ["1 second", "40 seconds", "2 minutes", "2 hours", "7 days"]);
    }

    #[test]
    fn addresses_hold_no_character_with_a_meaning() {
        assert_eq!(url_encoded("a b&c=d/ü"), "a%20b%26c%3Dd%2F%C3%BC");
    }

    #[test]
    fn no_attribute_is_made_from_a_strange_code() {
        assert_eq!(lang_attribute("en"), " lang=\"en\"");
        assert_eq!(lang_attribute("\" onclick=\""), "");
    }
}
