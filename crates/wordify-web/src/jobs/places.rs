//! Places for analysts: a limited number at once in the whole site, whichever of its processes starts them.
//!
//! A place is a file that one process has locked. The kernel gives it back when that process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;

/// Some places of one kind. Every process of the site that names the same kind shares them.
#[derive(Debug, Clone)]
pub struct Places {
    folder: PathBuf,
    kind: &'static str,
    count: usize,
}

/// A place that is taken; free again when dropped.
#[derive(Debug)]
pub struct Place {
    _locked: File,
}

impl Places {
    /// The `count` places called `kind`, whose files are in `folder`, which is there.
    pub fn new(folder: PathBuf, kind: &'static str, count: usize) -> Self {
        Self { folder, kind, count }
    }

    /// Takes a place that is free, if one is.
    ///
    /// # Errors
    /// When a file cannot be opened or locked.
    pub fn take(&self) -> io::Result<Option<Place>> {
        for number in 0..self.count {
            let path = self.folder.join(format!("{}-{number}", self.kind));
            // Never emptied or removed: another process may have it locked, and would lock a file that nobody finds.
            let file = OpenOptions::new().create(true).append(true).open(path)?;
            match file.try_lock() {
                Ok(()) => return Ok(Some(Place { _locked: file })),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_shared_by_all_who_name_their_kind_and_come_back_when_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let places = |kind| Places::new(folder.path().to_owned(), kind, 2);
        let take = |kind| places(kind).take().expect("the files can be locked");
        let (first, second) = (take("inspect"), take("inspect"));
        assert!(first.is_some() && second.is_some() && take("inspect").is_none());
        assert!(take("run").is_some(), "another kind has places of its own");
        drop(first);
        assert!(take("inspect").is_some());
    }
}
