//! Colour on a terminal, plain text everywhere else.

use std::env;

use terminal_size::{Width, terminal_size};

/// Columns below which nothing is cut or wrapped any more: no table would say anything.
const WIDTH_MIN: usize = 40;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How texts look where they are printed: painted or not, and how wide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    is_coloured: bool,
    width: Option<usize>,
}

impl Style {
    /// The style for an output that is or is not a terminal.
    pub(crate) fn new(choice: ColourChoice, is_terminal: bool) -> Self {
        let is_coloured = match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => {
                // As https://no-color.org asks: set and not empty.
                is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        let size = terminal_size().filter(|_| is_terminal);
        let width = size.map(|(Width(columns), _)| usize::from(columns).max(WIDTH_MIN));
        Self { is_coloured, width }
    }

    /// Columns of the terminal; none where the output is no terminal, whose reader may have any width.
    pub(crate) fn width(self) -> Option<usize> {
        self.width
    }

    pub(crate) fn heading(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn muted(self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(crate) fn good(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn warning(self, text: &str) -> String {
        self.paint("1;33", text)
    }

    pub(crate) fn error(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.is_coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_coloured_when_asked_and_plain_when_not() {
        assert_eq!(Style::new(ColourChoice::Always, false).heading("a"), "\u{1b}[1ma\u{1b}[0m");
        assert_eq!(Style::new(ColourChoice::Never, true).heading("a"), "a");
        assert_eq!(Style::new(ColourChoice::Auto, false).heading("a"), "a");
    }
}
