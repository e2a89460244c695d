//! What may stand at the top of the repository. Programs leave folders there, and one of them was committed once.

use std::collections::BTreeSet;

use super::{File, Finding};

/// A new one belongs here and into ARCHITECTURE.md.
const KNOWN: [&str; 26] = [
    ".cargo",
    ".ci",
    ".github",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "THIRD-PARTY.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "deploy",
    "docs",
    "examples",
    "findings",
    "fuzz",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "xtask",
];

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let ignored = files.iter().find(|file| file.path == ".gitignore").and_then(|file| file.text.as_deref());
    let ignored: Vec<&str> =
        ignored.unwrap_or_default().lines().filter_map(|line| line.strip_prefix('/')).collect();
    let tops: BTreeSet<&str> = files.iter().filter_map(|file| file.path.split('/').next()).collect();
    let is_unknown =
        |top: &&str| !KNOWN.contains(top) && !ignored.iter().any(|pattern| matches(pattern, top));
    tops.into_iter()
        .filter(is_unknown)
        .map(|top| Finding::Fault(format!("{top} is not known at the top: see xtask/src/tidy/top.rs")))
        .collect()
}

/// Whether `name` is what a line of .gitignore means, where `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut is_open = false;
    for part in parts {
        let Some(place) = rest.find(part) else { return false };
        rest = &rest[place + part.len()..];
        is_open = part.is_empty();
    }
    is_open || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), bytes: 0, text: Some(text.into()) }
    }

    #[test]
    fn what_a_program_left_at_the_top_is_a_fault_unless_git_ignores_it() {
        let files = [
            file(".gitignore", "/notes\n/*.wordify.*\n"),
            file("crates/a/src/lib.rs", ""),
            file("notes/a.md", ""),
            file("shops.wordify.xlsx", ""),
            file(".schemathesis/cache", ""),
        ];
        let findings = check(&files);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(matches!(&findings[0], Finding::Fault(fault) if fault.starts_with(".schemathesis ")));
    }
}
