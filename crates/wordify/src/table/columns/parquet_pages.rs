//! Pages of a Parquet column, checked before and after the crate `parquet` unpacks them.
//!
//! The crate reserves memory by what a page claims about itself: its size, the entries of a dictionary, the
//! lengths of texts. These checks walk the same bytes beforehand and refuse what cannot be true.

use std::io::Read;

use ::parquet::basic::{Compression, Encoding};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::metadata::ColumnChunkMetaData;

use crate::error::Error;
use crate::table::limits::BYTES_MAX;

/// Structures within structures in a page header: three are in use.
const DEPTH_MAX: usize = 8;
/// Bytes that the decoder of brotli takes at once.
const BROTLI_BUFFER: usize = 4096;
/// What a frame of LZ4 begins with.
const LZ4_FRAME: &[u8] = &[0x04, 0x22, 0x4d, 0x18];

/// Adds up what the `pages` of `chunk` unpack to; `check` is asked whether so much may come out.
///
/// # Errors
/// `damaged` for headers that are not what they should be, and the error of `check`.
pub(in crate::table) fn check_chunk(
    pages: &[u8],
    chunk: &ColumnChunkMetaData,
    damaged: impl Fn() -> Error,
    check: impl Fn(usize) -> Result<(), Error>,
) -> Result<usize, Error> {
    let mut total = 0;
    let mut at = 0;
    while at < pages.len() {
        let mut header = Header { bytes: pages, at };
        let (unpacked, packed) = header.page().ok_or_else(&damaged)?;
        let data = pages.get(header.at..).and_then(|rest| rest.get(..packed)).ok_or_else(&damaged)?;
        at = header.at + packed;
        total += unpacked;
        check(total)?;
        let out = match chunk.compression() {
            // These decoders go on beyond the size that the header gives.
            Compression::GZIP(_) => unpacked_bytes(flate2::read::MultiGzDecoder::new(data), unpacked),
            Compression::BROTLI(_) => {
                unpacked_bytes(brotli::Decompressor::new(data, BROTLI_BUFFER), unpacked)
            }
            // The old framing of LZ4 is known by trying; only in the form of a frame does it know no size.
            Compression::LZ4 if memchr::memmem::find(data, LZ4_FRAME).is_some() => return Err(damaged()),
            _ => 0,
        };
        if out > unpacked {
            return Err(damaged());
        }
    }
    Ok(total)
}

/// Bytes that come out of `decoder`, counted up to one more than `limit`.
fn unpacked_bytes(decoder: impl Read, limit: usize) -> usize {
    let out = std::io::copy(&mut decoder.take(limit as u64 + 1), &mut std::io::sink());
    // What is damaged is found when the page is read.
    out.ok().and_then(|out| usize::try_from(out).ok()).unwrap_or(0)
}

/// Page headers in Thrift's compact protocol.
struct Header<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Header<'_> {
    /// Bytes of the page unpacked and packed.
    fn page(&mut self) -> Option<(usize, usize)> {
        let (mut unpacked, mut packed) = (None, None);
        let mut id = 0;
        while let Some((kind, next)) = self.field(id)? {
            id = next;
            match (kind, id) {
                (5, 2) => unpacked = Some(self.size()?),
                (5, 3) => packed = Some(self.size()?),
                _ => self.skip(kind, 0)?,
            }
        }
        Some((unpacked?, packed?))
    }

    /// Kind and number of the next field; `Some(None)` at the end of the structure.
    fn field(&mut self, before: i64) -> Option<Option<(u8, i64)>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        let delta = i64::from(byte >> 4);
        let id = if delta == 0 { self.zigzag()? } else { before.checked_add(delta)? };
        Some(Some((byte & 15, id)))
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        match kind {
            // Booleans are in the kind itself.
            1 | 2 => {}
            3 => {
                self.byte()?;
            }
            4..=6 => {
                self.varint()?;
            }
            7 => self.forward(8)?,
            8 => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.forward(length)?;
            }
            12 => {
                let mut id = 0;
                while let Some((kind, next)) = self.field(id)? {
                    id = next;
                    self.skip(kind, depth + 1)?;
                }
            }
            // No page header has lists or maps.
            _ => return None,
        }
        Some(())
    }

    fn forward(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes)?;
        (self.at <= self.bytes.len()).then_some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn size(&mut self) -> Option<usize> {
        let size = usize::try_from(self.zigzag()?).ok()?;
        (size <= BYTES_MAX).then_some(size)
    }

    /// Steps over numbers in the encoding DELTA_BINARY_PACKED and returns how many there are; `most` is how
    /// many there may be.
    fn delta_packed(&mut self, most: u64) -> Option<()> {
        let (block, minis, total) = (self.varint()?, self.varint()?, self.varint()?);
        self.varint()?;
        if total > most || minis == 0 || minis > 1024 || block % minis != 0 || block > 1 << 20 {
            return None;
        }
        let per_mini = block / minis;
        let mut left = total.saturating_sub(1);
        while left > 0 {
            self.varint()?;
            let widths = self.bytes.get(self.at..)?.get(..usize::try_from(minis).ok()?)?;
            self.forward(widths.len())?;
            for &width in widths {
                if left == 0 {
                    break;
                }
                self.forward(usize::try_from(per_mini * u64::from(width) / 8).ok()?)?;
                left = left.saturating_sub(per_mini.max(1));
            }
        }
        Some(())
    }
}

/// A page reader that refuses dictionaries and lengths that cannot be true.
pub(in crate::table) struct CheckedPages {
    pub(in crate::table) pages: Box<dyn PageReader>,
    /// Kinds of levels that come before the values of an older page: where values are repeated, and where they may be missing.
    pub(in crate::table) levels: usize,
}

impl CheckedPages {
    fn check(&self, page: &Page) -> ParquetResult<()> {
        let believable = match page {
            Page::DictionaryPage { buf, num_values, .. } => *num_values as usize <= buf.len(),
            Page::DataPage { buf, num_values, encoding, .. } => levels_of(buf, self.levels)
                .is_some_and(|levels| lengths_are_believable(buf, levels, *num_values, *encoding)),
            Page::DataPageV2 {
                buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, ..
            } => {
                let levels = *def_levels_byte_len as usize + *rep_levels_byte_len as usize;
                lengths_are_believable(buf, levels, *num_values, *encoding)
            }
        };
        if believable {
            Ok(())
        } else {
            Err(ParquetError::General("a page claims what it does not hold".to_owned()))
        }
    }
}

/// Bytes of the levels in an older page, of so many kinds: each a length of four bytes, and so much more.
fn levels_of(page: &[u8], kinds: usize) -> Option<usize> {
    (0..kinds).try_fold(0_usize, |at, _| {
        at.checked_add(4)?.checked_add(crate::table::bytes::u32_at(page, at)? as usize)
    })
}

fn lengths_are_believable(page: &[u8], levels: usize, values: u32, encoding: Encoding) -> bool {
    let Some(bytes) = page.get(levels..) else { return false };
    let mut header = Header { bytes, at: 0 };
    let lists = match encoding {
        Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BINARY_PACKED => 1,
        Encoding::DELTA_BYTE_ARRAY => 2,
        _ => 0,
    };
    (0..lists).all(|_| header.delta_packed(u64::from(values)).is_some())
}

impl Iterator for CheckedPages {
    type Item = ParquetResult<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> ParquetResult<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.iter().try_for_each(|page| self.check(page))?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> ParquetResult<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> ParquetResult<()> {
        self.pages.skip_next_page()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_header_is_walked_and_a_claim_beyond_the_file_is_refused() {
        // Data page of 100 bytes packed to 50, with a substructure that holds statistics of three bytes.
        let header = [0x15, 0, 0x15, 200, 1, 0x15, 100, 0x2c, 0x15, 2, 0x6c, 0x18, 3, 1, 2, 3, 0, 0, 0];
        let mut walk = Header { bytes: &header, at: 0 };
        assert_eq!((walk.page(), walk.at), (Some((100, 50)), header.len()));
        let mut lie = header;
        lie[12] = 90;
        assert_eq!(Header { bytes: &lie, at: 0 }.page(), None);
    }

    #[test]
    fn a_list_of_lengths_longer_than_the_page_is_refused() {
        // Blocks of 128 in 4 parts, this many values, the first 0.
        let lengths = |total: u8| [128, 1, 4, total, 0];
        assert!(lengths_are_believable(&lengths(1), 0, 1, Encoding::DELTA_LENGTH_BYTE_ARRAY));
        assert!(!lengths_are_believable(&lengths(2), 0, 1, Encoding::DELTA_LENGTH_BYTE_ARRAY));
        assert!(!lengths_are_believable(&lengths(9), 0, 9, Encoding::DELTA_LENGTH_BYTE_ARRAY));
        assert!(lengths_are_believable(&lengths(9), 0, 9, Encoding::PLAIN));
    }
}
