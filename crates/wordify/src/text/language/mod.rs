//! Languages: their codes, names, scripts and word lists. What is known of each is in `data`.

pub(crate) mod data;
pub mod detection;
pub(crate) mod habits;
pub mod script;
pub mod stop_words;

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorKind};
use data::Segmentation;
use script::Script;

pub use data::Language;

/// Names that an error suggests for one that is not known.
const SUGGESTIONS: usize = 3;
/// Longest text that is compared with all names: a code or a name, not a file in the wrong place.
const NAME_BYTES_MAX: usize = 64;

impl Language {
    /// ISO 639-1 code, ISO 639-3's where there is none, or `multi`.
    pub fn code(self) -> &'static str {
        self.facts().code
    }

    /// English name.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The scripts that it is written in; none for [`Language::Multi`], which says nothing about them.
    pub fn scripts(self) -> &'static [Script] {
        self.facts().scripts
    }

    /// The language of `code`, in any case; also by other codes in use, such as `no`.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim();
        let known = Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code));
        known.or_else(|| {
            let is_code = |alias: &&str| alias.eq_ignore_ascii_case(code);
            Self::ALL.into_iter().find(|language| language.facts().other_names.iter().any(is_code))
        })
    }

    /// The language of a code or an English name, in any case.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] with the nearest codes and names.
    pub fn find(text: &str) -> Result<Self, Error> {
        let wanted = text.trim().to_lowercase();
        let named = || Self::ALL.into_iter().find(|language| language.name().to_lowercase() == wanted);
        Self::from_code(&wanted).or_else(named).ok_or_else(|| unknown(&wanted))
    }

    /// Whether words have lemmas: a dictionary, or a segmenter that knows base forms.
    pub fn has_lemmas(self) -> bool {
        let segmenter_knows = matches!(self.facts().segmentation, Some(Segmentation::Ipadic));
        self.dictionary().is_some() || (segmenter_knows && self.segmenter_data().is_some())
    }

    /// The dictionary of lemmas, packed; none where there is none, or where this build leaves it out.
    pub(crate) fn dictionary(self) -> Option<&'static [u8]> {
        wordify_data::lemmas(self.code())
    }

    /// What cuts texts without spaces into words, packed; none for languages that write spaces, or where this build leaves
    /// it out.
    pub(crate) fn segmenter_data(self) -> Option<&'static [u8]> {
        wordify_data::segmenter(self.code())
    }

    /// Wordify has data for some languages that a program may leave out, by the features of `wordify-data`. Without them texts
    /// would be read in another way than elsewhere, so they are asked for before.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] where this build leaves them out.
    pub(crate) fn check_is_built_in(self) -> Result<(), Error> {
        if !wordify_data::is_left_out(self.code()) {
            return Ok(());
        }
        let message = format!("this build of Wordify leaves out the data of {}", self.name());
        let feature = format!("Build it with the feature “{}” of wordify-data", self.code());
        let remedy =
            if self.segmenter().is_some() { feature + "." } else { feature + ", or turn lemmas off." };
        Err(Error::new(ErrorKind::Setting, message).at("language").remedy(remedy))
    }

    /// Percent of the forms with an ending that must follow one rule, before unknown words follow it too: for those who pack
    /// a dictionary.
    pub fn endings_agree(self) -> u32 {
        self.facts().habits.endings_agree
    }

    /// What cuts texts without spaces into words, by name; none for languages that write spaces.
    pub fn segmenter(self) -> Option<&'static str> {
        self.facts().segmentation.map(|segmentation| match segmentation {
            Segmentation::Jieba => "jieba",
            Segmentation::Ipadic => "ipadic",
        })
    }
}

/// The error for what is no code and no name.
fn unknown(wanted: &str) -> Error {
    let shown: String = wanted.chars().take(NAME_BYTES_MAX).collect();
    let mut near: Vec<(usize, Language)> = Language::ALL
        .into_iter()
        .filter(|_| wanted.len() <= NAME_BYTES_MAX)
        .map(|language| {
            let name = strsim::damerau_levenshtein(wanted, &language.name().to_lowercase());
            // One letter more in a code of two says less than one more in a name.
            let code = 2 * strsim::damerau_levenshtein(wanted, language.code());
            (name.min(code), language)
        })
        .collect();
    near.sort();
    let suggestions: Vec<String> = near
        .iter()
        .take(SUGGESTIONS)
        .map(|(_, language)| format!("{} ({})", language.code(), language.name()))
        .collect();
    let remedy = match suggestions.as_slice() {
        [] => "Give a code such as en, or a name such as German.".to_owned(),
        _ => format!("The nearest are {}; “multi” stands for any language.", suggestions.join(", ")),
    };
    Error::new(ErrorKind::Setting, format!("there is no language “{shown}”")).at("language").remedy(remedy)
}

impl fmt::Display for Language {
    /// The code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Language {
    /// As its code.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    /// From its code or name.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::find(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_names_and_aliases_are_unique() {
        let mut all: Vec<String> = Language::ALL
            .iter()
            .flat_map(|language| [language.code().to_owned(), language.name().to_lowercase()])
            .chain(
                Language::ALL
                    .into_iter()
                    .flat_map(|language| language.facts().other_names)
                    .map(|name| (*name).to_owned()),
            )
            .collect();
        all.sort();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
    }

    #[test]
    fn languages_are_sorted_by_name_with_multi_last() {
        let names: Vec<_> = Language::ALL.map(Language::name).into();
        let (last, others) = names.split_last().expect("languages");
        assert!(others.is_sorted(), "{others:?}");
        assert_eq!(*last, "multi-language");
    }

    #[test]
    fn a_language_is_found_by_code_by_name_and_by_other_codes_in_use() {
        for (text, expected) in [
            ("de", Language::German),
            (" German ", Language::German),
            ("EL", Language::Greek),
            ("no", Language::Norwegian),
            ("nb", Language::Norwegian),
            ("serbo-croatian", Language::SerboCroatian),
            ("hr", Language::SerboCroatian),
            ("jp", Language::Japanese),
            ("multi", Language::Multi),
            ("multi-language", Language::Multi),
        ] {
            assert_eq!(Language::find(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn an_unknown_language_is_reported_with_the_nearest() {
        let remedy = |text| Language::find(text).expect_err("unknown").to_string();
        assert!(remedy("germna").contains("de (German)"), "{}", remedy("germna"));
        assert!(remedy("portugese").contains("pt (Portuguese)"));
        assert!(remedy("ee").contains("et (Estonian)"), "{}", remedy("ee"));
        assert!(remedy(&"я".repeat(100_000)).len() < 300);
        assert!(Language::find("").is_err());
    }
}
