//! Archives that are no workbook, zip or tar: one table, several, or a folder of texts.

use std::io::{Cursor, Read};
use std::ops::Range;

use zip::{CompressionMethod, ZipArchive};

use crate::error::{Error, ErrorKind};
use crate::table::input::Entry;
use crate::table::limits::{FILE_BYTES_MAX, Limits};

/// Files of an archive: more than anyone has documents in a folder.
const FILES_MAX: usize = 2_000_000;
/// What an archive holds.
pub(in crate::table) enum Packed<'a> {
    /// One table.
    Table {
        /// Its name within the archive.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Several tables.
    Tables {
        /// The tables.
        files: Tables<'a>,
        /// Paths of files that are none.
        others: Vec<String>,
    },
    /// Texts in folders.
    Files(Files<'a>),
}

/// The files of an archive, in the order of their paths.
pub(in crate::table) struct Files<'a> {
    archive: Archive<'a>,
    /// Path and number of each, the last first.
    left: Vec<(String, usize)>,
    unpacked: usize,
    packed: usize,
    limits: Limits,
}

/// Where the bytes of files come from.
enum Archive<'a> {
    Zip(ZipArchive<Cursor<&'a [u8]>>),
    /// The whole, and the place of each file in it.
    Tar(&'a [u8], Vec<Range<usize>>),
}

/// The tables of an archive, each with its path.
pub(in crate::table) struct Tables<'a>(Files<'a>);

/// Looks into the zip archive in `bytes`.
///
/// # Errors
/// [`ErrorKind::Input`] for an archive that is damaged or encrypted; [`ErrorKind::Limit`] for one
/// that unpacks to too much.
pub(in crate::table) fn open_zip(bytes: &[u8], limits: Limits) -> Result<Packed<'_>, Error> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > FILES_MAX {
        return Err(too_many_files());
    }
    let left = archive
        .file_names_raw()
        .enumerate()
        .map(|(number, raw)| (path(raw, || Some(archive.name_for_index(number)?.ok()?.into_owned())), number))
        .collect();
    packed(Archive::Zip(archive), left, limits)
}

/// Looks into the tar archive in `bytes`.
///
/// # Errors
/// As [`open_zip`].
pub(in crate::table) fn open_tar(bytes: &[u8], limits: Limits) -> Result<Packed<'_>, Error> {
    let mut archive = tar::Archive::new(Cursor::new(bytes));
    let (mut left, mut places) = (Vec::new(), Vec::new());
    for entry in archive.entries().map_err(|_| damaged())? {
        let entry = entry.map_err(|_| damaged())?;
        // Links, folders and files with holes have no bytes of their own there.
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let start = usize::try_from(entry.raw_file_position()).unwrap_or(usize::MAX);
        let end = start.saturating_add(usize::try_from(entry.size()).unwrap_or(usize::MAX));
        if end > bytes.len() {
            return Err(damaged());
        }
        if places.len() == FILES_MAX {
            return Err(too_many_files());
        }
        left.push((path(&entry.path_bytes(), || None), places.len()));
        places.push(start..end);
    }
    packed(Archive::Tar(bytes, places), left, limits)
}

/// What the files of an archive are, each with its path and number.
fn packed(archive: Archive<'_>, mut left: Vec<(String, usize)>, limits: Limits) -> Result<Packed<'_>, Error> {
    left.retain(|(path, _)| !path.ends_with('/') && !path.is_empty());
    left.sort_by(|a, b| b.cmp(a));
    let mut files = Files { archive, left, unpacked: 0, packed: 0, limits };
    let has_texts = files.left.iter().any(|(path, _)| path.contains('/') && super::is_text(path));
    let tables: Vec<usize> = (0..files.left.len()).filter(|&at| super::is_table(&files.left[at].0)).collect();
    match tables[..] {
        _ if has_texts => Ok(Packed::Files(files)),
        [only] => {
            let (name, number) = files.left.swap_remove(only);
            let bytes = files.table(&name, number)?;
            Ok(Packed::Table { name, bytes })
        }
        [] => Ok(Packed::Files(files)),
        _ => {
            let is_table = |(path, _): &(String, usize)| super::is_table(path);
            let (tables, others) = std::mem::take(&mut files.left).into_iter().partition(is_table);
            files.left = tables;
            let others = others.into_iter().map(|(path, _)| path).rev().collect();
            Ok(Packed::Tables { files: Tables(files), others })
        }
    }
}

impl Iterator for Tables<'_> {
    type Item = Result<(String, Vec<u8>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self(files) = self;
        let (path, number) = files.left.pop()?;
        Some(files.table(&path, number).map(|bytes| (path, bytes)))
    }
}

impl Iterator for Files<'_> {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (path, number) = self.left.pop()?;
        let content = match self.content(number, FILE_BYTES_MAX) {
            Ok(content) => content,
            Err(error) => {
                self.left.clear();
                return Some(Err(error));
            }
        };
        Some(Ok(Entry { path, content }))
    }
}

impl Files<'_> {
    /// Unpacks the table `number`, called `name`.
    fn table(&mut self, name: &str, number: usize) -> Result<Vec<u8>, Error> {
        self.content(number, self.limits.bytes)?.map_err(|reason| {
            Error::new(ErrorKind::Input, format!("the table in the archive is {reason}")).at(name).remedy(
                "Unpack the archive and give the table inside, or pack it anew as a usual zip archive.",
            )
        })
    }

    /// Unpacks file `number`, of at most this many bytes; in a few words, why it cannot be had.
    fn content(&mut self, number: usize, bytes_max: usize) -> Result<Result<Vec<u8>, String>, Error> {
        let (file, packed): (Box<dyn Read>, u64) = match &mut self.archive {
            Archive::Zip(archive) => match archive.by_index(number) {
                Ok(file) => {
                    if let Some(reason) = unknown_method(file.compression()) {
                        return Ok(Err(reason));
                    }
                    let packed = file.compressed_size();
                    (Box::new(file), packed)
                }
                Err(_) => return Ok(Err("encrypted or packed in an unusual way".to_owned())),
            },
            Archive::Tar(bytes, places) => {
                let bytes = places.get(number).and_then(|place| bytes.get(place.clone())).unwrap_or_default();
                (Box::new(bytes), bytes.len() as u64)
            }
        };
        self.packed = self.packed.saturating_add(usize::try_from(packed).unwrap_or(usize::MAX));
        // What comes out is counted: the declared size is not to be trusted.
        let room = (self.limits.bytes.saturating_sub(self.unpacked)).min(bytes_max);
        let mut bytes = Vec::new();
        let mut file = file.take(room as u64 + 1);
        loop {
            match file.by_ref().take(CHUNK).read_to_end(&mut bytes) {
                Ok(0) => break,
                Ok(_) => {
                    self.limits.check_unpacked(self.unpacked.saturating_add(bytes.len()), self.packed)?;
                }
                Err(_) => return Ok(Err("damaged".to_owned())),
            }
        }
        self.unpacked = self.unpacked.saturating_add(bytes.len());
        if bytes.len() > bytes_max {
            return Ok(Err(format!("larger than {} MB, which is the limit", bytes_max >> 20)));
        }
        self.limits.check_bytes(self.unpacked)?;
        Ok(Ok(bytes))
    }
}

/// Methods of packing that programs offer and that are not read, with their names.
const UNKNOWN_METHODS: [(CompressionMethod, &str); 6] = [
    (CompressionMethod::DEFLATE64, "Deflate64"),
    (CompressionMethod::BZIP2, "bzip2"),
    (CompressionMethod::LZMA, "LZMA"),
    (CompressionMethod::ZSTD, "zstd"),
    (CompressionMethod::XZ, "xz"),
    (CompressionMethod::PPMD, "PPMd"),
];

/// Why a file that is packed by `method` cannot be had; none where it can.
fn unknown_method(method: CompressionMethod) -> Option<String> {
    if [CompressionMethod::STORE, CompressionMethod::DEFLATE].contains(&method) {
        return None;
    }
    let known = UNKNOWN_METHODS.iter().find(|(unknown, _)| *unknown == method);
    let name = known.map_or_else(String::new, |(_, name)| format!(", {name}"));
    Some(format!("packed by a method that Wordify does not know{name}"))
}

/// Bytes unpacked at once.
const CHUNK: u64 = 256 << 10;

/// The path of a file, with `/` between its parts. Archives made by a Mac hold UTF-8 without saying so.
fn path(raw: &[u8], otherwise: impl FnOnce() -> Option<String>) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => otherwise().unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned()),
    };
    let name = name.replace('\\', "/");
    name.trim_start_matches("./").trim_start_matches('/').to_owned()
}

fn too_many_files() -> Error {
    Error::new(ErrorKind::Limit, "the archive holds too many files")
        .remedy("Put the texts into one table, such as a csv file.")
}

fn damaged() -> Error {
    Error::new(ErrorKind::Input, "the archive is damaged or ends too early")
        .remedy("Download or copy the file again, or unpack it and give what is inside.")
}
