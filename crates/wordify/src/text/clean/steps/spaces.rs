//! White space.

use crate::text::clean::white_space;
use crate::text::draft::Written;

/// Every kind of space becomes a plain one, a run of them one; a run with a line break becomes one line break.
/// Spaces of no width go; the joiners that Persian, Hindi and emojis need stay.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::WhiteSpace.apply(" a\u{a0}\t b \r\n\n c\u{200b}d\u{3000}"), "a b\ncd");
/// ```
pub(super) fn white_space<W: Written>(text: &str) -> W {
    let mut out = W::with_capacity(text.len());
    let mut gap = None;
    for (at, c) in text.char_indices() {
        if white_space::is_space(c) {
            let line_break =
                matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
            gap = Some(if line_break || gap == Some('\n') { '\n' } else { ' ' });
        } else if !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{180e}') {
            if let Some(gap) = gap.take().filter(|_| !out.text().is_empty()) {
                out.push(gap, at..at);
            }
            out.keep(text, at..at + c.len_utf8());
        }
    }
    out
}

/// Several spaces in a row become one.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Spaces.apply("a   b \n  c"), "a b \n c");
/// ```
pub(super) fn single_spaces<W: Written>(text: &str) -> W {
    let mut out = W::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c != ' ' || !out.text().ends_with(' ') {
            out.keep(text, at..at + c.len_utf8());
        }
    }
    out
}

/// White space at both ends goes.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Strip.apply(" \u{3000}a b\n"), "a b");
/// ```
pub(super) fn strip<W: Written>(text: &str) -> Option<W> {
    white_space::stripped(text)
}
