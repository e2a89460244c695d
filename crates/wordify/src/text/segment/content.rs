//! Files of numbers, texts and maps, packed.

use crate::error::{Error, ErrorKind};

/// Most bytes of a content: four times that of the largest dictionary.
const CONTENT_BYTES_MAX: usize = 50_000_000;

/// The error for a file that is none of ours, or not whole.
pub(super) fn damaged() -> Error {
    Error::new(ErrorKind::Input, "a dictionary for cutting texts into words is damaged")
}

/// Unpacks a file: `magic`, the bytes of the content as a little-endian `u32`, then the content under zstd.
pub(super) fn unpack(file: &[u8], magic: &[u8; 8]) -> Result<Vec<u8>, Error> {
    let mut rest = Cursor { rest: file.strip_prefix(magic).ok_or_else(damaged)? };
    let length = rest.number()?;
    if length > CONTENT_BYTES_MAX {
        return Err(damaged());
    }
    zstd::bulk::decompress(rest.rest, length).map_err(|_| damaged())
}

/// Reads a content from its beginning.
pub(super) struct Cursor<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// A little-endian `u32`.
    pub(super) fn number(&mut self) -> Result<usize, Error> {
        let (number, rest) = self.rest.split_first_chunk().ok_or_else(damaged)?;
        self.rest = rest;
        Ok(u32::from_le_bytes(*number) as usize)
    }

    /// A number of bytes, and the bytes.
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Error> {
        let length = self.number()?;
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or_else(damaged)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// A number of bytes, and in them numbers of two bytes each.
    pub(super) fn shorts(&mut self) -> Result<Vec<u16>, Error> {
        let (shorts, rest) = self.bytes()?.as_chunks();
        if !rest.is_empty() {
            return Err(damaged());
        }
        Ok(shorts.iter().map(|short| u16::from_le_bytes(*short)).collect())
    }

    /// As [`Cursor::shorts`], with a sign.
    pub(super) fn signed_shorts(&mut self) -> Result<Vec<i16>, Error> {
        Ok(self.shorts()?.into_iter().map(u16::cast_signed).collect())
    }

    /// A number of bytes, and in them numbers of four bytes each.
    pub(super) fn words(&mut self) -> Result<Vec<u32>, Error> {
        let (words, rest) = self.bytes()?.as_chunks();
        if !rest.is_empty() {
            return Err(damaged());
        }
        Ok(words.iter().map(|word| u32::from_le_bytes(*word)).collect())
    }
}

/// Writes a content.
#[derive(Default)]
pub(super) struct Content(pub(super) Vec<u8>);

impl Content {
    pub(super) fn number(&mut self, number: usize) {
        self.0.extend_from_slice(&(number as u32).to_le_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn shorts(&mut self, shorts: &[u16]) {
        self.bytes(&shorts.iter().flat_map(|short| short.to_le_bytes()).collect::<Vec<u8>>());
    }

    pub(super) fn words(&mut self, words: &[u32]) {
        self.bytes(&words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>());
    }

    /// The file with this content, for [`unpack`].
    pub(super) fn pack(&self, magic: &[u8; 8], level: i32) -> Result<Vec<u8>, Error> {
        let packed =
            zstd::bulk::compress(&self.0, level).map_err(|_| Error::new(ErrorKind::Input, "zstd failed"))?;
        let mut file = magic.to_vec();
        file.extend_from_slice(&(self.0.len() as u32).to_le_bytes());
        file.extend_from_slice(&packed);
        Ok(file)
    }
}
