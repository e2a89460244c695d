//! The language of number formats: what a code of Excel consists of, and what kind of number it shows.

use std::str::CharIndices;

/// A part of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign<'a> {
    /// A sign that means something by itself: digits, points, units of time and others.
    Code(char),
    /// The word `General`, in any case.
    General,
    /// Text that is shown as it stands: behind a backslash or between quotation marks.
    Literal(&'a str),
    /// A space as wide as the sign behind the underscore.
    Space,
    /// The sign behind the asterisk, which fills the cell.
    Fill,
    /// What stands between square brackets: a colour, a currency, a condition, a duration.
    Bracket(&'a str),
    /// A backslash, underscore or asterisk at the end, with nothing behind it.
    Broken,
}

/// The sections of `code`: for positive numbers, negative numbers, zero and text.
pub(super) fn sections(code: &str) -> Vec<Vec<Sign<'_>>> {
    let mut sections = vec![Vec::new()];
    let mut chars = code.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == ';' {
            sections.push(Vec::new());
        } else if let Some(section) = sections.last_mut() {
            section.push(sign(code, at, c, &mut chars));
        }
    }
    sections
}

/// The sign that begins with `c` at `at`; takes what else belongs to it from `chars`.
fn sign<'a>(code: &'a str, at: usize, c: char, chars: &mut CharIndices<'a>) -> Sign<'a> {
    match c {
        '\\' => chars.next().map_or(Sign::Broken, |(at, c)| Sign::Literal(&code[at..at + c.len_utf8()])),
        '_' => chars.next().map_or(Sign::Broken, |_| Sign::Space),
        '*' => chars.next().map_or(Sign::Broken, |_| Sign::Fill),
        '"' => Sign::Literal(up_to('"', chars)),
        '[' => Sign::Bracket(up_to(']', chars)),
        _ if code[at..].get(..7).is_some_and(|word| word.eq_ignore_ascii_case("general")) => {
            chars.nth(5);
            Sign::General
        }
        _ => Sign::Code(c),
    }
}

/// What stands before the next `end`, which is taken as well, or before the end of the code.
fn up_to<'a>(end: char, chars: &mut CharIndices<'a>) -> &'a str {
    let rest = chars.as_str();
    let inside = &rest[..rest.find(end).unwrap_or(rest.len())];
    chars.find(|&(_, c)| c == end);
    inside
}

/// What the number format of a cell says about its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberKind {
    /// A number.
    Number,
    /// A date, a time, or both.
    Date,
    /// Hours that may go beyond 24.
    Duration,
}

/// The kind of number that the format `code` of Excel shows. The first section decides.
pub(super) fn kind_of(code: &str) -> NumberKind {
    let mut before = None;
    for &sign in sections(code).first().into_iter().flatten() {
        match sign {
            Sign::General => return NumberKind::Number,
            Sign::Bracket(inside) if is_duration(inside) => return NumberKind::Duration,
            Sign::Code('d' | 'D' | 'm' | 'M' | 'y' | 'Y' | 's' | 'S' | 'h' | 'H') => return NumberKind::Date,
            // A year of the Japanese calendar, where it does not stand behind digits as an exponent does.
            Sign::Code('e' | 'E') if !matches!(before, Some(Sign::Code('0' | '#' | '?'))) => {
                return NumberKind::Date;
            }
            _ => {}
        }
        before = Some(sign);
    }
    NumberKind::Number
}

/// Whether brackets hold hours, minutes or seconds that are not cut off at the next larger unit: `[h]`, `[mm]`.
fn is_duration(inside: &str) -> bool {
    let lower = inside.to_ascii_lowercase();
    !lower.is_empty() && ['h', 'm', 's'].iter().any(|&unit| lower.trim_matches(unit).is_empty())
}

/// The code of a number format that Excel does not write out (ECMA-376, 18.8.30).
pub(super) fn built_in_code(id: u16) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        5..=6 => "\"$\"#,##0",
        7..=8 => "\"$\"#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 | 13 => "# ?/?",
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => "yyyy-mm-dd",
        46 => "[h]:mm:ss",
        41 => "#,##0",
        42 => "\"$\"#,##0",
        43 => "#,##0.00",
        44 => "\"$\"#,##0.00",
        _ => "General",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_tells_dates_from_numbers() {
        for (code, kind) in [
            ("General", NumberKind::Number),
            ("0.00", NumberKind::Number),
            ("0.00E+00", NumberKind::Number),
            ("#,##0\\ \"days\"", NumberKind::Number),
            ("[Red]0", NumberKind::Number),
            ("dd/mm/yyyy", NumberKind::Date),
            ("[$-409]mmmm d", NumberKind::Date),
            ("h:mm AM/PM", NumberKind::Date),
            ("[h]:mm", NumberKind::Duration),
            ("[ss].0", NumberKind::Duration),
            ("@", NumberKind::Number),
        ] {
            assert_eq!(kind_of(code), kind, "{code}");
        }
    }

    #[test]
    fn a_code_is_cut_into_its_signs() {
        use Sign::{Bracket, Broken, Code, Fill, General, Literal, Space};
        assert_eq!(
            sections("[Red]#\\;\";\"_)* GENERAL;\"open"),
            [
                vec![Bracket("Red"), Code('#'), Literal(";"), Literal(";"), Space, Fill, General,],
                vec![Literal("open")],
            ]
        );
        assert_eq!(sections("0\\"), [[Code('0'), Broken]]);
        assert_eq!(sections(""), [[]]);
    }
}
