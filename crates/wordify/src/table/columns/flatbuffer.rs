//! Tables of FlatBuffers, in which Arrow describes its columns: their fields stand where a second table says. Source: the internals
//! of FlatBuffers. Whatever is not as it should be is absent.

use crate::table::bytes::{u16_at, u32_at};

/// A table within bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    /// The table that `bytes` are.
    pub(super) fn root(bytes: &'a [u8]) -> Option<Self> {
        Some(Self { bytes, at: u32_at(bytes, 0)? as usize })
    }

    /// Where field `number` lies; none where it is not written.
    fn place(&self, number: usize) -> Option<usize> {
        let places = self.at.checked_add_signed(-(u32_at(self.bytes, self.at)?.cast_signed() as isize))?;
        let length = usize::from(u16_at(self.bytes, places)?);
        let at = 4 + 2 * number;
        let offset = if at + 2 <= length { u16_at(self.bytes, places.checked_add(at)?)? } else { 0 };
        (offset != 0).then(|| self.at + usize::from(offset))
    }

    /// What the offset in field `number` points to.
    fn far(&self, number: usize) -> Option<usize> {
        self.at_offset(self.place(number)?)
    }

    fn at_offset(&self, at: usize) -> Option<usize> {
        at.checked_add(u32_at(self.bytes, at)? as usize)
    }

    pub(super) fn u8(&self, number: usize) -> Option<u8> {
        self.bytes.get(self.place(number)?).copied()
    }

    pub(super) fn u16(&self, number: usize) -> Option<u16> {
        u16_at(self.bytes, self.place(number)?)
    }

    pub(super) fn u32(&self, number: usize) -> Option<u32> {
        u32_at(self.bytes, self.place(number)?)
    }

    pub(super) fn i64(&self, number: usize) -> Option<i64> {
        let at = self.place(number)?;
        Some(i64::from_le_bytes(self.bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
    }

    /// The table in field `number`.
    pub(super) fn table(&self, number: usize) -> Option<Self> {
        Some(Self { bytes: self.bytes, at: self.far(number)? })
    }

    pub(super) fn text(&self, number: usize) -> Option<&'a str> {
        let at = self.far(number)?;
        let length = u32_at(self.bytes, at)? as usize;
        std::str::from_utf8(self.bytes.get(at + 4..)?.get(..length)?).ok()
    }

    /// The tables in the list of field `number`; none of those that are not there.
    pub(super) fn tables(&self, number: usize) -> impl Iterator<Item = Option<Self>> + use<'a> {
        let (bytes, list) = (self.bytes, self.far(number));
        let count = list.and_then(|at| u32_at(bytes, at)).unwrap_or(0) as usize;
        let here = *self;
        (0..count).map(move |index| {
            let place = list?.checked_add(4 + 4 * index)?;
            Some(Self { bytes, at: here.at_offset(place)? })
        })
    }

    /// The bytes of the list of field `number`, whose elements take `size` each; empty where it is not written.
    pub(super) fn list(&self, number: usize, size: usize) -> Option<&'a [u8]> {
        let Some(at) = self.far(number) else { return Some(&[]) };
        let length = (u32_at(self.bytes, at)? as usize).checked_mul(size)?;
        self.bytes.get(at + 4..)?.get(..length)
    }
}
