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
    /// The list that belongs to the preset; none where it has no list of the language.
    Preset,
    /// None.
    None,
    /// Our own list: function words only, without what decides a comparison of texts.
    Wordify,
    /// The list of spaCy 3.8 for the language; none where it has no list.
    Spacy,
    /// The list of the Natural Language Toolkit.
    Nltk,
    /// The list of Stopwords ISO.
    Iso,
    /// The user's own words.
    List(Vec<String>),
}

/// A collection of lists, one list per language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collection {
    /// Ours: what the published ones agree on, without negations, evaluations, intensifiers, modal verbs and numerals.
    Wordify,
    /// spaCy 3.8.
    Spacy,
    /// The Natural Language Toolkit.
    Nltk,
    /// Stopwords ISO: the longest lists, with some words of content.
    Iso,
}

impl Collection {
    /// All collections, the default first.
    pub const ALL: [Self; 4] = [Self::Wordify, Self::Spacy, Self::Nltk, Self::Iso];

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wordify => "wordify",
            Self::Spacy => "spacy",
            Self::Nltk => "nltk",
            Self::Iso => "iso",
        }
    }

    /// The name as its authors write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Wordify => "Wordify",
            Self::Spacy => "spaCy",
            Self::Nltk => "NLTK",
            Self::Iso => "Stopwords ISO",
        }
    }

    /// The choice of this collection.
    pub fn choice(self) -> StopWords {
        match self {
            Self::Wordify => StopWords::Wordify,
            Self::Spacy => StopWords::Spacy,
            Self::Nltk => StopWords::Nltk,
            Self::Iso => StopWords::Iso,
        }
    }

    /// The list for `language`, one word per line; none where the collection has none.
    pub fn list(self, language: Language) -> Option<&'static str> {
        let facts = language.facts();
        match self {
            Self::Wordify => facts.wordify,
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

/// The set that `choice` names for `language`; empty where the collection has no list, and for [`StopWords::Preset`], which
/// only a preset can say.
///
/// spaCy's entries are taken as they stand: those with capitals or of one character never equal a token, and
/// the published tools have them so. All others are lowercased, as the tokens are.
pub fn set(choice: &StopWords, language: Language) -> StopWordSet {
    let lowercased = |collection: Collection| {
        let list = collection.list(language).unwrap_or_default();
        list.lines().map(|word| word.to_lowercase().into_boxed_str()).collect()
    };
    match choice {
        StopWords::None | StopWords::Preset => StopWordSet::default(),
        StopWords::Wordify => lowercased(Collection::Wordify),
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
    // A preset's own list is never an error, because not every language has one: see `warning`.
    let collection = match choice {
        StopWords::Wordify => Collection::Wordify,
        StopWords::Spacy => Collection::Spacy,
        StopWords::Nltk => Collection::Nltk,
        StopWords::Iso => Collection::Iso,
        StopWords::None | StopWords::Preset | StopWords::List(_) => return Ok(()),
    };
    if collection.list(language).is_some() {
        return Ok(());
    }
    let message = format!("{} has no list of stop words for {}", collection.title(), language.name());
    Err(Error::new(ErrorKind::Setting, message).at("stop_words").remedy(others(language)))
}

/// The warning for a user whose preset has no list of the language, and who added no words.
pub(crate) fn warning(of_preset: Collection, language: Language, add: &[String]) -> Option<String> {
    let missing = add.is_empty() && language != Language::Multi && of_preset.list(language).is_none();
    missing.then(|| {
        format!(
            "{} has no list of stop words for {}; no word was left out. {}",
            of_preset.title(),
            language.name(),
            others(language)
        )
    })
}

/// Checks that each of a user's own words can be one: tokens are compared with them one by one, so that a phrase would never be
/// found. Apostrophes and hyphens are no gaps: "don't" is looked up by its parts where it is cut.
///
/// # Errors
/// [`ErrorKind::Setting`] with the first phrase.
pub(crate) fn check_words(place: &str, words: &[String]) -> Result<(), Error> {
    let Some(phrase) = words.iter().find(|word| word.trim().contains(char::is_whitespace)) else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::Setting, format!("“{phrase}” is a phrase, and stop words are single words")).at(place).remedy(
        "Give its words one by one, with commas between; a phrase whose words are to stay cannot be left out.",
    ))
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
    fn our_lists_hold_no_word_that_decides_a_comparison() {
        let never = include_str!("stop_words/never.tsv");
        let lines: Vec<&str> = never.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() > 200);
        for line in lines {
            let mut cells = line.split('\t');
            let (code, kind, words) = (cells.next(), cells.next(), cells.next());
            let language = Language::from_code(code.expect("a code")).expect("a language");
            let list = set(&StopWords::Wordify, language);
            for word in words.expect("words").split(' ') {
                assert!(!list.contains(word), "{language}: {word}, {kind:?}");
            }
        }
    }

    #[test]
    fn our_lists_hold_only_what_all_collections_of_the_language_hold_or_the_table_adds() {
        let also = include_str!("stop_words/also.tsv");
        for language in Language::ALL {
            let lists: Vec<StopWordSet> = [StopWords::Spacy, StopWords::Nltk, StopWords::Iso]
                .iter()
                .map(|choice| set(choice, language).iter().map(|word| word.to_lowercase().into()).collect())
                .filter(|list: &StopWordSet| !list.is_empty())
                .collect();
            let added = also.lines().find_map(|line| line.strip_prefix(&format!("{language}\t")));
            let added: Vec<&str> = added.unwrap_or_default().split(' ').collect();
            // Where three collections agree on few words, two are enough.
            let least =
                if lists.len() == 3 && matches!(language.code(), "el" | "tr") { 2 } else { lists.len() };
            for word in set(&StopWords::Wordify, language) {
                let holders = lists.iter().filter(|list| list.contains(&word)).count();
                assert!(holders >= least || added.contains(&&*word), "{language}: {word}");
            }
        }
    }

    #[test]
    fn negations_of_many_languages_stay_with_our_lists() {
        for pair in "en=not de=nicht fr=pas es=no it=non nl=niet pt=não pl=nie cs=ne ru=не uk=не sv=inte da=ikke nb=ikke fi=ei \
                     hu=nem tr=değil el=δεν ro=nu bg=не hbs=ne sk=nie sl=ne he=לא ar=لا fa=نه hi=नहीं id=tidak ms=tidak \
                     zh=不 ja=ない ca=no gl=non lt=ne lv=ne et=ei is=ekki ga=ní la=non sq=nuk mk=не tl=hindi sw=si eo=ne"
            .split_whitespace()
        {
            let (code, word) = pair.split_once('=').expect("code=word");
            let language = Language::from_code(code).expect("a language");
            let list = set(&StopWords::Wordify, language);
            assert!(!list.is_empty() && !list.contains(word), "{pair}");
        }
    }

    #[test]
    fn phrases_are_refused() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let error =
            check_words("stop_words_add", &words(&["the", "new york"])).expect_err("a phrase").to_string();
        assert!(error.contains("new york"), "{error}");
        assert_eq!(check_words("stop_words_add", &words(&["don't", "well-known"])), Ok(()));
    }

    #[test]
    fn a_language_without_a_list_is_warned_of() {
        let error = check(&StopWords::Nltk, Language::Polish).expect_err("NLTK has no Polish");
        assert!(error.to_string().contains("wordify, spacy, iso"), "{error}");
        assert_eq!(check(&StopWords::Iso, Language::Polish), Ok(()));
        assert_eq!(check(&StopWords::Preset, Language::Manx), Ok(()));
        let warned = |language| warning(Collection::Spacy, language, &[]);
        assert!(warned(Language::Galician).expect("none").contains("iso"));
        assert!(warned(Language::Manx).expect("none").contains("No collection"));
        assert_eq!((warned(Language::Multi), warned(Language::Greek)), (None, None));
    }

    #[test]
    fn a_users_words_are_sorted_in_lowercase_and_each_once() {
        assert_eq!(own_words(["The", "", "  Über ", "'d", "the"]), ["'d", "the", "über"]);
    }
}
