//! The engine's list of settings as options of the command line: names, help, defaults and what may be given come from there.

use std::ffi::OsStr;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use wordify::study::list::{self, Part, Setting, Values};
use wordify::study::{OWN_MACHINE_LANGUAGE, Study};
use wordify::{Error, ErrorKind};

/// The names of the options, in the order of the list.
static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| list::ALL.iter().map(|setting| setting.name.replace('_', "-")).collect());

/// Settings that were chosen, each with its value as text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chosen(Vec<(&'static Setting, String)>);

impl Chosen {
    /// What was chosen for the setting called `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(setting, _)| setting.name == name).map(|(_, value)| value)
    }

    /// All that was chosen.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Setting, &str)> {
        self.0.iter().map(|(setting, value)| (*setting, value.as_str()))
    }
}

/// How the file is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading(pub(crate) Chosen);

/// How the documents are analysed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Method(pub(crate) Chosen);

/// Makes a type the options of a part of the list.
macro_rules! options_of_part {
    ($($type:ident $part:expr;)*) => {$(
        impl Args for $type {
            fn augment_args(command: Command) -> Command {
                augmented(command, $part)
            }

            fn augment_args_for_update(command: Command) -> Command {
                augmented(command, $part)
            }
        }

        impl FromArgMatches for $type {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok(Self(taken(matches, $part)))
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                self.0 = taken(matches, $part);
                Ok(())
            }
        }
    )*};
}

options_of_part! {
    Reading Part::Input;
    Method Part::Method;
}

fn augmented(command: Command, part: Part) -> Command {
    let settings = list::ALL.iter().zip(NAMES.iter()).filter(|(setting, _)| setting.part == part);
    settings.fold(command, |command, (setting, name)| command.arg(argument(setting, name)))
}

fn argument(setting: &'static Setting, name: &'static str) -> Arg {
    let default = match setting.name {
        "language" => OWN_MACHINE_LANGUAGE.to_owned(),
        _ => setting.default(),
    };
    let help = match setting.values {
        Values::Switch => setting.help.to_owned(),
        _ if default.is_empty() => setting.help.to_owned(),
        _ => format!("{} [default: {default}]", setting.help),
    };
    let heading = match setting.part {
        Part::Input => "Input",
        Part::Method => "Method",
    };
    let argument = Arg::new(setting.name).long(name).help(help).help_heading(heading);
    match setting.values {
        Values::Switch => argument.action(ArgAction::SetTrue),
        values => argument
            .value_name(value_name(setting))
            .value_parser(SettingParser(setting))
            .action(if values.is_list() { ArgAction::Append } else { ArgAction::Set })
            // Labels and signs for missing values may be numbers below zero, in lists and ranges too: -2--1,0-1.
            .allow_hyphen_values(matches!(values, Values::Labels { .. } | Values::Entries))
            // `wordify languages` and `wordify steps` say more about them.
            .hide_possible_values(matches!(values, Values::Language | Values::Steps)),
    }
}

fn value_name(setting: &Setting) -> &'static str {
    match setting.values {
        Values::Column => "COLUMN",
        Values::Columns => "COLUMNS",
        Values::Sheet => "SHEET",
        Values::Sign => "SIGN",
        Values::Switch => "ON",
        Values::One(_) if setting.name == "stop_words" => "NAME|FILE",
        Values::One(_) | Values::Name => "NAME",
        Values::Some(_) => "NAMES",
        Values::Language => "CODE",
        Values::Whole { .. } => "NUMBER",
        Values::Score if setting.name == "threshold" => "SCORE",
        Values::Score => "SHARE",
        Values::Bound => "SHARE|COUNT",
        Values::Range { .. } => "FROM-TO",
        Values::Words => "WORDS|FILE",
        Values::Entries => "LIST",
        Values::Steps => "STEPS",
        Values::Labels { form, .. } => form,
    }
}

fn taken(matches: &ArgMatches, part: Part) -> Chosen {
    let value = |setting: &Setting| match setting.values {
        Values::Switch => matches.get_flag(setting.name).then(|| "true".to_owned()),
        _ => {
            let values: Vec<&str> = matches.get_many::<String>(setting.name)?.map(String::as_str).collect();
            Some(values.join(","))
        }
    };
    let settings = list::ALL.iter().filter(|setting| setting.part == part);
    Chosen(settings.filter_map(|setting| Some((setting, value(setting)?))).collect())
}

/// Lets only pass what the setting can be; completions offer what can be listed.
#[derive(Debug, Clone)]
struct SettingParser(&'static Setting);

impl TypedValueParser for SettingParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let setting = self.0;
        let parse = |text: &str| -> Result<String, String> {
            // A file may stand there, which is read later.
            let may_be_file = matches!(setting.values, Values::Words) || setting.name == "stop_words";
            if !may_be_file {
                setting.read(&mut Study::default(), text).map_err(|error| said(&error))?;
            }
            Ok(text.to_owned())
        };
        parse.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = self.0.values.listed();
        let value = |(value, words): (&'static str, &'static str)| PossibleValue::new(value).help(words);
        (!values.is_empty()).then(|| Box::new(values.into_iter().map(value)) as _)
    }
}

/// An error as the end of the sentence with which the parser names option and value.
fn said(error: &Error) -> String {
    let remedy = error.remedy_text().unwrap_or_default().trim_end_matches('.');
    match remedy.strip_prefix("Give ") {
        Some(rest) if error.kind() == ErrorKind::Setting => format!("give {rest}"),
        _ => format!("{}. {remedy}", error.message()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_bins_and_missing_values_may_begin_with_a_minus() {
        let command = augmented(augmented(Command::new("wordify"), Part::Input), Part::Method);
        for (option, name, value) in [
            ("--bins", "bins", "-2--1,0-1"),
            ("--labels", "labels", "-1,1"),
            ("--missing", "missing", "-99,-98"),
            ("--contrast", "contrast", "-1"),
        ] {
            let matches = command.clone().try_get_matches_from(["wordify", option, value]);
            let matches = matches.unwrap_or_else(|error| panic!("{option} {value}: {error}"));
            assert_eq!(matches.get_one::<String>(name).map(String::as_str), Some(value));
        }
    }
}
