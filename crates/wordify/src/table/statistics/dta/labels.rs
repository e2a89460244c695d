//! Tables of value labels, and fields of fixed width.

use std::collections::BTreeMap;

use super::super::input::Input;
use crate::error::Error;

/// Bytes that every table has: its length, the shortest name, padding, two counts.
pub(super) const TABLE_LEAST: usize = 4 + 33 + 3 + 8;

/// The field of a variable in fields of one width.
pub(super) fn field((all, width): (&[u8], usize), index: usize) -> &[u8] {
    &all[index * width..(index + 1) * width]
}

/// What stands before the NUL that ends a field.
pub(super) fn until_nul(field: &[u8]) -> &[u8] {
    &field[..memchr::memchr(0, field).unwrap_or(field.len())]
}

/// A code and the bytes that its label begins with.
pub(super) type Pairs<'a> = Vec<(i32, &'a [u8])>;

/// Pairs by the name of their table.
pub(super) type Tables<'a> = BTreeMap<Vec<u8>, Pairs<'a>>;

/// Reads a table: its name of `width` bytes, and its pairs.
pub(super) fn read<'a>(input: &mut Input<'a>, width: usize) -> Result<(Vec<u8>, Pairs<'a>), Error> {
    let length = input.length()?;
    let name = until_nul(input.take(width)?).to_vec();
    input.take(3)?;
    let mut inside = Input::new(input.take(length)?, input.origin);
    inside.is_big = input.is_big;
    let (count, text_length) = (inside.length()?, inside.length()?);
    let offsets = inside;
    inside.take(count.checked_mul(4).ok_or_else(|| input.damaged())?)?;
    let mut codes = inside;
    inside.take(count * 4)?;
    let texts = inside.take(text_length)?;
    let mut offsets = offsets;
    let mut pairs = Vec::with_capacity(count);
    // Labels do not share bytes: a table in which they did could hold any number of long ones.
    let mut left = text_length;
    for _ in 0..count {
        let (offset, code) = (offsets.length()?, codes.i32()?);
        let label = until_nul(texts.get(offset..).ok_or_else(|| input.damaged())?);
        left = left.checked_sub(label.len()).ok_or_else(|| input.damaged())?;
        pairs.push((code, label));
    }
    Ok((name, pairs))
}
