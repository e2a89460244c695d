//! Text to words for lemmas: maximal runs of letters, numbers and marks, also across a single apostrophe or
//! hyphen between letters, so that "l'homme" and "arc-en-ciel" can be looked up whole.

use super::Casing;
use super::spelling::is_mark;
use crate::text::tokenize::is_word;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// As it is written.
    pub(crate) text: &'a str,
    /// [`Casing::SentenceStart`] for the first of a text and after a mark that ends a sentence.
    pub(crate) casing: Casing,
}

/// The words of `text`, in their order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    let mut starts_sentence = true;
    std::iter::from_fn(move || {
        let gap = text[at..].find(is_word).unwrap_or(text.len() - at);
        starts_sentence |= text[at..at + gap].contains(['.', '!', '?', '…', '\n', '¿', '¡', '。', '։', ';']);
        at += gap;
        let word = &text[at..at + word_length(&text[at..])];
        if word.is_empty() {
            return None;
        }
        at += word.len();
        let casing = if starts_sentence { Casing::SentenceStart } else { Casing::Kept };
        starts_sentence = false;
        Some(Word { text: word, casing })
    })
}

/// Bytes of the word at the beginning of `text`.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut after_letter = false;
    while let Some((index, c)) = chars.next() {
        let inside = is_word(c) || index > 0 && is_mark(c);
        if !inside {
            let before_letter = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
            if !(after_letter && before_letter && is_joint(c)) {
                return index;
            }
        }
        after_letter = c.is_alphabetic() || inside && is_mark(c);
    }
    text.len()
}

/// Apostrophes, hyphens, the dot of Catalan's "l·l", and the joint of Persian.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '‐' | '‑' | '·' | '\u{200c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text).map(|word| word.text).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn apostrophes_and_hyphens_between_letters_join() {
        check("'tis l’homme - arc-en-ciel- x--y", &["tis", "l’homme", "arc-en-ciel", "x", "y"]);
        check("covid-19 4-ever don't.", &["covid", "19", "4", "ever", "don't"]);
    }

    #[test]
    fn marks_belong_to_words() {
        check("हिन्दी में e\u{301}te\u{301}", &["हिन्दी", "में", "e\u{301}te\u{301}"]);
    }

    #[test]
    fn sentences_start_after_their_marks() {
        let starts: Vec<_> =
            words("One two. Three, four? Five").filter(|w| w.casing == Casing::SentenceStart).collect();
        assert_eq!(starts.iter().map(|word| word.text).collect::<Vec<_>>(), ["One", "Three", "Five"]);
    }
}
