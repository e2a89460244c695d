//! The buffers of some rows, as they stand or packed by LZ4 or zstd.

use std::borrow::Cow;
use std::io::Read;

use super::super::flatbuffer::Fields;
use super::damaged;
use super::schema::{Field, Layout};
use crate::error::Error;
use crate::table::limits::Limits;

/// Bytes of a place and a length, which the lists of nodes and buffers consist of.
const PAIR: usize = 16;

/// Some rows.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    pub(super) rows: usize,
    /// Rows of each field, and how many are missing.
    nodes: std::slice::ChunksExact<'a, u8>,
    /// Place and length of each buffer.
    buffers: std::slice::ChunksExact<'a, u8>,
    /// Further buffers of each view.
    views: std::slice::ChunksExact<'a, u8>,
    body: &'a [u8],
    codec: Option<Codec>,
    limits: Limits,
    /// Bytes that were unpacked, in the batches before as well.
    pub(super) unpacked: usize,
}

#[derive(Debug, Clone, Copy)]
enum Codec {
    Lz4,
    Zstd,
}

impl<'a> Batch<'a> {
    /// The rows that `header` describes, in `body`; this many bytes were unpacked before.
    pub(super) fn new(
        header: Fields<'a>,
        body: &'a [u8],
        unpacked: usize,
        limits: Limits,
    ) -> Result<Self, Error> {
        let rows = usize::try_from(header.i64(0).unwrap_or(0)).map_err(|_| damaged())?;
        let list =
            |number, size| Ok::<_, Error>(header.list(number, size).ok_or_else(damaged)?.chunks_exact(size));
        let codec = match header.table(3) {
            None => None,
            Some(packing) => Some(match packing.u8(0).unwrap_or(0) {
                0 => Codec::Lz4,
                1 => Codec::Zstd,
                _ => return Err(damaged()),
            }),
        };
        let (nodes, buffers, views) = (list(1, PAIR)?, list(2, PAIR)?, list(4, 8)?);
        Ok(Self { rows, nodes, buffers, views, body, codec, limits, unpacked })
    }

    /// The rows of the next field.
    pub(super) fn node(&mut self) -> Result<usize, Error> {
        pair(self.nodes.next()).map(|(rows, _)| rows)
    }

    /// The next buffer, unpacked.
    pub(super) fn buffer(&mut self) -> Result<Cow<'a, [u8]>, Error> {
        let (at, length) = pair(self.buffers.next())?;
        let end = at.checked_add(length).ok_or_else(damaged)?;
        let stored = self.body.get(at..end).ok_or_else(damaged)?;
        let Some(codec) = self.codec.filter(|_| !stored.is_empty()) else { return Ok(Cow::Borrowed(stored)) };
        let (length, packed) = stored.split_first_chunk::<8>().ok_or_else(damaged)?;
        let length = i64::from_le_bytes(*length);
        // Such a buffer did not become shorter by packing.
        if length == -1 {
            return Ok(Cow::Borrowed(packed));
        }
        let length = usize::try_from(length).map_err(|_| damaged())?;
        self.unpacked = self.unpacked.saturating_add(length);
        self.limits.check_bytes(self.unpacked)?;
        match codec {
            Codec::Lz4 => unpacked(lz4_flex::frame::FrameDecoder::new(packed), length),
            Codec::Zstd => unpacked(zstd::stream::read::Decoder::new(packed).map_err(|_| damaged())?, length),
        }
    }

    /// How many further buffers the next view has.
    pub(super) fn view_buffers(&mut self) -> Result<usize, Error> {
        let count = self.views.next().and_then(|bytes| bytes.first_chunk::<8>()).ok_or_else(damaged)?;
        let count = usize::try_from(i64::from_le_bytes(*count)).map_err(|_| damaged())?;
        if count > self.buffers.len() { Err(damaged()) } else { Ok(count) }
    }

    /// Passes over a field and its parts.
    pub(super) fn skip(&mut self, field: &Field<'_>) -> Result<(), Error> {
        let kind = field.stored();
        if !matches!(kind, Layout::LeftOut { has_node: false, .. }) {
            self.node()?;
        }
        let more = if kind == Layout::View { self.view_buffers()? } else { 0 };
        for _ in 0..kind.buffers() + more {
            self.buffers.next();
        }
        // The parts of a dictionary's values stand in the dictionary.
        if field.dictionary.is_none() {
            for child in &field.children {
                self.skip(child)?;
            }
        }
        Ok(())
    }
}

fn pair(bytes: Option<&[u8]>) -> Result<(usize, usize), Error> {
    let number = |at: usize| {
        let eight = bytes?.get(at..at + 8)?.try_into().ok()?;
        usize::try_from(i64::from_le_bytes(eight)).ok()
    };
    number(0).zip(number(8)).ok_or_else(damaged)
}

/// The `length` bytes that come out of a decoder.
fn unpacked<'a>(decoder: impl Read, length: usize) -> Result<Cow<'a, [u8]>, Error> {
    let mut plain = Vec::new();
    // One byte more than promised shows that the promise was wrong.
    let read = decoder.take(length as u64 + 1).read_to_end(&mut plain);
    if read.is_err() || plain.len() != length { Err(damaged()) } else { Ok(Cow::Owned(plain)) }
}
