//! Words and characters said again and again: the last steps of the cleaning of 2022, done twice there.

use super::white_space::{is_space, stripped};
use crate::text::draft::{Draft, Written};
use crate::text::tokenize::{is_word, word_length};

/// Repeated words, repeated characters, repeated spaces, then white space at the ends.
pub(super) fn without_repetition<W: Written>(draft: Draft<'_, W>) -> Draft<'_, W> {
    draft.then(without_repeated_words).then(without_repeated_characters).then(stripped)
}

/// `(?:\s|^)(\w+)\s+((?:\1\s+)+)\1(\s|\W|$)` → the word alone.
///
/// A word three times or more becomes one, and the white space before it and the character after it go, as in
/// the original: "so very very very good" becomes "sovery good".
fn without_repeated_words<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    let mut at = 0;
    while let Some((start, word)) = next_word(text, at) {
        let word_end = word + word_length(&text[word..]);
        if let Some(end) = repetition_end(text, word, word_end) {
            out.keep(text, kept..start);
            out.keep(text, word..word_end);
            kept = end;
            at = end;
        } else {
            // The white space after the word is needed for the next one.
            at = word_end;
        }
    }
    out.finished(text, kept)
}

/// From `at` on, the first white space with a word behind it, and that word; or the word at the very
/// beginning of the text.
fn next_word(text: &str, at: usize) -> Option<(usize, usize)> {
    if at == 0 && text.starts_with(is_word) {
        return Some((0, 0));
    }
    let mut space = None;
    for (offset, c) in text[at..].char_indices() {
        let index = at + offset;
        match space {
            Some(start) if is_word(c) => return Some((start, index)),
            _ => space = is_space(c).then_some(index),
        }
    }
    None
}

/// Where the match ends that begins with the word `text[word..word_end]`; `None` where it is not repeated.
fn repetition_end(text: &str, word: usize, word_end: usize) -> Option<usize> {
    let word = &text[word..word_end];
    let mut end = word_end;
    let mut followed_by_space = 0;
    loop {
        let rest = &text[end..];
        let space = rest.chars().next().filter(|&c| is_space(c))?;
        followed_by_space += 1;
        let after_space = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
        // What can be had with the words so far, should the next one not be the same: the third word and one
        // white space are the shortest match.
        let so_far = (followed_by_space >= 3).then_some(end + space.len_utf8());
        let Some(behind) = rest[after_space..].strip_prefix(word) else { return so_far };
        end += after_space + word.len();
        match behind.chars().next() {
            Some(c) if is_space(c) => {}
            Some(c) if is_word(c) => return so_far,
            next => {
                let length = next.map_or(0, char::len_utf8);
                return (followed_by_space >= 2).then_some(end + length);
            }
        }
    }
}

/// `(\S)(\1{2,})` → the character once, and ` {2,}` → one space: "goood" becomes "god", "2000" becomes "20".
fn without_repeated_characters<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let mut times = 1;
        while rest.next_if(|&(_, next)| next == c).is_some() {
            times += 1;
        }
        let once = if c == ' ' { times >= 2 } else { times >= 3 && !is_space(c) };
        if once {
            let first_end = start + c.len_utf8();
            out.keep(text, kept..first_end);
            kept = start + times * c.len_utf8();
        }
    }
    out.finished(text, kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = without_repetition(Draft::<String>::new(text));
        assert_eq!(shown.text(), expected, "{text:?}");
    }

    #[test]
    fn a_word_three_times_becomes_one_and_is_glued_to_its_neighbours() {
        check("so very very very good", "soverygood");
        check("no no no", "no");
        check("no no no!", "no");
        check("no no no nobody", "nonobody");
        check("no no nobody", "no no nobody");
        check("no no", "no no");
        check("no no no no x", "nox");
    }

    #[test]
    fn a_character_three_times_becomes_one() {
        check("goood 2000 see!!! aa", "god 20 see! aa");
        check("a   b \u{a0}\u{a0}\u{a0}c", "a b \u{a0}\u{a0}\u{a0}c");
    }
}
