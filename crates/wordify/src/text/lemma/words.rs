//! Text to words for lemmas: maximal runs of letters, numbers and marks, also across a single apostrophe or
//! hyphen between letters, so that "l'homme" and "arc-en-ciel" can be looked up whole.

use super::Casing;
use super::spelling::is_mark;
use crate::text::tokenize::{gap_length, is_ascii_word, is_word};

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
        if is_one_space(&text.as_bytes()[at..]) {
            at += 1;
        } else {
            let gap = &text[at..at + gap_length(&text[at..])];
            starts_sentence |= ends_sentence(gap);
            at += gap.len();
        }
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

/// Whether `bytes` begin with a space before a word, as nearly every gap is.
fn is_one_space(bytes: &[u8]) -> bool {
    matches!(bytes, [b' ', next, ..] if is_ascii_word(*next))
}

/// Whether what stands between two words ends a sentence.
fn ends_sentence(gap: &str) -> bool {
    // Next to all others are a comma, or a full stop, and a space.
    if gap.is_ascii() {
        return gap.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n' | b';'));
    }
    gap.contains(['.', '!', '?', '…', '\n', '¿', '¡', '。', '։', ';'])
}

/// What a byte is to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter of ASCII.
    Letter,
    /// Another part of a word: a number, or what joins names in programs.
    Part,
    /// What may join letters.
    Joint,
    /// Of a character beyond ASCII.
    Beyond,
    /// Anything else.
    Gap,
}

/// Of each byte: a table, because every byte of every text asks.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Beyond; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' | b'_' => Class::Part,
            joint if is_joint(joint as char) => Class::Joint,
            _ => Class::Gap,
        };
        byte += 1;
    }
    classes
};

/// Bytes of the word at the beginning of `text`. Most words are ASCII, and bytes take a fraction of the time of characters.
fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let class_of = |byte: &u8| CLASSES[usize::from(*byte)];
    let mut after_letter = false;
    for (index, byte) in bytes.iter().enumerate() {
        match class_of(byte) {
            Class::Letter => after_letter = true,
            Class::Part => after_letter = false,
            Class::Beyond => return word_length_of_any(text),
            Class::Joint if after_letter => match bytes.get(index + 1).map(class_of) {
                Some(Class::Beyond) => return word_length_of_any(text),
                Some(Class::Letter) => after_letter = false,
                _ => return index,
            },
            Class::Joint | Class::Gap => return index,
        }
    }
    bytes.len()
}

/// As [`word_length`], for words of any characters.
fn word_length_of_any(text: &str) -> usize {
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
const fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '‐' | '‑' | '·' | '\u{200c}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text).map(|word| word.text).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn apostrophes_and_hyphens_between_letters_join() {
        check("'tis l’homme - arc-en-ciel- x--y", &["tis", "l’homme", "arc-en-ciel", "x", "y"]);
        check("covid-19 4-ever don't.", &["covid", "19", "4", "ever", "don't"]);
    }

    proptest! {
        #[test]
        fn bytes_are_counted_as_characters_are(text in "[ab9_'’é\u{301}\u{2010}. -]{0,12}") {
            prop_assert_eq!(word_length(&text), word_length_of_any(&text));
            let first = text.find(is_word).unwrap_or(text.len());
            prop_assert_eq!(gap_length(&text), first);
            prop_assert_eq!(ends_sentence(&text), text.contains(['.', '!', '?', '…', '\n', '¿', '¡', '。', '։', ';']));
            let (mut rest, mut expected) = (&text[first..], Vec::new());
            while !rest.is_empty() {
                let (word, behind) = rest.split_at(word_length_of_any(rest));
                expected.push(word);
                rest = &behind[behind.find(is_word).unwrap_or(behind.len())..];
            }
            prop_assert_eq!(words(&text).map(|word| word.text).collect::<Vec<_>>(), expected);
        }
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
