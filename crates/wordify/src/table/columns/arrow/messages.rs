//! Where the messages of a file or stream stand.

use super::super::flatbuffer::Fields;
use super::{MARK, MARK_BYTES, damaged};
use crate::error::Error;
use crate::table::bytes::u32_at;

/// What a message begins with.
const CONTINUATION: u32 = u32::MAX;
/// Kinds of messages.
pub(super) const SCHEMA: u8 = 1;
pub(super) const DICTIONARY: u8 = 2;
pub(super) const BATCH: u8 = 3;
/// Bytes of a place in the list at the end of a file: where a message begins, and the lengths of its two parts.
const PLACE_BYTES: usize = 24;

/// The kind of a message, its header and its body.
pub(super) type Message<'a> = (u8, Fields<'a>, &'a [u8]);

/// The messages of a file or stream, one after the other.
pub(super) struct Messages<'a> {
    bytes: &'a [u8],
    at: usize,
    is_ended: bool,
}

impl<'a> Messages<'a> {
    /// Those of `bytes` from `at` on.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, is_ended: false }
    }

    /// Whether the mark of the end was seen.
    pub(super) fn is_ended(&self) -> bool {
        self.is_ended
    }

    /// The next message; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Message<'a>>, Error> {
        if self.at == self.bytes.len() {
            return Ok(None);
        }
        let mut length = u32_at(self.bytes, self.at).ok_or_else(damaged)?;
        self.at += 4;
        // Files before 2019 lack this mark.
        if length == CONTINUATION {
            length = u32_at(self.bytes, self.at).ok_or_else(damaged)?;
            self.at += 4;
        }
        if length == 0 {
            self.is_ended = true;
            return Ok(None);
        }
        let message = self.take(length as usize)?;
        let message = Fields::root(message).ok_or_else(damaged)?;
        let body = usize::try_from(message.i64(3).unwrap_or(0)).map_err(|_| damaged())?;
        let body = self.take(body)?;
        let header = message.u8(1).zip(message.table(2));
        header.map(|(kind, header)| Some((kind, header, body))).ok_or_else(damaged)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(count);
        let taken = end.and_then(|end| self.bytes.get(self.at..end)).ok_or_else(damaged)?;
        self.at += count;
        Ok(taken)
    }
}

/// The schema of the file `bytes`, and the messages that the list at its end names: dictionaries, then rows. `None` where this list is
/// absent or anything in it is not as it should be; then the messages may still stand one after the other.
pub(super) fn of_file(bytes: &[u8]) -> Option<(Fields<'_>, Vec<Message<'_>>)> {
    let end = bytes.strip_suffix(MARK)?.len().checked_sub(4)?;
    let start = end.checked_sub(u32_at(bytes, end)? as usize).filter(|&start| start >= MARK_BYTES)?;
    let footer = Fields::root(bytes.get(start..end)?)?;
    let schema = footer.table(1)?;
    schema.tables(1).next()??;
    let before = bytes.get(..start)?;
    let (mut messages, mut taken) = (Vec::new(), 0_usize);
    for (field, kind) in [(2, DICTIONARY), (3, BATCH)] {
        for place in footer.list(field, PLACE_BYTES)?.chunks_exact(PLACE_BYTES) {
            let at = usize::try_from(i64::from_le_bytes(*place.first_chunk()?)).ok()?;
            let mut one = Messages::new(before, at);
            let message = one.next().ok()?.filter(|message| message.0 == kind)?;
            // Places that name the same bytes again and again would make work without end.
            taken = taken.checked_add(one.at - at).filter(|&taken| taken <= before.len())?;
            messages.push(message);
        }
    }
    Some((schema, messages))
}
