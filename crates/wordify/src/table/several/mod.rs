//! Several files that are given together, as one corpus: tables with the same columns are one table, texts in folders are
//! documents as those of one folder.
//!
//! `names` says what the files are by their paths, and what they are called; `join` puts tables together; `bundle` is how a
//! program that takes files in one after the other keeps them as one.

pub mod bundle;
mod join;
mod names;

use std::collections::BTreeMap;
use std::io;

use super::folder;
use super::input::{Entry, Fingerprint, FolderDigest, NamedFile};
use super::limits::FILE_BYTES_MAX;
use super::stored::Stored;
use super::{ReadOptions, Table, chosen_charset, unreadable};
use crate::error::{Error, ErrorKind};

pub(super) use join::Joined;
pub use names::{are_tables, title};

/// Files that are given together: more tables are no longer chosen by hand, and more texts belong into an archive.
pub const FILES_MAX: usize = 5000;

/// Where the rows of a table come from that was given as several files, and what only some of the files have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Together {
    /// The files in their order; none where the table is of one file.
    files: Vec<FileRows>,
    /// Columns that are not in every file and so not in the table, in lowercase, each with its name and a file without it.
    lacking: BTreeMap<String, (String, String)>,
}

/// The rows of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileRows {
    name: String,
    /// The first of them, from 0, in the whole table.
    place: usize,
    /// Row numbers of the files before it, headers included.
    before: usize,
    /// Number of its first row in the file itself.
    first_row: usize,
}

impl Together {
    /// Whether the table is of several files.
    pub(super) fn is_several(&self) -> bool {
        !self.files.is_empty()
    }

    /// Number of the row at `place`, counted through all files, headers included; none where the table is of one file.
    pub(super) fn row(&self, place: usize) -> Option<usize> {
        let after = self.files.partition_point(|file| file.place <= place);
        let file = self.files.get(after.checked_sub(1)?)?;
        Some(file.before + file.first_row + (place - file.place))
    }

    /// File and row in it of the row with the number `row`: `b.csv, row 17`.
    pub(super) fn name(&self, row: usize) -> Option<String> {
        let after = self.files.partition_point(|file| file.before < row);
        let file = self.files.get(after.checked_sub(1)?)?;
        Some(format!("{}, row {}", file.name, row - file.before))
    }

    /// The name of the column `wanted` and a file that lacks it, where others have it.
    pub(super) fn lacking(&self, wanted: &str) -> Option<(&str, &str)> {
        let (column, file) = self.lacking.get(&wanted.trim().to_lowercase())?;
        Some((column, file))
    }
}

/// Reads `files` as one table, in the order of their paths.
///
/// # Errors
/// As [`load`](super::load), with the name of the file; [`ErrorKind::Input`] for two files of one path, for tables without a
/// common column, and for a file that cannot be opened; [`ErrorKind::Limit`] for more than [`FILES_MAX`] files.
pub(super) fn load(mut files: Vec<NamedFile>, options: &ReadOptions) -> Result<(Table, Fingerprint), Error> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    check(&files)?;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    if are_tables(&paths) { tables(files, options) } else { texts(files, options) }
}

fn check(files: &[NamedFile]) -> Result<(), Error> {
    if files.len() > FILES_MAX {
        return Err(Error::new(ErrorKind::Limit, format!("there are more than {FILES_MAX} files"))
            .remedy("Put them into a zip archive, or their rows into fewer tables."));
    }
    match files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        Some(pair) => Err(Error::new(ErrorKind::Input, "two files have one name")
            .at(pair[0].path.clone())
            .remedy("Give each file once, or rename one of them.")),
        None => Ok(()),
    }
}

fn tables(files: Vec<NamedFile>, options: &ReadOptions) -> Result<(Table, Fingerprint), Error> {
    let (files, others): (Vec<NamedFile>, Vec<NamedFile>) =
        files.into_iter().partition(|file| names::is_table(&file.path));
    let names = names::shortest(files.iter().map(|file| file.path.as_str()));
    let (mut digest, mut joined) = (FolderDigest::default(), Joined::new(options));
    for (file, name) in files.into_iter().zip(names) {
        let stored = (file.open)().map_err(|error| unreadable(&error).at(name.clone()))?;
        digest.add_stored(&name, &*stored).map_err(|error| unreadable(&error).at(name.clone()))?;
        joined.add(&name, |options| super::table_of_stored(&stored, options))?;
    }
    joined.leave_out(others.into_iter().map(|file| file.path));
    Ok((joined.finish()?, digest.finish()))
}

fn texts(files: Vec<NamedFile>, options: &ReadOptions) -> Result<(Table, Fingerprint), Error> {
    let above = names::folders_above_labels(files.iter().map(|file| file.path.as_str()));
    let mut digest = FolderDigest::default();
    let entries = files.into_iter().map(|file| {
        let path = file.path.splitn(above + 1, '/').last().unwrap_or_default().to_owned();
        let content = (file.open)().and_then(|stored| whole(&*stored)).map_err(|error| error.to_string());
        let entry = Entry { path, content };
        digest.add(&entry);
        Ok(entry)
    });
    let table = folder::gather(entries, chosen_charset(options)?, options.limits)?;
    Ok((table, digest.finish()))
}

/// The bytes of a text.
fn whole(stored: &dyn Stored) -> io::Result<Vec<u8>> {
    match usize::try_from(stored.length()) {
        Ok(length) if length <= FILE_BYTES_MAX => stored.part(0, length),
        _ => Err(io::Error::other(format!("larger than {} MB, which is the limit", FILE_BYTES_MAX >> 20))),
    }
}
