//! Files that are made from a result: what they are called, and how they are handed over.

use std::path::{Path, PathBuf};

use crate::arguments;
use crate::failure::Failure;
use crate::writing::{print, write_whole};

/// Writes `bytes` to `path` and prints its name, or the bytes themselves where it stands for standard output.
pub(crate) fn deliver(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if arguments::as_file(path).is_none() {
        return print(bytes);
    }
    write_whole(path, bytes)?;
    print(format!("{}\n", path.display()).as_bytes())
}

/// The path of what is made from the `result`, in this folder: its name with `ending` instead of its own.
pub(crate) fn named_after(result: &Path, ending: &str) -> PathBuf {
    let stem = result.file_stem().map_or_else(|| "wordify".into(), |stem| stem.to_string_lossy());
    PathBuf::from(format!("{stem}.{ending}"))
}
