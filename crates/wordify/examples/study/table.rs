//! Tables in Markdown, and promises beside what was measured.

use std::fmt::Write;

/// One part of the study as it is printed.
#[derive(Debug, Default)]
pub(crate) struct Part {
    text: String,
    /// Lines on promises, which wait for the end of the table that they are about.
    waiting: String,
    broken: Vec<String>,
}

impl Part {
    /// A part with a heading and what it asks.
    pub(crate) fn new(heading: &str, question: &str) -> Self {
        Self { text: format!("## {heading}\n\n{question}\n"), ..Self::default() }
    }

    /// A paragraph.
    pub(crate) fn text_line(&mut self, words: &str) {
        self.end_table();
        self.line(&format!("\n{words}"));
    }

    /// Begins a table.
    pub(crate) fn columns(&mut self, names: &[&str]) {
        self.end_table();
        let rule: String = names.iter().map(|_| "---|").collect();
        self.line(&format!("\n| {} |\n|{rule}", names.join(" | ")));
    }

    pub(crate) fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// Says what was promised and whether `measured` keeps it.
    pub(crate) fn promise(&mut self, what: &str, measured: f64, limit: Limit) {
        let (is_kept, words) = match limit {
            Limit::Most(most) => (measured <= most, format!("at most {most:.3}")),
            Limit::Least(least) => (measured >= least, format!("at least {least:.3}")),
        };
        let verdict = if is_kept { "kept" } else { "BROKEN" };
        let line = format!("{what}: {words}, measured {measured:.3}: {verdict}");
        writeln!(self.waiting, "- {line}.").expect("a string takes all");
        if !is_kept {
            self.broken.push(line);
        }
    }

    /// The part in Markdown.
    pub(crate) fn text(&mut self) -> &str {
        self.end_table();
        &self.text
    }

    /// Promises that were not kept.
    pub(crate) fn broken(&self) -> &[String] {
        &self.broken
    }

    fn end_table(&mut self) {
        if !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            self.line(&format!("\n{}", waiting.trim_end()));
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("a string takes all");
    }
}

/// What a measured number must keep to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Limit {
    Most(f64),
    Least(f64),
}

/// A mean and three of its standard errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mean {
    pub(crate) value: f64,
    pub(crate) margin: f64,
}

impl Mean {
    pub(crate) fn of(values: &[f64]) -> Self {
        let n = values.len().max(1) as f64;
        let value = values.iter().sum::<f64>() / n;
        let squares = values.iter().map(|x| (x - value) * (x - value)).sum::<f64>();
        Self { value, margin: 3.0 * (squares / n / n).sqrt() }
    }
}

/// A share of `count` draws, with three standard errors of the `promised` share.
pub(crate) fn share_limit(promised: f64, count: usize) -> Limit {
    Limit::Most(promised + 3.0 * (promised * (1.0 - promised) / count.max(1) as f64).sqrt())
}

pub(crate) fn number(value: f64) -> String {
    format!("{value:.2}")
}
