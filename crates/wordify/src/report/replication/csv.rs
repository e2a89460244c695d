//! A comparison as comma-separated values.

use super::{Replication, Standing};
use crate::error::{Error, ErrorKind};
use crate::report::csv::guarded;

const HEADER: [&str; 13] = [
    "label",
    "term",
    "shown",
    "fate",
    "first_label",
    "first_sign",
    "first_score",
    "second_label",
    "second_sign",
    "second_score",
    "strength_difference",
    "first_against",
    "second_against",
];

/// One row per term, in the order of [`Replication::terms`]; what a result does not list is empty.
///
/// # Errors
/// [`ErrorKind::Report`] when the table cannot be written to memory.
pub fn csv(comparison: &Replication) -> Result<Vec<u8>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::new(ErrorKind::Report, format!("no csv: {error}"));
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(|error| failed(&error))?;
    for compared in &comparison.terms {
        let strength = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.strength);
        let difference = strength(&compared.first).zip(strength(&compared.second));
        let difference = difference.map_or_else(String::new, |(first, second)| (second - first).to_string());
        let texts = [&compared.label, &compared.term, &compared.shown].map(|text| guarded(text));
        let cells = texts
            .into_iter()
            .chain([compared.fate.name().to_owned()])
            .chain(cells(compared.first.as_ref()))
            .chain(cells(compared.second.as_ref()))
            .chain([difference])
            .chain([&compared.first, &compared.second].map(|standing| against(standing.as_ref())));
        writer.write_record(cells).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

fn against(standing: Option<&Standing>) -> String {
    standing.and_then(|standing| standing.against.as_deref()).map_or_else(String::new, guarded)
}

fn cells(standing: Option<&Standing>) -> [String; 3] {
    standing.map_or_else(Default::default, |standing| {
        [guarded(&standing.label), standing.sign.name().to_owned(), standing.score.to_string()]
    })
}
