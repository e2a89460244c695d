//! Characters as people write them: what looks the same is the same.
//!
//! Texts come from many programs. The same word arrives composed or decomposed, with a soft hyphen where a line might have
//! ended, with marks of direction that nobody sees, with ligatures of a printed page, or in full-width letters. Two
//! spellings that no reader can tell apart would be two terms. [`usual`] gives one of them; letters that a reader does tell
//! apart stay (ß and ss, é and e).

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use super::draft::{Draft, Written};
use super::language::Language;
use super::language::script::Script;

/// Below this code point nothing is unusual, the soft hyphen and accents that stand alone apart: ASCII and Latin-1 are most of all text.
const FIRST_UNUSUAL: char = '\u{130}';
const SOFT_HYPHEN: char = '\u{ad}';
/// An accent that stands alone; Latin-1 has it, and ASCII the grave one.
const ACUTE: char = '\u{b4}';
const GRAVE: char = '`';
/// Joiners of letters, which some scripts need and others only hide.
const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';
const DOTTED: char = 'İ';

/// `text` in composed characters (NFC) and usual letters; nothing where it is so already. `language` says which letters stand for others: Persian writes ک
/// where an Arabic keyboard gives ك.
///
/// - Invisible characters disappear: soft hyphens (with the line end behind them), word joiners, marks of direction, byte
///   order marks, variation selectors but for emojis. A zero-width space stays: it divides words.
/// - Joiners stay between letters of scripts that need them (Persian, Indic scripts) and in emojis.
/// - Ligatures, full-width and half-width letters, mathematical and circled letters, presentation forms become usual letters.
/// - The vowel signs of Arabic and Hebrew, which only schoolbooks print, and the Arabic stretching stroke disappear.
/// - The marks inside a Hebrew abbreviation disappear, because they are typed in many ways; its hyphen, and the unbreakable one,
///   become `-`.
/// - Accents, primes and quotation marks between two letters are the apostrophe that a keyboard lacked: "don´t".
/// - The dotted capital İ is an I where the language does not tell the two apart.
pub(crate) fn usual<W: Written>(text: &str, language: Language) -> Option<W> {
    let replaced = language.facts().letters;
    if text.is_ascii() && !text.contains(GRAVE) {
        return None;
    }
    let dots = language.facts().habits.dotless_i;
    // Quotation marks inside Hebrew words are those of an abbreviation.
    let hebrew =
        language.scripts().iter().all(|&script| script == Script::Hebrew) && text.contains(is_hebrew);
    let is_unusual = |c: char| match c {
        SOFT_HYPHEN | ACUTE | GRAVE => true,
        DOTTED => !dots,
        _ => c >= FIRST_UNUSUAL && (change_of(c).is_some() || is_replaced(c, replaced)),
    };
    if is_composed(text) && !hebrew && !text.chars().any(is_unusual) {
        return None;
    }
    Draft::new(text).rewritten(in_usual_letters(text, (hebrew, dots), replaced)).then(composed).into_written()
}

/// `text` character by character; `hebrew` where quotation marks inside Hebrew words are those of an abbreviation, `dots` where
/// İ and I are two letters.
fn in_usual_letters<W: Written>(text: &str, (hebrew, dots): (bool, bool), replaced: &[(char, char)]) -> W {
    let mut out = W::with_capacity(text.len());
    let (mut kept, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let from = at..at + c.len_utf8();
        at = from.end;
        let quote = if hebrew { mark_of_quote(c) } else { None };
        let dotted = (c == DOTTED && !dots).then_some(Change::To('I'));
        let other = || Some(replacement(c, replaced)).filter(|&other| other != c).map(Change::To);
        let change = quote.or(dotted).or_else(|| change_of(c)).or_else(other);
        let Some(change) = change else { continue };
        out.keep(text, kept..from.start);
        let behind = &text[from.end..];
        match change {
            Change::Nothing if c == SOFT_HYPHEN => at += line_end_length(behind),
            Change::Nothing => {}
            Change::To(usual) => out.push(usual, from),
            Change::Decomposed => {
                for letter in std::iter::once(c).nfkd() {
                    out.push(replacement(letter, replaced), from.clone());
                }
            }
            Change::Joiner => put_joiner(text, from, &mut out),
            Change::Apostrophe => {
                let inside =
                    out.text().ends_with(char::is_alphabetic) && behind.starts_with(char::is_alphabetic);
                out.push(if inside { '\'' } else { c }, from);
            }
            Change::HebrewMark(plain) => {
                let inside = out.text().ends_with(is_hebrew) && behind.starts_with(is_hebrew);
                if !inside {
                    out.push(plain, from);
                }
            }
        }
        kept = at;
    }
    out.keep(text, kept..text.len());
    out
}

/// `text` with letters and their marks as one character where Unicode has one (NFC); nothing where it is so already.
pub(crate) fn composed<W: Written>(text: &str) -> Option<W> {
    (!is_composed(text)).then(|| by_cluster(text, is_composed, |cluster| cluster.nfc().collect()))
}

/// `text` with forms of characters as the characters that Unicode says they are forms of (NFKC).
pub(crate) fn compatible<W: Written>(text: &str) -> W {
    let is_done = |text: &str| text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes;
    by_cluster(text, is_done, |cluster| cluster.nfkc().collect())
}

fn is_composed(text: &str) -> bool {
    text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// `text` in a form of Unicode: `change` makes it of what is not `done`. A letter that needs no change by itself and never joins what
/// stands before it divides: each side is changed by itself.
fn by_cluster<W: Written>(text: &str, is_done: impl Fn(&str) -> bool, change: impl Fn(&str) -> String) -> W {
    let mut out = W::with_capacity(text.len());
    let mut put = |cluster: Range<usize>| {
        let part = &text[cluster.clone()];
        if is_done(part) { out.keep(text, cluster) } else { out.put(&change(part), cluster) }
    };
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let divides =
            c.is_ascii() || canonical_combining_class(c) == 0 && is_done(&text[at..at + c.len_utf8()]);
        if divides {
            put(start..at);
            start = at;
        }
    }
    put(start..text.len());
    out
}

/// What becomes of a character.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// It disappears.
    Nothing,
    /// It becomes another.
    To(char),
    /// It becomes the letters that Unicode says it is a form of (NFKD).
    Decomposed,
    /// It joins or divides the letters beside it, where the script needs that.
    Joiner,
    /// Between letters it is an apostrophe.
    Apostrophe,
    /// Between Hebrew letters it disappears, elsewhere it becomes this character.
    HebrewMark(char),
}

/// Typewriters and word processors write the marks of a Hebrew abbreviation as quotation marks.
fn mark_of_quote(c: char) -> Option<Change> {
    match c {
        '"' | '\u{201c}' | '\u{201d}' => Some(Change::HebrewMark(c)),
        '\'' | '\u{2019}' => Some(Change::HebrewMark(c)),
        _ => None,
    }
}

fn change_of(c: char) -> Option<Change> {
    Some(match c {
        SOFT_HYPHEN
        | '\u{34f}'
        | '\u{61c}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0e}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0100}'..='\u{e01ef}' => Change::Nothing,
        // Vowel signs and the stretching stroke; U+0653 to U+0655 are parts of letters.
        '\u{640}' | '\u{64b}'..='\u{652}' | '\u{656}'..='\u{65f}' | '\u{670}' => Change::Nothing,
        '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' => {
            Change::Nothing
        }
        NON_JOINER | JOINER => Change::Joiner,
        '\u{5be}' | '\u{2010}' | '\u{2011}' => Change::To('-'),
        // Fillers that look like a space and are letters to Unicode.
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => Change::To(' '),
        GRAVE | ACUTE | '\u{2b9}' | '\u{2bc}' | '\u{2018}' | '\u{201b}' | '\u{2032}' => Change::Apostrophe,
        '\u{ff03}' => Change::To('#'),
        '\u{ff07}' => Change::To('\''),
        '\u{5f3}' => Change::HebrewMark('\''),
        '\u{5f4}' => Change::HebrewMark('"'),
        _ if is_form_of_letters(c) => Change::Decomposed,
        _ => return None,
    })
}

/// Whether `c` is a form of other letters that a reader takes for these. Full-width punctuation is none: Chinese has no other.
fn is_form_of_letters(c: char) -> bool {
    match c {
        '\u{132}'..='\u{133}'
        | '\u{13f}'..='\u{140}'
        | '\u{17f}'
        | '\u{1c4}'..='\u{1cc}'
        | '\u{1f1}'..='\u{1f3}' => true,
        '\u{2100}'..='\u{214f}' | '\u{2160}'..='\u{217f}' | '\u{ff01}'..='\u{ffdc}' => c.is_alphanumeric(),
        '\u{24b6}'..='\u{24e9}' | '\u{2f00}'..='\u{2fd5}' => true,
        '\u{fb00}'..='\u{fb4f}' | '\u{fb50}'..='\u{fdf9}' | '\u{fe70}'..='\u{fefc}' => c.is_alphabetic(),
        '\u{1d400}'..='\u{1d7ff}' | '\u{1f130}'..='\u{1f149}' => true,
        _ => false,
    }
}

fn is_replaced(c: char, replaced: &[(char, char)]) -> bool {
    replaced.iter().any(|&(from, _)| from == c)
}

fn replacement(c: char, replaced: &[(char, char)]) -> char {
    replaced.iter().find(|&&(from, _)| from == c).map_or(c, |&(_, to)| to)
}

/// Bytes of the line end at the beginning of `behind`, which stands behind a soft hyphen, where the word goes on in the next line.
fn line_end_length(behind: &str) -> usize {
    let gap = behind.find(|c: char| !c.is_whitespace()).unwrap_or(behind.len());
    let divided = behind[..gap].contains('\n') && behind[gap..].starts_with(char::is_alphabetic);
    if divided { gap } else { 0 }
}

/// Keeps the joiner at `from` of `text` between letters that need it and between emojis.
fn put_joiner<W: Written>(text: &str, from: Range<usize>, out: &mut W) {
    let written = out.text();
    let (Some(before), Some(behind)) = (written.chars().next_back(), text[from.end..].chars().next()) else {
        return;
    };
    let atomic = if text[from.clone()].starts_with(JOINER) { atomic_letter(written) } else { None };
    if let Some((length, letter)) = atomic {
        out.replace_last(length, letter, from.end);
        return;
    }
    let needs = |c: char| needs_joiners(c) || !c.is_alphanumeric() && !c.is_whitespace() && !c.is_ascii();
    if needs(before) && needs(behind) {
        out.keep(text, from);
    }
}

/// Whether letters of the script of `c` take other shapes, or make other words, beside a joiner.
fn needs_joiners(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{1b00}'..='\u{1c4f}')
}

/// Letters that are also written as a consonant, a sign for "no vowel" and a joiner: the bytes of these two at the end of
/// `text`, and the letter.
fn atomic_letter(text: &str) -> Option<(usize, char)> {
    let mut before = text.chars().rev();
    let (sign, consonant) = (before.next()?, before.next()?);
    let letter = match (consonant, sign) {
        ('\u{9a4}', '\u{9cd}') => '\u{9ce}',
        ('\u{d23}', '\u{d4d}') => '\u{d7a}',
        ('\u{d28}', '\u{d4d}') => '\u{d7b}',
        ('\u{d30}', '\u{d4d}') => '\u{d7c}',
        ('\u{d32}', '\u{d4d}') => '\u{d7d}',
        ('\u{d33}', '\u{d4d}') => '\u{d7e}',
        ('\u{d15}', '\u{d4d}') => '\u{d7f}',
        _ => return None,
    };
    Some((sign.len_utf8() + consonant.len_utf8(), letter))
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(language: Language, pairs: &[(&str, &str)]) {
        for (text, expected) in pairs {
            let shown = Draft::<String>::new(text).then(|text| usual(text, language));
            assert_eq!(shown.text(), *expected, "{text:?}");
        }
    }

    #[test]
    fn characters_that_nobody_sees_disappear() {
        check(
            Language::German,
            &[
                ("Arbeits\u{ad}platz", "Arbeitsplatz"),
                ("Arbeits\u{ad}\r\n  platz und\u{ad}\n", "Arbeitsplatz und\n"),
                ("key\u{2060}board key\u{feff}board \u{feff}key", "keyboard keyboard key"),
                ("\u{200e}links\u{200f} \u{202b}rechts\u{202c}", "links rechts"),
                ("auf\u{200c}geben zu\u{200d}geben\u{200d}", "aufgeben zugeben"),
                ("key\u{200b}board", "key\u{200b}board"),
                ("葛\u{e0100}飾", "葛飾"),
            ],
        );
    }

    #[test]
    fn letters_and_their_marks_are_one_character_where_there_is_one() {
        check(
            Language::English,
            &[
                ("Zoe\u{308} Beyonce\u{301}", "Zoë Beyoncé"),
                ("vie\u{302}\u{323}t", "việt"),
                ("x\u{304}", "x\u{304}"),
            ],
        );
    }

    #[test]
    fn forms_of_letters_become_the_letters() {
        check(
            Language::English,
            &[
                ("ﬁnance oﬃce ĳsland Waſſer", "finance office ijsland Wasser"),
                ("𝖋𝖗𝖊𝖊𝖉𝖔𝖒 ℌello Ⓐ Ⅻ", "freedom Hello A XII"),
                ("ＡＢＣ手机，２０２０年！", "ABC手机，2020年！"),
                ("ｱﾌﾟﾘ ｶﾞｽ", "アプリ ガス"),
                ("ﻛﺘﺎﺏ", "كتاب"),
                ("⼈", "人"),
                ("m² ½ ™ № ①", "m² ½ ™ № ①"),
                ("Straße été", "Straße été"),
            ],
        );
    }

    #[test]
    fn what_stands_for_an_apostrophe_between_letters_is_one() {
        check(
            Language::English,
            &[
                ("don´t don`t donʼt don′t don‘t", "don't don't don't don't don't"),
                ("don’t `code` 5′ l´ ´so‘", "don’t `code` 5′ l´ ´so‘"),
            ],
        );
        check(Language::French, &[("l´homme, l`eau, cafe´", "l'homme, l'eau, cafe´")]);
    }

    #[test]
    fn the_dot_of_a_capital_counts_where_letters_differ_by_it() {
        check(Language::English, &[("İstanbul", "Istanbul")]);
        check(Language::Turkish, &[("İstanbul", "İstanbul")]);
        check(Language::Catalan, &[("coŀlegi", "col·legi")]);
    }

    #[test]
    fn joiners_stay_where_scripts_need_them_and_in_emojis() {
        check(
            Language::Multi,
            &[
                ("می\u{200c}خواهم کتاب\u{200c} ", "می\u{200c}خواهم کتاب "),
                ("क्\u{200d}ष", "क्\u{200d}ष"),
                ("👩🏽\u{200d}🔬 ❤\u{fe0f}\u{200d}🔥", "👩🏽\u{200d}🔬 ❤\u{fe0f}\u{200d}🔥"),
                ("അവന\u{d4d}\u{200d} ", "അവ\u{d7b} "),
            ],
        );
    }

    #[test]
    fn each_language_has_its_own_letters() {
        check(Language::Persian, &[("كتاب ايراني ١٢", "کتاب ایرانی ۱۲")]);
        check(Language::Arabic, &[("کتاب", "كتاب"), ("مُحَمَّد محـــمد", "محمد محمد"), ("علی", "علي")]);
        check(Language::Romanian, &[("ţară Şi", "țară Și")]);
        check(Language::English, &[("كتاب", "كتاب")]);
    }

    #[test]
    fn hebrew_marks_disappear_inside_words() {
        check(
            Language::Hebrew,
            &[
                ("שָׁלוֹם", "שלום"),
                ("צה\u{5f4}ל צה\u{201d}ל צה\"ל ג\u{5f3}ורג\u{5f3}", "צהל צהל צהל גורג'"),
                ("\u{5f4}שלום\u{5f4}", "\"שלום\""),
                ("בית\u{5be}ספר", "בית-ספר"),
            ],
        );
    }

    #[test]
    fn usual_text_is_not_copied() {
        for text in ["", "plain", "Straße, été — “so”", "手机，很好。", "हिन्दी", "Πόλη", "Москва й"]
        {
            assert_eq!(usual::<String>(text, Language::English), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn clusters_are_composed_as_the_whole_text_is(
            text in "[ae\\u{301}\\u{308}\\u{323}\\u{340}\\u{1100}\\u{1161}\\u{11a8}가\\u{212b}\\u{9c7}\\u{9be}é ]{0,12}|\\PC{0,12}",
        ) {
            let shown = Draft::<String>::new(&text).then(composed);
            prop_assert_eq!(shown.text(), text.nfc().collect::<String>());
            prop_assert_eq!(compatible::<String>(&text), text.nfkc().collect::<String>());
        }
    }
}
