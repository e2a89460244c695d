//! A test that is skipped says so, and fails where `TESTS_REQUIRE_ALL` is set, as in continuous integration: else nobody would
//! see there that nothing was tested.

use super::Finding;

/// Lines above the message in which the variable must be asked for.
const LINES_ABOVE_MAX: usize = 3;
/// What needs corpora that are no part of the repository, and must be skipped where they are absent.
const NEED_CORPORA: [&str; 2] = ["crates/wordify/tests/vectorize_golden.rs", "xtask/src/lemmas.rs"];

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    if NEED_CORPORA.contains(&path) {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let is_silent = |&(number, line): &(usize, &&str)| {
        let above = &lines[number.saturating_sub(LINES_ABOVE_MAX)..number];
        // Written in two halves, so that this file does not find itself.
        line.contains(concat!("\"skip", "ped:"))
            && !above.iter().any(|line| line.contains("TESTS_REQUIRE_ALL"))
    };
    let silent = lines.iter().enumerate().filter(is_silent);
    silent
        .map(|(number, _)| {
            let place = format!("{path}:{}", number + 1);
            Finding::Fault(format!("{place}: a test is skipped without asking for TESTS_REQUIRE_ALL above"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_is_skipped_even_where_all_must_run_is_a_fault() {
        let message = concat!("println!(\"skip", "ped: no nginx\");");
        assert_eq!(check("a.rs", message).len(), 1);
        assert_eq!(
            check("a.rs", &format!("assert!(var_os(\"TESTS_REQUIRE_ALL\").is_none());\n{message}")),
            []
        );
    }
}
