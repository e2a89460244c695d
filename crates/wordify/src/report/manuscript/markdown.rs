//! Methods paragraph and table as Markdown (CommonMark with the tables of GitHub).

use super::{BIBTEX, Manuscript};
use crate::report::Report;

/// Paragraphs, table, note and references as Markdown, in UTF-8.
pub fn markdown(report: &Report) -> Vec<u8> {
    let manuscript = Manuscript::new(report);
    let mut text = String::from("# Method\n\n");
    for (style, paragraph) in &manuscript.paragraphs {
        text.push_str(&format!("## {style}\n\n{}\n\n", escaped(paragraph)));
    }
    text.push_str(&format!("# Results\n\n**{}**\n\n", escaped(&manuscript.title)));
    text.push_str(&row(manuscript.header.iter().map(|name| escaped(name))));
    text.push_str(&row(manuscript.header.iter().map(|_| "---".to_owned())));
    for cells in &manuscript.rows {
        text.push_str(&row(cells.iter().map(|cell| escaped(cell))));
    }
    text.push_str(&format!("\n{}\n\n# References\n\n```bibtex\n{BIBTEX}```\n", escaped(&manuscript.note)));
    text.into_bytes()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Text without what Markdown or HTML would take for more than text: CommonMark 0.31.2, section 2.4.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => safe.extend(['\\', letter]),
            _ if letter.is_control() => safe.push(' '),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_table_has_a_row_per_term_and_no_cell_breaks_it() {
        let report = sample::report_with_label("a|b *c*");
        let text = String::from_utf8(markdown(&report)).expect("UTF-8");
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        assert_eq!(rows.len(), 2 + report.analysis.selected().count(), "{text}");
        assert!(rows[2].starts_with("| a\\|b \\*c\\* | for | energy | .41 | "), "{}", rows[2]);
    }
}
