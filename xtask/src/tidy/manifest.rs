//! Every dependency says in the line above it why it is there, and the crate's sources name it.

use super::{File, Finding};

pub(super) fn check(path: &str, text: &str, files: &[File]) -> Vec<Finding> {
    let folder = path.strip_suffix("Cargo.toml").unwrap_or_default();
    let is_source = |file: &&File| file.path.starts_with(folder) && file.path.ends_with(".rs");
    let sources: Vec<&str> = files.iter().filter(is_source).filter_map(|file| file.text.as_deref()).collect();
    let mut findings = Vec::new();
    let mut in_dependencies = false;
    let mut explained = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            in_dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if in_dependencies && line.contains('=') && !line.starts_with('#') {
            // A crate of this workspace needs no reason.
            if !explained && !line.contains("path = ") {
                findings.push(Finding::Fault(format!("{path}:{number}: no comment above says why: {line}")));
            }
            let name = line.split(['=', '.']).next().unwrap_or_default().trim().replace('-', "_");
            if !sources.iter().any(|source| names(source, &name)) {
                findings
                    .push(Finding::Fault(format!("{path}:{number}: no source of the crate names {name}")));
            }
        }
        explained = line.starts_with('#');
    }
    findings
}

/// Whether the code of `source`, its comments apart, has the word `name`.
fn names(source: &str, name: &str) -> bool {
    let code = source.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    code.into_iter().any(|line| line.split(|c| !is_letter(c)).any(|word| word == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> [File; 1] {
        [File { path: "crates/a/src/lib.rs".into(), bytes: 0, text: Some(text.into()) }]
    }

    #[test]
    fn a_dependency_that_no_source_names_is_a_fault() {
        let text = "[dependencies]\n# Why.\nhyper-util = \"1\"\n# Why.\nb = \"1\"\n";
        let findings = check("crates/a/Cargo.toml", text, &source("use b::c; // hyper_util"));
        let expected = "crates/a/Cargo.toml:3: no source of the crate names hyper_util".to_owned();
        assert_eq!(findings, [Finding::Fault(expected)]);
    }

    #[test]
    fn a_dependency_without_a_reason_is_a_fault() {
        let text =
            "[package]\nname = \"a\"\n[dependencies]\n# Why.\nb = \"1\"\nc = \"1\"\nd = { path = \"d\" }\n";
        let findings = check("crates/a/Cargo.toml", text, &source("use b::c::d;"));
        assert_eq!(
            findings,
            [Finding::Fault("crates/a/Cargo.toml:6: no comment above says why: c = \"1\"".to_owned())]
        );
    }
}
