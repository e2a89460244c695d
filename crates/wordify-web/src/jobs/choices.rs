//! What a visitor chose, as it comes from forms and the API: settings of the engine's list, with values as text.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use wordify::settings::Settings;
use wordify::study::Study;
use wordify::study::list::{self, Setting, Values};
use wordify::{Error, ErrorKind};

/// The choices of a visitor. What is absent has the default of the engine, the same as on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Choices(BTreeMap<&'static str, String>);

impl Choices {
    /// These choices, and `value` for the setting called `name`, which must be in the list.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let setting = list::find(name);
        debug_assert!(setting.is_some(), "there is no setting {name}");
        if let Some(setting) = setting {
            self.put(setting, value);
        }
        self
    }

    /// These choices without that of `name`.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// Chooses; an empty value is not a choice.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] where there is no setting of that name. The value is read by [`Choices::study`].
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        // What the setting was called before it had two ends.
        if name == "ngram_max" {
            return self.set("ngrams", &format!("1-{}", value.trim()));
        }
        let Some(setting) = list::find(name) else {
            return Err(Error::new(ErrorKind::Setting, "there is no such setting").at(name));
        };
        self.put(setting, value);
        Ok(())
    }

    fn put(&mut self, setting: &'static Setting, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            self.0.remove(setting.name);
        } else {
            self.0.insert(setting.name, value.to_owned());
        }
    }

    /// What was chosen for `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// What was chosen for `name`, else its default.
    pub fn value(&self, name: &str) -> String {
        let chosen = self.get(name).map(str::to_owned);
        chosen.or_else(|| list::find(name).map(Setting::default)).unwrap_or_default()
    }

    /// All choices: name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(&name, value)| (name, value.as_str()))
    }

    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The study that they ask for.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] or [`ErrorKind::Limit`], with the name of the setting as its place.
    pub fn study(&self) -> Result<Study, Error> {
        let mut study = Study::default();
        for setting in &list::ALL {
            if let Some(value) = self.get(setting.name) {
                setting.read(&mut study, value)?;
            }
        }
        study.check()?;
        Ok(study)
    }

    /// The settings of that study. With the language `auto` they hold `Language::Multi` and `language_detected`: the analyst
    /// guesses it from the texts.
    ///
    /// # Errors
    /// As [`Choices::study`].
    pub fn settings(&self) -> Result<Settings, Error> {
        self.study().map(|study| study.settings)
    }
}

impl<'de> Deserialize<'de> for Choices {
    /// An object of settings, each as text, or as the JSON that stands for it: a number, a truth value, a list.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut choices = Self::default();
        for (name, value) in BTreeMap::<String, Value>::deserialize(deserializer)? {
            let may_be_list = list::find(&name).is_some_and(|setting| setting.values.is_list());
            let text = text_of(&value).filter(|_| may_be_list || !value.is_array());
            let text = text.ok_or_else(|| D::Error::custom(format!("{name} has no such type")))?;
            choices.set(&name, &text).map_err(|_| D::Error::custom(format!("unknown field {name}")))?;
        }
        Ok(choices)
    }
}

/// A value as the list of settings reads it.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(entries) => {
            let entries: Option<Vec<&str>> = entries.iter().map(Value::as_str).collect();
            entries.map(|entries| entries.join("\n"))
        }
        Value::Object(_) => None,
    }
}

/// Whether a form may send the setting in several fields of one name, an entry in each.
pub(crate) fn may_repeat(name: &str) -> bool {
    list::find(name).is_some_and(|setting| {
        matches!(setting.values, Values::Some(_) | Values::Columns) || setting.name == "labels"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(name: &str, value: &str) -> Choices {
        Choices::default().with(name, value)
    }

    #[test]
    fn no_choice_gives_the_study_of_the_command_line() {
        assert_eq!(Choices::default().study(), Ok(Study::default()));
    }

    #[test]
    fn a_wrong_choice_is_named() {
        for (name, value) in [
            ("preset", "wordify-2020"),
            ("stop_words", "all"),
            ("threshold", "0"),
            ("fits", "0"),
            ("min_df", "NaN"),
            ("text", &"x".repeat(1001)),
            ("stop_words_add", &"a,".repeat(20_001)),
        ] {
            assert_eq!(choices(name, value).study().expect_err("refused").place(), Some(name));
        }
    }

    #[test]
    fn lemmas_are_refused_only_to_those_who_insist_where_there_are_none() {
        for language in ["zh", "multi"] {
            let lemmas = |value| choices("language", language).with("lemmas", value).study();
            assert_eq!(lemmas("on").expect_err("there are none").place(), Some("lemmas"));
            assert!(lemmas("auto").is_ok() && lemmas("off").is_ok(), "{language}");
        }
        assert!(choices("language", "de").with("lemmas", "on").study().is_ok());
    }

    #[test]
    fn json_may_have_its_own_types_and_means_the_same_as_text() {
        let read = |json: &str| serde_json::from_str::<Choices>(json).expect("choices");
        let typed = read(
            r#"{"shuffles": 27, "lemmas": false, "min_df": 0.5, "max_df": 1.0, "stop_words_add": ["a", "b"],
                             "language": null, "ngram_max": 2}"#,
        );
        let text = read(
            r#"{"shuffles": "27", "lemmas": "false", "min_df": "0.5", "max_df": "1.0", "stop_words_add": "a\nb",
                            "ngrams": "1-2"}"#,
        );
        assert_eq!(typed, text);
        assert_eq!(read(&serde_json::to_string(&typed).expect("JSON")), typed);
        assert_eq!(typed.study().expect("a study").settings.stop_words_add, ["a", "b"]);
    }

    #[test]
    fn an_unknown_field_is_an_error() {
        assert!(serde_json::from_str::<Choices>(r#"{"fit": 3}"#).is_err());
        assert!(serde_json::from_str::<Choices>(r#"{"fits": {}}"#).is_err());
        assert!(serde_json::from_str::<Choices>(r#"{"fits": [3]}"#).is_err());
    }
}
