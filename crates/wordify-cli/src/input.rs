//! The input: a file, a folder, or what comes by standard input.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use wordify::table::limits::Limits;
use wordify::table::{self, Fingerprint, NamedFile, ReadOptions, Stored, Table, several};

use crate::arguments::{self, Input};
use crate::failure::{Failure, cause};
use crate::{folder, interrupt, settings};

/// What is read, with its name.
pub(crate) struct Named {
    /// The name without its folder; none for standard input.
    pub(crate) name: Option<String>,
    pub(crate) input: table::Input<'static>,
}

/// Opens the file or folder that `options` name, or reads standard input for “-”.
pub(crate) fn read(options: &Input) -> Result<Named, Failure> {
    open(&options.file, options.limits())
}

/// Opens the file or folder at `path`, or reads standard input for “-”.
pub(crate) fn open(path: &Path, limits: Limits) -> Result<Named, Failure> {
    if let Some(path) = arguments::as_file(path).filter(|path| path.is_dir()) {
        let shown = path.display().to_string();
        let name = path.canonicalize().ok().and_then(|path| file_name(&path)).or_else(|| file_name(path));
        let files = folder::files(path).map_err(|error| {
            Failure::input(format!("the folder cannot be read: {}", cause(&error))).at(shown)
        })?;
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        if several::are_tables(&paths) {
            return Ok(Named { name, input: table::Input::Several(named(files, limits)) });
        }
        return Ok(Named { name, input: table::Input::Folder(Box::new(folder::entries(files))) });
    }
    let name = arguments::as_file(path).and_then(file_name);
    let input = match OnDisk::open(path, limits)? {
        Some(stored) => table::Input::Stored(Arc::new(stored)),
        None => streamed(path, limits)?.into(),
    };
    Ok(Named { name, input })
}

/// Opens the files, and those of the folders, at `paths` together.
pub(crate) fn open_together(paths: &[&Path], limits: Limits) -> Result<Named, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let shown = path.display().to_string();
        if arguments::as_file(path).is_none() {
            return Err(Failure::usage("standard input is not taken together with other files")
                .remedy("Give files or folders."));
        }
        if path.is_dir() {
            let inside = folder::files(path).map_err(|error| {
                Failure::input(format!("the folder cannot be read: {}", cause(&error))).at(shown.clone())
            })?;
            files.extend(inside.into_iter().map(|(name, file)| (format!("{}/{name}", plain(path)), file)));
        } else {
            if OnDisk::open(path, limits)?.is_none() && !path.is_file() {
                return Err(Failure::input("files that are taken together must be files").at(shown));
            }
            files.push((plain(path), path.to_path_buf()));
        }
    }
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let name = several::title(&paths);
    Ok(Named { name, input: table::Input::Several(named(files, limits)) })
}

/// `path` with `/` between its parts, and none that stands for where one is.
fn plain(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Each of `files`, opened only when it is read: there may be more than a process may have open.
fn named(files: Vec<(String, PathBuf)>, limits: Limits) -> Vec<NamedFile> {
    let named = |(path, file): (String, PathBuf)| NamedFile {
        path,
        open: Box::new(move || {
            interrupt::check().map_err(|_| io::Error::other("canceled"))?;
            let stored = OnDisk::open(&file, limits)
                .map_err(|failure| io::Error::other(failure.into_error().message().to_owned()))?;
            match stored {
                Some(stored) => Ok(Arc::new(stored) as Arc<dyn Stored>),
                None if file.is_file() => Ok(Arc::new(Empty) as Arc<dyn Stored>),
                None => Err(io::Error::other("it is no file")),
            }
        }),
    };
    files.into_iter().map(named).collect()
}

/// A file without bytes, one among several.
struct Empty;

impl Stored for Empty {
    fn length(&self) -> u64 {
        0
    }

    fn part(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        if at == 0 && length == 0 { Ok(Vec::new()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// A file that is read where it lies.
struct OnDisk {
    /// Under a lock, since its position belongs to whoever reads.
    file: Mutex<File>,
    length: u64,
}

impl OnDisk {
    /// None for what has no length of its own, such as a pipe or standard input.
    fn open(path: &Path, limits: Limits) -> Result<Option<Self>, Failure> {
        let Some(path) = arguments::as_file(path) else { return Ok(None) };
        let shown = path.display().to_string();
        // Opened only once it is known to be a file: a pipe that is opened twice has lost its writer.
        let metadata = path.metadata().map_err(|error| unreadable(&shown, &error))?;
        // What the system makes as it is read has the length 0.
        if !metadata.is_file() || metadata.len() == 0 {
            return Ok(None);
        }
        let length = metadata.len();
        if length > limits.bytes as u64 {
            return Err(Limits::too_many_bytes(limits.bytes).at(shown).into());
        }
        let file = File::open(path).map_err(|error| unreadable(&shown, &error))?;
        Ok(Some(Self { file: Mutex::new(file), length }))
    }
}

impl Stored for OnDisk {
    fn length(&self) -> u64 {
        self.length
    }

    fn part(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        let mut part = Vec::with_capacity(length);
        if (&mut *file).take(length as u64).read_to_end(&mut part)? < length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it has become shorter"));
        }
        Ok(part)
    }
}

/// The bytes of the file at `path`, or of standard input for “-”.
pub(crate) fn content(path: &Path, limits: Limits) -> Result<Vec<u8>, Failure> {
    match OnDisk::open(path, limits)? {
        Some(stored) => {
            let whole = stored.part(0, usize::try_from(stored.length).unwrap_or(usize::MAX));
            whole.map_err(|error| unreadable(&path.display().to_string(), &error))
        }
        None => streamed(path, limits),
    }
}

/// The bytes of standard input for “-”, or of what has no length of its own, as far as the limit allows.
fn streamed(path: &Path, limits: Limits) -> Result<Vec<u8>, Failure> {
    let (place, read) = match arguments::as_file(path) {
        None => ("standard input".to_owned(), read_limited(io::stdin().lock(), limits)),
        Some(path) => {
            (path.display().to_string(), File::open(path).and_then(|file| read_limited(file, limits)))
        }
    };
    let bytes = read.map_err(|error| unreadable(&place, &error))?;
    if bytes.len() > limits.bytes {
        return Err(Limits::too_many_bytes(limits.bytes).at(place).into());
    }
    Ok(bytes)
}

/// The table in `file`, read as `options` ask.
pub(crate) fn table(file: Named, options: &Input) -> Result<(Table, Fingerprint), Failure> {
    let study = settings::reading(options)?;
    let reading = ReadOptions { file_name: file.name, ..study.reading };
    Ok(table::load(file.input, &reading)?)
}

fn file_name(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// Reads up to one byte more than the limit.
fn read_limited(reader: impl Read, limits: Limits) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take((limits.bytes as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(place: &str, error: &io::Error) -> Failure {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_string(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_string(),
        _ => format!("the file cannot be read: {}", cause(error)),
    };
    Failure::input(message).at(place)
}
