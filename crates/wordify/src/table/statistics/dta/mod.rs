//! Stata data files, `.dta`, of the releases 113 to 119 (Stata 8 to 18).
//!
//! `old` and `tagged` read the description of the two layouts, `value` shows a cell, `labels` reads the tables of value labels,
//! `long_texts` what is stored apart from the rows. The format is described in Stata's manual, "File formats .dta".

mod labels;
mod long_texts;
mod old;
mod tagged;
mod value;

use std::collections::BTreeMap;
use std::rc::Rc;

use self::long_texts::LongTexts;
use self::value::{Shown, Storage, Style};
use super::gathering::Gathering;
use super::input::{Input, Origin};
use super::letters::Letters;
use super::value_labels::ValueLabels;
use crate::count::counted;
use crate::error::{Error, ErrorKind};
use crate::table::limits::Limits;
use crate::table::{Format, ReadOptions, Table};

const ORIGIN: Origin = Origin {
    name: "the Stata file",
    remedy: "Download or copy the file again, or save it anew in Stata (save data.dta).",
};

/// What is known of the rows before they are read.
#[derive(Debug)]
struct Description<'a> {
    release: u16,
    variables: Vec<Variable<'a>>,
    rows: usize,
    /// At the first row.
    data: Input<'a>,
    long_texts: LongTexts<'a>,
    labels: labels::Tables<'a>,
}

/// A variable as the file has it.
#[derive(Debug)]
struct Variable<'a> {
    name: &'a [u8],
    storage: Storage,
    format: &'a [u8],
    /// Name of its table of value labels.
    labels: &'a [u8],
    /// The variable label: often the wording of the question.
    label: &'a [u8],
}

/// Reads the table in `bytes`.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let input = Input::new(bytes, ORIGIN);
    let description = match bytes.first() {
        Some(b'<') => tagged::read(input)?,
        Some(&release @ 113..=115) => old::read(input, release)?,
        Some(release) => return Err(unknown(&release.to_string())),
        None => return Err(input.damaged()),
    };
    if description.variables.is_empty() {
        return Err(ORIGIN.holds("no variables"));
    }
    // Before release 118 the file does not say its encoding; from then on it is this one.
    let mut letters = Letters::new((description.release >= 118).then_some("utf-8"), options)?;
    let gathered = gather(&description, bytes.len(), options.limits, &mut letters)?;
    let mut warnings = letters.warnings();
    let leap = description.variables.iter().filter(|variable| variable.format.starts_with(b"%tC")).count();
    if leap > 0 {
        warnings.push(format!(
            "{} times with leap seconds (%tC), shown as numbers. In Stata, cofC() makes usual times of them.",
            counted(leap, "variable holds", "variables hold")
        ));
    }
    let facts = vec![("encoding", letters.name()), ("release", description.release.to_string())];
    Ok(gathered.finish(Format::Dta, facts, warnings))
}

fn gather(
    description: &Description<'_>,
    packed: usize,
    limits: Limits,
    letters: &mut Letters,
) -> Result<Gathering, Error> {
    let variables = &description.variables;
    let names: Vec<(String, String)> = variables
        .iter()
        .map(|variable| {
            let [name, label] = [variable.name, variable.label].map(|text| letters.terminated(text));
            (name.into_owned(), label.into_owned())
        })
        .collect();
    let styles = styles(description, letters);
    let names = names.iter().map(|(name, label)| (name.as_str(), label.as_str()));
    let mut gathering = Gathering::new(names, packed, limits)?;
    gathering.check_rows(description.rows)?;
    let mut data = description.data;
    for _ in 0..description.rows {
        for (index, (variable, style)) in variables.iter().zip(&styles).enumerate() {
            match variable.storage.read(&mut data, style, &description.long_texts, letters)? {
                Shown::Cell(cell) => gathering.push(index, &cell)?,
                Shown::DeclaredMissing => gathering.push_marked(index),
            }
        }
    }
    Ok(gathering)
}

/// How the cells of each variable are shown; variables share tables of labels, as they do in the file.
fn styles(description: &Description<'_>, letters: &mut Letters) -> Vec<Style> {
    let mut tables = BTreeMap::new();
    for (name, pairs) in &description.labels {
        let pairs =
            pairs.iter().map(|(code, label)| (code.to_string(), letters.terminated(label).into_owned()));
        tables.insert(name.as_slice(), Rc::new(ValueLabels::new(pairs)));
    }
    let style = |variable: &Variable<'_>| Style {
        labels: tables.get(labels::until_nul(variable.labels)).cloned().unwrap_or_default(),
        meaning: value::Meaning::of(variable.format),
    };
    description.variables.iter().map(style).collect()
}

fn unknown(release: &str) -> Error {
    Error::new(
        ErrorKind::Input,
        format!("the file is a Stata file of release {release}, and Wordify reads 113 to 119"),
    )
    .remedy("Open it in Stata and save it anew (save data.dta), or: export excel using data.xlsx, firstrow(variables).")
}
