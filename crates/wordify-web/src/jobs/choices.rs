//! What a visitor may choose, as it comes from forms and the API, and what the engine makes of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wordify::corpus::Columns;
use wordify::settings::{DocumentFrequency, Lemmas, Preset, Settings, StopWords};
use wordify::study::Study;
use wordify::table::ReadOptions;
use wordify::text::language::Language;
use wordify::text::language::stop_words::own_words;
use wordify::{Error, ErrorKind};

/// Longest name of a column or sheet, and longest language code, in bytes.
const NAME_BYTES_MAX: usize = 1000;
/// Most words in a list of one's own: more than any stop word list has.
const WORDS_MAX: usize = 20_000;
/// Longest such word in bytes.
const WORD_BYTES_MAX: usize = 200;

/// The choices of a visitor. What is absent has the default of the engine, the same as on the command line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Choices {
    /// Text column by name or number from 1; `text` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Label column by name or number from 1; `label` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Sheet of a workbook by name or number from 1; the first with data where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Whether texts that were decoded wrongly once before are repaired.
    pub repair_encoding: bool,
    /// Language code, English name, or `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `wordify`, `wordify-2021` or `wordify-2022`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Regressions per label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fits: Option<usize>,
    /// Seed of all random choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Selection frequency from which a term is shown, above 0 and up to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Whether words are replaced by their lemmas; where absent, in languages that have them. `true` insists on it: a
    /// language without lemmas is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lemmas: Option<bool>,
    /// `spacy`, `nltk`, `iso` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_words: Option<String>,
    /// Further words to leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop_words_add: Vec<String>,
    /// Words to keep although they are in the list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop_words_keep: Vec<String>,
    /// Longest n-gram in tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ngram_max: Option<usize>,
    /// Terms in fewer documents are left out: a share below 1, or a whole number of documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_df: Option<f64>,
    /// Terms in more documents are left out: a share up to 1, or a whole number of documents above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_df: Option<f64>,
}

impl Choices {
    /// The settings of the engine. With the language `auto` they hold `Language::Multi` and `language_detected`:
    /// the analyst guesses it from the texts.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] or [`ErrorKind::Limit`], with the name of the choice as its place.
    pub fn settings(&self) -> Result<Settings, Error> {
        self.check_lengths()?;
        let default = Settings::default();
        let (language, language_detected) = self.language()?;
        let mut settings = Settings {
            preset: self.preset()?,
            language,
            language_detected,
            stop_words: self.stop_words()?,
            stop_words_add: own_words(self.stop_words_add.iter().map(String::as_str)),
            stop_words_keep: own_words(self.stop_words_keep.iter().map(String::as_str)),
            ngram_range: (1, self.ngram_max.unwrap_or(default.ngram_range.1)),
            min_df: self.min_df.map_or(default.min_df, |bound| document_frequency(bound, false)),
            max_df: self.max_df.map_or(default.max_df, |bound| document_frequency(bound, true)),
            fits: self.fits.unwrap_or(default.fits),
            threshold: self.threshold.unwrap_or(default.threshold),
            seed: self.seed.unwrap_or(default.seed),
            ..default
        };
        if let Some(lemmas) = self.lemmas {
            settings.lemmas = if lemmas { Lemmas::On } else { Lemmas::Off };
        }
        settings.check()?;
        Ok(settings)
    }

    /// The whole study: the settings, the columns and how the file is read.
    ///
    /// # Errors
    /// As [`Choices::settings`].
    pub fn study(&self) -> Result<Study, Error> {
        let chosen = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
        Ok(Study {
            reading: ReadOptions {
                sheet: chosen(&self.sheet),
                repair_encoding: self.repair_encoding,
                ..ReadOptions::default()
            },
            columns: Columns { text: chosen(&self.text), label: chosen(&self.label) },
            settings: self.settings()?,
        })
    }

    fn language(&self) -> Result<(Language, bool), Error> {
        match self.language.as_deref() {
            None | Some("") => Ok((Settings::default().language, false)),
            Some("auto") => Ok((Language::Multi, true)),
            Some(code) => match Language::find(code) {
                Ok(language) => Ok((language, false)),
                Err(message) => Err(Error::new(ErrorKind::Setting, message.to_string()).at("language")),
            },
        }
    }

    fn preset(&self) -> Result<Preset, Error> {
        let Some(name) = self.preset.as_deref().filter(|name| !name.is_empty()) else {
            return Ok(Preset::Wordify);
        };
        Preset::ALL.into_iter().find(|preset| preset.name() == name).ok_or_else(|| {
            let names = Preset::ALL.map(Preset::name).join(", ");
            Error::new(ErrorKind::Setting, "there is no such preset")
                .at("preset")
                .remedy(format!("Choose one of: {names}."))
        })
    }

    fn stop_words(&self) -> Result<StopWords, Error> {
        match self.stop_words.as_deref() {
            None | Some("" | "spacy") => Ok(StopWords::Spacy),
            Some("nltk") => Ok(StopWords::Nltk),
            Some("iso") => Ok(StopWords::Iso),
            Some("none") => Ok(StopWords::None),
            Some(_) => Err(Error::new(ErrorKind::Setting, "there is no such list of stop words")
                .at("stop_words")
                .remedy("Choose one of: spacy, nltk, iso, none.")),
        }
    }

    fn check_lengths(&self) -> Result<(), Error> {
        let too_long = |place: &str, max: usize| {
            Err(Error::new(ErrorKind::Limit, "this is too long")
                .at(place)
                .remedy(format!("Give at most {max}.")))
        };
        let names = [
            ("text", &self.text),
            ("label", &self.label),
            ("sheet", &self.sheet),
            ("language", &self.language),
        ];
        for (place, name) in names {
            if name.as_ref().is_some_and(|name| name.len() > NAME_BYTES_MAX) {
                return too_long(place, NAME_BYTES_MAX);
            }
        }
        for (place, words) in
            [("stop_words_add", &self.stop_words_add), ("stop_words_keep", &self.stop_words_keep)]
        {
            if words.len() > WORDS_MAX {
                return too_long(place, WORDS_MAX);
            }
            if words.iter().any(|word| word.len() > WORD_BYTES_MAX) {
                return too_long(place, WORD_BYTES_MAX);
            }
        }
        Ok(())
    }
}

/// A share up to 1 (for `min_df` below it), or a whole number of documents, as scikit-learn reads it.
fn document_frequency(bound: f64, one_is_share: bool) -> DocumentFrequency {
    let is_share = bound < 1.0 || bound.is_nan() || (bound == 1.0 && one_is_share);
    if is_share { DocumentFrequency::Share(bound) } else { DocumentFrequency::Count(bound as usize) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_choice_gives_the_settings_of_the_command_line() {
        assert_eq!(Choices::default().settings(), Ok(Settings::default()));
    }

    fn check_refused(choices: &Choices, place: &str) {
        assert_eq!(choices.settings().expect_err("refused").place(), Some(place));
    }

    #[test]
    fn a_wrong_choice_is_named() {
        check_refused(&Choices { preset: Some("wordify-2020".into()), ..Choices::default() }, "preset");
        check_refused(&Choices { stop_words: Some("all".into()), ..Choices::default() }, "stop_words");
        check_refused(&Choices { threshold: Some(0.0), ..Choices::default() }, "threshold");
        check_refused(&Choices { fits: Some(0), ..Choices::default() }, "fits");
        check_refused(&Choices { min_df: Some(f64::NAN), ..Choices::default() }, "min_df");
        check_refused(&Choices { text: Some("x".repeat(1001)), ..Choices::default() }, "text");
        let many = Choices { stop_words_add: vec!["a".into(); WORDS_MAX + 1], ..Choices::default() };
        check_refused(&many, "stop_words_add");
    }

    #[test]
    fn lemmas_are_refused_only_to_those_who_insist_where_there_are_none() {
        let choices = |language: &str, lemmas| Choices {
            language: Some(language.into()),
            lemmas,
            ..Choices::default()
        };
        for language in ["zh", "multi"] {
            check_refused(&choices(language, Some(true)), "lemmas");
            assert!(choices(language, None).settings().is_ok(), "{language}");
            assert!(choices(language, Some(false)).settings().is_ok(), "{language}");
        }
        assert!(choices("de", Some(true)).settings().is_ok());
    }

    #[test]
    fn bounds_are_read_as_scikit_learn_reads_them() {
        assert_eq!(document_frequency(0.01, false), DocumentFrequency::Share(0.01));
        assert_eq!(document_frequency(1.0, false), DocumentFrequency::Count(1));
        assert_eq!(document_frequency(1.0, true), DocumentFrequency::Share(1.0));
        assert_eq!(document_frequency(5.0, true), DocumentFrequency::Count(5));
    }

    #[test]
    fn an_unknown_field_is_an_error() {
        assert!(serde_json::from_str::<Choices>(r#"{"fit": 3}"#).is_err());
    }
}
