//! The layout of the releases 113 to 115: fields one after the other.

use super::super::input::Input;
use super::long_texts::LongTexts;
use super::value::Storage;
use super::{Description, Variable, labels};
use crate::error::Error;
use crate::table::limits::check_table;

const NAME: usize = 33;
const LABEL: usize = 81;
/// Title and date.
const TITLE: usize = 81 + 18;

/// Reads the description of a file of this `release`.
pub(super) fn read(mut input: Input<'_>, release: u8) -> Result<Description<'_>, Error> {
    let format = if release == 113 { 12 } else { 49 };
    input.u8()?;
    input.is_big = input.u8()? == 1;
    input.take(2)?;
    let count = usize::from(input.u16()?);
    check_table(0, count)?;
    let rows = input.length()?;
    input.take(TITLE)?;
    let types = input.take(count)?;
    let names = input.take(count * NAME)?;
    // The order of sorting.
    input.take((count + 1) * 2)?;
    let formats = input.take(count * format)?;
    let label_names = input.take(count * NAME)?;
    let variable_labels = input.take(count * LABEL)?;
    let mut variables = Vec::new();
    for (index, &kind) in types.iter().enumerate() {
        let of = |all| labels::field(all, index);
        variables.push(Variable {
            name: of((names, NAME)),
            storage: Storage::of_old(kind).ok_or_else(|| input.damaged())?,
            format: of((formats, format)),
            labels: of((label_names, NAME)),
            label: of((variable_labels, LABEL)),
        });
    }
    // Notes and other characteristics.
    loop {
        let kind = input.u8()?;
        let length = input.length()?;
        input.take(length)?;
        if kind == 0 {
            break;
        }
    }
    let data = input;
    let width: usize = variables.iter().map(|variable| variable.storage.width()).sum();
    input.take(rows.checked_mul(width).ok_or_else(|| input.damaged())?)?;
    let mut tables = labels::Tables::new();
    // Programs other than Stata leave bytes behind the last table.
    while input.rest().len() > labels::TABLE_LEAST {
        let (name, pairs) = labels::read(&mut input, NAME)?;
        tables.insert(name, pairs);
    }
    let long_texts = LongTexts::default();
    Ok(Description { release: release.into(), variables, rows, data, long_texts, labels: tables })
}
