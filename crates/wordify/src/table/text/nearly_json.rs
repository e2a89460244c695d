//! What programs write where JSON has no word for it, made JSON.

use std::borrow::Cow;

/// How the archive of Twitter begins each of its files, which are scripts.
pub(super) const TWITTER: &str = "window.YTD.";

/// The assignment that begins a script, as files of Twitter's archive are, and what it assigns.
pub(super) fn without_script(text: &str) -> (Option<&str>, &str) {
    let start = text.trim_start();
    match start.split_once('=') {
        Some((name, value)) if start.starts_with(TWITTER) => {
            (Some(name.trim()), value.trim().trim_end_matches(';'))
        }
        _ => assignment(start).map_or((None, text), |(name, value)| (Some(name), value)),
    }
}

/// What an assignment of JavaScript begins with.
const DECLARATIONS: [&str; 6] = ["var ", "let ", "const ", "export const ", "window.", "module."];

/// The name and the value of an assignment that all of `text` is: a list or an object.
pub(super) fn assignment(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let declared = DECLARATIONS.iter().find_map(|word| text.strip_prefix(word))?;
    let (name, value) = declared.split_once('=')?;
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_$.".contains(c));
    let value = value.trim_start().trim_end_matches(';').trim_end();
    let is_whole = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    (is_name(name.trim()) && (is_whole('[', ']') || is_whole('{', '}'))).then_some((name.trim(), value))
}

/// `text` with null for each NaN and Infinity outside its strings, which Python writes and JSON lacks; `None` without one.
pub(super) fn with_nulls(text: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let (mut kept, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if bytes[at] == b'"' {
            at = end_of_string(bytes, at);
            continue;
        }
        let word = ["NaN", "Infinity", "-Infinity"]
            .into_iter()
            .find(|word| bytes[at..].starts_with(word.as_bytes()));
        match word {
            Some(word) => {
                let out = out.get_or_insert_with(String::new);
                out.push_str(&text[kept..at]);
                out.push_str("null");
                at += word.len();
                kept = at;
            }
            None => at += 1,
        }
    }
    out.map(|out| out + &text[kept..])
}

/// The byte after the string that begins at `at`.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at.min(bytes.len())..]) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// `text` with the sign for an unknown character in place of each half of a surrogate pair that stands alone. Programs that
/// cut texts after a fixed number of UTF-16 units leave such halves of emojis, and most write them as escapes.
pub(super) fn with_whole_surrogates(text: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        at = match escaped_unit(&text[start..]) {
            Some(0xd800..=0xdbff) if matches!(escaped_unit(&text[start + 6..]), Some(0xdc00..=0xdfff)) => {
                start + 12
            }
            Some(0xd800..=0xdfff) => {
                let out = out.get_or_insert_with(String::new);
                out.push_str(&text[kept..start]);
                out.push_str("\\ufffd");
                kept = start + 6;
                kept
            }
            // What follows the backslash is not the beginning of another escape.
            _ => start + 1 + text[start + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    match out {
        Some(out) => Cow::Owned(out + &text[kept..]),
        None => Cow::Borrowed(text),
    }
}

/// The UTF-16 unit that `text` begins with, where it begins with an escape such as `\ud83d`.
fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}
