//! How long a text is, in words as they stand, before stop words and cleaning.

/// Words of `text`: runs of letters and digits; in scripts without spaces each character counts.
pub(crate) fn words(text: &str) -> usize {
    let mut count = 0;
    let mut is_inside = false;
    for letter in text.chars() {
        let is_alone = is_written_without_spaces(letter);
        let is_part = letter.is_alphanumeric() && !is_alone;
        count += usize::from(is_alone || (is_part && !is_inside));
        is_inside = is_part;
    }
    count
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
}
