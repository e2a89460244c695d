//! The cleaning of the published web application (2021): strip, lowercase, line breaks to spaces, user names
//! and links out.

use super::white_space::{is_space, strip};

/// All steps in their order.
pub(super) fn clean(text: &str) -> String {
    after_case(strip(text).to_lowercase())
}

/// All steps but the change to lowercase.
pub(super) fn clean_keeping_case(text: &str) -> String {
    after_case(strip(text).to_owned())
}

fn after_case(text: String) -> String {
    let text = breaks_to_spaces(text);
    let text = without_users(text);
    without_links(text)
}

/// `[\r\n\t]+` → one space.
fn breaks_to_spaces(text: String) -> String {
    if !text.bytes().any(|byte| matches!(byte, b'\r' | b'\n' | b'\t')) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut after_break = false;
    for part in text.split_inclusive(['\r', '\n', '\t']) {
        let line = part.trim_end_matches(['\r', '\n', '\t']);
        out.push_str(line);
        if line.len() < part.len() && (!line.is_empty() || !after_break) {
            out.push(' ');
        }
        after_break = line.len() < part.len();
    }
    out
}

/// `@[^ ]+` → nothing: an at sign and all that follows it up to a plain space (no other white space ends it).
fn without_users(text: String) -> String {
    if !text.contains('@') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(' ').unwrap_or(rest.len());
        if end == 1 {
            out.push('@');
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The link rule
/// `(https?:\/\/)?(?:www\.|(?!www))?[^\s\.]+\.[^\s]{2,}|(www)?\.[^\s]+\.[^\s]{2,}` → nothing.
///
/// Both branches end in `[^\s]{2,}`, which runs to the next white space, and the optional prefixes are made
/// of characters that `[^\s\.]+` takes as well. So a match always ends where its run of other characters than
/// white space ends; and where one begins inside a run, one begins at the run's first character too. A run
/// therefore goes wholly or stays wholly: see [`is_link`].
fn without_links(text: String) -> String {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(dot) = text[at..].find('.').map(|offset| at + offset) {
        let before = text[at..dot].char_indices().rev().find(|&(_, c)| is_space(c));
        let start = before.map_or(at, |(index, space)| at + index + space.len_utf8());
        let end = text[dot..].find(is_space).map_or(text.len(), |offset| dot + offset);
        if is_link(&text[start..end], dot - start) {
            out.push_str(&text[kept..start]);
            kept = end;
        }
        at = end;
    }
    if kept == 0 {
        return text;
    }
    out.push_str(&text[kept..]);
    out
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
        assert_eq!(clean(text), expected, "{text:?}");
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
