//! White space.

use crate::text::clean::white_space;

/// Every kind of space becomes a plain one, a run of them one; a run with a line break becomes one line break.
/// Spaces of no width go; the joiners that Persian, Hindi and emojis need stay.
///
/// ```
/// use wordify::text::clean::steps::spaces::white_space;
/// assert_eq!(white_space(" a\u{a0}\t b \r\n\n c\u{200b}d\u{3000}"), "a b\ncd");
/// ```
pub fn white_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        if white_space::is_space(c) {
            let line_break =
                matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
            gap = Some(if line_break || gap == Some('\n') { '\n' } else { ' ' });
        } else if !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{180e}') {
            out.extend(gap.take().filter(|_| !out.is_empty()));
            out.push(c);
        }
    }
    out
}

/// Several spaces in a row become one.
///
/// ```
/// use wordify::text::clean::steps::spaces::single_spaces;
/// assert_eq!(single_spaces("a   b \n  c"), "a b \n c");
/// ```
pub fn single_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

/// White space at both ends goes.
///
/// ```
/// use wordify::text::clean::steps::spaces::strip;
/// assert_eq!(strip(" \u{3000}a b\n"), "a b");
/// ```
pub fn strip(text: &str) -> String {
    white_space::strip(text).to_owned()
}
