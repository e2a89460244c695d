//! The list as a dictionary, with a category for each label, for programs that count words by one.
//!
//! Entries are written forms in lowercase, because these programs read texts as they are: “wolf” and “wolves” where the list has the
//! term “wolf”. A term of several words is an entry with single spaces; where stop words stood between its words, it has them no more.

mod reading;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::csv::guarded;
use super::stored;
use crate::error::{Error, ErrorKind};
use crate::indicators::Sign;

/// Categories of a dictionary that is read: as many as a corpus has labels.
pub const CATEGORIES_MAX: usize = crate::corpus::LABELS_MAX;

/// A format of a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As LIWC reads it: numbered categories between percent signs, then an entry and its categories in each line.
    Liwc,
    /// YAML, as the R package quanteda reads it.
    Quanteda,
    /// One object: the entries of each category.
    Json,
    /// One row for each category and entry.
    Csv,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Liwc, Self::Quanteda, Self::Json, Self::Csv];

    /// Its name, as options have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Liwc => "liwc",
            Self::Quanteda => "quanteda",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Liwc => "dic",
            Self::Quanteda => "yml",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The format that the ending of `name` asks for.
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|format| format.ending() == ending);
        known.or((ending == "yaml").then_some(Self::Quanteda))
    }
}

/// What a dictionary needs of a report as json; it may come from another version.
#[derive(Debug, Deserialize)]
struct Document {
    analysis: Analysis,
}

#[derive(Debug, Deserialize)]
struct Analysis {
    labels: Vec<String>,
    indicators: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    label: String,
    against: Option<String>,
    term: String,
    sign: Sign,
    #[serde(default)]
    forms: Vec<(String, usize)>,
}

/// Categories with their entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    /// By name, sorted by code point; each has an entry.
    categories: BTreeMap<String, BTreeSet<String>>,
}

impl Dictionary {
    /// The first `most` terms that speak for each label of a report as json, or all of them, by what the label is set against where that
    /// is one label; of the labels `only`, where any is named.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] where the bytes are no report, with the line, and where it lists no term; [`ErrorKind::Setting`] for a label that
    /// is not there.
    pub fn from_json(bytes: &[u8], most: Option<usize>, only: &[String]) -> Result<Self, Error> {
        let remedy = "Give a file that “wordify analyze --out NAME.json” or the download “JSON data” made.";
        let Document { analysis } = stored::read(bytes, remedy)?;
        stored::check_labels(only, &analysis.labels)?;
        let mut categories: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for Listed { label, against, term, sign, forms } in analysis.indicators {
            let category = stored::comparison(&label, against.as_deref());
            let taken = taken.entry(category.clone()).or_default();
            let is_wanted = only.is_empty() || only.contains(&label);
            if sign == Sign::Negative || !is_wanted || most.is_some_and(|most| *taken >= most) {
                continue;
            }
            *taken += 1;
            let entries = categories.entry(category).or_default();
            if forms.is_empty() {
                entries.insert(term);
            } else {
                entries.extend(forms.into_iter().map(|(form, _)| form));
            }
        }
        if categories.is_empty() {
            return Err(Error::new(ErrorKind::Input, "the result lists no term for these labels")
                .remedy("Choose other labels (--only), or give a result with terms."));
        }
        Ok(Self { categories })
    }

    /// The entries of each category, by name.
    pub fn categories(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.categories
    }

    /// The dictionary as bytes in UTF-8.
    ///
    /// # Errors
    /// [`ErrorKind::Report`] when it cannot be written to memory.
    pub fn write(&self, format: Format) -> Result<Vec<u8>, Error> {
        match format {
            Format::Liwc => Ok(self.liwc().into_bytes()),
            Format::Quanteda => Ok(self.quanteda().into_bytes()),
            Format::Json => {
                let mut bytes =
                    serde_json::to_vec_pretty(&self.categories).map_err(|error| failed(&error))?;
                bytes.push(b'\n');
                Ok(bytes)
            }
            Format::Csv => self.csv(),
        }
    }

    fn liwc(&self) -> String {
        let mut text = "%\n".to_owned();
        let mut numbers_of: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (number, (name, entries)) in (1..).zip(&self.categories) {
            text.push_str(&format!("{number}\t{}\n", on_one_line(name)));
            for entry in entries {
                numbers_of.entry(entry).or_default().push(number.to_string());
            }
        }
        text.push_str("%\n");
        for (entry, numbers) in numbers_of {
            text.push_str(&format!("{}\t{}\n", on_one_line(entry), numbers.join("\t")));
        }
        text
    }

    fn quanteda(&self) -> String {
        let mut text = String::new();
        for (name, entries) in &self.categories {
            text.push_str(&format!("{}:\n", quoted(name)));
            for entry in entries {
                text.push_str(&format!("  - {}\n", quoted(entry)));
            }
        }
        text
    }

    fn csv(&self) -> Result<Vec<u8>, Error> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["category", "entry"]).map_err(|error| failed(&error))?;
        for (name, entries) in &self.categories {
            for entry in entries {
                writer.write_record([guarded(name), guarded(entry)]).map_err(|error| failed(&error))?;
            }
        }
        writer.into_inner().map_err(|error| failed(&error))
    }
}

fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Report, format!("no dictionary: {error}"))
}

/// `text` without tabs and line breaks, which would end a cell of the format.
fn on_one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_control()).collect::<Vec<_>>().join(" ")
}

/// `text` as a scalar of YAML between double quotes.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            // Not printable in YAML, or a line break to it.
            _ if letter.is_control()
                || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}'..='\u{ffff}') =>
            {
                quoted.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}
