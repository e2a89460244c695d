//! Text within HTML, SVG and other XML.

use std::fmt::{Arguments, Write};

/// Appends to a document in the making.
pub(super) fn put(document: &mut String, arguments: Arguments<'_>) {
    document.write_fmt(arguments).expect("writing to a string cannot fail");
}

/// Everything between two tags or in an attribute, made harmless.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' => safe.push(letter),
            _ if letter.is_control() => safe.push('\u{FFFD}'),
            _ => safe.push(letter),
        }
    }
    safe
}
