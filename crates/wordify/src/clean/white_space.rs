//! White space as Python sees it.

/// Whether `c` is white space for Python's `\s`, `str.strip` and `str.isspace`: Unicode's `White_Space` and
/// the four information separators U+001C to U+001F.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// `text` without white space at its ends: Python's `str.strip()`.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}
