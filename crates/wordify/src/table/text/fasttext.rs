//! Lines as fastText reads them: `__label__good a warm room`, the labels in front of the text.

use std::collections::HashSet;

use crate::count::{counted, grouped};
use crate::error::Error;
use crate::table::Column;
use crate::table::limits::{Limits, check_cell};

/// What each label begins with, unless the user of fastText has said otherwise.
const PREFIX: &str = "__label__";
/// Lines that must all begin with a label.
const LINES_LOOKED_AT: usize = 100;

/// A file as it was understood.
#[derive(Debug)]
pub(in crate::table) struct Lines {
    /// The texts, and the labels.
    pub(in crate::table) columns: Vec<Column>,
    pub(in crate::table) rows: usize,
    pub(in crate::table) warnings: Vec<String>,
}

/// Whether the lines of `text` begin with labels, and are no csv whose first column has them.
pub(in crate::table) fn looks_like_it(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(LINES_LOOKED_AT).peekable();
    let is_csv = |line: &str| line.contains(",\"") || line.contains("\t\"");
    lines.peek().is_some() && lines.all(|line| line.starts_with(PREFIX) && !is_csv(line))
}

/// Reads each line of `text` as a row; blank ones are rows without a text, so that rows have the numbers of lines.
///
/// # Errors
/// Beyond `limits`.
pub(in crate::table) fn read(text: &str, limits: Limits) -> Result<Lines, Error> {
    let (mut texts, mut labels) = (Column::new("text"), Column::new("label"));
    let (mut several, mut sets) = (0, HashSet::new());
    for (row, line) in text.trim_end().lines().enumerate() {
        let (of_line, text) = split(line);
        check_cell(line.len(), row + 1)?;
        limits.check_table(row + 1, 2)?;
        let label = of_line.join(", ");
        if of_line.len() > 1 {
            several += 1;
            sets.insert(label.clone());
        }
        labels.push(&label);
        texts.push(text);
    }
    let rows = texts.len();
    let warnings = (several > 0).then(|| {
        format!(
            "{} several labels; each combination of them, {} in all, is taken as a label of its own.",
            counted(several, "line has", "lines have"),
            grouped(sets.len())
        )
    });
    Ok(Lines { columns: vec![texts, labels], rows, warnings: warnings.into_iter().collect() })
}

/// The labels in front of a line, without their prefix, and its text.
fn split(line: &str) -> (Vec<&str>, &str) {
    let mut labels = Vec::new();
    let mut rest = line.trim();
    while let Some(after) = rest.strip_prefix(PREFIX) {
        let end = after.find([' ', '\t', ',']).unwrap_or(after.len());
        labels.push(&after[..end]);
        // Tutorials make such files of csv, and leave the comma there.
        rest = after[end..].trim_start_matches([' ', '\t', ',']);
    }
    (labels, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let Lines { columns, rows, warnings } = read(text, Limits::default()).expect("lines");
        let cells = (0..rows).map(|row| (columns[0].cell(row).to_owned(), columns[1].cell(row).to_owned()));
        (cells.collect(), warnings)
    }

    #[test]
    fn labels_stand_in_front_of_the_texts() {
        let text = "__label__pos a warm, kind place\n\n__label__neg\tcold , dirty\n__label__2 , so so\n__label__pos\n";
        assert!(looks_like_it(text));
        let (rows, warnings) = cells(text);
        let pairs = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
            rows.iter().map(|(text, label)| ((*text).to_owned(), (*label).to_owned())).collect()
        };
        let expected =
            [("a warm, kind place", "pos"), ("", ""), ("cold , dirty", "neg"), ("so so", "2"), ("", "pos")];
        assert_eq!(rows, pairs(&expected));
        assert_eq!(warnings, Vec::<String>::new());
    }

    #[test]
    fn several_labels_of_a_line_are_one_and_are_warned_of() {
        let (rows, warnings) =
            cells("__label__baking __label__bread why does it rise\n__label__bread crust\n");
        assert_eq!(rows[0], ("why does it rise".to_owned(), "baking, bread".to_owned()));
        assert!(warnings[0].starts_with("1 line has several labels"), "{warnings:?}");
    }

    #[test]
    fn other_tables_are_not_taken_for_it() {
        for text in
            ["text,label\n__label__a,b\n", "__label__x one\nno label\n", "__label__x,\"one, two\"\n", ""]
        {
            assert!(!looks_like_it(text), "{text}");
        }
    }
}
