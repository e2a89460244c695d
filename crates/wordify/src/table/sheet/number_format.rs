//! Numbers as a spreadsheet shows them.
//!
//! Number formats of Excel are a language of their own. What people use on columns of labels is covered:
//! decimals, leading zeros, thousands, percent, currency and other literal signs, sections for negative
//! numbers and zero. A format with anything else (fractions, exponents, conditions, digits split by signs) is
//! not applied; the number is then shown as `General` shows it.

use super::format_code::{Sign, sections};

/// Significant digits that a spreadsheet keeps; more are noise of binary fractions.
const DIGITS: usize = 15;
/// Relative difference up to which two numbers are the same: less than one in the last of [`DIGITS`].
const EXACT: f64 = 1e-14;
/// Decimals beyond which a format is not applied: Excel allows 30.
const DECIMALS_MAX: usize = 30;

/// Signs that are shown as they stand without quotation marks.
const LITERAL: &str = "$-+(): !^&'~{}<>=€£¥\u{a0}°";

/// A number as its format shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::table) struct Shown {
    pub(in crate::table) text: String,
    /// Whether other numbers are shown as the same text.
    pub(in crate::table) is_rounded: bool,
}

impl Shown {
    /// A text that no other number is shown as.
    pub(in crate::table) fn exact(text: String) -> Self {
        Self { text, is_rounded: false }
    }
}

/// `value` under the format `code`, or as [`general`] where the code is not understood, or hides the number.
pub(in crate::table) fn show(value: f64, code: &str) -> Shown {
    let code = code.trim();
    // Some programs write an empty code where they mean General.
    if code.is_empty() || code.eq_ignore_ascii_case("general") || code == "@" || !value.is_finite() {
        return Shown::exact(general(value));
    }
    // The fourth section is for text.
    let sections: Option<Vec<Section>> =
        sections(code).iter().take(3).map(|signs| Section::parse(signs)).collect();
    let Some(sections) = sections else { return Shown::exact(general(value)) };
    let (section, sign) = match &sections[..] {
        [_, negative, ..] if value < 0.0 => (negative, ""),
        [_, _, zero, ..] if value == 0.0 => (zero, ""),
        [first, ..] if value < 0.0 => (first, "-"),
        [first, ..] => (first, ""),
        [] => return Shown::exact(general(value)),
    };
    // A section has no sign of its own; what it does not show is shown with the sign that the number has.
    match section.show(value.abs()) {
        // Only a colour marks the numbers below zero, and text has no colour: their sign would be lost.
        Some(shown)
            if value < 0.0 && sign.is_empty() && sections[0].show(value.abs()).as_ref() == Some(&shown) =>
        {
            Shown::exact(general(value))
        }
        Some(shown) => Shown { text: format!("{sign}{}", shown.text), ..shown },
        None => Shown::exact(general(value)),
    }
}

/// A number without a format: 2016, not 2016.0; 0.3, not 0.30000000000000004.
pub(in crate::table) fn general(value: f64) -> String {
    let rounded = format!("{value:.*e}", DIGITS - 1).parse::<f64>().unwrap_or(value);
    if rounded == 0.0 {
        return "0".to_owned();
    }
    if !rounded.is_finite() || (1e-9..1e21).contains(&rounded.abs()) {
        return rounded.to_string();
    }
    format!("{rounded:E}")
}

/// One section of a format: literal text around one run of digits.
#[derive(Debug, Default)]
struct Section {
    prefix: String,
    suffix: String,
    has_digits: bool,
    is_general: bool,
    integer_digits: usize,
    decimals_least: usize,
    decimals_most: usize,
    grouped: bool,
    /// Each percent sign multiplies by 100.
    percents: u32,
    /// Each comma after the last digit divides by 1000.
    thousands: u32,
}

impl Section {
    /// `None` for what is not covered.
    fn parse(signs: &[Sign<'_>]) -> Option<Self> {
        let mut section = Self::default();
        let mut after_point = false;
        let mut commas = 0;
        for &sign in signs {
            match sign {
                Sign::Code(c @ ('0' | '#' | '?')) => {
                    // Digits on both sides of a sign, as in 000-00: not covered.
                    if !section.suffix.is_empty() || section.is_general {
                        return None;
                    }
                    section.has_digits = true;
                    section.grouped |= commas > 0 && !after_point;
                    commas = 0;
                    if after_point {
                        section.decimals_most += 1;
                        if c == '0' {
                            section.decimals_least = section.decimals_most;
                        }
                    } else if c == '0' {
                        section.integer_digits += 1;
                    }
                }
                Sign::Code(',') if section.has_digits && section.suffix.is_empty() => commas += 1,
                Sign::Code('.') if !after_point && section.suffix.is_empty() => {
                    after_point = true;
                    section.has_digits = true;
                }
                Sign::Code('%') => {
                    section.percents += 1;
                    section.literal('%');
                }
                Sign::Literal(text) => text.chars().for_each(|c| section.literal(c)),
                Sign::Space => section.literal(' '),
                Sign::Fill => {}
                Sign::Bracket(inside) => section.bracket(inside)?,
                Sign::General if !section.has_digits => {
                    section.is_general = true;
                    section.has_digits = true;
                }
                Sign::Code(c) if LITERAL.contains(c) => section.literal(c),
                _ => return None,
            }
        }
        section.thousands = commas;
        (section.decimals_most <= DECIMALS_MAX && section.percents <= 2).then_some(section)
    }

    fn literal(&mut self, c: char) {
        if self.has_digits { self.suffix.push(c) } else { self.prefix.push(c) }
    }

    /// `[Red]` is a colour, `[$€-407]` a currency; conditions and durations are not covered.
    fn bracket(&mut self, inside: &str) -> Option<()> {
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            sign.chars().for_each(|c| self.literal(c));
            return Some(());
        }
        let colours = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];
        let lower = inside.to_ascii_lowercase();
        (colours.contains(&lower.as_str()) || lower.starts_with("color")).then_some(())
    }

    fn show(&self, value: f64) -> Option<Shown> {
        if !self.has_digits {
            // A section of literal text only, such as "-" for zero; an empty one hides the number from the
            // screen but not from the user, who sees it when the cell is chosen.
            let literal = self.prefix.trim();
            // Under "yes";"no" all numbers above zero look alike; zero is the only one of its section.
            return (!literal.is_empty())
                .then(|| Shown { text: literal.to_owned(), is_rounded: value != 0.0 });
        }
        if self.is_general {
            let text = format!("{}{}{}", self.prefix, general(value), self.suffix).trim().to_owned();
            return Some(Shown::exact(text));
        }
        let scaled = value * 100f64.powi(self.percents as i32) / 1000f64.powi(self.thousands as i32);
        let (integer, decimals) = round(scaled, self.decimals_most)?;
        let kept: f64 = format!("{integer}.{decimals}0").parse().ok()?;
        let is_rounded = (kept - scaled).abs() > scaled.abs() * EXACT;
        let decimals = &decimals[..decimals.trim_end_matches('0').len().max(self.decimals_least)];
        let mut digits = format!("{:0>1$}", integer.trim_start_matches('0'), self.integer_digits);
        if self.grouped {
            digits = group(&digits);
        }
        let point = if self.decimals_most > 0 && !decimals.is_empty() { "." } else { "" };
        let text = format!("{}{digits}{point}{decimals}{}", self.prefix, self.suffix).trim().to_owned();
        Some(Shown { text, is_rounded })
    }
}

/// `value` rounded to `decimals`, half away from zero on its decimal digits, as spreadsheets round: integer
/// digits and decimals. `None` for numbers too large to write out.
fn round(value: f64, decimals: usize) -> Option<(String, String)> {
    let scientific = format!("{value:.*e}", DIGITS - 1);
    let (mantissa, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    if exponent > 20 {
        return None;
    }
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    // The digits before the point, from here on counted from the left; a number below 1 gets zeros in front.
    let mut integer_digits = exponent + 1;
    while integer_digits < 1 {
        digits.insert(0, 0);
        integer_digits += 1;
        if digits.len() > DIGITS + DECIMALS_MAX + 2 {
            break;
        }
    }
    let integer_digits = usize::try_from(integer_digits.max(1)).ok()?;
    let keep = integer_digits + decimals;
    let round_up = digits.get(keep).is_some_and(|&digit| digit >= 5);
    digits.resize(keep, 0);
    let mut integer_digits = integer_digits;
    if round_up {
        let mut at = keep;
        loop {
            if at == 0 {
                digits.insert(0, 1);
                integer_digits += 1;
                break;
            }
            at -= 1;
            if digits[at] < 9 {
                digits[at] += 1;
                break;
            }
            digits[at] = 0;
        }
    }
    let text: String = digits.iter().map(|&digit| char::from(b'0' + digit)).collect();
    Some((text[..integer_digits].to_owned(), text[integer_digits..].to_owned()))
}

fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers_have_no_noise() {
        for (value, shown) in [
            (2016.0, "2016"),
            (0.1 + 0.2, "0.3"),
            (-5.0, "-5"),
            (-0.0, "0"),
            (1.0 / 3.0, "0.333333333333333"),
            (1e15, "1000000000000000"),
            (123_456_789_012_345_680.0, "123456789012346000"),
            (1e300, "1E300"),
            (1e-12, "1E-12"),
            (4.35, "4.35"),
        ] {
            assert_eq!(general(value), shown);
        }
    }

    fn check(code: &str, cases: &[(f64, &str)]) {
        for &(value, shown) in cases {
            assert_eq!(show(value, code).text, shown, "{value} as {code}");
        }
    }

    #[test]
    fn usual_formats_are_applied() {
        check("General", &[(2016.0, "2016")]);
        check("0", &[(2.5, "3"), (0.0, "0"), (-2.5, "-3"), (999.5, "1000")]);
        check("0.00", &[(2.0, "2.00"), (1.005, "1.01"), (0.125, "0.13"), (-1.0, "-1.00"), (0.004, "0.00")]);
        check("00000", &[(123.0, "00123"), (1_234_567.0, "1234567")]);
        check("#,##0", &[(1_234_567.0, "1,234,567"), (12.0, "12"), (0.0, "0")]);
        check("#,##0.00", &[(1234.5, "1,234.50")]);
        check("0%", &[(0.5, "50%"), (1.0, "100%"), (0.07, "7%")]);
        check("0.0%", &[(0.1234, "12.3%")]);
        check("0.##", &[(1.5, "1.5"), (2.0, "2")]);
        check("\"$\"#,##0.00", &[(1234.5, "$1,234.50"), (-3.0, "-$3.00")]);
        check("#,##0.00\\ [$€-407]", &[(12.5, "12.50 €")]);
        check("#,##0 ;(#,##0)", &[(5.0, "5"), (-1234.0, "(1,234)")]);
        check("_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", &[(5.0, "5"), (-5.0, "(5)"), (0.0, "-")]);
        check("0 \"stars\"", &[(4.0, "4 stars")]);
        check("[Red]0.0", &[(4.0, "4.0")]);
        check("#,##0,", &[(1_500_000.0, "1,500")]);
        check("General\" kg\"", &[(1.5, "1.5 kg")]);
    }

    #[test]
    fn no_format_takes_the_sign_from_a_number_that_it_does_not_show() {
        check("#,##0;\"\";0", &[(-1.0, "-1"), (1.0, "1")]);
        check("#,##0;;", &[(-1.0, "-1"), (0.0, "0"), (1.0, "1")]);
        check(";;;", &[(-2.5, "-2.5"), (2.5, "2.5"), (0.0, "0")]);
        check("0;-0;;@", &[(-3.0, "-3"), (0.0, "0")]);
        check("[Red]", &[(-1.0, "-1")]);
        check("@", &[(-1.0, "-1")]);
        check("0", &[(-1e300, "-1E300")]);
        check("0.0;(0.0)", &[(-1e300, "-1E300"), (-1.5, "(1.5)")]);
    }

    #[test]
    fn a_number_below_zero_keeps_its_sign_where_only_a_colour_tells_it() {
        check("0;[Red]0", &[(-1.0, "-1"), (1.0, "1"), (-2.5, "-2.5")]);
        check("General;General", &[(-1.0, "-1"), (2.5, "2.5")]);
        check("0;(0)", &[(-1.0, "(1)")]);
        check("\"up\" 0;\"down\" 0", &[(-1.0, "down 1"), (1.0, "up 1")]);
    }

    #[test]
    fn what_a_format_shows_of_several_numbers_alike_is_rounded() {
        for (code, value, is_rounded) in [
            ("0.0", 1.25, true),
            ("0.0", 1.3, false),
            ("0.00", 1.0 / 3.0, true),
            ("0.00", 0.1 + 0.2, false),
            ("0%", 0.251, true),
            ("0%", 0.07, false),
            ("#,##0,", 1_500_000.0, false),
            ("#,##0,", 1_500_001.0, true),
            ("\"yes\";\"no\"", 2.0, true),
            ("0;-0;\"-\"", 0.0, false),
            ("General", 1.0 / 3.0, false),
            ("0", -0.4, true),
        ] {
            assert_eq!(show(value, code).is_rounded, is_rounded, "{value} as {code}");
        }
    }

    #[test]
    fn other_formats_leave_the_number_as_it_is() {
        check("# ?/?", &[(0.5, "0.5")]);
        check("0.00E+00", &[(12.5, "12.5")]);
        check("[>=100]0;0.0", &[(5.25, "5.25")]);
        check("000-00-0000", &[(123.0, "123")]);
        check("0.00", &[(1e300, "1E300"), (f64::NAN, "NaN")]);
        check("", &[(1.5, "1.5"), (-1.5, "-1.5")]);
        check(" ", &[(-1.0, "-1")]);
        check("\\", &[(1.5, "1.5")]);
    }
}
