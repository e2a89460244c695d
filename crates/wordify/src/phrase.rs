//! Words as people read them: with a capital, as a sentence, not too long.

/// `text` with its first letter as a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A message as a sentence: with a capital, and a full stop where it has no mark at its end.
pub fn sentence(message: &str) -> String {
    let message = message.trim();
    let end = if message.is_empty() || message.ends_with(['.', '!', '?', ':']) { "" } else { "." };
    format!("{}{end}", capitalized(message))
}

/// `text`, cut with an ellipsis after `chars` characters.
pub fn shortened(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// `value` as what stands behind an option of the command line: in quotation marks where a shell would see more than one word.
pub fn argument(value: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_.,:/@+%".contains(letter);
    if value.chars().all(is_plain) && !value.is_empty() { value.to_owned() } else { format!("\"{value}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(sentence("the file is empty"), "The file is empty.");
        assert_eq!(sentence(" ändert nichts!"), "Ändert nichts!");
        assert_eq!(sentence("the columns are:"), "The columns are:");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shortened("äöü", 2), "äö…");
        assert_eq!(shortened("a bc", 2), "a…");
        assert_eq!(shortened("äöü", 3), "äöü");
    }

    #[test]
    fn a_value_of_several_words_stands_in_quotation_marks() {
        assert_eq!(
            ["author", "Größe_2", "author id", "a;b", ""].map(argument),
            ["author", "Größe_2", "\"author id\"", "\"a;b\"", "\"\""]
        );
    }
}
