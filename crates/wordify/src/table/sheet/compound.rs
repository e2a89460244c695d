//! OLE compound files ([MS-CFB]): a small file system in one file, which xls workbooks and encrypted workbooks
//! of any format are.
//!
//! Every chain of sectors is cut at the number of sectors that the file has, so that a circular chain ends.

use std::ops::Range;

use crate::table::bytes::{u16_at, u32_at};

const HEADER_BYTES: usize = 512;
const ENTRY_BYTES: usize = 128;
const MINI_SECTOR_BYTES: usize = 64;
/// Sector numbers from here on have a meaning of their own: end of chain, free.
const RESERVED: u32 = 0xffff_fffa;

/// A compound file with its directory read.
#[derive(Debug)]
pub(in crate::table) struct Compound<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    /// The sector after each sector.
    next: Vec<u32>,
    entries: Vec<Entry>,
    mini_cutoff: usize,
    mini_next: Vec<u32>,
    /// The first entry, which holds all small streams.
    mini_stream: Vec<u8>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    start: u32,
    bytes: usize,
}

impl<'a> Compound<'a> {
    /// Reads header and directory; `None` for a damaged file.
    pub(in crate::table) fn new(bytes: &'a [u8]) -> Option<Self> {
        let header = bytes.get(..HEADER_BYTES)?;
        let sector_bytes = match u16_at(header, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector_bytes,
            next: Vec::new(),
            entries: Vec::new(),
            mini_cutoff: u32_at(header, 56)? as usize,
            mini_next: Vec::new(),
            mini_stream: Vec::new(),
        };
        for sector in file.allocation_sectors(header)? {
            let sector = file.sector(sector)?;
            file.next.extend(sector.chunks_exact(4).filter_map(|four| u32_at(four, 0)));
        }
        let directory = file.chain(u32_at(header, 48)?, usize::MAX);
        file.entries =
            directory.chunks_exact(ENTRY_BYTES).filter_map(|entry| entry_of(entry, sector_bytes)).collect();
        let root = file.entries.first()?;
        let (start, size) = (root.start, root.bytes);
        file.mini_stream = file.chain(start, size);
        let mini_next = file.chain(u32_at(header, 60)?, usize::MAX);
        file.mini_next = mini_next.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect();
        Some(file)
    }

    /// The sectors that hold the allocation table: 109 in the header, more in a chain of their own.
    fn allocation_sectors(&self, header: &[u8]) -> Option<Vec<u32>> {
        let numbers =
            |bytes: &[u8]| -> Vec<u32> { bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect() };
        let mut sectors = numbers(&header[76..]);
        let mut at = u32_at(header, 68)?;
        let mut steps = 0;
        while at < RESERVED && steps <= self.sectors() {
            let mut more = numbers(self.sector(at)?);
            at = more.pop()?;
            sectors.extend(more);
            steps += 1;
        }
        sectors.retain(|&sector| sector < RESERVED);
        // One sector of the table serves many others, so more of them than sectors is a lie.
        (sectors.len() <= self.sectors()).then_some(sectors)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector_bytes + 1
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let Range { start, end } = self.range(number)?;
        self.bytes.get(start..end.min(self.bytes.len()))
    }

    fn range(&self, number: u32) -> Option<Range<usize>> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector_bytes)?;
        Some(start..start.checked_add(self.sector_bytes)?)
    }

    /// The bytes of the chain that begins at sector `start`, `bytes` at most; ends early where it is broken.
    fn chain(&self, start: u32, bytes: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..self.sectors() {
            if out.len() >= bytes {
                break;
            }
            let Some(sector) = self.sector(at) else { break };
            out.extend_from_slice(sector);
            let Some(&next) = self.next.get(at as usize) else { break };
            at = next;
        }
        out.truncate(bytes);
        out
    }

    fn mini_chain(&self, start: u32, bytes: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = start as usize;
        for _ in 0..=self.mini_next.len() {
            let from = at.saturating_mul(MINI_SECTOR_BYTES);
            let Some(sector) = self.mini_stream.get(from..) else { break };
            out.extend_from_slice(&sector[..sector.len().min(MINI_SECTOR_BYTES)]);
            if out.len() >= bytes {
                break;
            }
            let Some(&next) = self.mini_next.get(at) else { break };
            at = next as usize;
        }
        out.truncate(bytes);
        out
    }

    /// Whether there is a stream or folder called `name`, in any case.
    pub(in crate::table) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The stream called `name`, in any case, as far as it is there.
    pub(in crate::table) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.find(name)?;
        Some(if entry.bytes < self.mini_cutoff {
            self.mini_chain(entry.start, entry.bytes)
        } else {
            self.chain(entry.start, entry.bytes)
        })
    }
}

fn entry_of(entry: &[u8], sector_bytes: usize) -> Option<Entry> {
    let name_bytes = usize::from(u16_at(entry, 64)?).saturating_sub(2).min(62);
    let units: Vec<u16> = entry[..name_bytes].chunks_exact(2).filter_map(|two| u16_at(two, 0)).collect();
    let low = u32_at(entry, 120)? as usize;
    // Files with small sectors may hold rubbish in the upper half of the size.
    let high = if sector_bytes == 512 { 0 } else { u32_at(entry, 124)? as usize };
    let bytes = low.saturating_add(high.saturating_mul(1 << 32));
    Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(entry, 116)?, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/libreoffice.xls"))
            .expect("a file of the tests")
    }

    #[test]
    fn the_workbook_stream_begins_with_its_mark() {
        let bytes = sample();
        let file = Compound::new(&bytes).expect("valid");
        assert!(file.has("WORKBOOK") && !file.has("EncryptedPackage"));
        assert_eq!(u16_at(&file.stream("Workbook").expect("there"), 0), Some(0x0809));
    }

    #[test]
    fn a_circular_chain_ends() {
        let mut bytes = sample();
        let table = HEADER_BYTES + usize::try_from(u32_at(&bytes, 76).expect("header")).expect("small") * 512;
        for sector in 0..128_u32 {
            bytes[table + sector as usize * 4..][..4].copy_from_slice(&(sector / 2).to_le_bytes());
        }
        if let Some(file) = Compound::new(&bytes) {
            assert!(file.stream("Workbook").is_none_or(|stream| stream.len() <= bytes.len() + 512));
        }
    }

    #[test]
    fn a_file_that_ends_early_is_no_panic() {
        let bytes = sample();
        for length in (0..bytes.len()).step_by(97) {
            if let Some(file) = Compound::new(&bytes[..length]) {
                file.stream("Workbook");
            }
        }
    }
}
