//! How long a text is, in words as they stand, before stop words and cleaning.

/// Words of `text`: runs of letters and digits; in scripts without spaces each character counts.
pub fn words(text: &str) -> usize {
    starts(text).count()
}

/// `length` words of `text` from word `first` on, both within its number of words, with what stands between and after them.
pub(crate) fn passage(text: &str, first: usize, length: usize) -> &str {
    let mut starts = starts(text).skip(first);
    let from = if first == 0 { Some(0) } else { starts.next() };
    let to = if first == 0 { starts.nth(length) } else { starts.nth(length.saturating_sub(1)) };
    &text[from.unwrap_or(text.len())..to.unwrap_or(text.len())]
}

/// Where each word of `text` begins, in bytes.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let (mut at, mut is_inside) = (0, false);
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            let start = at;
            // Most characters are ASCII, and bytes take a fraction of the time of characters.
            let (is_part, is_alone) = if byte.is_ascii() {
                at += 1;
                (byte.is_ascii_alphanumeric(), false)
            } else {
                let letter = text[at..].chars().next()?;
                at += letter.len_utf8();
                let is_alone = is_written_without_spaces(letter);
                (letter.is_alphanumeric() && !is_alone, is_alone)
            };
            let is_start = is_alone || (is_part && !is_inside);
            is_inside = is_part;
            if is_start {
                return Some(start);
            }
        }
        None
    })
}

/// Whether `letter` is of a script that puts no spaces between words: Chinese characters, kana, Thai, Lao, Burmese, Khmer.
fn is_written_without_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        && letter.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_characters_of_scripts_without_spaces() {
        for (text, expected) in
            [("", 0), ("one, two-three  4", 4), ("…!", 0), ("你好，world", 3), ("don't", 2)]
        {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_passage_has_as_many_words_as_asked_for() {
        let text = "“One, two – three 你好 four!”";
        assert_eq!(words(text), 6);
        assert_eq!(passage(text, 0, 2), "“One, two – ");
        assert_eq!(passage(text, 1, 3), "two – three 你");
        assert_eq!((passage(text, 5, 1), passage(text, 0, 6)), ("four!”", text));
        for first in 0..6 {
            (1..=6 - first).for_each(|length| assert_eq!(words(passage(text, first, length)), length));
        }
    }
}
