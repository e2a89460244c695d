//! Parts of an analysis as files: `wordify analyze --part` writes one, `--parts` reads those of a folder.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use wordify::study::parts::{PARTS_MAX, Part, PartFile};
use wordify::{Error, ErrorKind};

use crate::arguments::{self, Analyze};
use crate::failure::{Failure, cause};
use crate::output;
use crate::writing::write_whole;

/// The ending of a part.
const ENDING: &str = ".part";
/// Most bytes of all parts together: they are held in memory. A part of a hundred labels has some hundred kilobytes.
const BYTES_MAX: u64 = 4 << 30;

/// Where the part that `options` ask for of `file` is written.
///
/// # Errors
/// When `--out` names no place for one file.
pub(crate) fn place(options: &Analyze, file: &Path, (part, of): (usize, usize)) -> Result<PathBuf, Failure> {
    let name = arguments::as_file(file).and_then(Path::file_stem);
    let name = name.map_or_else(String::new, |name| format!("{}.", name.to_string_lossy()));
    let name = format!("{name}{part}-of-{of}{ENDING}");
    let path = match options.out.as_slice() {
        [] => PathBuf::from(name),
        [out] if arguments::as_file(out).is_none() => {
            return Err(Failure::usage("a part is a file, so that it is written whole or not at all")
                .at("--out -")
                .remedy("Give --out a file or a folder."));
        }
        [out] if out.is_dir() => out.join(name),
        [out] => out.clone(),
        [..] => {
            return Err(Failure::usage("a part is written to one place").remedy("Give one --out."));
        }
    };
    if path.file_name().is_some_and(|name| !is_part(&name.to_string_lossy())) {
        return Err(Failure::usage("“--parts” would not find the part by this name")
            .at(format!("--out {}", path.display()))
            .remedy("End the name in .part, such as 3.part."));
    }
    output::check_path(&path, file)?;
    Ok(path)
}

/// The parts in `folder`, in the order of their names.
///
/// # Errors
/// When the folder or a part cannot be read, or they are too many or too large.
pub(crate) fn read(folder: &Path) -> Result<Vec<PartFile>, Failure> {
    let unreadable = |path: &Path, error: &io::Error| {
        let message = match error.kind() {
            io::ErrorKind::NotFound => "there is no such folder of parts".to_owned(),
            _ => format!("parts cannot be read: {}", cause(error)),
        };
        Failure::input(message).at(path.display().to_string())
    };
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| unreadable(folder, &error))?.file_name();
        if is_part(&name.to_string_lossy()) {
            names.push(name);
        }
    }
    if names.len() > PARTS_MAX {
        return Err(too_much(folder));
    }
    names.sort_unstable();
    let (mut parts, mut room) = (Vec::new(), BYTES_MAX);
    for name in names {
        let path = folder.join(name);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(room + 1).read_to_end(&mut bytes));
        read.map_err(|error| unreadable(&path, &error))?;
        room = room.checked_sub(bytes.len() as u64).ok_or_else(|| too_much(folder))?;
        parts.push(PartFile { name: path.display().to_string(), bytes });
    }
    Ok(parts)
}

/// Writes a part to `path`, and returns what there is to say about it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(made: &Part, (part, of): (usize, usize), path: &Path) -> Result<String, Failure> {
    write_whole(path, &made.bytes)?;
    let mut words = format!("part {part} of {of} ({}): {}\n", made.holds, path.display());
    if made.waits {
        words.push_str(
            "Half-samples follow from all shuffles: when every part is there, make each once more with --parts,\n\
             or leave them to the run that adds the parts.\n",
        );
    }
    Ok(words)
}

/// Whether a file of this name is a part; one that is being written has a name that begins with a dot.
fn is_part(name: &str) -> bool {
    name.ends_with(ENDING) && !name.starts_with('.')
}

fn too_much(folder: &Path) -> Failure {
    let words =
        format!("there are more than {PARTS_MAX} parts, or they have more than {} GiB", BYTES_MAX >> 30);
    Failure::from(Error::new(ErrorKind::Limit, words))
        .at(folder.display().to_string())
        .remedy("Divide the work into fewer parts.")
}
