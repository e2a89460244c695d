//! Rules about the repository's files that no compiler checks.
//!
//! Each rule is a function from files to findings. Findings of kind `Alarm` are printed and change nothing;
//! those of kind `Fault` fail the check.

mod architecture;
mod imports;
mod manifest;
mod prose;
mod size;
mod skips;
mod top;

use std::fmt;
use std::fs;
use std::path::Path;

use crate::shell;

pub(crate) use imports::{Plan, plans};
pub(crate) use size::{functions, source_lines};

/// Folders that hold nothing of ours, wherever they are.
const FOREIGN_FOLDERS: [&str; 4] = [".git", "target", "node_modules", "__pycache__"];
/// Where fuzzing keeps its inputs.
const FUZZ_FOLDERS: [&str; 2] = ["fuzz/corpus", "fuzz/artifacts"];
/// Larger files do not belong into a repository that everyone clones whole.
const FILE_BYTES_MAX: u64 = 2_000_000;
/// Dictionaries are made anew now and then, and each making stays in the history beside the one before. The largest is that of
/// Swahili with 4.9 MB; there is room for it to grow by half, not for another of twice its size.
const DICTIONARY_BYTES_MAX: u64 = 7_500_000;

/// A file of the repository.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// From the root, with forward slashes.
    pub(crate) path: String,
    pub(crate) bytes: u64,
    /// Its text; none where it is not UTF-8.
    pub(crate) text: Option<String>,
}

/// Something that a rule found.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    /// To look at when one passes by.
    Alarm(String),
    /// To mend now.
    Fault(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alarm(what) => write!(f, "alarm: {what}"),
            Self::Fault(what) => write!(f, "FAULT: {what}"),
        }
    }
}

/// Checks all rules on the repository.
///
/// # Errors
/// When there is a fault; the findings have been printed.
pub(crate) fn run() -> Result<(), String> {
    let root = shell::root();
    let files = files_of(&root)?;
    let findings = findings(&files);
    for finding in &findings {
        eprintln!("{finding}");
    }
    let faults = findings.iter().filter(|finding| matches!(finding, Finding::Fault(_))).count();
    eprintln!("{} files, {} alarms, {faults} faults", files.len(), findings.len() - faults);
    if faults == 0 { Ok(()) } else { Err(format!("{faults} faults, see above")) }
}

fn findings(files: &[File]) -> Vec<Finding> {
    let mut findings = architecture::check(files);
    findings.extend(top::check(files));
    findings.extend(imports::check(files));
    for file in files {
        let is_dictionary = file.path.starts_with("crates/wordify-data/");
        let bytes_max = if is_dictionary { DICTIONARY_BYTES_MAX } else { FILE_BYTES_MAX };
        if file.bytes > bytes_max {
            findings.push(Finding::Fault(format!("{} is larger than {bytes_max} bytes", file.path)));
        }
        let Some(text) = &file.text else { continue };
        if file.path.ends_with("Cargo.toml") {
            findings.extend(manifest::check(&file.path, text, files));
        }
        if file.path.ends_with(".rs") {
            findings.extend(size::check(&file.path, text));
            findings.extend(skips::check(&file.path, text));
        }
        findings.extend(prose::check(&file.path, text, files));
    }
    findings
}

/// Every file under `root` that is ours, in order of path.
pub(crate) fn files_of(root: &Path) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_of_fuzzing = FUZZ_FOLDERS.iter().any(|folder| path == root.join(folder));
            if FOREIGN_FOLDERS.contains(&name.as_ref()) || is_of_fuzzing {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(file_of(root, &path)?);
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn file_of(root: &Path, path: &Path) -> Result<File, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let short = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    Ok(File { path: short, bytes: bytes.len() as u64, text: String::from_utf8(bytes).ok() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let files = files_of(&shell::root()).expect("the repository can be read");
        let faults: Vec<_> =
            findings(&files).into_iter().filter(|finding| matches!(finding, Finding::Fault(_))).collect();
        assert_eq!(faults, []);
    }
}
