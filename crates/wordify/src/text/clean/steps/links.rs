//! Links, addresses, user names, hashtags and tags.

use super::replacement::{is_word_part, replaced, word_part_length};
use crate::text::draft::Written;
use crate::text::language::script::Script;

/// Endings of a host that make it a link without anything before or after it. Endings that are words in some
/// language ("at", "it", "de", "is") are not here: "done.it" is two words.
const ENDINGS: [&str; 12] =
    ["com", "org", "net", "edu", "gov", "info", "biz", "eu", "uk", "ru", "app", "dev"];

/// Links: what begins with `http://`, `https://`, `ftp://` or `www.`, hosts with a path, and hosts with one of
/// the most frequent endings. The full stop behind a link, brackets around it, and words glued by a full stop
/// are no part of it; in Chinese and Japanese texts it ends before the next character.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplaceUrls.apply("See https://t.co/a1, or bit.ly/x (www.a.de)!"), "See _url_, or _url_ (_url_)!");
/// assert_eq!(Step::RemoveUrls.apply("So good.Very good, 12.50 in the u.s. done.it"), "So good.Very good, 12.50 in the u.s. done.it");
/// assert_eq!(Step::ReplaceUrls.apply("看https://t.co/a很好"), "看 _url_ 很好");
/// ```
pub(in crate::text::clean) fn urls<W: Written>(text: &str, with: &str) -> W {
    replaced(text, with, |before, rest| {
        // What begins with http:// is a link wherever it begins: programs that cut posts glue it to the word before.
        let is_glued = starts_with(rest, "http://")
            || starts_with(rest, "https://")
            || starts_with(rest, "www.") && !before.is_some_and(char::is_alphanumeric);
        if before.is_some_and(is_host_part) && !is_glued { 0 } else { url_length(rest) }
    })
}

/// E-mail addresses.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplaceEmails.apply("Write to jörg.m@example.org."), "Write to _email_.");
/// assert_eq!(Step::RemoveEmails.apply("meet @ noon, me@home"), "meet @ noon, me@home");
/// ```
pub(in crate::text::clean) fn emails<W: Written>(text: &str, with: &str) -> Option<W> {
    let length = |before: Option<char>, rest: &str| {
        if before.is_some_and(is_local_part) { 0 } else { email_length(rest) }
    };
    text.contains('@').then(|| replaced(text, with, length))
}

/// User names: `@` and a word, in any script, not behind a word.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplaceUserHandles.apply("Thanks @Öko_Fan: a@b, @ 5"), "Thanks _user_: a@b, @ 5");
/// ```
pub(in crate::text::clean) fn user_handles<W: Written>(text: &str, with: &str) -> Option<W> {
    text.contains('@').then(|| replaced(text, with, user_handle_length))
}

/// User names as [`user_handles`], directly behind a word as well: "RT@name".
pub(in crate::text::clean) fn all_user_handles<W: Written>(text: &str, with: &str) -> Option<W> {
    text.contains('@').then(|| replaced(text, with, |_, rest| user_handle_length(None, rest)))
}

fn user_handle_length(before: Option<char>, rest: &str) -> usize {
    match sign_and_word('@', before, rest) {
        0 => 0,
        length => length + joined_length(&rest[length..]),
    }
}

/// Bytes of what goes on behind a hyphen or a full stop, as some sites have user names; a capital behind a full stop begins a sentence.
fn joined_length(rest: &str) -> usize {
    let mut at = 0;
    while let Some(sign) = rest[at..].chars().next().filter(|sign| matches!(sign, '-' | '.')) {
        let behind = &rest[at + sign.len_utf8()..];
        let goes_on = |c: char| is_word_part(c) && !(sign == '.' && c.is_uppercase());
        if !behind.starts_with(goes_on) {
            break;
        }
        at += sign.len_utf8() + word_part_length(behind);
    }
    at
}

/// Hashtags: `#` and a word, in any script, not behind a word.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::ReplaceHashtags.apply("Ура #погода2 C# #"), "Ура _tag_ C# #");
/// ```
pub(super) fn hashtags<W: Written>(text: &str, with: &str) -> Option<W> {
    text.contains('#').then(|| replaced(text, with, |before, rest| sign_and_word('#', before, rest)))
}

/// HTML tags become a space; a sign that something is less stays.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::HtmlTags.apply("one<br/>two <b>three</b> 1 < 2 > 0 <3"), "one two  three  1 < 2 > 0 <3");
/// ```
pub(super) fn html_tags<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let (mut kept, mut at) = (0, 0);
    while let Some(open) = text[at..].find('<').map(|found| at + found) {
        at = open + 1;
        let inside = &text[at..];
        let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let end = inside.find(['<', '>']).filter(|&end| is_tag && inside[end..].starts_with('>'));
        if let Some(end) = end {
            at += end + 1;
            out.keep(text, kept..open);
            out.push(' ', open..at);
            kept = at;
        }
    }
    out.finished(text, kept)
}

fn sign_and_word(sign: char, before: Option<char>, rest: &str) -> usize {
    match rest.strip_prefix(sign) {
        // Chinese and Japanese have no space before it.
        Some(behind) if !before.is_some_and(|c| is_word_part(c) && !is_ideograph(c)) => {
            match word_part_length(behind) {
                0 => 0,
                length => sign.len_utf8() + length,
            }
        }
        _ => 0,
    }
}

/// Characters of host names; a link does not begin in the middle of one.
fn is_host_part(c: char) -> bool {
    (c.is_alphanumeric() && !is_ideograph(c)) || matches!(c, '-' | '.' | '_' | '@')
}

fn starts_with(rest: &str, start: &str) -> bool {
    rest.get(..start.len()).is_some_and(|part| part.eq_ignore_ascii_case(start))
}

/// Whether Chinese and Japanese write it without spaces.
fn is_ideograph(c: char) -> bool {
    matches!(Script::of(c), Some(Script::Han | Script::Kana))
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Bytes of the link at the beginning of `rest`.
fn url_length(rest: &str) -> usize {
    let begins = ["http://", "https://", "ftp://", "www."].iter().find(|start| starts_with(rest, start));
    if let Some(start) = begins {
        let length = link_end(rest);
        return if length > start.len() { length } else { 0 };
    }
    let ends_host = |c: char| is_ideograph(c) || !(c.is_alphanumeric() || c == '-' || c == '.');
    let host = rest.find(ends_host);
    let host = rest[..host.unwrap_or(rest.len())].trim_end_matches('.');
    let is_known = |ending: &str| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    let path = |host: &str| rest[host.len()..].strip_prefix('/');
    let host = match host.rsplit_once('.') {
        // Not so in "Example.Org/page".
        Some((before, word)) if begins_sentence(word) && !(is_known(word) && path(host).is_some()) => before,
        _ => host,
    };
    let Some((_, ending)) =
        host.rsplit_once('.').filter(|(name, _)| !name.is_empty() && !name.contains(".."))
    else {
        return 0;
    };
    if ending.len() < 2 || !ending.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return 0;
    }
    let behind = &rest[host.len()..];
    if is_known(ending) {
        let has_port =
            behind.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
        return match behind.chars().next() {
            Some('@') => 0,
            Some('/' | '?' | '#') => link_end(rest),
            _ if has_port => link_end(rest),
            _ => host.len(),
        };
    }
    let begins_path = |c: char| c.is_ascii_alphanumeric() || "@~?#-_".contains(c);
    let has_path = path(host).is_some_and(|path| path.starts_with(begins_path));
    if has_path { link_end(rest) } else { 0 }
}

/// Whether what stands behind a full stop is the first word of a sentence, and no part of a host: "this.App is great".
fn begins_sentence(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase()) && word.chars().skip(1).all(char::is_lowercase)
}

/// Where a link ends: at white space, at signs that no link has, before ideographs; without the marks that end
/// a sentence or a bracket around the link.
fn link_end(rest: &str) -> usize {
    let stops = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»') || is_ideograph(c)
    };
    let end = rest.find(stops).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '’', '…']).len()
}

fn is_local_part(c: char) -> bool {
    (c.is_alphanumeric() && !is_ideograph(c)) || matches!(c, '.' | '_' | '+' | '-' | '%')
}

fn email_length(rest: &str) -> usize {
    let local = rest.find(|c| !is_local_part(c)).unwrap_or(rest.len());
    let Some(domain) = rest[local..].strip_prefix('@').filter(|_| local > 0) else { return 0 };
    let end =
        domain.find(|c: char| !is_local_part(c) || matches!(c, '_' | '+' | '%')).unwrap_or(domain.len());
    let domain = domain[..end].trim_end_matches(['.', '-']);
    let domain = match domain.rsplit_once('.') {
        Some((before, word)) if begins_sentence(word) && before.contains('.') => before,
        _ => domain,
    };
    match domain.rsplit_once('.') {
        Some((name, ending)) if !name.is_empty() && ending.chars().count() >= 2 => local + 1 + domain.len(),
        _ => 0,
    }
}
