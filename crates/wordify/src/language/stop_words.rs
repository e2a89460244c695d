//! Stop words: tokens that are removed before n-grams are made.

use rustc_hash::FxHashSet;

use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::settings::StopWords;

/// Most words in a user's list: far above any list in use, and small beside a corpus.
pub const STOP_WORDS_MAX: usize = 1_000_000;

/// A set of stop words to look tokens up in.
pub type StopWordSet = FxHashSet<Box<str>>;

/// spaCy's list for `language`, one word per line; empty where it has none here.
pub fn spacy_list(language: Language) -> &'static str {
    match language {
        Language::Chinese => include_str!("stop_words/zh.txt"),
        Language::Dutch => include_str!("stop_words/nl.txt"),
        Language::English => include_str!("stop_words/en.txt"),
        Language::French => include_str!("stop_words/fr.txt"),
        Language::German => include_str!("stop_words/de.txt"),
        Language::Italian => include_str!("stop_words/it.txt"),
        Language::Spanish => include_str!("stop_words/es.txt"),
        Language::Multi => "",
    }
}

/// The set that `choice` names for `language`.
///
/// spaCy's entries are taken as they stand: those with capitals or of one character never equal a token, and
/// the published tools have them so. The user's words are lowercased, as the tokens are.
pub fn set(choice: &StopWords, language: Language) -> StopWordSet {
    match choice {
        StopWords::None => StopWordSet::default(),
        StopWords::Spacy => {
            spacy_list(language).lines().filter(|line| !line.is_empty()).map(Box::from).collect()
        }
        StopWords::List(words) => words.iter().map(|word| word.to_lowercase().into_boxed_str()).collect(),
    }
}

/// The words of a user's file: one per line, white space around them and a byte order mark dropped, lowercased.
///
/// # Errors
/// [`ErrorKind::Limit`] with the line, when there are more than [`STOP_WORDS_MAX`] words.
pub fn parse(text: &str) -> Result<Vec<String>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut words = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let word = line.trim();
        if word.is_empty() {
            continue;
        }
        if words.len() == STOP_WORDS_MAX {
            return Err(Error::new(ErrorKind::Limit, "the list of stop words is too long")
                .at(format!("line {}", index + 1))
                .remedy(format!("Give at most {STOP_WORDS_MAX} words, one per line.")));
        }
        words.push(word.to_lowercase());
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_but_multi_has_the_whole_list_of_spacy() {
        let sizes: Vec<_> =
            Language::ALL.map(|language| (language.code(), set(&StopWords::Spacy, language).len())).into();
        let expected = [
            ("zh", 1891),
            ("nl", 343),
            ("en", 326),
            ("fr", 507),
            ("de", 543),
            ("it", 624),
            ("es", 521),
            ("multi", 0),
        ];
        assert_eq!(sizes, expected);
    }

    #[test]
    fn a_users_list_is_read_line_by_line() {
        let words = parse("\u{feff}The\r\n\r\n  Über \n'd\n").expect("a short list");
        assert_eq!(words, ["the", "über", "'d"]);
    }

    #[test]
    fn a_list_beyond_the_limit_names_its_line() {
        let error = parse(&"a\n".repeat(STOP_WORDS_MAX + 1)).expect_err("one word too many");
        assert_eq!((error.kind(), error.place()), (ErrorKind::Limit, Some("line 1000001")));
    }
}
