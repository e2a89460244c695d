//! SPSS data files: `.sav`, and `.zsav`, whose cases are packed by zlib as well.
//!
//! A file is a `dictionary` of variables with the `extensions` of later versions, then the `cases`, eight bytes for each number or piece of text. `variable` shows a
//! cell. The format is described in the developer's guide of PSPP ("System File Format").

mod cases;
mod dictionary;
mod extensions;
mod variable;

use self::cases::Cases;
use self::dictionary::Dictionary;
use self::variable::Shown;
use super::gathering::Gathering;
use super::input::{Input, Origin};
use crate::error::Error;
use crate::table::{Format, ReadOptions, Table};

const ORIGIN: Origin = Origin {
    name: "the SPSS file",
    remedy: "Download or copy the file again, or save it anew in SPSS (File, Save As).",
};

/// Reads the table in `bytes`.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let mut input = Input::new(bytes, ORIGIN);
    let Dictionary { variables, elements, form, cases, weight, mut letters } =
        dictionary::read(&mut input, options)?;
    if variables.is_empty() {
        return Err(ORIGIN.holds("no variables"));
    }
    let names = variables.iter().map(|variable| (variable.name.as_str(), variable.description.as_str()));
    let mut gathering = Gathering::new(names, bytes.len(), options.limits)?;
    let is_big = input.is_big;
    let mut source = Cases::new(input, form, options.limits)?;
    let mut row = Vec::new();
    let mut rows = 0;
    while cases.is_none_or(|cases| rows < cases) && source.next(&mut row, elements)? {
        rows += 1;
        gathering.check_rows(rows)?;
        for (index, variable) in variables.iter().enumerate() {
            match variable.show(&row, is_big, &mut letters) {
                Shown::Cell(cell) => gathering.push(index, &cell)?,
                Shown::DeclaredMissing => gathering.push_marked(index),
            }
        }
    }
    if cases.is_some_and(|cases| rows < cases) {
        return Err(ORIGIN.damaged(bytes.len()));
    }
    let mut warnings = letters.warnings();
    if let Some(weight) = weight {
        warnings.push(format!("The file weights its cases by \"{weight}\". Here every case counts once."));
    }
    let format = if form.is_packed { Format::Zsav } else { Format::Sav };
    Ok(gathering.finish(format, vec![("encoding", letters.name())], warnings))
}
