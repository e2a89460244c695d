//! ARCHITECTURE.md and the files agree: every file that it names exists, and it names every folder of sources. What a folder
//! within one of these holds stands in the head of its module.

use std::collections::BTreeSet;

use super::{File, Finding};

const PATH: &str = "ARCHITECTURE.md";

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let Some(text) = files.iter().find(|file| file.path == PATH).and_then(|file| file.text.as_deref()) else {
        return vec![Finding::Fault(format!("{PATH} is missing"))];
    };
    let named = named_paths(text);
    let exists = |path: &str| {
        let folder = format!("{path}/");
        files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
    };
    let mut findings = Vec::new();
    for path in &named {
        if !exists(path) {
            findings.push(Finding::Fault(format!("{PATH} names {path}, which does not exist")));
        }
    }
    for folder in source_folders(files) {
        // R wants its packages to hold the sources of a crate in src/rust/src.
        if folder.contains("/src/") && !folder.ends_with("/src") {
            if !has_head(files, folder) {
                findings.push(Finding::Fault(format!("{folder}/mod.rs does not say what the folder holds")));
            }
        } else if !is_named(folder, &named) {
            findings.push(Finding::Fault(format!("{PATH} does not name the folder {folder}")));
        }
    }
    findings
}

/// Whether the module of a folder begins with its documentation.
fn has_head(files: &[File], folder: &str) -> bool {
    let module = files.iter().find(|file| file.path.strip_suffix("/mod.rs") == Some(folder));
    module.and_then(|module| module.text.as_deref()).is_some_and(|text| text.starts_with("//!"))
}

/// Whether a folder is named, or one that it is in.
fn is_named(folder: &str, named: &BTreeSet<String>) -> bool {
    named.iter().any(|named| {
        folder.strip_prefix(named.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Folders that hold Rust sources.
fn source_folders(files: &[File]) -> BTreeSet<&str> {
    let sources = files.iter().filter(|file| file.path.ends_with(".rs"));
    sources.filter_map(|file| file.path.rsplit_once('/').map(|(folder, _)| folder)).collect()
}

/// The paths in back quotes, seen from the root. Below a heading that names a folder, names are relative to
/// that folder: under "`crates/wordify/src`" stands `table/mod.rs`.
fn named_paths(text: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut base = String::new();
    for line in text.lines() {
        let quoted: Vec<&str> = line.split('`').skip(1).step_by(2).filter(|word| is_path(word)).collect();
        if line.starts_with('#') {
            base = quoted.first().map(|folder| folder.trim_end_matches('/').to_owned()).unwrap_or_default();
            named.extend((!base.is_empty()).then(|| base.clone()));
            continue;
        }
        for word in quoted {
            let word = word.trim_end_matches('/');
            named.insert(if base.is_empty() { word.to_owned() } else { format!("{base}/{word}") });
        }
    }
    named
}

/// Whether a word in back quotes is meant as a path: it has a slash or an ending that we use.
fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let ending = [".rs", ".toml", ".md", ".py", ".csv", ".xlsx"].iter().any(|ending| word.ends_with(ending));
    plain && (ending || word.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_below_a_heading_are_relative_to_its_folder() {
        let text =
            "`README.md` and `cargo test`\n## `crates/a/src`\n`lib.rs`, `table/`\n## Rules\n`deny.toml`";
        let named: Vec<String> = named_paths(text).into_iter().collect();
        assert_eq!(
            named,
            ["README.md", "crates/a/src", "crates/a/src/lib.rs", "crates/a/src/table", "deny.toml"]
        );
    }

    #[test]
    fn a_file_that_is_gone_and_a_folder_that_is_not_named_are_faults() {
        let file = |path: &str, text: &str| File { path: path.into(), bytes: 0, text: Some(text.into()) };
        let files = [file("ARCHITECTURE.md", "`gone.rs`"), file("crates/a/src/lib.rs", "")];
        assert_eq!(check(&files).len(), 2);
    }

    #[test]
    fn a_folder_within_the_sources_says_itself_what_it_holds() {
        let file = |path: &str, text: &str| File { path: path.into(), bytes: 0, text: Some(text.into()) };
        let map = file("ARCHITECTURE.md", "`crates/a/src`, `crates/a/tests`");
        let of = |head: &str| {
            check(&[
                map.clone(),
                file("crates/a/src/b/mod.rs", head),
                file("crates/a/src/b/c.rs", ""),
                file("crates/a/tests/d/main.rs", ""),
            ])
        };
        assert_eq!(of("//! What it holds.\n"), []);
        assert_eq!(of("mod c;\n").len(), 1);
    }
}
