//! What is counted in the files of a crate.

use std::fmt;

use crate::tidy::{self, File};

/// What was counted so far. Blank lines count nowhere.
#[derive(Debug, Default)]
pub(super) struct Measures {
    /// Lines of each file.
    pub(super) files: Vec<usize>,
    /// Lines of each function; a function within another counts to both.
    pub(super) functions: Vec<usize>,
    /// Parameters of each function, `self` among them.
    pub(super) parameters: Vec<usize>,
    /// How deep the deepest line of each function is, in blocks.
    pub(super) nesting: Vec<usize>,
    /// Lines outside tests.
    pub(super) source: usize,
    /// Lines of tests.
    pub(super) tests: usize,
    /// Lines of documentation outside tests, as all below.
    pub(super) documented: usize,
    /// Lines that are, or end in, a comment inside code.
    pub(super) commented: usize,
    pub(super) unwraps: usize,
    pub(super) expects: usize,
    /// Items that are public without a restriction.
    pub(super) public: usize,
    /// Items that are public within the crate or less.
    pub(super) restricted: usize,
}

impl Measures {
    pub(super) fn add(&mut self, file: &File) {
        let lines: Vec<&str> = file.text.as_deref().unwrap_or_default().lines().collect();
        let is_test = file.path.contains("/tests/") || file.path.contains("/benches/");
        let source = if is_test { 0 } else { tidy::source_lines(&lines) };
        let written = |lines: &[&str]| lines.iter().filter(|line| !line.trim().is_empty()).count();
        self.files.push(written(&lines));
        self.source += written(&lines[..source]);
        self.tests += written(&lines[source..]);
        for line in &lines[..source] {
            self.add_line(line.trim());
            let code = line.split_once("//").map_or(*line, |(code, _)| code);
            self.unwraps += code.matches(".unwrap()").count();
            self.expects += code.matches(".expect(").count();
        }
        for (start, length) in tidy::functions(&lines).into_iter().map(|(_, start, length)| (start, length)) {
            self.add_function(&lines[start..start + length]);
        }
    }

    fn add_line(&mut self, line: &str) {
        if line.starts_with("///") || line.starts_with("//!") {
            self.documented += 1;
        } else if line.starts_with("//") || line.contains(" // ") {
            self.commented += 1;
        } else if line.starts_with("pub ") {
            self.public += 1;
        } else if line.starts_with("pub(") {
            self.restricted += 1;
        }
    }

    fn add_function(&mut self, lines: &[&str]) {
        self.functions.push(lines.iter().filter(|line| !line.trim().is_empty()).count());
        let text = lines.join("\n");
        let head = text.split(" {\n").next().unwrap_or_default();
        self.parameters.push(parameters(head));
        self.nesting.push(nesting(lines));
    }
}

/// Parameters in the head of a function: commas outside of inner brackets, and one more.
fn parameters(head: &str) -> usize {
    let (mut depth, mut count, mut is_empty) = (0, 0, true);
    // Generic parameters stand before the first parenthesis; those of a bound on a function do not occur there.
    for c in head.chars().skip_while(|&c| c != '(').skip(1) {
        match c {
            ')' if depth == 0 => break,
            '(' | '[' | '<' => depth += 1,
            ')' | ']' => depth -= 1,
            // Not of an arrow: `fn(&str) -> u32` has none without its parenthesis, so depths stay right within one.
            '>' if depth > 0 => depth -= 1,
            ',' if depth == 0 => (count, is_empty) = (count + 1, true),
            c if !c.is_whitespace() => is_empty = false,
            _ => {}
        }
    }
    count + usize::from(!is_empty)
}

/// Blocks around the deepest statement of a function, without its own: blocks are what rustfmt indents behind a brace.
fn nesting(lines: &[&str]) -> usize {
    let (mut open, mut deepest): (Vec<usize>, usize) = (Vec::new(), 0);
    for line in lines {
        let indentation = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            continue;
        }
        open.retain(|&block| block < indentation);
        deepest = deepest.max(open.len());
        if line.ends_with('{') {
            open.push(indentation);
        }
    }
    deepest.saturating_sub(1)
}

/// Median, ninth tenth and largest of some numbers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spread(usize, usize, usize);

impl Spread {
    pub(super) fn of(numbers: &[usize]) -> Self {
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        let at = |tenths: usize| sorted.get((sorted.len() * tenths / 10).min(sorted.len().saturating_sub(1)));
        let at = |tenths| at(tenths).copied().unwrap_or(0);
        Self(at(5), at(9), at(10))
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {} / {}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_measured_line_by_line() {
        let text = "//! Head.\n\n/// Says.\npub fn a(b: &[(u8, u8)], c: Vec<u8>) -> u8 {\n    if b.is_empty() {\n        // Why.\n        \
                    c.first().expect(\"one\")\n    }\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn d() {\n        e().unwrap();\n    }\n}\n";
        let mut measures = Measures::default();
        measures.add(&File { path: "crates/a/src/b.rs".into(), bytes: 0, text: Some(text.into()) });
        assert_eq!((measures.files.as_slice(), measures.documented, measures.commented), (&[15][..], 2, 1));
        assert_eq!((measures.source, measures.tests), (9, 6));
        assert_eq!((measures.unwraps, measures.expects, measures.public, measures.restricted), (0, 1, 1, 0));
        assert_eq!(measures.functions, [6, 3]);
        assert_eq!(measures.parameters, [2, 0]);
        assert_eq!(measures.nesting, [1, 0]);
    }

    #[test]
    fn the_spread_of_numbers_is_their_median_their_ninth_tenth_and_the_largest() {
        assert_eq!(Spread::of(&(1..=10).collect::<Vec<_>>()), Spread(6, 10, 10));
        assert_eq!(Spread::of(&[]), Spread(0, 0, 0));
    }
}
