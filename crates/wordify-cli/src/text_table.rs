//! Tables in plain text: columns aligned by the width that letters take on a terminal.

use unicode_width::UnicodeWidthStr;

/// Which side of its column a cell stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Rows of cells, the first of them the header.
#[derive(Debug)]
pub(crate) struct TextTable {
    sides: Vec<Side>,
    rows: Vec<Vec<String>>,
}

impl TextTable {
    /// A table with `header`; the columns stand on `sides`.
    pub(crate) fn new(header: &[&str], sides: &[Side]) -> Self {
        let header = header.iter().map(|&name| name.to_string()).collect();
        Self { sides: sides.to_vec(), rows: vec![header] }
    }

    /// Appends a row.
    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The lines, indented by two spaces, without spaces at their ends; the header goes through `paint`.
    pub(crate) fn lines(&self, paint: impl Fn(&str) -> String) -> String {
        let widths: Vec<usize> = (0..self.sides.len())
            .map(|column| self.rows.iter().map(|row| row[column].width()).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let line = self.line(row, &widths);
            text.push_str(&if index == 0 { paint(&line) } else { line });
            text.push('\n');
        }
        text
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, side), width) in row.iter().zip(&self.sides).zip(widths) {
            let space = " ".repeat(width - cell.width());
            line.push_str("  ");
            match side {
                Side::Left => line.extend([cell.as_str(), &space]),
                Side::Right => line.extend([&space, cell.as_str()]),
            }
        }
        line.trim_end().to_string()
    }
}

/// `text` in at most `width` columns, cut with an ellipsis; line breaks, control characters and those that turn the
/// direction of writing, which could disturb the terminal, become spaces.
pub(crate) fn fitted(text: &str, width: usize) -> String {
    let disturbs = |letter: char| {
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = text.chars().map(|letter| if disturbs(letter) { ' ' } else { letter }).collect();
    if clean.width() <= width {
        return clean;
    }
    let mut cut = String::new();
    for letter in clean.chars() {
        cut.push(letter);
        if cut.width() + 1 > width {
            cut.pop();
            break;
        }
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_the_width_on_the_terminal() {
        let mut table = TextTable::new(&["term", "score"], &[Side::Left, Side::Right]);
        table.push(vec!["拍照".into(), "0.5".into()]);
        table.push(vec!["energy plan".into(), "0.25".into()]);
        let expected = "  term         score\n  拍照           0.5\n  energy plan   0.25\n";
        assert_eq!(table.lines(str::to_string), expected);
    }

    #[test]
    fn a_long_text_is_cut_to_its_width_and_cannot_command_the_terminal() {
        assert_eq!(fitted("abcdef", 4), "abc…");
        assert_eq!(fitted("拍照效果", 5), "拍照…");
        assert_eq!(fitted("a\u{1b}[31m\nb", 20), "a [31m b");
    }
}
