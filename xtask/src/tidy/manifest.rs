//! Every dependency says in the line above it why it is there.

use super::Finding;

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
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
        }
        explained = line.starts_with('#');
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_without_a_reason_is_a_fault() {
        let text =
            "[package]\nname = \"a\"\n[dependencies]\n# Why.\nb = \"1\"\nc = \"1\"\nd = { path = \"d\" }\n";
        let findings = check("Cargo.toml", text);
        assert_eq!(
            findings,
            [Finding::Fault("Cargo.toml:6: no comment above says why: c = \"1\"".to_owned())]
        );
    }
}
