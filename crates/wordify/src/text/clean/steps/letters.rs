//! Letters: case, Unicode forms, accents, acronyms.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose};

use super::replacement::is_word_part;
use crate::text::characters::composed;
use crate::text::draft::Written;
use crate::text::language::script::Script;

/// Lowercase, by the rules of Unicode: the Greek sigma at the end of a word has its own form.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Lowercase.apply("ΟΔΟΣ Straße ÉCOLE"), "οδος straße école");
/// ```
pub(super) fn lowercase<W: Written>(text: &str) -> W {
    let mut out = W::with_capacity(text.len());
    out.push_lowercase(text, 0..text.len());
    out
}

/// Letters with their marks as one character, where Unicode has one (NFC).
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Unicode.apply("e\u{301}te\u{301} и\u{306}"), "été й");
/// ```
pub(super) fn unicode<W: Written>(text: &str) -> Option<W> {
    composed(text)
}

/// Accents of Latin and Greek letters go, strokes through Latin letters too. Marks that make another letter,
/// as in Russian й, and the marks of other scripts, without which words cannot be read, stay.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Accents.apply("Łódź, naïve, ΆΈΉ, ñ, ø; й ё हिन्दी ß が"), "Lodz, naive, ΑΕΗ, n, o; й ё हिन्दी ß が");
/// ```
pub(super) fn accents<W: Written>(text: &str) -> Option<W> {
    if text.is_ascii() {
        return None;
    }
    let mut out = W::with_capacity(text.len());
    let mut bare = false;
    for (at, c) in text.char_indices() {
        let from = at..at + c.len_utf8();
        if !c.is_ascii() && canonical_combining_class(c) != 0 && is_word_part(c) {
            if !bare {
                // The mark belongs to the letter before it, which may be one character with it.
                let whole =
                    out.text().chars().next_back().and_then(|letter| Some((letter, compose(letter, c)?)));
                match whole {
                    Some((letter, whole)) => out.replace_last(letter.len_utf8(), whole, from.end),
                    None => out.keep(text, from),
                }
            }
            continue;
        }
        bare = matches!(Script::of(c), Some(Script::Latin | Script::Greek));
        if bare && !c.is_ascii() { out.push(without_accent(c), from) } else { out.keep(text, from) }
    }
    Some(out)
}

/// The first character of the decomposition: the letter itself.
fn without_accent(c: char) -> char {
    match c {
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'đ' => 'd',
        'Đ' => 'D',
        'ħ' => 'h',
        'Ħ' => 'H',
        'ŧ' => 't',
        'Ŧ' => 'T',
        'ı' => 'i',
        c => std::iter::once(c).nfd().next().unwrap_or(c),
    }
}

/// Letters with full stops between them become one word in capitals: "u.s.a." becomes "USA". The rest of the
/// text stays as it is.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Acronyms.apply("the u.s.a. and U.S law, С.Ш.А., end. a. b"), "the USA and US law, США, end. a. b");
/// ```
pub(super) fn acronyms<W: Written>(text: &str) -> Option<W> {
    if !text.contains('.') {
        return None;
    }
    let mut out = W::with_capacity(text.len());
    let mut before = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let fits = c.is_alphabetic() && !before.is_some_and(|c| is_word_part(c) || c == '.');
        if let Some((letters, length)) = fits.then(|| acronym(&text[at..])).flatten() {
            out.put(&letters.to_uppercase(), at..at + length);
            at += length;
            before = Some('.');
        } else {
            out.keep(text, at..at + c.len_utf8());
            at += c.len_utf8();
            before = Some(c);
        }
    }
    Some(out)
}

/// The letters and bytes of the acronym at the beginning of `rest`: two letters or more, each followed by a
/// full stop; the last may do without.
fn acronym(rest: &str) -> Option<(String, usize)> {
    let mut letters = String::new();
    let mut length = 0;
    let mut stops = 0;
    loop {
        let mut next = rest[length..].chars();
        let Some(letter) = next.next().filter(|c| c.is_alphabetic()) else { break };
        if next.as_str().starts_with('.') {
            stops += 1;
            length += letter.len_utf8() + 1;
        } else if stops > 0 && !next.as_str().starts_with(is_word_part) {
            length += letter.len_utf8();
            letters.push(letter);
            break;
        } else {
            break;
        }
        letters.push(letter);
    }
    // "e.V. gut." ends with its own full stop; a word behind it ("u.S.then") says that it is something else.
    let whole = letters.chars().count() >= 2 && !rest[length..].starts_with(is_word_part);
    whole.then_some((letters, length))
}
