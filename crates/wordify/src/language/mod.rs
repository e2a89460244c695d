//! Languages: their codes, names and word lists.

pub mod stop_words;

use serde::Serialize;

/// A language that Wordify knows, by its ISO 639-1 code, or none in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Language {
    #[serde(rename = "zh")]
    /// Chinese, already segmented with spaces.
    Chinese,
    #[serde(rename = "nl")]
    /// Dutch.
    Dutch,
    #[serde(rename = "en")]
    /// English.
    English,
    #[serde(rename = "fr")]
    /// French.
    French,
    #[serde(rename = "de")]
    /// German.
    German,
    #[serde(rename = "it")]
    /// Italian.
    Italian,
    #[serde(rename = "es")]
    /// Spanish.
    Spanish,
    #[serde(rename = "multi")]
    /// Several languages, or one without a list: no stop words.
    Multi,
}

impl Language {
    /// All languages, by English name, `Multi` last.
    pub const ALL: [Self; 8] = [
        Self::Chinese,
        Self::Dutch,
        Self::English,
        Self::French,
        Self::German,
        Self::Italian,
        Self::Spanish,
        Self::Multi,
    ];

    /// ISO 639-1 code, or `multi`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::Dutch => "nl",
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Italian => "it",
            Self::Spanish => "es",
            Self::Multi => "multi",
        }
    }

    /// English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chinese => "Chinese",
            Self::Dutch => "Dutch",
            Self::English => "English",
            Self::French => "French",
            Self::German => "German",
            Self::Italian => "Italian",
            Self::Spanish => "Spanish",
            Self::Multi => "multi-language",
        }
    }

    /// The language of `code`, in any case.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Whether lemmas can be had.
    pub fn has_lemmas(self) -> bool {
        false
    }
}
