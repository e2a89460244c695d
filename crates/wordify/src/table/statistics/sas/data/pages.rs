//! How a file is laid out, and what each of its pages holds.

use super::super::super::input::Input;
use super::ORIGIN;
use crate::error::Error;

/// A header is as long as SAS makes it; pages are no longer than this.
const PAGE_BYTES_MAX: usize = 64 << 20;
/// Where the number of the character set stands.
const ENCODING_AT: usize = 70;
/// Where the release of SAS stands in the smallest layout.
const RELEASE_AT: usize = 216;

/// What holds for the whole file.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    bytes: &'a [u8],
    pub(super) is_big: bool,
    /// Bytes of a length or place: 4 or 8.
    pub(super) word: usize,
    pub(super) encoding: u8,
    header: usize,
    page: usize,
    /// Whether SAS wrote the file, which lets rows begin at eight bytes.
    is_aligned: bool,
}

/// A page.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) bytes: &'a [u8],
    /// First byte in the file.
    pub(super) at: usize,
    kind: PageType,
    /// Rows and subheaders together.
    blocks: usize,
    pub(super) subheaders: Vec<Subheader<'a>>,
    /// Subheaders as the page counts them.
    count: usize,
    /// First byte of the rows.
    pub(super) rows_at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageType {
    /// Descriptions only, or packed rows.
    Subheaders,
    /// Descriptions, then rows.
    Mixed,
    Rows,
    Other,
}

/// A part of a page with a meaning of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subheader<'a> {
    pub(super) bytes: &'a [u8],
    packing: u8,
    kind: u8,
}

impl Subheader<'_> {
    /// Whether it holds a packed row.
    pub(super) fn is_packed(&self) -> bool {
        self.packing == 4
    }

    /// Whether it holds a packed row that SAS shows no longer.
    pub(super) fn is_deleted(&self) -> bool {
        self.packing == 5
    }

    /// Whether it holds a row of `length` that did not become shorter by packing.
    pub(super) fn is_row(&self, length: usize) -> bool {
        self.packing == 0 && self.kind == 1 && self.bytes.len() == length
    }

    /// Whether it describes the table.
    pub(super) fn is_description(&self) -> bool {
        self.packing == 0 && !self.bytes.is_empty()
    }
}

impl<'a> Layout<'a> {
    /// The layout that the header says.
    pub(super) fn of(mut input: Input<'a>) -> Result<Self, Error> {
        let bytes = input.rest();
        let start = input.take(288)?;
        let word = if start[32] == b'3' { 8 } else { 4 };
        let shift = if start[35] == b'3' { 4 } else { 0 };
        input.is_big = start[37] == 0;
        input.seek(196 + shift)?;
        let (header, page) = (input.length()?, input.length()?);
        // Such as `9.0401M6`; other programs write no version behind the point.
        let release = RELEASE_AT + shift + word - 4;
        let is_aligned = &start[release + 1..release + 8] != b".0000M0";
        let layout = Self {
            bytes,
            is_big: input.is_big,
            word,
            encoding: start[ENCODING_AT],
            header,
            page,
            is_aligned,
        };
        if !(1024..=PAGE_BYTES_MAX).contains(&page) || header > bytes.len() {
            return Err(input.damaged());
        }
        Ok(layout)
    }

    /// Bytes before the page's own counts.
    fn page_start(&self) -> usize {
        if self.word == 8 { 32 } else { 16 }
    }

    fn pointer(&self) -> usize {
        3 * self.word
    }

    /// A reader of `bytes` in the order of this file.
    pub(super) fn input<'b>(&self, bytes: &'b [u8]) -> Input<'b> {
        let mut input = Input::new(bytes, ORIGIN);
        input.is_big = self.is_big;
        input
    }

    /// The length or place at byte `at`.
    pub(super) fn word(&self, input: &mut Input<'_>) -> Result<usize, Error> {
        if self.word == 8 { input.long_length() } else { input.length() }
    }

    /// Bytes of the file before `part`, which is one of it.
    pub(super) fn bytes_before(&self, part: &[u8]) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.bytes.as_ptr() as usize)
    }

    /// All pages; the last may be cut off, which shows in the number of rows.
    pub(super) fn pages(&self) -> Result<Vec<Page<'a>>, Error> {
        let pages = self.bytes[self.header..].chunks_exact(self.page).enumerate();
        pages.map(|(number, bytes)| self.page(bytes, self.header + number * self.page)).collect()
    }

    fn page(&self, bytes: &'a [u8], at: usize) -> Result<Page<'a>, Error> {
        let mut input = self.input(bytes);
        input.seek(self.page_start())?;
        let (kind, blocks, count) = (input.u16()?, usize::from(input.u16()?), usize::from(input.u16()?));
        input.take(2)?;
        let kind = match kind & 0xff00 {
            0x0000 | 0x0400 | 0x4000 => PageType::Subheaders,
            0x0100 => PageType::Rows,
            0x0200 => PageType::Mixed,
            // Indexes, and a catalogue of packed pages.
            _ => PageType::Other,
        };
        let start = self.page_start() + 8;
        let mut page = Page { bytes, at, kind, blocks, subheaders: Vec::new(), count, rows_at: start };
        if matches!(kind, PageType::Subheaders | PageType::Mixed) {
            for _ in 0..count {
                let mut pointer = self.input(input.take(self.pointer())?);
                let (from, length) = (self.word(&mut pointer)?, self.word(&mut pointer)?);
                let (packing, kind) = (pointer.u8()?, pointer.u8()?);
                let end = from.checked_add(length).ok_or_else(|| ORIGIN.damaged(at))?;
                let part = bytes.get(from..end).ok_or_else(|| ORIGIN.damaged(at))?;
                // What is cut short means nothing.
                if packing != 1 && length > 0 {
                    page.subheaders.push(Subheader { bytes: part, packing, kind });
                }
            }
            page.rows_at = rows_at(bytes, start + count * self.pointer(), self.is_aligned);
        }
        Ok(page)
    }
}

/// Where the rows after the pointers, which end at `end`, begin: at the next eight bytes. Stat/Transfer keeps to that where what is
/// left out is empty.
fn rows_at(bytes: &[u8], end: usize, is_aligned: bool) -> usize {
    let aligned = end.next_multiple_of(8);
    let between = bytes.get(end..aligned).unwrap_or_default();
    let is_empty = between.iter().all(|&byte| byte == 0) || between.iter().all(|&byte| byte == b' ');
    if is_aligned || is_empty { aligned } else { end }
}

impl Page<'_> {
    /// Rows that follow on the subheaders; pages with both have `mixed` of them.
    pub(super) fn rows(&self, mixed: usize) -> usize {
        match self.kind {
            PageType::Rows => self.blocks,
            PageType::Mixed => mixed.min(self.blocks.saturating_sub(self.count)),
            PageType::Subheaders | PageType::Other => 0,
        }
    }

    /// Whether SAS shows the row `number` of the page no longer.
    pub(super) fn is_deleted(&self, number: usize, row_length: usize, layout: &Layout<'_>) -> bool {
        let mut input = layout.input(self.bytes);
        let marked =
            input.seek(layout.page_start()).and_then(|()| input.u16()).is_ok_and(|kind| kind & 0x80 != 0);
        if !marked || input.seek(3 * layout.word).is_err() {
            return false;
        }
        let Ok(after) = input.length() else { return false };
        let rows = self.blocks.saturating_sub(if self.kind == PageType::Rows { 0 } else { self.count });
        let at = self.rows_at + rows * row_length + after + number / 8;
        self.bytes.get(at).is_some_and(|marks| marks & 0x80 >> (number % 8) != 0)
    }
}
