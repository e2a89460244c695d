//! Values of settings as text: what may be given, and how it is read.

use crate::error::{Error, ErrorKind};
use crate::settings::{DocumentFrequency, Peer};
use crate::text::clean::steps::Step;
use crate::text::language::Language;
use crate::text::language::stop_words::own_words;
use crate::text::tokenize::KeptTokens;

/// Longest name of a column or a sheet in bytes: no program writes longer ones, and they are repeated in errors.
pub const NAME_BYTES_MAX: usize = 1000;
/// Most entries of a list: more than any published list of stop words has.
pub const LIST_ENTRIES_MAX: usize = 20_000;
/// Columns that can be named for one purpose: with more, hardly two documents are alike.
const COLUMNS_MAX: usize = 20;
/// Longest entry of a list in bytes.
const ENTRY_BYTES_MAX: usize = 200;

/// What may be given for a setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// A column, by name or by number from 1.
    Column,
    /// Columns, each by name or by number from 1.
    Columns,
    /// A sheet, by name or by number from 1.
    Sheet,
    /// Some other name.
    Name,
    /// A sign that is not a letter.
    Sign,
    /// Yes or no.
    Switch,
    /// One of these: value, and what people read.
    One(&'static [(&'static str, &'static str)]),
    /// Any of these: value, and what people read.
    Some(&'static [(&'static str, &'static str)]),
    /// The code or the English name of a language, or `auto`.
    Language,
    /// A whole number in a range.
    Whole {
        /// The smallest.
        least: u64,
        /// The largest.
        most: u64,
    },
    /// A number above 0 and up to 1.
    Score,
    /// A share from 0.0 to 1.0 with a point, or a whole number of documents, as in scikit-learn.
    Bound,
    /// One number from 1 to `most`, or two with a hyphen between them, the smaller first.
    Range {
        /// The largest.
        most: usize,
    },
    /// A list of words, whose case does not matter.
    Words,
    /// A list of anything, exactly as it is written.
    Entries,
    /// A list of cleaning steps.
    Steps,
    /// A list with labels in it, those with a comma, a plus sign or an equals sign in double quotes.
    Labels {
        /// The form of an entry, in a word.
        form: &'static str,
        /// What may be given.
        expected: &'static str,
    },
}

impl Values {
    /// What may be given, as the end of a sentence.
    pub fn expected(&self) -> String {
        let names = |list: &[(&str, &str)]| parts(list.iter().map(|&(name, _)| name));
        match self {
            Self::Column => format!("the name of a column or its number, in at most {NAME_BYTES_MAX} bytes"),
            Self::Columns => {
                format!("at most {COLUMNS_MAX} names of columns or their numbers, with commas between them")
            }
            Self::Sheet => format!("the name of a sheet or its number, in at most {NAME_BYTES_MAX} bytes"),
            Self::Name => format!("a name in at most {NAME_BYTES_MAX} bytes"),
            Self::Sign => "one sign of ASCII, such as ; or |, or the word tab or space".to_owned(),
            Self::Switch => "true or false".to_owned(),
            Self::One(list) => format!("one of: {}", names(list)),
            Self::Some(list) => format!("one or more of: {}", names(list)),
            Self::Language => "the code or the English name of a language, or auto".to_owned(),
            Self::Whole { least, most: u64::MAX } => format!("a whole number from {least}"),
            Self::Whole { least, most } => format!("a whole number from {least} to {most}"),
            Self::Score => "a number above 0 and up to 1, such as 0.3".to_owned(),
            Self::Bound => {
                "a share from 0.0 to 1.0, such as 0.001, or a whole number of documents, such as 5".to_owned()
            }
            Self::Range { most } => format!("two numbers from 1 to {most}, the smaller first, such as 1-3"),
            Self::Words | Self::Entries => {
                format!(
                    "at most {LIST_ENTRIES_MAX} entries with commas or line breaks between them, each in at most {ENTRY_BYTES_MAX} bytes"
                )
            }
            Self::Steps => "names of cleaning steps with commas between them".to_owned(),
            Self::Labels { expected, .. } => (*expected).to_owned(),
        }
    }

    /// Whether several entries may be given, and the setting be repeated with further ones.
    pub fn is_list(&self) -> bool {
        match self {
            Self::Columns
            | Self::Some(_)
            | Self::Words
            | Self::Entries
            | Self::Steps
            | Self::Labels { .. } => true,
            Self::Column | Self::Sheet | Self::Name | Self::Sign | Self::Switch | Self::One(_) => false,
            Self::Language | Self::Whole { .. } | Self::Score | Self::Bound | Self::Range { .. } => false,
        }
    }

    /// The values that can be listed, with what people read; none where there are too many or any may be given.
    pub fn listed(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::One(list) | Self::Some(list) => list.to_vec(),
            Self::Language => {
                let guess = (super::AUTO, "Guess it from the texts");
                let languages = Language::ALL.iter().map(|language| (language.code(), language.name()));
                std::iter::once(guess).chain(languages).collect()
            }
            Self::Steps => Step::ALL.iter().map(|step| (step.name(), step.summary())).collect(),
            _ => Vec::new(),
        }
    }
}

pub(super) fn wrong(message: &str) -> Error {
    Error::new(ErrorKind::Setting, message)
}

pub(super) fn too_long() -> Error {
    Error::new(ErrorKind::Limit, "this is too long")
}

/// A name; none for nothing.
pub(super) fn name(value: &str) -> Result<Option<String>, Error> {
    match value {
        "" => Ok(None),
        value if value.len() > NAME_BYTES_MAX => Err(too_long()),
        value => Ok(Some(value.to_owned())),
    }
}

pub(super) fn switch(value: &str) -> Result<bool, Error> {
    match value {
        "true" | "on" | "yes" | "1" => Ok(true),
        "false" | "off" | "no" | "0" => Ok(false),
        _ => Err(wrong("this is neither on nor off")),
    }
}

pub(super) fn whole(value: &str, least: u64, most: u64) -> Result<u64, Error> {
    match value.parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        Ok(_) => Err(wrong("this is out of range")),
        Err(_) => Err(wrong("this cannot be read as a whole number")),
    }
}

/// A number above 0 and up to 1.
pub(super) fn decimal(value: &str) -> Result<f64, Error> {
    match point(value).parse() {
        Ok(number) if number > 0.0 && number <= 1.0 => Ok(number),
        Ok(_) => Err(wrong("this is out of range")),
        Err(_) => Err(wrong("this cannot be read as a number")),
    }
}

/// As scikit-learn: with a point a share, without a number of documents.
pub(super) fn bound(value: &str) -> Result<DocumentFrequency, Error> {
    if let Ok(documents) = value.parse() {
        return Ok(DocumentFrequency::Count(documents));
    }
    match point(value).parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(DocumentFrequency::Share(share)),
        Ok(_) => Err(wrong("this is out of range")),
        Err(_) => Err(wrong("this cannot be read as a number")),
    }
}

/// Half of the world writes 0,3.
fn point(number: &str) -> String {
    if number.contains('.') { number.to_owned() } else { number.replacen(',', ".", 1) }
}

/// Shortest and longest.
pub(super) fn range(value: &str, most: usize) -> Result<(usize, usize), Error> {
    let (shortest, longest) = value.split_once('-').unwrap_or((value, value));
    match (shortest.trim().parse(), longest.trim().parse()) {
        (Ok(shortest), Ok(longest)) if 1 <= shortest && shortest <= longest && longest <= most => {
            Ok((shortest, longest))
        }
        _ => Err(wrong("this is neither one length nor two")),
    }
}

/// The entries of a list, without white space around them.
pub(super) fn entries(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', '\n', '\r']).map(str::trim).filter(|entry| !entry.is_empty())
}

/// A list as text.
pub(super) fn parts<'a>(entries: impl Iterator<Item = &'a str>) -> String {
    entries.collect::<Vec<_>>().join(", ")
}

/// The entries of a list, as they are written.
pub(super) fn list(value: &str) -> Result<Vec<String>, Error> {
    let mut list = Vec::new();
    for entry in entries(value) {
        if list.len() == LIST_ENTRIES_MAX || entry.len() > ENTRY_BYTES_MAX {
            return Err(too_long());
        }
        list.push(entry.to_owned());
    }
    Ok(list)
}

/// Names of columns.
pub(super) fn columns(value: &str) -> Result<Vec<String>, Error> {
    let columns = list(value)?;
    if columns.len() > COLUMNS_MAX { Err(too_long()) } else { Ok(columns) }
}

/// A user's own words.
pub(super) fn words(value: &str) -> Result<Vec<String>, Error> {
    list(value).map(|words| own_words(words.iter().map(String::as_str)))
}

/// A sign between cells; some have names, since they are not seen.
pub(super) fn sign(value: &str) -> Result<char, Error> {
    let mut signs = value.chars();
    match (value, signs.next(), signs.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        ("space", ..) => Ok(' '),
        (_, Some(sign), None) if sign.is_ascii() && !"\"\r\n".contains(sign) => Ok(sign),
        _ => Err(wrong("this is not a sign between cells")),
    }
}

/// As [`sign`] reads it.
pub(super) fn shown_sign(sign: char) -> String {
    match sign {
        '\t' => "tab".to_owned(),
        ' ' => "space".to_owned(),
        sign => sign.to_string(),
    }
}

pub(super) fn steps(value: &str) -> Result<Vec<Step>, Error> {
    entries(value).map(Step::find).collect()
}

/// Scores of other programs, in one order however they are given.
pub(super) fn peers(value: &str) -> Result<Vec<Peer>, Error> {
    if entries(value).any(|entry| Peer::ALL.iter().all(|peer| peer.name() != entry)) {
        return Err(wrong("there is no such score"));
    }
    Ok(Peer::ALL.into_iter().filter(|peer| entries(value).any(|entry| entry == peer.name())).collect())
}

pub(super) fn kept(value: &str) -> Result<KeptTokens, Error> {
    let mut kept = KeptTokens::default();
    for entry in entries(value) {
        match entry {
            "emojis" => kept.emojis = true,
            "hashtags" => kept.hashtags = true,
            _ => return Err(wrong("there is no such kind of term")),
        }
    }
    Ok(kept)
}
