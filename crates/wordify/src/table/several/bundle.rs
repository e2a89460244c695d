//! Several files as one: their bytes one after the other, then their names and lengths, then how long that is.
//!
//! Whoever takes files in one after the other writes each as it comes, and learns only from the next that there are several.
//! What is there of one file is the file itself. Nothing in a bundle is packed, so that each file is read where it lies.

use std::io;
use std::sync::Arc;

use super::FILES_MAX;
use crate::error::{Error, ErrorKind};
use crate::table::input::NamedFile;
use crate::table::stored::{Stored, within};

/// The last bytes of a bundle; no text ends so.
const MAGIC: [u8; 16] = *b"\0wordify-bundle\x01";
/// Bytes of the list of names: each of a few hundred bytes.
const LIST_BYTES_MAX: usize = FILES_MAX * 1024;
/// The length of the list, as a number of 8 bytes, and the magic.
const END_BYTES: u64 = 8 + MAGIC.len() as u64;

/// The list of the files of a bundle in the making.
#[derive(Debug, Default)]
pub struct List {
    files: Vec<(String, u64)>,
}

impl List {
    /// Notes the next file: its path, and how many bytes of it were written.
    pub fn add(&mut self, path: String, bytes: u64) {
        self.files.push((path, bytes));
    }

    /// The paths so far.
    pub fn paths(&self) -> Vec<&str> {
        self.files.iter().map(|(path, _)| path.as_str()).collect()
    }

    /// What is written behind the files: nothing behind one.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`] for names of too many bytes.
    pub fn end(&self) -> Result<Vec<u8>, Error> {
        if self.files.len() < 2 {
            return Ok(Vec::new());
        }
        let list = serde_json::to_vec(&self.files).map_err(|_| too_many())?;
        if list.len() > LIST_BYTES_MAX || self.files.len() > FILES_MAX {
            return Err(too_many());
        }
        let mut end = list;
        end.extend((end.len() as u64).to_le_bytes());
        end.extend(MAGIC);
        Ok(end)
    }
}

fn too_many() -> Error {
    Error::new(
        ErrorKind::Limit,
        format!("there are more than {FILES_MAX} files, or their names are too long"),
    )
    .remedy("Put them into a zip archive, or their rows into fewer tables.")
}

/// The files in `stored`, if it is a bundle.
///
/// # Errors
/// [`ErrorKind::Input`] for one that is damaged or cannot be read.
pub(in crate::table) fn open(stored: &Arc<dyn Stored>) -> Result<Option<Vec<NamedFile>>, Error> {
    let length = stored.length();
    let Some(end) = length.checked_sub(END_BYTES) else { return Ok(None) };
    let failed = |error: io::Error| crate::table::unreadable(&error);
    let tail = stored.part(end, END_BYTES as usize).map_err(failed)?;
    let Some(number) = tail.strip_suffix(&MAGIC).and_then(|number| <[u8; 8]>::try_from(number).ok()) else {
        return Ok(None);
    };
    let list_bytes = u64::from_le_bytes(number);
    let start =
        end.checked_sub(list_bytes).filter(|_| list_bytes <= LIST_BYTES_MAX as u64).ok_or_else(damaged)?;
    let list = stored.part(start, list_bytes as usize).map_err(failed)?;
    let list: Vec<(String, u64)> = serde_json::from_slice(&list).map_err(|_| damaged())?;
    let mut files = Vec::with_capacity(list.len().min(FILES_MAX));
    let mut at = 0_u64;
    for (path, bytes) in list {
        let next = at.checked_add(bytes).filter(|&next| next <= start).ok_or_else(damaged)?;
        let part = Slice { whole: Arc::clone(stored), from: at, length: bytes };
        let open = Box::new(move || Ok(Arc::new(part) as Arc<dyn Stored>));
        files.push(NamedFile { path, open });
        at = next;
    }
    if at == start { Ok(Some(files)) } else { Err(damaged()) }
}

fn damaged() -> Error {
    Error::new(ErrorKind::Input, "the bundle of files is damaged").remedy("Give the files anew.")
}

/// A part of what is stored, as if it were by itself.
struct Slice {
    whole: Arc<dyn Stored>,
    from: u64,
    length: u64,
}

impl Stored for Slice {
    fn length(&self) -> u64 {
        self.length
    }

    fn part(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        // Within this part, and not only within the whole.
        match at.checked_add(length as u64) {
            Some(end) if end <= self.length => within(&*self.whole, self.from + at, length),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}
