//! The cleaning of the successor (2022): quotation marks and white space made plain, stop words out,
//! lowercased, tags out, everything but letters out.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::repetition::without_repetition;
use super::white_space::is_space;
use crate::text::characters::composed;
use crate::text::draft::{Draft, Written, range_in};
use crate::text::language::Language;
use crate::text::language::script::Script;
use crate::text::language::stop_words::StopWordSet;
use crate::text::lemma::Lemma;
use crate::text::lemma::memory::Memory;
use crate::text::tokenize::word_length;

/// All steps in their order. Lemmas come where the original had them: after the first steps, before capitals, accents and
/// all but letters go.
pub(super) fn clean<'t, W: Written>(
    draft: Draft<'t, W>,
    language: Language,
    stop_words: &StopWordSet,
) -> Draft<'t, W> {
    let draft = without_repetition(plain(draft));
    let put = |out: &mut W, text: &str, piece: &str| {
        let start = out.text().len();
        out.push_lowercase(text, range_in(text, piece));
        if stop_words.contains(&out.text()[start..]) {
            out.truncate(start);
        }
    };
    clean_behind_lemmas(draft.then(|text| Some(piece_by_piece(text, language, put))), language)
}

/// As [`clean`], with lemmas in place of words; a piece goes as well when its lemma is a stop word.
pub(super) fn clean_for_lemmas<'t, W: Written>(
    draft: Draft<'t, W>,
    language: Language,
    memory: &mut Memory<'_>,
    seen: &mut dyn FnMut(&Lemma),
) -> Draft<'t, W> {
    let draft = without_repetition(plain(draft));
    let put = |out: &mut W, text: &str, piece: &str| {
        memory.piece(piece, |lemma| {
            out.put(&lemma.lemma, range_in(text, piece));
            seen(lemma);
        });
    };
    clean_behind_lemmas(draft.then(|text| Some(piece_by_piece(text, language, put))), language)
}

/// The steps behind stop words and lemmas.
pub(super) fn clean_behind_lemmas<W: Written>(draft: Draft<'_, W>, language: Language) -> Draft<'_, W> {
    let letters = |text: &str| {
        Some(match language {
            Language::Chinese | Language::Japanese => without_digits_and_punctuation(text),
            language if language.scripts() == [Script::Latin] => latin_letters(text),
            _ => letters_of_any_script(text),
        })
    };
    without_repetition(draft.then(without_tags).then(letters))
}

/// NFC, typographic quotation marks to plain ones, `\s+` → one space.
fn plain<W: Written>(draft: Draft<'_, W>) -> Draft<'_, W> {
    draft.then(composed).then(plain_characters)
}

fn plain_characters<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
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
            out.keep(text, kept..index);
            kept = index + c.len_utf8();
            out.put(instead, index..kept);
        }
        after_space = space;
    }
    out.finished(text, kept)
}

/// Cuts `text` into pieces, and joins what `put` writes for each by spaces; it writes nothing for a stop word.
fn piece_by_piece<W: Written>(text: &str, language: Language, mut put: impl FnMut(&mut W, &str, &str)) -> W {
    let mut out = W::with_capacity(text.len() + text.len() / 4);
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| !is_space(c)).map(|offset| at + offset) {
        let rest = &text[start..];
        let length = if language == Language::English { english_piece(rest) } else { piece(rest) };
        at = start + length;
        let kept = out.text().len();
        if kept > 0 {
            out.push(' ', start..start);
        }
        let word = out.text().len();
        put(&mut out, text, &rest[..length]);
        if out.text().len() == word {
            out.truncate(kept);
        }
    }
    out
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
fn without_tags<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let (mut kept, mut at) = (0, 0);
    while let Some(open) = text[at..].find('<').map(|found| at + found) {
        at = open + 1;
        let inside = &text[at..];
        let end = inside.find(['<', '>']).unwrap_or(inside.len());
        if inside[end..].starts_with('>') {
            at += end + 1;
            out.keep(text, kept..open);
            kept = at;
        }
    }
    out.finished(text, kept)
}

/// `\d+` → one space, each punctuation mark → one space: what the original meant for Chinese. As written,
/// it deletes all Chinese text.
fn without_digits_and_punctuation<W: Written>(text: &str) -> W {
    let mut out = W::with_capacity(text.len());
    let mut after_digit = false;
    for (at, c) in text.char_indices() {
        let from = at..at + c.len_utf8();
        let digit = c.general_category() == GeneralCategory::DecimalNumber;
        let mark = c.general_category_group() == GeneralCategoryGroup::Punctuation;
        if !digit && !mark {
            out.keep(text, from);
        } else if mark || !after_digit {
            out.push(' ', from);
        }
        after_digit = digit;
    }
    out
}

/// NFKD, combining characters out, then `[^A-Za-z]+` → one space.
fn latin_letters<W: Written>(text: &str) -> W {
    let mut letters = Letters::<W>::new(text);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_ascii() {
            // ASCII characters decompose to themselves.
            let rest = &text.as_bytes()[at..];
            let ascii = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            letters.keep_ascii(at..at + ascii);
            at += ascii;
            continue;
        }
        let from = at..at + c.len_utf8();
        at = from.end;
        // Only combining characters change places with each other, and these go.
        decompose_compatible(c, |c| {
            if canonical_combining_class(c) == 0 {
                letters.push(c, c.is_ascii_alphabetic(), from.clone());
            }
        });
    }
    letters.out
}

/// `[^\p{L}\p{M}]+` → one space: for scripts of which the original's `[^A-Za-z]+` leaves nothing. A deviation
/// from the published tool, which had no such language.
fn letters_of_any_script<W: Written>(text: &str) -> W {
    let mut letters = Letters::<W>::new(text);
    for (at, c) in text.char_indices() {
        let kind = c.general_category_group();
        let letter = matches!(kind, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark);
        letters.push(c, letter, at..at + c.len_utf8());
    }
    letters.out
}

/// Letters as they come, and one space for each run of anything else.
struct Letters<'t, W> {
    text: &'t str,
    out: W,
    /// Whether the space for the run under way has been written.
    spaced: bool,
}

impl<'t, W: Written> Letters<'t, W> {
    fn new(text: &'t str) -> Self {
        Self { text, out: W::with_capacity(text.len()), spaced: false }
    }

    fn push(&mut self, c: char, letter: bool, from: Range<usize>) {
        if letter {
            self.out.push(c, from);
        } else if !self.spaced {
            self.out.push(' ', from);
        }
        self.spaced = !letter;
    }

    /// Goes through a part of the text that is ASCII.
    fn keep_ascii(&mut self, from: Range<usize>) {
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
        let bytes = self.text.as_bytes();
        let end = from.end;
        let mut at = from.start;
        while at < end {
            let letters = bytes[at..end].iter().take_while(|byte| is_letter(byte)).count();
            self.out.keep(self.text, at..at + letters);
            self.spaced &= letters == 0;
            at += letters;
            let others = bytes[at..end].iter().take_while(|byte| !is_letter(byte)).count();
            if others > 0 && !self.spaced {
                self.out.push(' ', at..at + others);
                self.spaced = true;
            }
            at += others;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::stop_words::{StopWords, set};

    fn check(language: Language, text: &str, expected: &str) {
        let stop_words = set(&StopWords::Spacy, language);
        let draft = clean(Draft::<String>::new(text), language, &stop_words);
        assert_eq!(draft.text(), expected, "{text:?}");
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
