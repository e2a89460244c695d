//! Tables in plain text: columns aligned by the width that letters take on a terminal.

use unicode_width::UnicodeWidthStr;

/// What stands before each column.
const GAP: &str = "  ";
/// Columns that a column with words keeps on the narrowest terminal.
const WORDS_MIN: usize = 6;

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
    width_max: Option<usize>,
}

impl TextTable {
    /// A table with `header`; the columns stand on `sides`.
    pub(crate) fn new(header: &[&str], sides: &[Side]) -> Self {
        let header = header.iter().map(|&name| name.to_string()).collect();
        Self { sides: sides.to_vec(), rows: vec![header], width_max: None }
    }

    /// The table in at most `width` columns of the terminal: words are cut as far as needed, numbers never.
    pub(crate) fn within(mut self, width: Option<usize>) -> Self {
        self.width_max = width;
        self
    }

    /// Appends a row.
    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The lines, indented by two spaces, without spaces at their ends; the header goes through `paint`.
    pub(crate) fn lines(&self, paint: impl Fn(&str) -> String) -> String {
        let widths = self.widths();
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let line = self.line(row, &widths);
            text.push_str(&if index == 0 { paint(&line) } else { line });
            text.push('\n');
        }
        text
    }

    /// Columns of the terminal for each column of the table.
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = (0..self.sides.len())
            .map(|column| self.rows.iter().map(|row| row[column].width()).max().unwrap_or(0))
            .collect();
        let Some(most) = self.width_max else { return widths };
        while widths.iter().map(|width| width + GAP.len()).sum::<usize>() > most {
            let can_shrink =
                |column: &usize| self.sides[*column] == Side::Left && widths[*column] > WORDS_MIN;
            // The widest has the most to spare.
            let widest = (0..widths.len()).filter(can_shrink).max_by_key(|&column| widths[column]);
            let Some(widest) = widest else { break };
            widths[widest] -= 1;
        }
        widths
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, side), width) in row.iter().zip(&self.sides).zip(widths) {
            let cut = if cell.width() > *width { fitted(cell, *width) } else { cell.clone() };
            let space = " ".repeat(width.saturating_sub(cut.width()));
            line.push_str(GAP);
            match side {
                Side::Left => line.extend([cut, space]),
                Side::Right => line.extend([space, cut]),
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

/// `text` in lines of at most `width` columns, broken between words; the first begins after `indent` columns, the others are indented
/// as far.
pub(crate) fn wrapped(text: &str, indent: usize, width: Option<usize>) -> String {
    let Some(width) = width.filter(|width| *width > indent + WORDS_MIN) else { return text.to_owned() };
    let (mut lines, mut column) = (String::new(), indent);
    for word in text.split(' ') {
        let is_first = lines.is_empty();
        if !is_first && column + 1 + word.width() > width {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            column = indent;
        } else if !is_first {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += word.width();
    }
    lines
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
    fn a_table_keeps_to_the_width_and_cuts_words_before_numbers() {
        let table = |width| {
            let mut table =
                TextTable::new(&["term", "score", "example"], &[Side::Left, Side::Right, Side::Left]);
            table.push(vec![
                "a rather long term".into(),
                "0.5".into(),
                "what stands around it in a text".into(),
            ]);
            table.within(width).lines(str::to_string)
        };
        assert!(table(None).contains("what stands around it in a text"));
        for width in [40, 50, 59] {
            let shown = table(Some(width));
            assert!(shown.lines().all(|line| line.width() <= width), "{width}:\n{shown}");
            assert!(shown.contains("0.5") && shown.contains("score") && shown.contains('…'), "{shown}");
        }
        // What cannot be narrower stays whole.
        assert!(table(Some(5)).contains("  0.5  "), "{}", table(Some(5)));
    }

    #[test]
    fn a_long_line_is_broken_between_words_and_indented() {
        assert_eq!(wrapped("one two three four", 4, Some(16)), "one two\n    three four");
        assert_eq!(wrapped("one two three four", 4, None), "one two three four");
        assert_eq!(
            wrapped("https://example.org/a/long/path x", 2, Some(16)),
            "https://example.org/a/long/path\n  x"
        );
    }

    #[test]
    fn a_long_text_is_cut_to_its_width_and_cannot_command_the_terminal() {
        assert_eq!(fitted("abcdef", 4), "abc…");
        assert_eq!(fitted("拍照效果", 5), "拍照…");
        assert_eq!(fitted("a\u{1b}[31m\nb", 20), "a [31m b");
    }
}
