//! Numbers, telephone numbers and signs of money.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::replacement::{is_word_part, replaced};
use crate::text::draft::Written;

/// Digits of a telephone number, as the international numbering plan (E.164) allows; fewer than seven are
/// any number.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Characters of a telephone number with its separators.
const PHONE_CHARACTERS_MAX: usize = 30;
/// Separators between two groups: a bracket, a space and a dash.
const PHONE_GAP_MAX: usize = 3;

/// Numbers, in the digits of any script, with their points, commas and spaces of thousands; digits inside a
/// word stay.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplaceNumbers.apply("1,200.50 € in 2021, covid19, ١٢ and -3."),
///            "_number_ € in _number_, covid19, _number_ and -_number_.");
/// ```
pub(super) fn numbers<W: Written>(text: &str, with: &str) -> W {
    replaced(text, with, |before, rest| {
        if !rest.starts_with(is_digit) || before.is_some_and(is_word_part) {
            return 0;
        }
        let mut end = 0;
        let mut letters = rest.char_indices().peekable();
        while let Some((index, c)) = letters.next() {
            let mut between =
                || index > 0 && is_separator(c) && letters.peek().is_some_and(|&(_, next)| is_digit(next));
            if is_digit(c) {
                end = index + c.len_utf8();
            } else if !between() {
                break;
            }
        }
        if rest[end..].starts_with(is_word_part) { 0 } else { end }
    })
}

/// Telephone numbers: 7 to 15 digits in groups, with a country code, a leading zero, a bracket, or the form of
/// North America. Years, dates and prices are none.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplacePhoneNumbers.apply("Call +49 30 1234-567 or (030) 123456 or 555-123-4567."),
///            "Call _phone_ or _phone_ or _phone_.");
/// assert_eq!(Step::RemovePhoneNumbers.apply("2020-01-15, 1 000 000, 2001 2002 2003"), "2020-01-15, 1 000 000, 2001 2002 2003");
/// ```
pub(super) fn phone_numbers<W: Written>(text: &str, with: &str) -> W {
    replaced(text, with, |before, rest| {
        if !rest.starts_with(|c: char| c == '+' || c == '(' || c.is_ascii_digit()) {
            return 0;
        }
        let inside = before.is_some_and(|c| is_word_part(c) || matches!(c, '+' | '-' | '.' | '/' | ','));
        if inside { 0 } else { phone_length(rest) }
    })
}

/// Signs of money, of any currency.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplaceCurrencySymbols.apply("€5, £6 and 7₽"), "_currency_ 5, _currency_ 6 and 7 _currency_");
/// ```
pub(super) fn currency_symbols<W: Written>(text: &str, with: &str) -> W {
    let is_sign =
        |c: &char| *c == '$' || (!c.is_ascii() && c.general_category() == GeneralCategory::CurrencySymbol);
    replaced(text, with, |_, rest| rest.chars().next().filter(is_sign).map_or(0, char::len_utf8))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.general_category() == GeneralCategory::DecimalNumber)
}

/// What stands between the digits of one number: full stop, comma, apostrophe, Arabic separators, narrow space.
fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | '\u{66b}' | '\u{66c}' | '\u{202f}' | '\u{a0}')
}

/// Bytes of the telephone number at the beginning of `rest`, 0 if there is none.
fn phone_length(rest: &str) -> usize {
    let mut groups = vec![0];
    let mut gap = 0;
    let mut dashed = false;
    let mut end = 0;
    for (index, c) in rest.char_indices().take(PHONE_CHARACTERS_MAX) {
        if c.is_ascii_digit() {
            if gap > 0 {
                groups.push(0);
                gap = 0;
            }
            *groups.last_mut().expect("there is a group from the start") += 1;
            end = index + 1;
        } else if matches!(c, ' ' | '-' | '.' | '/' | '(' | ')') && gap < PHONE_GAP_MAX {
            gap += usize::from(end > 0);
            dashed |= matches!(c, '-' | '.');
        } else if !(c == '+' && index == 0) {
            break;
        }
    }
    let announced = rest.starts_with(['+', '(']) || (rest.starts_with('0') && !rest.starts_with("0."));
    let north_american = dashed && groups.len() <= 4 && groups.ends_with(&[3, 3, 4]);
    let date = matches!(groups.as_slice(), [2, 2, 2 | 4] | [4, 2, 2]);
    let is_phone = PHONE_DIGITS.contains(&groups.iter().sum()) && (announced || north_american) && !date;
    if is_phone && !rest[end..].starts_with(is_word_part) { end } else { 0 }
}
