//! Marks: bullets, dashes at line ends, quotation marks, brackets, punctuation.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::replacement::is_word_part;
use crate::text::draft::Written;

/// Brackets that are removed with what is in them.
const BRACKETS: [(char, char); 7] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）'), ('【', '】'), ('［', '］'), ('｛', '｝')];

/// Bullets at the beginning of a line become `-`.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::BulletPoints.apply("• one\n ▪ two • three"), "- one\n - two • three");
/// ```
pub(super) fn bullet_points<W: Written>(text: &str) -> Option<W> {
    let mut at_start = true;
    exchanged(text, |c| {
        let bullet = at_start
            && matches!(
                c,
                '•' | '‣'
                    | '⁃'
                    | '⁌'
                    | '⁍'
                    | '∙'
                    | '▪'
                    | '●'
                    | '◦'
                    | '⦾'
                    | '⦿'
                    | '■'
                    | '□'
                    | '➢'
                    | '・'
            );
        at_start = c == '\n' || c == '\r' || (at_start && c.is_whitespace());
        if bullet { '-' } else { c }
    })
}

/// `text` with another character for each that `instead` exchanges.
fn exchanged<W: Written>(text: &str, mut instead: impl FnMut(char) -> char) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    for (at, c) in text.char_indices() {
        let other = instead(c);
        if other != c {
            out.keep(text, kept..at);
            kept = at + c.len_utf8();
            out.push(other, at..kept);
        }
    }
    out.finished(text, kept)
}

/// Words that were divided at the end of a line become whole again. A hyphen inside a line stays, so that
/// "pre- and post-war" keeps both its parts.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::HyphenatedWords.apply("an exam-\n  ple, слу-\nчай, pre- and post, 1-\n2"), "an example, случай, pre- and post, 1-\n2");
/// ```
pub(super) fn hyphenated_words<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    // What stands between two dashes is looked at by itself: the word goes on in front of a dash, not behind another.
    let (mut kept, mut start) = (0, 0);
    while let Some(at) = text[start..].find(['-', '\u{2010}', '\u{ad}']).map(|found| start + found) {
        let dash_end = at + text[at..].chars().next().map_or(1, char::len_utf8);
        let behind = &text[dash_end..];
        let gap = behind.find(|c: char| !c.is_whitespace()).unwrap_or(behind.len());
        let divided = behind[..gap].contains('\n')
            && text[start..at].ends_with(char::is_alphabetic)
            && behind[gap..].starts_with(char::is_alphabetic);
        start = dash_end;
        if divided {
            out.keep(text, kept..at);
            start += gap;
            kept = start;
        }
    }
    out.finished(text, kept)
}

/// Quotation marks and apostrophes of all kinds become `"` and `'`.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::QuotationMarks.apply("„so“ «и так» “that’s” ‚it‘ 「是」"), "\"so\" \"и так\" \"that's\" 'it' \"是\"");
/// ```
pub(super) fn quotation_marks<W: Written>(text: &str) -> Option<W> {
    exchanged(text, |c| match c {
        '‘' | '’' | '‚' | '‛' | '´' | '`' | '′' | '‹' | '›' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '〟' | '「' | '」' | '『' | '』' | '＂' => {
            '"'
        }
        c => c,
    })
}

/// Brackets with what is in them become a space, also one in another; a bracket without its partner stays.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Brackets.apply("one (two [three]) four（五）six :("), "one   four six :(");
/// assert_eq!(Step::Brackets.apply("(a (b) c"), "(a   c");
/// ```
pub(super) fn brackets<W: Written>(text: &str) -> Option<W> {
    // Start and end in bytes of each pair; a pair inside another is dropped with it.
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (index, c) in text.char_indices() {
        if let Some(&(_, close)) = BRACKETS.iter().find(|&&(bracket, _)| bracket == c) {
            open.push((index, close));
        } else if open.last().is_some_and(|&(_, close)| close == c) {
            let start = open.pop().map_or(index, |(start, _)| start);
            while pairs.last().is_some_and(|&(inside, _)| inside > start) {
                pairs.pop();
            }
            pairs.push((start, index + c.len_utf8()));
        }
    }
    let mut out = W::default();
    let mut kept = 0;
    for (start, end) in pairs {
        out.keep(text, kept..start);
        out.push(' ', start..end);
        kept = end;
    }
    out.finished(text, kept)
}

/// Every punctuation mark of any script becomes a space, except `_`, which is part of words. An apostrophe
/// becomes a space too: "don't" is two tokens, as without this step.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::Punctuation.apply("Да, нет! 好。¿qué? _url_ 5$"), "Да  нет  好  qué  _url_ 5$");
/// ```
pub(super) fn punctuation<W: Written>(text: &str) -> Option<W> {
    let is_mark = |c: char| {
        if c.is_ascii() {
            return c.is_ascii_punctuation() && !"_$+<=>^`|~".contains(c);
        }
        c.general_category_group() == GeneralCategoryGroup::Punctuation
            && c.general_category() != GeneralCategory::ConnectorPunctuation
    };
    exchanged(text, |c| if is_mark(c) { ' ' } else { c })
}

/// All but letters, their marks, numbers and `_` becomes a space, one for each run.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::NonWords.apply("Straße, Россия й; Ελλάδα! हिन्दी 100 %"), "Straße Россия й Ελλάδα हिन्दी 100 ");
/// ```
pub(super) fn non_words<W: Written>(text: &str) -> W {
    let mut out = W::with_capacity(text.len());
    let mut after_word = true;
    for (at, c) in text.char_indices() {
        let (word, from) = (is_word_part(c), at..at + c.len_utf8());
        if word {
            out.keep(text, from);
        } else if after_word {
            out.push(' ', from);
        }
        after_word = word;
    }
    out
}
