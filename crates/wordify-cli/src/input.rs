//! The input file as bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use wordify::table::{self, ReadOptions, Table};
use wordify::{Error, ErrorKind};

use crate::arguments::{self, Input};
use crate::failure::Failure;
use crate::settings;

/// Bytes that are read at most: what the engine takes after decompression. An endless input ends in an error
/// and not in a full memory.
const INPUT_BYTES_MAX: u64 = wordify::table::limits::BYTES_MAX as u64;

/// A file or standard input, read whole.
pub(crate) struct InputFile {
    /// The name without its folder; none for standard input.
    pub(crate) name: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// Reads `path`, or standard input for “-”.
pub(crate) fn read(path: &Path) -> Result<InputFile, Failure> {
    let Some(path) = arguments::as_file(path) else {
        let bytes =
            read_limited(io::stdin().lock(), 0).map_err(|error| unreadable("standard input", &error))?;
        return Ok(InputFile { name: None, bytes: within_limit(bytes, "standard input")? });
    };
    let shown = path.display().to_string();
    let open = || {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file"));
        }
        read_limited(file, metadata.len())
    };
    let bytes = open().map_err(|error| unreadable(&shown, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(InputFile { name, bytes: within_limit(bytes, &shown)? })
}

/// The table in `file`, read as `options` ask.
pub(crate) fn table(file: &InputFile, options: &Input) -> Result<Table, Failure> {
    let study = settings::reading(options)?;
    let reading = ReadOptions { file_name: file.name.clone(), ..study.reading };
    Ok(table::read(&file.bytes, &reading)?)
}

/// Reads up to one byte more than the limit; `expected` bytes are set aside first.
fn read_limited(reader: impl Read, expected: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(INPUT_BYTES_MAX)).unwrap_or(0));
    reader.take(INPUT_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn within_limit(bytes: Vec<u8>, place: &str) -> Result<Vec<u8>, Failure> {
    if bytes.len() as u64 <= INPUT_BYTES_MAX {
        return Ok(bytes);
    }
    let message = format!("the input is larger than {} GiB", INPUT_BYTES_MAX >> 30);
    Err(Error::new(ErrorKind::Limit, message)
        .at(place)
        .remedy("Keep the text and label columns only, or take a random sample of the rows.")
        .into())
}

fn unreadable(place: &str, error: &io::Error) -> Failure {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_string(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_string(),
        io::ErrorKind::IsADirectory => "this is a folder, not a file".to_string(),
        _ => format!("the file cannot be read: {error}"),
    };
    Failure::input(message).at(place)
}
