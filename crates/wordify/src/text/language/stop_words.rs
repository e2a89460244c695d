//! Stop words: tokens that are removed before n-grams are made.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::text::language::Language;

/// A set of stop words to look tokens up in.
pub type StopWordSet = FxHashSet<Box<str>>;

/// Which tokens are removed before n-grams are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StopWords {
    /// None.
    None,
    /// The list of spaCy 3.8 for the language; none where it has no list.
    Spacy,
    /// The list of the Natural Language Toolkit.
    Nltk,
    /// The list of Stopwords ISO.
    Iso,
    /// The user's own words.
    List(Vec<String>),
}

/// A published collection of lists, one list per language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collection {
    /// spaCy 3.8.
    Spacy,
    /// The Natural Language Toolkit.
    Nltk,
    /// Stopwords ISO: the longest lists, with some words of content.
    Iso,
}

impl Collection {
    /// All collections, the default first.
    pub const ALL: [Self; 3] = [Self::Spacy, Self::Nltk, Self::Iso];

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spacy => "spacy",
            Self::Nltk => "nltk",
            Self::Iso => "iso",
        }
    }

    /// The name as its authors write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Spacy => "spaCy",
            Self::Nltk => "NLTK",
            Self::Iso => "Stopwords ISO",
        }
    }

    /// The list for `language`, one word per line; none where the collection has none.
    pub fn list(self, language: Language) -> Option<&'static str> {
        let facts = language.facts();
        match self {
            Self::Spacy => facts.spacy,
            Self::Nltk => facts.nltk,
            Self::Iso => facts.iso,
        }
    }

    /// The collections that have a list for `language`.
    pub fn of(language: Language) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |collection| collection.list(language).is_some())
    }
}

/// The set that `choice` names for `language`; empty where the collection has no list.
///
/// spaCy's entries are taken as they stand: those with capitals or of one character never equal a token, and
/// the published tools have them so. All others are lowercased, as the tokens are.
pub fn set(choice: &StopWords, language: Language) -> StopWordSet {
    let lowercased = |collection: Collection| {
        let list = collection.list(language).unwrap_or_default();
        list.lines().map(|word| word.to_lowercase().into_boxed_str()).collect()
    };
    match choice {
        StopWords::None => StopWordSet::default(),
        StopWords::Spacy => {
            Collection::Spacy.list(language).unwrap_or_default().lines().map(Box::from).collect()
        }
        StopWords::Nltk => lowercased(Collection::Nltk),
        StopWords::Iso => lowercased(Collection::Iso),
        StopWords::List(words) => words.iter().map(|word| word.to_lowercase().into_boxed_str()).collect(),
    }
}

/// The set that `choice` names for `language`, with the words of `add` and without those of `keep`.
pub fn chosen(choice: &StopWords, language: Language, add: &[String], keep: &[String]) -> StopWordSet {
    let mut words = set(choice, language);
    words.extend(add.iter().map(|word| word.to_lowercase().into_boxed_str()));
    for word in keep {
        words.remove(word.to_lowercase().as_str());
    }
    words
}

/// Adds each word with a capital and in capitals, for texts that keep their case.
pub(crate) fn add_capitals(words: &mut StopWordSet) {
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let forms: Vec<Box<str>> = words
        .iter()
        .flat_map(|word| [capitalized(word), Some(word.to_uppercase())])
        .flatten()
        .map(String::into_boxed_str)
        .collect();
    words.extend(forms);
}

/// Checks that the collection has a list for the language, where one was named.
///
/// # Errors
/// [`ErrorKind::Setting`] with the collections that have one.
pub(crate) fn check(choice: &StopWords, language: Language) -> Result<(), Error> {
    // The default is never an error, because not every language has a list of spaCy's: see `warning`.
    let collection = match choice {
        StopWords::Nltk => Collection::Nltk,
        StopWords::Iso => Collection::Iso,
        StopWords::None | StopWords::Spacy | StopWords::List(_) => return Ok(()),
    };
    if collection.list(language).is_some() {
        return Ok(());
    }
    let message = format!("{} has no list of stop words for {}", collection.title(), language.name());
    Err(Error::new(ErrorKind::Setting, message).at("stop_words").remedy(others(language)))
}

/// The warning for a user whose language has no list in the default collection, and who added no words.
pub(crate) fn warning(choice: &StopWords, language: Language, add: &[String]) -> Option<String> {
    let missing = *choice == StopWords::Spacy
        && add.is_empty()
        && language != Language::Multi
        && Collection::Spacy.list(language).is_none();
    missing.then(|| {
        format!(
            "spaCy has no list of stop words for {}; no word was left out. {}",
            language.name(),
            others(language)
        )
    })
}

/// Where else stop words can be had for `language`.
fn others(language: Language) -> String {
    let names: Vec<&str> = Collection::of(language).map(Collection::name).collect();
    match names.as_slice() {
        [] => "No collection has one: give a file of your own words, or “none”.".to_owned(),
        names => {
            format!("There is one in: {}. Or give a file of your own words, or “none”.", names.join(", "))
        }
    }
}

/// A user's own words as settings hold them: without white space around them, in lowercase, sorted, each once. Case does not
/// matter, as texts are lowercased too.
pub fn own_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let lowered = words.into_iter().map(|word| word.trim().to_lowercase());
    let mut words: Vec<String> = lowered.filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_lists_of_the_languages_of_the_original_are_whole() {
        let sizes = |choice: &StopWords, codes: &str| -> Vec<usize> {
            let language = |code| Language::from_code(code).expect("a language");
            codes.split(' ').map(|code| set(choice, language(code)).len()).collect()
        };
        let codes = "en it de es el nl pt fr zh da ja lt nb pl ro ru multi";
        let spacy = [326, 624, 543, 521, 663, 343, 416, 507, 1891, 219, 154, 1314, 211, 381, 494, 768, 0];
        assert_eq!(sizes(&StopWords::Spacy, codes), spacy);
        assert_eq!(sizes(&StopWords::Nltk, "en de zh pl"), [198, 232, 841, 0]);
        assert_eq!(sizes(&StopWords::Iso, "en de nb pl"), [1298, 620, 221, 329]);
    }

    #[test]
    fn every_list_in_the_folders_is_its_languages_and_is_sorted() {
        for collection in Collection::ALL {
            let folder =
                format!("{}/src/text/language/stop_words/{}", env!("CARGO_MANIFEST_DIR"), collection.name());
            for entry in std::fs::read_dir(folder).expect("the folder") {
                let path = entry.expect("an entry").path();
                let code = path.file_stem().and_then(|name| name.to_str()).expect("a name");
                let list = collection.list(Language::from_code(code).expect("a language")).expect(code);
                assert_eq!(list, std::fs::read_to_string(&path).expect("a list"), "{code}");
                let words: Vec<&str> = list.lines().collect();
                assert!(!words.is_empty() && words.windows(2).all(|pair| pair[0] < pair[1]), "{code}");
                assert!(words.iter().all(|word| !word.is_empty() && word.trim() == *word), "{code}");
            }
        }
    }

    #[test]
    fn additions_join_the_list_and_exceptions_leave_it() {
        let own = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let (add, keep) = (own(&["Senator"]), own(&["Not", "unheard-of"]));
        let words = chosen(&StopWords::Spacy, Language::English, &add, &keep);
        assert!(words.contains("senator") && words.contains("the") && !words.contains("not"));
    }

    #[test]
    fn a_language_without_a_list_is_told() {
        let error = check(&StopWords::Nltk, Language::Polish).expect_err("NLTK has no Polish");
        assert!(error.to_string().contains("spacy, iso"), "{error}");
        assert_eq!(check(&StopWords::Iso, Language::Polish), Ok(()));
        let warning = |language| warning(&StopWords::Spacy, language, &[]);
        assert!(warning(Language::Galician).expect("none").contains("iso"));
        assert!(warning(Language::Manx).expect("none").contains("No collection"));
        assert_eq!(warning(Language::Multi), None);
        assert_eq!(warning(Language::Greek), None);
    }

    #[test]
    fn a_users_words_are_sorted_in_lowercase_and_each_once() {
        assert_eq!(own_words(["The", "", "  Über ", "'d", "the"]), ["'d", "the", "über"]);
    }
}
