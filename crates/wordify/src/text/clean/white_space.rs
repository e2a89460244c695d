//! White space as Python sees it.

use crate::text::draft::{Written, range_in};

/// Whether `c` is white space for Python's `\s`, `str.strip` and `str.isspace`: Unicode's `White_Space` and
/// the four information separators U+001C to U+001F.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// `text` without white space at its ends: Python's `str.strip()`.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// As [`strip`]; nothing where there is none.
pub(super) fn stripped<W: Written>(text: &str) -> Option<W> {
    let inner = strip(text);
    (inner.len() < text.len()).then(|| {
        let mut out = W::with_capacity(inner.len());
        out.keep(text, range_in(text, inner));
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_what_python_311_takes_for_it() {
        let expected = "\t\n\u{b}\u{c}\r\u{1c}\u{1d}\u{1e}\u{1f} \u{85}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\
                        \u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
        assert_eq!(('\0'..=char::MAX).filter(|&c| is_space(c)).collect::<String>(), expected);
    }
}
