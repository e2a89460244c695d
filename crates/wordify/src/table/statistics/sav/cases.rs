//! The cases of an SPSS file: plain, with codes of one byte for what is frequent, or packed by zlib on top of that.

use std::borrow::Cow;
use std::io::Read;

use super::super::input::{Input, Origin};
use crate::error::Error;
use crate::table::limits::Limits;

/// How cases are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    /// Whether bytes stand for whole elements.
    pub(super) has_codes: bool,
    /// Whether zlib packs them.
    pub(super) is_packed: bool,
    /// What is taken from a code to get its number.
    pub(super) bias: f64,
}

/// Bytes of one element.
pub(super) const ELEMENT: usize = 8;
/// Codes in a group.
const GROUP: usize = 8;
const BLANKS: [u8; ELEMENT] = [b' '; ELEMENT];
/// The least number is "system-missing".
const SYSTEM_MISSING: f64 = f64::MIN;

/// The cases that are still to be read.
#[derive(Debug)]
pub(super) struct Cases<'a> {
    bytes: Cow<'a, [u8]>,
    at: usize,
    /// Bytes of the file before these.
    before: usize,
    form: Form,
    /// Codes of the group that is being read, and how many of them are used.
    group: [u8; GROUP],
    used: usize,
    is_big: bool,
    origin: Origin,
}

impl<'a> Cases<'a> {
    /// The cases that begin where the dictionary ends.
    pub(super) fn new(input: Input<'a>, form: Form, limits: Limits) -> Result<Self, Error> {
        let bytes =
            if form.is_packed { Cow::Owned(unpacked(input, limits)?) } else { Cow::Borrowed(input.rest()) };
        let (is_big, origin) = (input.is_big, input.origin);
        Ok(Self { bytes, at: 0, before: input.at(), form, group: [0; GROUP], used: GROUP, is_big, origin })
    }

    /// Puts the next case of this many elements into `row`; whether there was one.
    pub(super) fn next(&mut self, row: &mut Vec<u8>, elements: usize) -> Result<bool, Error> {
        row.clear();
        while row.len() < elements * ELEMENT {
            let more =
                if self.form.has_codes { self.next_coded(row)? } else { self.next_plain(row, elements)? };
            if !more && row.is_empty() {
                return Ok(false);
            }
            if !more {
                return Err(self.damaged());
            }
        }
        Ok(true)
    }

    fn next_plain(&mut self, row: &mut Vec<u8>, elements: usize) -> Result<bool, Error> {
        if self.at == self.bytes.len() {
            return Ok(false);
        }
        let taken = self.take(elements * ELEMENT)?;
        row.extend_from_slice(&self.bytes[taken]);
        Ok(true)
    }

    fn next_coded(&mut self, row: &mut Vec<u8>) -> Result<bool, Error> {
        if self.used == GROUP {
            if self.at == self.bytes.len() {
                return Ok(false);
            }
            let taken = self.take(GROUP)?;
            self.group.copy_from_slice(&self.bytes[taken]);
            self.used = 0;
        }
        let code = self.group[self.used];
        self.used += 1;
        match code {
            0 => {}
            252 => {
                self.at = self.bytes.len();
                self.used = GROUP;
                return Ok(false);
            }
            253 => {
                let taken = self.take(ELEMENT)?;
                row.extend_from_slice(&self.bytes[taken]);
            }
            254 => row.extend_from_slice(&BLANKS),
            255 => row.extend(self.number(SYSTEM_MISSING)),
            _ => row.extend(self.number(f64::from(code) - self.form.bias)),
        }
        Ok(true)
    }

    fn number(&self, value: f64) -> [u8; ELEMENT] {
        if self.is_big { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    fn take(&mut self, count: usize) -> Result<std::ops::Range<usize>, Error> {
        let end = self.at.checked_add(count).filter(|&end| end <= self.bytes.len());
        let taken = self.at..end.ok_or_else(|| self.damaged())?;
        self.at = taken.end;
        Ok(taken)
    }

    fn damaged(&self) -> Error {
        self.origin.damaged(self.before + self.at)
    }
}

/// The blocks of a packed file, end to end: a header says where the list of blocks is.
fn unpacked(mut input: Input<'_>, limits: Limits) -> Result<Vec<u8>, Error> {
    let packed = input.rest().len();
    let _header = input.u64()?;
    let trailer = input.long_length()?;
    input.seek(trailer)?;
    input.take(2 * 8 + 4)?;
    let blocks = input.length()?;
    let mut plain = Vec::new();
    for _ in 0..blocks {
        let _plain_at = input.u64()?;
        let at = input.long_length()?;
        let (plain_length, length) = (input.length()?, input.length()?);
        let mut block = input;
        block.seek(at)?;
        let decoder = flate2::read::ZlibDecoder::new(block.take(length)?);
        let before = plain.len();
        limits.check_unpacked(before + plain_length, packed)?;
        // One byte more than promised shows that the promise was wrong.
        let read = decoder.take(plain_length as u64 + 1).read_to_end(&mut plain);
        if read.is_err() || plain.len() - before != plain_length {
            return Err(block.damaged());
        }
    }
    Ok(plain)
}
