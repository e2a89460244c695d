//! A variable of SAS, and how its cells are shown.

use super::super::gathering::Gathering;
use super::super::letters::Letters;
use super::formats::Meaning;
use crate::count::counted;
use crate::error::Error;

/// Variables named in a warning.
const NAMED_MAX: usize = 10;

/// A variable.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    /// Often the wording of the question.
    pub(super) label: String,
    /// First byte in a row, and how many.
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) is_text: bool,
    /// Name of the format that shows its values.
    pub(super) format: String,
}

/// A number, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Value(f64),
    Missing,
    /// One of the values `.A` to `.Z` and `._`, which users give their own meanings.
    DeclaredMissing,
}

/// Puts the cells of a row into their columns; `number` reads the bytes of one. The row has all bytes of all variables.
pub(super) fn push_row(
    gathering: &mut Gathering,
    variables: &[Variable],
    row: &[u8],
    letters: &mut Letters,
    number: impl Fn(&[u8]) -> Number,
) -> Result<(), Error> {
    for (index, variable) in variables.iter().enumerate() {
        let cell = &row[variable.at..variable.at + variable.length];
        if variable.is_text {
            gathering.push(index, &letters.trimmed(cell))?;
            continue;
        }
        match number(cell) {
            Number::Value(value) => gathering.push(index, &Meaning::of(&variable.format).show(value))?,
            Number::Missing => gathering.push(index, "")?,
            Number::DeclaredMissing => gathering.push_marked(index),
        }
    }
    Ok(())
}

/// What the user should know of labels that are in another file.
pub(super) fn warning_of_labels(variables: &[Variable]) -> Option<String> {
    let is_labelled = |variable: &&Variable| {
        if variable.is_text {
            !matches!(variable.format.trim(), "" | "$" | "$CHAR" | "$F" | "$UPCASE" | "$VARYING" | "$ASCII")
        } else {
            Meaning::of(&variable.format) == Meaning::Labelled
        }
    };
    let labelled: Vec<String> = variables
        .iter()
        .filter(is_labelled)
        .map(|variable| format!("\"{}\" (format {})", variable.name, variable.format.trim()))
        .collect();
    let more = labelled.len().checked_sub(NAMED_MAX).filter(|&more| more > 0);
    let more = more.map_or(String::new(), |more| format!(" and {more} more"));
    (!labelled.is_empty()).then(|| {
        format!(
            "{} shown by formats that are stored in a catalog, not in this file: codes are read. {}{more}. For labels, in SAS: \
             proc export data=NAME outfile=\"data.csv\" dbms=csv; run;",
            counted(labelled.len(), "variable is", "variables are"),
            labelled[..labelled.len().min(NAMED_MAX)].join(", ")
        )
    })
}
