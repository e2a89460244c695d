//! What all steps share that replace stretches of a text.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::text::draft::Written;
use crate::text::tokenize::is_word;

/// Replaces stretches of `text` by `with`, which may be empty.
///
/// `match_at(before, rest)` says how many bytes of `rest` go, 0 for none; `before` is the character before
/// `rest`. Words left and right of a stretch are not glued together or to `with`: a space comes between.
pub(super) fn replaced<W: Written>(
    text: &str,
    with: &str,
    match_at: impl Fn(Option<char>, &str) -> usize,
) -> W {
    let mut out = W::with_capacity(text.len());
    let mut before = None;
    let mut at = 0;
    let mut just_replaced = false;
    while let Some(c) = text[at..].chars().next() {
        let length = match_at(before, &text[at..]);
        if length == 0 {
            if just_replaced && is_word_part(c) && out.text().ends_with(is_word_part) {
                out.push(' ', at..at);
            }
            out.keep(text, at..at + c.len_utf8());
            at += c.len_utf8();
            before = Some(c);
            just_replaced = false;
        } else {
            if !with.is_empty() && out.text().ends_with(is_word_part) {
                out.push(' ', at..at);
            }
            out.put(with, at..at + length);
            before = text[at..at + length].chars().next_back();
            at += length;
            just_replaced = true;
        }
    }
    out
}

/// Letters, numbers, `_`, and the marks that belong to letters.
pub(super) fn is_word_part(c: char) -> bool {
    is_word(c) || (!c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark)
}

/// Bytes of the word at the beginning of `text`.
pub(super) fn word_part_length(text: &str) -> usize {
    text.find(|c| !is_word_part(c)).unwrap_or(text.len())
}
