//! Choices of which each value has a name of its own: presets, lists of stop words, lemmas, cleaning steps.

use super::AUTO;
use super::value::{parts, switch};
use crate::error::{Error, ErrorKind};
use crate::settings::{DocumentFrequency, Lemmas, Preset, StopWords};
use crate::study::Study;
use crate::text::clean::steps::{Cleaning, Step};

pub(super) fn preset(value: &str) -> Result<Preset, Error> {
    let found = Preset::ALL.into_iter().find(|preset| preset.name() == value);
    found.ok_or_else(|| Error::new(ErrorKind::Setting, "there is no such preset"))
}

pub(super) fn collection(value: &str) -> Result<StopWords, Error> {
    match value {
        "preset" => Ok(StopWords::Preset),
        "wordify" => Ok(StopWords::Wordify),
        "spacy" => Ok(StopWords::Spacy),
        "nltk" => Ok(StopWords::Nltk),
        "iso" => Ok(StopWords::Iso),
        "none" => Ok(StopWords::None),
        _ => Err(Error::new(ErrorKind::Setting, "there is no such list of stop words")),
    }
}

pub(super) fn lemmas(value: &str) -> Result<Lemmas, Error> {
    if value == AUTO {
        return Ok(Lemmas::WhereKnown);
    }
    Ok(if switch(value)? { Lemmas::On } else { Lemmas::Off })
}

/// The user's own cleaning, to be changed.
pub(super) fn cleaning(study: &mut Study) -> &mut Cleaning {
    study.settings.cleaning.get_or_insert_default()
}

pub(super) fn names(steps: &[Step]) -> String {
    parts(steps.iter().map(|step| step.name()))
}

pub(super) fn shown_bound(bound: DocumentFrequency) -> String {
    match bound {
        // With a point, which says that it is a share.
        DocumentFrequency::Share(share) => format!("{share:?}"),
        DocumentFrequency::Count(documents) => documents.to_string(),
    }
}
