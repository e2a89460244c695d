//! SAS data sets, `.sas7bdat`: pages of rows and of what describes them, plain or packed by SAS's own two ways.
//!
//! `pages` finds what a page holds, `description` gathers the columns, `packing` unpacks rows, `encodings` names character sets.
//! SAS publishes no description; this follows Shotwell's "SAS7BDAT Database Binary Format" (2013) and what SAS itself writes.

mod description;
mod encodings;
mod packing;
mod pages;

use std::borrow::Cow;

use self::description::Description;
use self::packing::Packing;
use self::pages::{Layout, Page};
use super::super::gathering::Gathering;
use super::super::input::{Input, Origin};
use super::super::letters::Letters;
use super::variable::{Number, Variable, push_row, warning_of_labels};
use crate::count::counted;
use crate::error::Error;
use crate::table::limits::{BYTES_MAX, Limits};
use crate::table::{Format, ReadOptions, Table};

/// What a data set of SAS begins with.
pub(in crate::table) const SIGNATURE: &[u8] = b"\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60";

const ORIGIN: Origin = Origin {
    name: "the SAS data set",
    remedy: "Download or copy the file again, or in SAS: proc export data=NAME outfile=\"data.csv\" dbms=csv; run;",
};

/// Bytes that all rows may take once they are unpacked: SAS fills up texts with blanks to their longest, which are cut again.
const ROW_BYTES_MAX: usize = 64 * BYTES_MAX;

/// Reads the table in `bytes`.
pub(in crate::table) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Table, Error> {
    let layout = Layout::of(Input::new(bytes, ORIGIN))?;
    let pages = layout.pages()?;
    let description = Description::of(&layout, &pages)?;
    let mut letters = Letters::new(encodings::name(layout.encoding), options)?;
    let variables = description.variables(&layout, &mut letters)?;
    if variables.is_empty() {
        return Err(ORIGIN.holds("no variables"));
    }
    if variables.iter().any(|variable| variable.at + variable.length > description.row_length) {
        return Err(ORIGIN.damaged(0));
    }
    let named = variables.iter().map(|variable| (variable.name.as_str(), variable.label.as_str()));
    let gathering = Gathering::new(named, bytes.len(), options.limits)?;
    gathering.check_rows(description.rows)?;
    let mut rows = Rows {
        gathering,
        variables: &variables,
        letters,
        layout: &layout,
        description: &description,
        rows: 0,
        deleted: 0,
    };
    for page in &pages {
        rows.read(page, options.limits)?;
    }
    let Rows { gathering, letters, rows, deleted, .. } = rows;
    if rows + deleted < description.rows {
        return Err(ORIGIN.damaged(bytes.len()));
    }
    let mut warnings = letters.warnings();
    warnings.extend(warning_of_labels(&variables));
    if deleted > 0 {
        warnings.push(format!(
            "{} in SAS and left out.",
            counted(deleted, "row was deleted", "rows were deleted")
        ));
    }
    Ok(gathering.finish(Format::Sas7bdat, vec![("encoding", letters.name())], warnings))
}

/// Rows as they are read.
struct Rows<'a> {
    gathering: Gathering,
    variables: &'a [Variable],
    letters: Letters,
    layout: &'a Layout<'a>,
    description: &'a Description<'a>,
    rows: usize,
    /// Rows that SAS still stores but no longer shows.
    deleted: usize,
}

impl Rows<'_> {
    fn read(&mut self, page: &Page<'_>, limits: Limits) -> Result<(), Error> {
        let length = self.description.row_length;
        for subheader in &page.subheaders {
            self.deleted += usize::from(subheader.is_deleted());
            let is_plain_row = || {
                self.description.packing.is_some()
                    && subheader.is_row(length)
                    && !description::is_description(self.layout, subheader.bytes)
            };
            let is_row = subheader.is_packed() || is_plain_row();
            if is_row && self.left() > 0 {
                let row = self.unpacked(subheader.bytes, subheader.is_packed())?;
                self.push(&row, limits)?;
            }
        }
        let count = page.rows(self.description.mixed_rows).min(self.left());
        let damaged = || ORIGIN.damaged(page.at);
        let end = count.checked_mul(length).and_then(|bytes| bytes.checked_add(page.rows_at));
        let rows = end.and_then(|end| page.bytes.get(page.rows_at..end)).ok_or_else(damaged)?;
        for (number, row) in rows.chunks_exact(length).enumerate() {
            if page.is_deleted(number, length, self.layout) {
                self.deleted += 1;
            } else {
                self.push(row, limits)?;
            }
        }
        Ok(())
    }

    fn left(&self) -> usize {
        self.description.rows.saturating_sub(self.rows + self.deleted)
    }

    fn unpacked<'b>(&self, bytes: &'b [u8], is_packed: bool) -> Result<Cow<'b, [u8]>, Error> {
        if !is_packed {
            return Ok(Cow::Borrowed(bytes));
        }
        let length = self.description.row_length;
        let row = match self.description.packing {
            Some(Packing::Runs) => packing::runs(bytes, length),
            Some(Packing::Patterns) => packing::patterns(bytes, length),
            None => None,
        };
        row.map(Cow::Owned).ok_or_else(|| ORIGIN.damaged(self.layout.bytes_before(bytes)))
    }

    fn push(&mut self, row: &[u8], limits: Limits) -> Result<(), Error> {
        self.rows += 1;
        if self.rows.saturating_mul(row.len()) > ROW_BYTES_MAX {
            return Err(Limits::too_many_bytes(limits.bytes));
        }
        let is_big = self.layout.is_big;
        push_row(&mut self.gathering, self.variables, row, &mut self.letters, |cell| number(cell, is_big))
    }
}

/// A number, of which the bytes that matter least may be cut.
fn number(cell: &[u8], is_big: bool) -> Number {
    let mut bytes = [0; 8];
    for (to, &from) in bytes.iter_mut().zip(cell) {
        *to = from;
    }
    if !is_big {
        let cut = 8 - cell.len().min(8);
        bytes = [0; 8];
        bytes[cut..].copy_from_slice(&cell[..8 - cut]);
        bytes.reverse();
    }
    let value = f64::from_be_bytes(bytes);
    if !value.is_nan() {
        return Number::Value(value);
    }
    // `.` is FE; the letters `.A` to `.Z` count down from FD, `._` is FF.
    match bytes[2] {
        0xff | 0xe4..=0xfd => Number::DeclaredMissing,
        _ => Number::Missing,
    }
}

#[cfg(test)]
mod tests;
