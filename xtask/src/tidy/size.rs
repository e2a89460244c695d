//! How long files and functions are. The limits are alarms of a file that does too much, not a target: a long
//! table of data is fine, and is listed below with its reason.

use super::Finding;

const FILE_LINES_ALARM: usize = 500;
const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_ALARM: usize = 70;
const FUNCTION_LINES_MAX: usize = 100;

/// Files and functions (`path: name`) that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[];

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let lines: Vec<&str> = text.lines().collect();
    // Tests at the end of a file do not make it harder to read.
    let source_lines = source_lines(&lines);
    let mut findings = Vec::new();
    findings.extend(judge(path, source_lines, FILE_LINES_ALARM, FILE_LINES_MAX));
    for (name, _, length) in functions(&lines) {
        findings.extend(judge(&format!("{path}: {name}"), length, FUNCTION_LINES_ALARM, FUNCTION_LINES_MAX));
    }
    findings
}

fn judge(what: &str, lines: usize, alarm: usize, max: usize) -> Option<Finding> {
    if lines <= alarm || LONGER.iter().any(|(name, _)| *name == what) {
        return None;
    }
    let message = format!("{what} has {lines} lines (alarm at {alarm}, limit {max})");
    Some(if lines > max { Finding::Fault(message) } else { Finding::Alarm(message) })
}

/// Lines in front of the tests at the end of a file.
pub(crate) fn source_lines(lines: &[&str]) -> usize {
    lines.iter().position(|line| line.starts_with("mod tests {")).unwrap_or(lines.len())
}

/// Names, first lines and lengths in lines of all functions. It relies on rustfmt: the closing brace of a function has
/// the indentation of its first line.
pub(crate) fn functions(lines: &[&str]) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indentation = &line[..line.len() - line.trim_start().len()];
        let end = lines[start..].iter().position(|line| {
            let rest = line.strip_prefix(indentation).unwrap_or_default();
            rest.starts_with('}') || (rest.ends_with(['}', ';']) && !rest.starts_with([' ', ')']))
        });
        if let Some(end) = end {
            found.push((name.to_owned(), start, end + 1));
        }
    }
    found
}

/// The name of the function that begins on this line.
fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let qualifies = |word: &str| matches!(word, "const" | "async" | "unsafe") || word.starts_with("pub");
    if !before.split_whitespace().all(|word| qualifies(word) || matches!(word, "in" | "crate)" | "super)")) {
        return None;
    }
    let name = after.split(['(', '<']).next()?;
    (!name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_measured_from_its_name_to_its_brace() {
        let source = [
            "fn one() {}",
            "impl A {",
            "    pub(crate) fn two(",
            "        a: usize,",
            "    ) -> usize {",
            "        a",
            "    }",
            "}",
            "// fn three() is a comment",
        ];
        assert_eq!(functions(&source), [("one".to_owned(), 0, 1), ("two".to_owned(), 2, 5)]);
    }

    #[test]
    fn a_file_beyond_the_limit_is_a_fault_and_below_it_an_alarm() {
        let alarm = check("a.rs", &"//\n".repeat(FILE_LINES_ALARM + 1));
        assert!(matches!(alarm.as_slice(), [Finding::Alarm(_)]));
        let fault = check("a.rs", &"//\n".repeat(FILE_LINES_MAX + 1));
        assert!(matches!(fault.as_slice(), [Finding::Fault(_)]));
    }

    #[test]
    fn tests_at_the_end_of_a_file_do_not_count() {
        let text = format!("//\nmod tests {{\n{}}}\n", "//\n".repeat(FILE_LINES_MAX + 1));
        assert_eq!(check("a.rs", &text), []);
    }
}
