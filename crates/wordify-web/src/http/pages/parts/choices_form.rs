//! Choices as fields of a form or of an address, and the form for those that nobody needs to touch.

use wordify::study::list::{self, Part, Setting, Values};

use super::words::url_encoded;
use crate::http::pages::Entry;
use crate::jobs::choices::Choices;

/// Lengths of terms that are offered; others may be asked for by the API.
const LENGTHS: [(&str, &str); 5] = [
    ("1", "single words only"),
    ("1-2", "1 to 2 words"),
    ("1-3", "1 to 3 words"),
    ("1-4", "1 to 4 words"),
    ("1-5", "1 to 5 words"),
];
/// Settings that have a place of their own on the page.
const ELSEWHERE: [&str; 9] =
    ["text", "label", "sheet", "repair_encoding", "language", "group", "labels", "strata", "control"];
/// Settings that stand beside the labels.
const OF_LABELS: [&str; 2] = ["merge", "bins"];
/// What stands for nothing chosen, where that is none of the values.
const BY_LOOKS: &str = "Found by its looks";

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// What people read above it.
    pub title: &'static str,
    /// What people read below it.
    pub hint: String,
    /// How it is filled in.
    pub control: Control,
    /// Whether the file is read again when it changes.
    pub rechecks: bool,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// One of a list.
    Select(Vec<Entry>),
    /// Boxes to tick.
    Boxes(Vec<Entry>),
    /// One box, ticked or not: a form sends nothing for one that is not, and the default of every switch is no.
    Switch(bool),
    /// A whole number.
    Number {
        /// The smallest.
        least: String,
        /// The largest.
        most: String,
        /// The one there.
        value: String,
    },
    /// A line of text.
    Line(String),
    /// Several lines of text.
    Lines(String),
}

/// The settings that have no place of their own.
fn settings() -> impl Iterator<Item = &'static Setting> {
    list::ALL.iter().filter(|setting| !ELSEWHERE.contains(&setting.name))
}

/// Which of these settings stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Those of labels.
    Labels,
    /// How the file is read.
    Reading,
    /// How the documents are analysed.
    Method,
}

/// The settings that have no place of their own, of one set.
pub fn settings_of(set: Set) -> impl Iterator<Item = &'static Setting> {
    settings().filter(move |setting| match set {
        Set::Labels => OF_LABELS.contains(&setting.name),
        Set::Reading => setting.part == Part::Input && !OF_LABELS.contains(&setting.name),
        Set::Method => setting.part == Part::Method,
    })
}

/// The fields for these settings.
pub fn fields(choices: &Choices, set: Set) -> Vec<Field> {
    settings_of(set).map(|setting| field(setting, choices)).collect()
}

/// The field for one setting.
pub fn field(setting: &Setting, choices: &Choices) -> Field {
    let value = choices.value(setting.name);
    let chosen: Vec<&str> = value.split(',').map(str::trim).collect();
    let entries = || -> Vec<Entry> {
        let entry = |(value, words): (&str, &str)| Entry {
            value: value.to_owned(),
            // With its own name as well, because papers name the preset that they used.
            name: if setting.name == "preset" { format!("{value}: {words}") } else { words.to_owned() },
            chosen: chosen.contains(&value),
        };
        setting.values.listed().into_iter().map(entry).collect()
    };
    let control = match setting.values {
        Values::One(_) if setting.default().is_empty() => {
            let mut all =
                vec![Entry { value: String::new(), name: BY_LOOKS.to_owned(), chosen: value.is_empty() }];
            all.append(&mut entries());
            Control::Select(all)
        }
        Values::One(_) => Control::Select(entries()),
        Values::Some(_) => Control::Boxes(entries()),
        Values::Range { .. } => Control::Select(lengths(&value)),
        Values::Whole { least, most } => Control::Number {
            least: least.to_string(),
            // Browsers compare as floating-point numbers, which cannot hold the largest seeds.
            most: if most == u64::MAX { String::new() } else { most.to_string() },
            value,
        },
        Values::Words => Control::Lines(value),
        Values::Switch => Control::Switch(matches!(value.as_str(), "true" | "on" | "yes" | "1")),
        _ => Control::Line(value),
    };
    Field {
        name: setting.name,
        title: setting.title,
        hint: format!("{}.", setting.help),
        control,
        rechecks: setting.part == Part::Input,
    }
}

fn lengths(chosen: &str) -> Vec<Entry> {
    let entry =
        |value: &str, name: &str| Entry { value: value.into(), name: name.into(), chosen: value == chosen };
    let mut entries: Vec<Entry> = LENGTHS.iter().map(|(value, name)| entry(value, name)).collect();
    if !entries.iter().any(|entry| entry.chosen) {
        entries.push(entry(chosen, &format!("{chosen} words")));
    }
    entries
}

/// The fields that say what `choices` says; nothing for what is absent.
pub fn pairs(choices: &Choices) -> Vec<(&'static str, String)> {
    choices.iter().map(|(name, value)| (name, value.to_owned())).collect()
}

/// The fields as the query of an address, without the question mark.
pub fn query(choices: &Choices) -> String {
    let fields: Vec<String> =
        choices.iter().map(|(name, value)| format!("{name}={}", url_encoded(value))).collect();
    fields.join("&")
}

/// The choices of an address; what cannot be understood is left aside, since a damaged link still leads home.
pub fn carried(fields: &[(String, String)]) -> Choices {
    let mut choices = Choices::default();
    // The preset first, because it decides what else may be chosen.
    let preset = fields.iter().rev().find(|(name, _)| name == "preset").map_or("", |(_, value)| value);
    let alone = Choices::default().with("preset", preset);
    for (name, value) in fields {
        let mut one = if alone.study().is_ok() { alone.clone() } else { Choices::default() };
        if one.set(name, value).is_ok() && one.study().is_ok() {
            // The last one counts: a button may repeat a field of its form.
            let _ = choices.set(name, value);
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_survive_the_way_through_an_address() {
        let choices = Choices::default()
            .with("text", "my text")
            .with("label", "<b>")
            .with("repair_encoding", "true")
            .with("stop_words_add", "a\nb")
            .with("lemmas", "off")
            .with("preset", "wordify-2021")
            .with("fits", "20");
        let fields: Vec<(String, String)> =
            pairs(&choices).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(carried(&fields), choices);
        assert_eq!(carried(&[]), Choices::default());
        assert!(query(&choices).contains("label=%3Cb%3E"));
    }

    #[test]
    fn what_is_damaged_in_an_address_is_left_aside() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = [
            field("threshold", "low"),
            field("nonsense", "1"),
            field("threshold", "0,25"),
            field("fits", "20"),
        ];
        // The default counts no fits.
        let settings = carried(&fields).settings().expect("what is left is right");
        assert_eq!((settings.threshold, settings.fits), (Some(0.25), None));
    }

    #[test]
    fn every_setting_has_a_field_that_shows_what_was_chosen() {
        let choices = Choices::default().with("ngrams", "2-3").with("keep", "emojis").with("lemmas", "off");
        let fields = fields(&choices, Set::Method);
        let control = |name: &str| &fields.iter().find(|field| field.name == name).expect("a field").control;
        for name in ["ngrams", "keep", "lemmas"] {
            let (Control::Select(entries) | Control::Boxes(entries)) = control(name) else {
                panic!("{name}")
            };
            let chosen: Vec<&str> =
                entries.iter().filter(|entry| entry.chosen).map(|entry| entry.value.as_str()).collect();
            assert_eq!(chosen, [choices.get(name).expect("chosen")]);
        }
        assert!(matches!(control("stop_words_own"), Control::Lines(_)));
        assert!(matches!(control("clean_before"), Control::Line(_)));
    }

    #[test]
    fn a_switch_is_a_box_that_sends_nothing_unless_it_is_ticked() {
        let ticked = Choices::default().with("robust", "yes");
        for setting in list::ALL.iter().filter(|setting| setting.values == Values::Switch) {
            assert_eq!(setting.default(), "false", "{}: what is not sent must mean no", setting.name);
            let control = field(setting, &ticked).control;
            assert_eq!(control, Control::Switch(setting.name == "robust"), "{}", setting.name);
        }
    }
}
