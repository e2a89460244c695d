//! The cleaning of the published web application (2021): strip, lowercase, line breaks to spaces, user names
//! and links out.

use super::white_space::{is_space, strip, stripped};
use crate::text::draft::{Draft, Written, range_in};

/// All steps in their order.
pub(super) fn clean<W: Written>(draft: Draft<'_, W>) -> Draft<'_, W> {
    after_case(draft.then(lowercased))
}

/// Without white space at the ends, in lowercase.
pub(super) fn lowercased<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    out.push_lowercase(text, range_in(text, strip(text)));
    Some(out)
}

/// All steps but the change to lowercase.
pub(super) fn clean_keeping_case<W: Written>(draft: Draft<'_, W>) -> Draft<'_, W> {
    after_case(draft.then(stripped))
}

fn after_case<W: Written>(draft: Draft<'_, W>) -> Draft<'_, W> {
    draft.then(breaks_to_spaces).then(without_users).then(without_links)
}

/// `[\r\n\t]+` → one space.
pub(super) fn breaks_to_spaces<W: Written>(text: &str) -> Option<W> {
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n' | b'\t');
    let mut at = text.bytes().position(|byte| is_break(&byte))?;
    let mut out = W::with_capacity(text.len());
    let mut kept = 0;
    loop {
        out.keep(text, kept..at);
        kept = at + text.as_bytes()[at..].iter().take_while(|byte| is_break(byte)).count();
        out.push(' ', at..kept);
        match text.as_bytes()[kept..].iter().position(is_break) {
            Some(found) => at = kept + found,
            None => break,
        }
    }
    out.keep(text, kept..text.len());
    Some(out)
}

/// `@[^ ]+` → nothing: an at sign and all that follows it up to a plain space (no other white space ends it).
fn without_users<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let (mut kept, mut at) = (0, 0);
    while let Some(sign) = text[at..].find('@').map(|found| at + found) {
        at = text[sign..].find(' ').map_or(text.len(), |found| sign + found);
        if at > sign + 1 {
            out.keep(text, kept..sign);
            kept = at;
        }
    }
    out.finished(text, kept)
}

/// The link rule
/// `(https?:\/\/)?(?:www\.|(?!www))?[^\s\.]+\.[^\s]{2,}|(www)?\.[^\s]+\.[^\s]{2,}` → nothing.
///
/// Both branches end in `[^\s]{2,}`, which runs to the next white space, and the optional prefixes are made
/// of characters that `[^\s\.]+` takes as well. So a match always ends where its run of other characters than
/// white space ends; and where one begins inside a run, one begins at the run's first character too. A run
/// therefore goes wholly or stays wholly: see [`is_link`].
fn without_links<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    let mut at = 0;
    while let Some(dot) = text[at..].find('.').map(|offset| at + offset) {
        let before = text[at..dot].char_indices().rev().find(|&(_, c)| is_space(c));
        let start = before.map_or(at, |(index, space)| at + index + space.len_utf8());
        let end = text[dot..].find(is_space).map_or(text.len(), |offset| dot + offset);
        if is_link(&text[start..end], dot - start) {
            out.keep(text, kept..start);
            kept = end;
        }
        at = end;
    }
    out.finished(text, kept)
}

/// Whether `run`, whose first dot is at `dot`, matches the link rule: it has a dot with two or more
/// characters behind it, and before that dot one character that is not a dot, or a dot and any character.
fn is_link(run: &str, dot: usize) -> bool {
    let dot = if dot > 0 {
        Some(dot)
    } else {
        // The run begins with a dot: look from its third character on.
        let third = run.char_indices().nth(2).map_or(run.len(), |(index, _)| index);
        run[third..].find('.').map(|offset| third + offset)
    };
    dot.is_some_and(|dot| run[dot + 1..].chars().nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(clean(Draft::<String>::new(text)).text(), expected, "{text:?}");
    }

    #[test]
    fn text_is_stripped_and_lowercased_as_python_does() {
        check("\u{1f} \u{85}Abc\u{a0}\n", "abc");
        check("ΟΔΟΣ ΣΑΣ", "οδος σας");
        check("İstanbul", "i\u{307}stanbul");
    }

    #[test]
    fn line_breaks_become_one_space() {
        check("a\r\n\tb\tc", "a b c");
        check("a\r \nb", "a   b");
    }

    #[test]
    fn a_user_name_ends_at_a_plain_space_only() {
        check("hi @you\u{a0}there all", "hi  all");
        check("a @ b @", "a @ b @");
        check("x@@y z", "x z");
    }

    #[test]
    fn a_run_with_a_dot_and_two_characters_behind_it_is_a_link() {
        check("see www.a.de and http://x.org/y now", "see  and  now");
        check("so good.Very 12.50 u.s. e.g. end. x.y", "so     end. x.y");
        check("...", "...");
        check("..... .x.yz .x.y x.y .xyz", "  .x.y x.y .xyz");
    }
}
