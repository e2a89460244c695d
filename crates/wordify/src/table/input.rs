//! What is read: the bytes of a file, several files, or the files of a folder; and what distinguishes one input from another.

use std::sync::Arc;
use std::{fmt, io};

use sha2::{Digest, Sha256};

use super::stored::{Stored, within};
use crate::error::Error;

/// Bytes that are hashed at once.
const HASHED_BYTES: u64 = 1 << 20;

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path within the folder, with `/` between the parts.
    pub path: String,
    /// Its bytes, or in a few words why they cannot be had.
    pub content: Result<Vec<u8>, String>,
}

/// The files of a folder in the order of their paths, read one after the other. An error ends the reading.
pub type Entries<'a> = Box<dyn Iterator<Item = Result<Entry, Error>> + Send + 'a>;

/// A file among several.
pub struct NamedFile {
    /// Its path, with `/` between the parts.
    pub path: String,
    /// Opens it.
    pub open: Box<dyn FnOnce() -> io::Result<Arc<dyn Stored>> + Send>,
}

impl fmt::Debug for NamedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedFile").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What is read.
pub enum Input<'a> {
    /// The bytes of a file.
    Bytes(Vec<u8>),
    /// A file that is read where it lies: of Parquet only the columns that are wanted, of other formats all.
    Stored(Arc<dyn Stored>),
    /// Several files as one corpus: tables with the same columns are one table, texts in folders as those of a folder.
    Several(Vec<NamedFile>),
    /// The files of a folder, each a document whose label is the sub-folder that it stands in.
    Folder(Entries<'a>),
}

impl From<Vec<u8>> for Input<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => f.debug_tuple("Bytes").field(&bytes.len()).finish(),
            Self::Stored(stored) => f.debug_tuple("Stored").field(&stored.length()).finish(),
            Self::Several(files) => f.debug_tuple("Several").field(&files.len()).finish(),
            Self::Folder(_) => f.debug_tuple("Folder").finish_non_exhaustive(),
        }
    }
}

/// What distinguishes an input from any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Size as given (compressed, if it was), in bytes; of a folder, of all its files together.
    pub bytes: u64,
    /// SHA-256 of these bytes, 64 lowercase hexadecimal digits; of a folder, of the path, the size and the bytes of each file.
    pub sha256: String,
}

impl Fingerprint {
    /// That of the bytes of a file.
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: hexadecimal(Sha256::digest(bytes).as_slice()) }
    }

    /// That of a file that stays where it lies.
    pub(super) fn of_stored(stored: &dyn Stored) -> io::Result<Self> {
        let (bytes, mut digest) = (stored.length(), Sha256::new());
        for at in (0..bytes).step_by(HASHED_BYTES as usize) {
            digest.update(within(stored, at, HASHED_BYTES.min(bytes - at) as usize)?);
        }
        Ok(Self { bytes, sha256: hexadecimal(digest.finalize().as_slice()) })
    }
}

/// The fingerprint of a folder in the making.
#[derive(Debug, Default)]
pub(super) struct FolderDigest {
    bytes: u64,
    digest: Sha256,
}

impl FolderDigest {
    pub(super) fn add(&mut self, entry: &Entry) {
        self.digest.update(entry.path.as_bytes());
        let content = entry.content.as_deref().unwrap_or_default();
        // No path holds a zero, so that no two folders give the same bytes.
        self.digest.update([0, u8::from(entry.content.is_ok())]);
        self.digest.update((content.len() as u64).to_le_bytes());
        self.digest.update(content);
        self.bytes += content.len() as u64;
    }

    /// As [`FolderDigest::add`], of a file that stays where it lies.
    pub(super) fn add_stored(&mut self, path: &str, stored: &dyn Stored) -> io::Result<()> {
        let bytes = stored.length();
        self.digest.update(path.as_bytes());
        self.digest.update([0, 1]);
        self.digest.update(bytes.to_le_bytes());
        for at in (0..bytes).step_by(HASHED_BYTES as usize) {
            self.digest.update(within(stored, at, HASHED_BYTES.min(bytes - at) as usize)?);
        }
        self.bytes += bytes;
        Ok(())
    }

    pub(super) fn finish(self) -> Fingerprint {
        Fingerprint { bytes: self.bytes, sha256: hexadecimal(self.digest.finalize().as_slice()) }
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Fingerprint::of(b"abc"), Fingerprint { bytes: 3, sha256: expected.to_owned() });
    }

    #[test]
    fn a_file_where_it_lies_has_the_fingerprint_of_its_bytes() {
        let bytes: Vec<u8> = (0..HASHED_BYTES + 3).map(|at| (at % 251) as u8).collect();
        let stored = bytes::Bytes::from(bytes.clone());
        assert_eq!(Fingerprint::of_stored(&stored).expect("read"), Fingerprint::of(&bytes));
        assert_eq!(Fingerprint::of_stored(&bytes::Bytes::new()).expect("read"), Fingerprint::of(&[]));
    }

    #[test]
    fn folders_whose_files_are_cut_at_other_places_differ() {
        let folder = |files: &[(&str, &str)]| {
            let mut digest = FolderDigest::default();
            for (path, text) in files {
                digest.add(&Entry { path: (*path).to_owned(), content: Ok(text.as_bytes().to_vec()) });
            }
            digest.finish()
        };
        let whole = folder(&[("a/1.txt", "one"), ("a/2.txt", "two")]);
        assert_eq!(whole, folder(&[("a/1.txt", "one"), ("a/2.txt", "two")]));
        assert_eq!(whole.bytes, 6);
        assert_ne!(whole, folder(&[("a/1.txt", "onetwo"), ("a/2.txt", "")]));
        assert_ne!(whole, folder(&[("b/1.txt", "one"), ("a/2.txt", "two")]));
    }
}
