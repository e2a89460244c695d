//! Lists of common words that can be looked into: which there are, and the words of each.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use wordify::count::{counted, grouped};
use wordify::text::language::Language;
use wordify::text::language::stop_words::Collection;

use super::html;
use crate::frame;
use crate::http::error::{Problem, ProblemKind};

/// `GET /words`.
pub(crate) async fn all() -> Html<String> {
    Html(html(&WordLists::new()))
}

/// `GET /words/{language}/{collection}`.
pub(crate) async fn one(
    Path((language, collection)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    let nothing = || {
        Problem::new(ProblemKind::NotFound, "There is no such list of words.")
            .remedy("The page “Word lists” has all of them.")
    };
    let language = Language::from_code(&language).ok_or_else(nothing)?;
    let collection = Collection::ALL.into_iter().find(|it| it.name() == collection).ok_or_else(nothing)?;
    let page = WordList::new(language, collection).ok_or_else(nothing)?;
    Ok(Html(html(&page)))
}

fn address(language: Language, collection: Collection) -> String {
    frame::path(&format!("/words/{}/{}", language.code(), collection.name()))
}

/// The page of all lists.
#[derive(Debug, Template)]
#[template(path = "word_lists.html")]
struct WordLists {
    collections: Vec<&'static str>,
    languages: Vec<Row>,
}

/// The lists of a language.
#[derive(Debug)]
struct Row {
    name: &'static str,
    has_lemmas: bool,
    /// Of each collection its number of words and its address; none where it has no list.
    lists: Vec<Option<(String, String)>>,
}

impl WordLists {
    fn new() -> Self {
        let row = |language: Language| Row {
            name: language.name(),
            has_lemmas: language.has_lemmas(),
            lists: Collection::ALL
                .into_iter()
                .map(|collection| {
                    let words = words(language, collection)?.len();
                    Some((grouped(words), address(language, collection)))
                })
                .collect(),
        };
        Self {
            collections: Collection::ALL.into_iter().map(Collection::title).collect(),
            languages: Language::ALL.into_iter().filter(|it| *it != Language::Multi).map(row).collect(),
        }
    }
}

/// The words of a list, each once, in alphabetical order of their letters' codes.
fn words(language: Language, collection: Collection) -> Option<BTreeSet<&'static str>> {
    Some(collection.list(language)?.lines().filter(|word| !word.is_empty()).collect())
}

/// The page of one list.
#[derive(Debug, Template)]
#[template(path = "word_list.html")]
struct WordList {
    language: &'static str,
    code: &'static str,
    collection: &'static str,
    lead: String,
    words: Vec<&'static str>,
    others: Vec<(&'static str, String)>,
}

impl WordList {
    /// None where the collection has no list of the language.
    fn new(language: Language, collection: Collection) -> Option<Self> {
        let words = words(language, collection)?;
        let from = match collection {
            Collection::Wordify => {
                "our own list, which is the usual one: what the published lists agree on, without words that decide a comparison of \
                 texts, such as “not”, “very”, “good” or “must”"
            }
            Collection::Spacy => "the list of spaCy 3.8",
            Collection::Nltk => "the list of the Natural Language Toolkit",
            Collection::Iso => "the list of Stopwords ISO, the longest, with some words of content",
        };
        let others = Collection::of(language).filter(|other| *other != collection);
        Some(Self {
            language: language.name(),
            code: language.code(),
            collection: collection.title(),
            lead: format!("{}: {from}.", counted(words.len(), "word", "words")),
            words: words.into_iter().collect(),
            others: others.map(|other| (other.title(), address(language, other))).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::pages::tests::sample;

    #[test]
    fn every_list_has_a_page_that_is_linked_and_light() {
        let all = html(&WordLists::new());
        sample::check_page("words", &all);
        let mut lists = 0;
        for language in Language::ALL {
            for collection in Collection::of(language) {
                let page = html(&WordList::new(language, collection).expect("a list"));
                sample::check_page(&format!("words-{}-{}", language.code(), collection.name()), &page);
                if language != Language::Multi {
                    assert!(all.contains(&format!("\"{}\"", address(language, collection))), "{language:?}");
                }
                lists += 1;
            }
        }
        assert!(lists > 100, "{lists}");
        let english = html(&WordList::new(Language::English, Collection::Nltk).expect("a list"));
        assert!(english.contains("<li>the</li>") && english.contains("/words/en/iso"));
    }
}
