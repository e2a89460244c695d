//! The cells in the buffers of a column.

use super::super::meaning::{Meaning, float};
use super::batch::Batch;
use super::damaged;
use super::schema::Layout;
use crate::error::Error;
use crate::table::Column;
use crate::table::limits::{Limits, check_cell};

/// Bytes of a view, and of the texts that stand in it.
const VIEW: usize = 16;
const VIEW_TEXT: usize = 12;

/// Counts the bytes of all cells.
#[derive(Debug)]
pub(super) struct Cells {
    bytes: usize,
    limits: Limits,
}

impl Cells {
    pub(super) fn new(limits: Limits) -> Self {
        Self { bytes: 0, limits }
    }

    /// Reads the next field of `batch`, which has `rows` of this kind, to the end of `column`. A cell is missing where a mark of
    /// `valid` is not set; where there are `values`, the cell is the number of one.
    pub(super) fn read(
        &mut self,
        batch: &mut Batch<'_>,
        kind: Layout,
        values: Option<&Column>,
        rows: usize,
        valid: &[Vec<u8>],
        column: &mut Column,
    ) -> Result<(), Error> {
        if batch.node()? != rows {
            return Err(damaged());
        }
        let first = column.len();
        if kind == Layout::Null {
            column.pad(first + rows);
            return Ok(());
        }
        let own = batch.buffer()?;
        let marks: Vec<&[u8]> = valid.iter().map(Vec::as_slice).chain([own.as_ref()]).collect();
        let buffers = match kind {
            Layout::Bytes { .. } => vec![batch.buffer()?, batch.buffer()?],
            Layout::View => {
                let count = batch.view_buffers()? + 1;
                (0..count).map(|_| batch.buffer()).collect::<Result<_, _>>()?
            }
            _ => vec![batch.buffer()?],
        };
        let buffers: Vec<&[u8]> = buffers.iter().map(AsRef::as_ref).collect();
        for row in 0..rows {
            let is_there =
                marks.iter().try_fold(true, |is_there, marks| Some(is_there && is_set(marks, row)?));
            if !is_there.ok_or_else(damaged)? {
                column.push("");
                continue;
            }
            let cell = cell(kind, &buffers, row, values).ok_or_else(damaged)?;
            check_cell(cell.len(), column.len() + 1)?;
            self.bytes += cell.len();
            self.limits.check_bytes(self.bytes)?;
            column.push(&cell);
        }
        Ok(())
    }
}

/// Whether the mark of a row is set; where there are no marks, all are.
fn is_set(marks: &[u8], row: usize) -> Option<bool> {
    if marks.is_empty() { Some(true) } else { Some(marks.get(row / 8)? >> (row % 8) & 1 == 1) }
}

fn cell(kind: Layout, buffers: &[&[u8]], row: usize, values: Option<&Column>) -> Option<String> {
    let data = *buffers.first()?;
    let fixed = |width: usize| data.get(row.checked_mul(width)?..)?.get(..width);
    let shown = match kind {
        Layout::Bool => is_set(data, row).filter(|_| !data.is_empty())?.to_string(),
        Layout::Whole { width, is_signed, meaning } => {
            let (signed, unsigned) = whole(fixed(width)?, is_signed);
            if let Some(values) = values {
                let index = usize::try_from(signed).ok().filter(|&index| index < values.len())?;
                return Some(values.cell(index).to_owned());
            }
            meaning.show(signed, unsigned)
        }
        // Through its decimal form, so that 0.1 does not become 0.100000001490116.
        Layout::Float { width: 4 } => {
            let value = f32::from_le_bytes(fixed(4)?.try_into().ok()?);
            value.to_string().parse().ok().and_then(float).unwrap_or_default()
        }
        Layout::Float { .. } => float(f64::from_le_bytes(fixed(8)?.try_into().ok()?)).unwrap_or_default(),
        Layout::Decimal { width, scale } => {
            let highest_first: Vec<u8> = fixed(width)?.iter().rev().copied().collect();
            Meaning::Decimal(scale).show_bytes(&highest_first)?
        }
        Layout::Fixed { width, meaning } => meaning.show_bytes(fixed(width)?).unwrap_or_default(),
        Layout::Bytes { offset } => {
            let end = |row: usize| -> Option<usize> {
                let bytes = data.get(row.checked_mul(offset)?..)?.get(..offset)?;
                usize::try_from(whole(bytes, true).0).ok()
            };
            Meaning::Plain.show_bytes(buffers.get(1)?.get(end(row)?..end(row + 1)?)?)?
        }
        Layout::View => {
            let view = fixed(VIEW)?;
            let number = |at: usize| usize::try_from(whole(&view[at..at + 4], true).0).ok();
            let length = number(0)?;
            let bytes = if length <= VIEW_TEXT {
                &view[4..4 + length]
            } else {
                buffers.get(number(8)?.checked_add(1)?)?.get(number(12)?..)?.get(..length)?
            };
            Meaning::Plain.show_bytes(bytes)?
        }
        Layout::Null | Layout::Struct | Layout::LeftOut { .. } => return None,
    };
    Some(shown)
}

/// A whole number of up to eight bytes, the lowest first, with and without a sign.
fn whole(bytes: &[u8], is_signed: bool) -> (i64, u64) {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    let unsigned = u64::from_le_bytes(eight);
    let unused = 64 - 8 * bytes.len() as u32;
    let signed =
        if is_signed { (unsigned << unused).cast_signed() >> unused } else { unsigned.cast_signed() };
    (signed, unsigned)
}
