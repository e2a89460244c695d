//! What must not stand in any text file, and links and names of sources that must lead somewhere.

use super::{File, Finding};

/// Marks of unfinished work, and folders that exist on one machine only. Written in two halves, so that this
/// file does not find itself.
const FORBIDDEN: [(&str, &str); 8] = [
    (concat!("TO", "DO"), "unfinished work belongs into an issue"),
    (concat!("FIX", "ME"), "unfinished work belongs into an issue"),
    (concat!("#[ign", "ore"), "a test that does not run is none"),
    (concat!("/ro", "ot/"), "a folder of one machine"),
    (concat!("/wo", "rk/"), "a folder of one machine"),
    (concat!("/Us", "ers/"), "a folder of one machine"),
    (concat!("/ho", "me/"), "a folder of one machine"),
    (concat!("/op", "t/"), "a folder of one machine"),
];

/// Folders of ours: a word in back quotes that begins with one is a path from the root.
const FOLDERS: [&str; 8] =
    ["crates/", "deploy/", "docs/", "examples/", "findings/", "fuzz/", "xtask/", ".ci/"];
/// Names what was there when it was written.
const HISTORY: &str = "CHANGELOG.md";

/// Lines of a page of which one says for whom it is: the title and the first paragraph.
const FIRST_LINES: usize = 4;

/// Data, not prose of ours.
const DATA: [&str; 6] = [".csv", ".tsv", ".txt", ".jsonl", ".json", ".lock"];

pub(super) fn check(path: &str, text: &str, files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if DATA.iter().any(|ending| path.ends_with(ending)) {
        return findings;
    }
    for (number, line) in (1..).zip(text.lines()) {
        for (word, reason) in FORBIDDEN {
            if line.contains(word) {
                findings.push(Finding::Fault(format!("{path}:{number}: {word:?} ({reason})")));
            }
        }
        for source in named_sources(path, line) {
            if !is_source(source, files) {
                findings.push(Finding::Fault(format!("{path}:{number}: there is no {source}")));
            }
        }
        if path.ends_with(".md") {
            for target in links(line) {
                if !leads_somewhere(path, target, files) {
                    findings.push(Finding::Fault(format!("{path}:{number}: the link to {target:?} is dead")));
                }
            }
        }
    }
    if path.starts_with("docs/") && path.ends_with(".md") && !says_for_whom(text) {
        findings.push(Finding::Fault(format!("{path}: its first lines do not say for whom it is: “For …”")));
    }
    findings
}

/// Whether one of the first lines of a page begins with whom it is for.
fn says_for_whom(page: &str) -> bool {
    page.lines().take(FIRST_LINES).any(|line| line.starts_with("For "))
}

/// Words in back quotes that are meant as sources of ours: in documents, and in comments of Rust.
fn named_sources<'a>(path: &str, line: &'a str) -> impl Iterator<Item = &'a str> {
    let prose = match path {
        // ARCHITECTURE.md has a rule of its own.
        HISTORY | "ARCHITECTURE.md" => "",
        _ if path.ends_with(".md") => line,
        _ if path.ends_with(".rs") && line.trim_start().starts_with("//") => line,
        _ => "",
    };
    prose.split('`').skip(1).step_by(2).filter(|word| {
        let is_plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
        is_plain && (FOLDERS.iter().any(|folder| word.starts_with(folder)) || word.ends_with(".rs"))
    })
}

/// Whether a file or folder of ours ends with the path `named`.
fn is_source(named: &str, files: &[File]) -> bool {
    let named = named.trim_end_matches('/');
    let (behind, within) = (format!("/{named}"), format!("{named}/"));
    files
        .iter()
        .any(|file| file.path == named || file.path.ends_with(&behind) || file.path.starts_with(&within))
}

/// Targets of Markdown links on a line.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

/// Whether a link from `path` is to another host, or to a file or folder of ours.
fn leads_somewhere(path: &str, target: &str, files: &[File]) -> bool {
    let target = target.split('#').next().unwrap_or_default().trim_end_matches('/');
    if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let target = parts.join("/");
    files.iter().any(|file| file.path == target || file.path.starts_with(&format!("{target}/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> File {
        File { path: path.to_owned(), bytes: 0, text: None }
    }

    #[test]
    fn a_page_of_docs_says_for_whom_it_is() {
        let finds = |page: &str| check("docs/method.md", page, &[]).len();
        assert_eq!(finds("# Method\n\nFor reviewers.\n"), 0);
        assert_eq!(finds("# Method\n\nFormulas.\n\n\nFor reviewers.\n"), 1);
    }

    #[test]
    fn a_dead_link_is_a_fault() {
        let files = [file("docs/method.md"), file("README.md")];
        let text =
            "For readers of [a](../README.md) [b](method.md#top) [c](https://example.org) [d](gone.md)";
        let findings = check("docs/method.md", text, &files);
        assert_eq!(
            findings,
            [Finding::Fault("docs/method.md:1: the link to \"gone.md\" is dead".to_owned())]
        );
    }

    #[test]
    fn a_source_that_is_gone_is_a_fault_wherever_prose_names_it() {
        let files = [file("crates/a/src/table/mod.rs")];
        let faults = |path: &str, text: &str| check(path, text, &files).len();
        assert_eq!(faults("README.md", "`table/mod.rs`, `crates/a/src`, `cargo test`, `a/b`"), 0);
        assert_eq!(faults("README.md", "`crates/a/src/gone.rs` and `gone.rs`"), 2);
        assert_eq!(faults("crates/a/src/table/mod.rs", "//! See `gone.rs`.\nlet a = \"`gone.rs`\";"), 1);
        assert_eq!(faults(HISTORY, "`gone.rs`"), 0);
    }

    #[test]
    fn unfinished_work_is_a_fault() {
        let text = concat!("// TO", "DO later");
        assert_eq!(check("a.rs", text, &[]).len(), 1);
    }
}
