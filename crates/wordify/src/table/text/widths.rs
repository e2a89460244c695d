//! Rows of delimited text that are shorter or longer than the header.

use super::surplus::Surplus;
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};

/// Filled fields without a name are left out where at most one row in so many has one: more are a column whose name is lacking.
const REMARKS_ROWS_EACH: usize = 4;
/// Rows with such fields that a warning names.
const REMARKS_NAMED_MAX: usize = 10;

/// How the rows compare with the header in their number of fields.
#[derive(Debug, Default)]
pub(super) struct Widths {
    /// Fields of the header; 0 until it is known.
    pub(super) header: usize,
    /// What a last field that the header does not name is.
    pub(super) surplus: Surplus,
    rows: usize,
    /// Fields of the first row below the header, and whether all others have as many.
    fields: usize,
    is_uneven: bool,
    /// Whether the row under way holds text beyond the header's last field.
    pub(super) text_beyond: bool,
    short: usize,
    first_short: Option<(usize, usize)>,
    long: usize,
    first_long: Option<(usize, usize)>,
    /// The first rows with text beyond the header.
    long_rows: Vec<usize>,
}

impl Widths {
    /// No rows yet; a last field that the header does not name is `surplus`.
    pub(super) fn new(surplus: Surplus) -> Self {
        Self { surplus, ..Self::default() }
    }

    /// Takes note of a row with so many fields.
    pub(super) fn count(&mut self, row: usize, fields: usize) {
        if self.rows == 0 {
            self.fields = fields;
        }
        self.rows += 1;
        self.is_uneven |= fields != self.fields;
        if fields < self.header {
            self.short += 1;
            self.first_short.get_or_insert((row, fields));
        } else if std::mem::take(&mut self.text_beyond) {
            self.long += 1;
            self.first_long.get_or_insert((row, fields));
            if self.long_rows.len() < REMARKS_NAMED_MAX {
                self.long_rows.push(row);
            }
        }
    }

    /// A row with more text than the header has columns is an error: a delimiter inside an unquoted text cut
    /// it in two, and nothing shows where. Only where every row ends with a delimiter more than the header is it known to be
    /// a remark, which is left out. A row with less is padded. Warnings say both.
    pub(super) fn judge(&self) -> Result<Vec<String>, Error> {
        if self.has_remarks() {
            return Ok(vec![self.remarks_warning()]);
        }
        if let Some((row, fields)) = self.first_long {
            let others = match self.long {
                1 => String::new(),
                long => format!("; {} rows in all", grouped(long)),
            };
            return Err(Error::new(
                ErrorKind::Input,
                format!(
                    "a row has {} but the first row has {}",
                    counted(fields, "cell", "cells"),
                    counted(self.header, "cell", "cells")
                ),
            )
            .at(format!("row {}{others}", grouped(row)))
            .remedy(
                "Put texts that contain the delimiter in double quotes, write a name into the header for a column that lacks \
                 one, name the row with the header if a title stands above it (--header-row) or the delimiter \
                 (--delimiter), or save the file from your spreadsheet program as xlsx.",
            ));
        }
        Ok(self.first_short.map_or_else(Vec::new, |(row, fields)| {
            vec![format!(
                "{} fewer cells than the header, which has {}; the first is row {} with {}. \
                 The cells they lack count as missing.",
                counted(self.short, "row has", "rows have"),
                grouped(self.header),
                grouped(row),
                grouped(fields)
            )]
        }))
    }

    fn has_remarks(&self) -> bool {
        self.surplus == Surplus::Remarks
            && !self.is_uneven
            && self.long > 0
            && self.long * REMARKS_ROWS_EACH <= self.rows
    }

    fn remarks_warning(&self) -> String {
        let rows: Vec<String> = self.long_rows.iter().map(|&row| grouped(row)).collect();
        let more = self.long - self.long_rows.len();
        let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
        format!(
            "{} text beyond the last column of the header, which is left out: {} {}{more}. If it is needed, write a name for \
             its column into the header.",
            counted(self.long, "row has", "rows have"),
            if self.long > 1 { "rows" } else { "row" },
            rows.join(", ")
        )
    }
}
