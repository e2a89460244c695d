//! The files of a folder, one after the other.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use wordify::Error;
use wordify::table::Entry;
use wordify::table::limits::FILE_BYTES_MAX;

use crate::failure::cause;
use crate::interrupt;

/// Folders within folders: more are links that lead back.
const DEPTH_MAX: usize = 64;
/// Files of a folder, all in all: their paths are held in memory.
const FILES_MAX: usize = 5_000_000;

/// The files below `folder` in the order of their paths: each with its path within the folder.
///
/// # Errors
/// When a folder cannot be listed, or holds too much.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    list(folder, "", 0, &mut files)?;
    files.sort_unstable();
    Ok(files)
}

/// The contents of `files`, one after the other.
pub(crate) fn entries(
    files: Vec<(String, PathBuf)>,
) -> impl Iterator<Item = Result<Entry, Error>> + Send + use<> {
    files.into_iter().map(|(path, file)| {
        if interrupt::check().is_err() {
            return Err(Error::canceled());
        }
        let content = read(&file).map_err(|error| reason(&error));
        Ok(Entry { path, content })
    })
}

fn list(folder: &Path, above: &str, depth: usize, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    if depth > DEPTH_MAX {
        return Err(io::Error::other(format!("more than {DEPTH_MAX} folders lie in each other")));
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{above}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        // A link to a folder may lead back to where it is.
        if kind.is_dir() {
            list(&entry.path(), &format!("{path}/"), depth + 1, files)?;
        } else {
            files.push((path, entry.path()));
        }
        if files.len() > FILES_MAX {
            return Err(io::Error::other(format!("it holds more than {FILES_MAX} files")));
        }
    }
    Ok(())
}

/// One byte more than the limit at most.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a pipe waits for somebody to write to it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("no file"));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > FILE_BYTES_MAX as u64 {
        return Err(io::Error::other(format!("larger than {} MB, which is the limit", FILE_BYTES_MAX >> 20)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(FILE_BYTES_MAX as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        io::ErrorKind::NotFound => "it is a link to nothing".to_owned(),
        _ => cause(error),
    }
}
