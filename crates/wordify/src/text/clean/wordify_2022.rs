//! The cleaning of the successor (2022): quotation marks and white space made plain, stop words out,
//! lowercased, tags out, everything but letters out.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::repetition::without_repetition;
use super::white_space::is_space;
use crate::text::language::Language;
use crate::text::language::script::Script;
use crate::text::language::stop_words::StopWordSet;
use crate::text::lemma::Lemma;
use crate::text::lemma::memory::Memory;
use crate::text::tokenize::word_length;

/// All steps in their order. Lemmas come where the original had them: after the first steps, before capitals, accents and
/// all but letters go.
pub(super) fn clean(text: &str, language: Language, stop_words: &StopWordSet) -> String {
    let text = without_repetition(&plain(text));
    let put = |out: &mut String, piece: &str| {
        let start = out.len();
        push_lowercase(out, piece);
        if stop_words.contains(&out[start..]) {
            out.truncate(start);
        }
    };
    clean_behind_lemmas(piece_by_piece(&text, language, put), language)
}

/// As [`clean`], with lemmas in place of words; a piece goes as well when its lemma is a stop word.
pub(super) fn clean_for_lemmas(
    text: &str,
    language: Language,
    memory: &mut Memory<'_>,
    seen: &mut dyn FnMut(&Lemma),
) -> String {
    let text = without_repetition(&plain(text));
    let put = |out: &mut String, piece: &str| {
        memory.piece(piece, |lemma| {
            out.push_str(&lemma.lemma);
            seen(lemma);
        });
    };
    clean_behind_lemmas(piece_by_piece(&text, language, put), language)
}

/// The steps behind stop words and lemmas.
pub(super) fn clean_behind_lemmas(text: String, language: Language) -> String {
    let text = without_tags(text);
    let text = match language {
        Language::Chinese | Language::Japanese => without_digits_and_punctuation(&text),
        language if language.scripts() == [Script::Latin] => latin_letters(&text),
        _ => letters_of_any_script(&text),
    };
    without_repetition(&text)
}

/// NFC, typographic quotation marks to plain ones, `\s+` → one space.
fn plain(text: &str) -> String {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        plain_characters(text)
    } else {
        plain_characters(&text.nfc().collect::<String>())
    }
}

fn plain_characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    let mut after_space = false;
    for (index, c) in text.char_indices() {
        let space = is_space(c);
        let instead = match c {
            ' ' if !after_space => None,
            _ if space => Some(if after_space { "" } else { " " }),
            '‘' | '’' => Some("'"),
            '“' | '”' => Some("\""),
            _ => None,
        };
        if let Some(instead) = instead {
            out.push_str(&text[kept..index]);
            out.push_str(instead);
            kept = index + c.len_utf8();
        }
        after_space = space;
    }
    out.push_str(&text[kept..]);
    out
}

/// Cuts into pieces, and joins what `put` writes for each by spaces; it writes nothing for a stop word.
fn piece_by_piece(text: &str, language: Language, mut put: impl FnMut(&mut String, &str)) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| !is_space(c)).map(|offset| at + offset) {
        let rest = &text[start..];
        let length = if language == Language::English { english_piece(rest) } else { piece(rest) };
        at = start + length;
        let kept = out.len();
        if kept > 0 {
            out.push(' ');
        }
        let word = out.len();
        put(&mut out, &rest[..length]);
        if out.len() == word {
            out.truncate(kept);
        }
    }
    out
}

fn push_lowercase(out: &mut String, piece: &str) {
    if piece.is_ascii() {
        let start = out.len();
        out.push_str(piece);
        out[start..].make_ascii_lowercase();
    } else {
        out.push_str(&piece.to_lowercase());
    }
}

/// Bytes of `\w+|[^\w\s]` at the beginning of `rest`, which begins with no white space.
fn piece(rest: &str) -> usize {
    match word_length(rest) {
        0 => rest.chars().next().map_or(0, char::len_utf8),
        length => length,
    }
}

/// Bytes of `\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+|[^\w\s]` at the beginning of `rest`,
/// which begins with no white space.
fn english_piece(rest: &str) -> usize {
    let length = word_length(rest);
    if length == 0 {
        return apostrophe_and(rest, &["s", "re", "ve", "ll", "d", "m"]).unwrap_or_else(|| piece(rest));
    }
    // "n't" can only begin with the last character of the run, because the apostrophe ends it.
    if !rest[..length].ends_with('n') {
        return length;
    }
    match apostrophe_and(&rest[length..], &["t"]) {
        Some(ending) if length == 1 => length + ending,
        Some(_) => length - 1,
        None => length,
    }
}

/// Bytes of an apostrophe, one of `endings` and a word boundary at the beginning of `rest`.
fn apostrophe_and(rest: &str, endings: &[&str]) -> Option<usize> {
    let behind = rest.strip_prefix(['\'', '’'])?;
    let ending = &behind[..word_length(behind)];
    endings.contains(&ending).then_some(rest.len() - behind.len() + ending.len())
}

/// `<[^<>]*>` → nothing.
fn without_tags(text: String) -> String {
    if !text.contains('<') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        let inside = &rest[open + 1..];
        let end = inside.find(['<', '>']).unwrap_or(inside.len());
        if inside[end..].starts_with('>') {
            out.push_str(&rest[..open]);
            rest = &inside[end + 1..];
        } else {
            out.push_str(&rest[..=open]);
            rest = inside;
        }
    }
    out.push_str(rest);
    out
}

/// `\d+` → one space, each punctuation mark → one space: what the original meant for Chinese. As written,
/// it deletes all Chinese text.
fn without_digits_and_punctuation(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_digit = false;
    for c in text.chars() {
        let digit = c.general_category() == GeneralCategory::DecimalNumber;
        let mark = c.general_category_group() == GeneralCategoryGroup::Punctuation;
        if !digit || !after_digit {
            out.push(if digit || mark { ' ' } else { c });
        }
        after_digit = digit;
    }
    out
}

/// NFKD, combining characters out, then `[^A-Za-z]+` → one space.
fn latin_letters(text: &str) -> String {
    let mut letters = Letters::default();
    let mut rest = text;
    while !rest.is_empty() {
        // ASCII characters decompose to themselves and no reordering crosses them.
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        letters.push_ascii(&rest[..ascii]);
        rest = &rest[ascii..];
        let other = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        for c in rest[..other].nfkd().filter(|&c| canonical_combining_class(c) == 0) {
            letters.push(c, c.is_ascii_alphabetic());
        }
        rest = &rest[other..];
    }
    letters.out
}

/// `[^\p{L}\p{M}]+` → one space: for scripts of which the original's `[^A-Za-z]+` leaves nothing. A deviation
/// from the published tool, which had no such language.
fn letters_of_any_script(text: &str) -> String {
    let mut letters = Letters::default();
    for c in text.chars() {
        let kind = c.general_category_group();
        letters.push(c, matches!(kind, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark));
    }
    letters.out
}

/// Letters as they come, and one space for each run of anything else.
#[derive(Default)]
struct Letters {
    out: String,
    /// Whether the space for the run under way has been written.
    spaced: bool,
}

impl Letters {
    fn push(&mut self, c: char, letter: bool) {
        if letter {
            self.out.push(c);
        } else if !self.spaced {
            self.out.push(' ');
        }
        self.spaced = !letter;
    }

    fn push_ascii(&mut self, text: &str) {
        let is_other = |byte: u8| !byte.is_ascii_alphabetic();
        let mut rest = text;
        while !rest.is_empty() {
            let letters = rest.bytes().position(is_other).unwrap_or(rest.len());
            self.out.push_str(&rest[..letters]);
            self.spaced &= letters == 0;
            rest = &rest[letters..];
            let others = rest.bytes().position(|byte| !is_other(byte)).unwrap_or(rest.len());
            if others > 0 && !self.spaced {
                self.out.push(' ');
                self.spaced = true;
            }
            rest = &rest[others..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::stop_words::{StopWords, set};

    fn check(language: Language, text: &str, expected: &str) {
        let stop_words = set(&StopWords::Spacy, language);
        assert_eq!(clean(text, language, &stop_words), expected, "{text:?}");
    }

    #[test]
    fn english_contractions_are_cut_before_stop_words_go() {
        check(Language::English, "I don’t think it's John's car", "think john car");
        check(Language::English, "can't won't n't", "wo");
        assert_eq!(english_piece("don't"), 2);
        assert_eq!(english_piece("n't x"), 3);
        assert_eq!(english_piece("n'tx"), 1);
        assert_eq!(english_piece("'d"), 2);
        assert_eq!(english_piece("'dx"), 1);
    }

    #[test]
    fn tags_and_all_but_latin_letters_go_and_accents_are_folded() {
        check(Language::German, "<b>Schöne</b> Straße 12", "schone stra e");
        check(Language::French, "œuvre à l'été ™", "uvre l ete TM");
    }

    #[test]
    fn chinese_loses_digits_and_punctuation_only() {
        check(Language::Chinese, "手机 123 屏幕，拍照", "手机 屏幕 拍照");
    }

    #[test]
    fn other_scripts_keep_their_letters_and_marks() {
        check(Language::Multi, "Россия й 12 Ελλάδα", "россия й ελλάδα");
        check(Language::Russian, "Россия, мой йогурт 12", "россия йогурт");
        check(Language::Greek, "Ελλάδα: ήλιος!", "ελλάδα ήλιος");
    }
}
