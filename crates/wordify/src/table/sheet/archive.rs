//! Zip archives: which spreadsheet is in there, and whether it is safe to unpack.
//!
//! Everything in the archive is unpacked once and counted before a spreadsheet reader sees it, because such
//! readers trust what the archive says about sizes.

use std::io::{Cursor, Read};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::error::{Error, ErrorKind};
use crate::table::limits::Limits;
use crate::table::{Format, foreign};

/// Files in a workbook: each sheet and each picture is one.
const FILES_MAX: usize = 50_000;
/// Cell formats in a workbook: Excel allows 65,490.
const CELL_FORMATS_MAX: usize = 100_000;
/// Bytes of cell formats when a reader gives each its own copy of the names that it uses.
const CELL_FORMAT_BYTES_MAX: usize = 256 << 20;
/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// The claim that the reader reserves memory by.
const CLAIM: &[u8] = b"uniqueCount";
/// The fewest bytes that a shared string takes in a workbook.
const SHARED_STRING_BYTES: usize = 5;

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Contents {
    /// A workbook, all of which was unpacked and counted.
    Workbook(Format),
    /// Files that are no workbook.
    Files,
}

/// What is in the archive `bytes`.
///
/// # Errors
/// [`ErrorKind::Limit`] for a workbook that unpacks to too much; [`ErrorKind::Input`] for an archive that is damaged or
/// encrypted, and for a document of another kind.
pub(in crate::table) fn check(bytes: &[u8]) -> Result<Contents, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error_of(&error))?;
    let Contents::Workbook(format) = contents_of(&archive)? else { return Ok(Contents::Files) };
    if archive.len() > FILES_MAX {
        return Err(damaged());
    }
    let (mut total, mut packed) = (0, 0_usize);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| error_of(&error))?;
        if ![CompressionMethod::STORE, CompressionMethod::DEFLATE].contains(&file.compression()) {
            return Err(unreadable("it is packed by a method that Wordify does not know"));
        }
        let name = file.name().map(|name| name.to_lowercase()).unwrap_or_default();
        packed = packed
            .saturating_add(usize::try_from(file.compressed_size()).unwrap_or(usize::MAX).min(bytes.len()));
        total += unpack(&mut file, &name, total, packed)?;
    }
    Ok(Contents::Workbook(format))
}

/// Unpacks one file of an archive and returns its size; `before` bytes were unpacked already, and `packed` is the
/// packed size of all these and this one.
fn unpack(file: &mut impl Read, name: &str, before: usize, packed: usize) -> Result<usize, Error> {
    let (is_strings, is_styles) = (name.ends_with("sharedstrings.xml"), name.ends_with("styles.xml"));
    let mut size = 0;
    let mut claim = 0;
    let mut styles = StyleCount::default();
    // Some bytes of the chunk before are looked at again, so that a claim cannot hide at the border.
    let mut chunk = vec![0; CHUNK + 64];
    let mut kept = 0;
    loop {
        let read = file.read(&mut chunk[kept..kept + CHUNK]).map_err(|_| damaged())?;
        if read == 0 {
            break;
        }
        size += read;
        Limits::default().check_unpacked(before.saturating_add(size), packed)?;
        let seen = kept + read;
        if is_strings {
            claim = claim.max(largest_claim(&chunk[..seen]));
        }
        if is_styles {
            styles.count(&chunk[kept..seen]);
        }
        kept = if is_strings { seen.min(64) } else { 0 };
        chunk.copy_within(seen - kept..seen, 0);
    }
    if claim > size / SHARED_STRING_BYTES || styles.is_too_large() {
        return Err(damaged());
    }
    Ok(size)
}

/// The largest number of shared strings that `bytes` claim to hold.
fn largest_claim(bytes: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, CLAIM)
        .map(|at| {
            let after = &bytes[at + CLAIM.len()..];
            let digits = after
                .iter()
                .skip_while(|byte| b" \t\r\n='\"+".contains(byte))
                .take_while(|byte| byte.is_ascii_digit());
            digits.fold(0_usize, |number, digit| {
                number.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
            })
        })
        .max()
        .unwrap_or(0)
}

/// Cell formats, and the longest name that each may come to hold.
#[derive(Debug, Default)]
struct StyleCount {
    formats: usize,
    longest: usize,
    run: usize,
    last: [u8; 2],
}

impl StyleCount {
    fn count(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let begins = matches!(self.last, [_, b'x'] if byte == b'f');
            self.formats += usize::from(begins);
            self.run = if byte == b'"' || byte == b'\'' { 0 } else { self.run + 1 };
            self.longest = self.longest.max(self.run);
            self.last = [self.last[1], byte];
        }
    }

    fn is_too_large(&self) -> bool {
        // Each format is counted twice or more: by its start and end tag, and by the attribute xfId.
        self.formats / 2 > 2 * CELL_FORMATS_MAX
            || self.formats.saturating_mul(self.longest.saturating_sub(1000)) > CELL_FORMAT_BYTES_MAX
    }
}

fn contents_of(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<Contents, Error> {
    let names: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .map(|name| name.replace('\\', "/").to_lowercase())
        .collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    // A folder of texts may have the name of a part.
    let has_types = has("[content_types].xml");
    if has("xl/workbook.bin") {
        Ok(Contents::Workbook(Format::Xlsb))
    } else if has("xl/workbook.xml") || has_under("xl/worksheets/") {
        Ok(Contents::Workbook(Format::Xlsx))
    } else if has("content.xml") && has("mimetype") {
        Ok(Contents::Workbook(Format::Ods))
    } else if let Some(foreign) = foreign::in_archive(&names) {
        Err(foreign.error())
    } else if has_types && has("_rels/.rels") {
        Ok(Contents::Workbook(Format::Xlsx))
    } else {
        Ok(Contents::Files)
    }
}

fn error_of(error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(what) if what.to_lowercase().contains("password") => encrypted(),
        _ => damaged(),
    }
}

/// The error for an archive that is not what it should be.
pub(in crate::table) fn damaged() -> Error {
    Error::new(ErrorKind::Input, "the workbook is damaged or ends too early")
        .remedy("Download or copy the file again, or open it in a spreadsheet program and save it anew.")
}

/// The error for a workbook with a password.
pub(in crate::table) fn encrypted() -> Error {
    Error::new(ErrorKind::Input, "the workbook is encrypted with a password")
        .remedy("Open it in your spreadsheet program, remove the password, and save it again.")
}

/// The error of any reader for a workbook that it could not make sense of.
pub(in crate::table) fn unreadable(detail: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Input, format!("the workbook cannot be read: {detail}"))
        .remedy("Open it in a spreadsheet program and save it anew as xlsx, or save the sheet as csv.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_found_across_chunks() {
        let mut xml = vec![b' '; CHUNK - 5];
        xml.extend(b"<sst uniqueCount=\"99999999999\">");
        let error = unpack(&mut xml.as_slice(), "xl/sharedstrings.xml", 0, 1).expect_err("a lie");
        assert_eq!(error, damaged());
        assert_eq!(
            unpack(&mut b"<sst uniqueCount=\"1\"><si/></sst>".as_slice(), "sharedstrings.xml", 0, 1).ok(),
            Some(32)
        );
    }

    #[test]
    fn what_is_no_archive_is_damaged() {
        assert_eq!(check(b"PK\x03\x04").expect_err("no archive"), damaged());
    }
}
