//! Letters and words said again and again.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::replacement::{is_word_part, word_part_length};
use crate::text::draft::Written;

/// A letter three times or more becomes two, any other sign but a number or white space one: "goood" becomes
/// "good", "!!!" becomes "!", and 2000 stays.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::RepeatedCharacters.apply("goood, cooool!!! 2000 урааа 哈哈哈 see"), "good, cool! 2000 ураа 哈哈 see");
/// ```
pub(super) fn repeated_characters<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let mut taken = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let mut times = 1;
        while letters.next_if(|&(_, next)| next == c).is_some() {
            times += 1;
        }
        let kept = if times < 3 || c.is_whitespace() || c == '_' {
            times
        } else {
            match c.general_category_group() {
                GeneralCategoryGroup::Number => times,
                GeneralCategoryGroup::Letter => 2,
                _ => 1,
            }
        };
        if kept < times {
            out.keep(text, taken..at + kept * c.len_utf8());
            taken = at + times * c.len_utf8();
        }
    }
    out.finished(text, taken)
}

/// A word three times or more in a row, with white space between, becomes one; its neighbours stay apart.
///
/// ```
/// use wordify::text::clean::steps::Step;
/// assert_eq!(Step::RepeatedWords.apply("so very very  very good, no no"), "so very good, no no");
/// assert_eq!(Step::RepeatedWords.apply("очень очень очень! no no no nobody"), "очень! no nobody");
/// ```
pub(super) fn repeated_words<W: Written>(text: &str) -> W {
    let mut out = W::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let gap = text[at..].find(is_word_part).unwrap_or(text.len() - at);
        out.keep(text, at..at + gap);
        at += gap;
        let word = &text[at..at + word_part_length(&text[at..])];
        let (times, end) = repetition(text, at, word);
        out.keep(text, at..at + word.len());
        at = if times >= 3 { end } else { at + word.len() };
    }
    out
}

/// How often `word`, which stands at `at`, is said in a row, and where the last one ends.
fn repetition(text: &str, at: usize, word: &str) -> (usize, usize) {
    let (mut times, mut end) = (1, at + word.len());
    while !word.is_empty() {
        let rest = &text[end..];
        let gap = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        let behind = &rest[gap..];
        if gap == 0 || !behind.starts_with(word) || behind[word.len()..].starts_with(is_word_part) {
            break;
        }
        times += 1;
        end += gap + word.len();
    }
    (times, end)
}
