//! Numbers as people write them in the cells of a column.

/// What a comma means in the numbers of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Comma {
    /// Decimals follow.
    #[default]
    Point,
    /// Three more digits follow.
    Thousands,
}

impl Comma {
    /// What it means in `cells`: thousands where every number that has one can be read so.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut found = Self::Point;
        for cell in cells.filter(|cell| cell.contains(',')) {
            if has_thousands(cell.trim()) {
                found = Self::Thousands;
            } else if number(cell, Self::Point).is_some() {
                return Self::Point;
            }
        }
        found
    }
}

/// Whether the commas of a number may divide thousands: 1,000 and 12,345.6, but not 0,500.
fn has_thousands(cell: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let digits = cell.trim_start_matches(['+', '-', MINUS]);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let mut parts = whole.split(',');
    let first = parts.next().unwrap_or_default();
    let is_first = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    is_first && is_digits(decimals) && parts.all(|part| is_digits(part) && part.len() == 3)
}

/// The minus of typesetting.
const MINUS: char = '\u{2212}';

/// A number as people write it: 1999, -0.5, and 0,5 or 1,000 as `comma` says; none for anything else.
pub(crate) fn number(cell: &str, comma: Comma) -> Option<f64> {
    let cell = cell.trim().replace(MINUS, "-");
    let plain = match comma {
        Comma::Thousands => cell.replace(',', ""),
        Comma::Point if cell.contains('.') => cell,
        Comma::Point => cell.replacen(',', ".", 1),
    };
    plain.parse::<f64>().ok().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: &[Option<f64>]) {
        let comma = Comma::of(cells.iter().copied());
        let numbers: Vec<Option<f64>> = cells.iter().map(|cell| number(cell, comma)).collect();
        assert_eq!(numbers, expected, "{cells:?}");
    }

    #[test]
    fn a_comma_divides_thousands_where_every_number_with_one_can_be_read_so() {
        check(&["500", "1,000", "-2,000,000.5"], &[Some(500.0), Some(1000.0), Some(-2_000_000.5)]);
        check(&["1,000", "0,500"], &[Some(1.0), Some(0.5)]);
        check(&["1,234", "12,5"], &[Some(1.234), Some(12.5)]);
        check(&["0,5", "7"], &[Some(0.5), Some(7.0)]);
        check(&["1,000", "few, or none"], &[Some(1000.0), None]);
    }

    #[test]
    fn the_minus_of_typesetting_is_a_minus() {
        check(&["\u{2212}2", "-1", "\u{2212}1,5"], &[Some(-2.0), Some(-1.0), Some(-1.5)]);
    }
}
