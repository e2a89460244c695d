//! Marks that other programs leave in texts: seen in any format, taken out on request.
//!
//! - `_x000D_`, a carriage return of a workbook that a program copied without decoding it;
//! - `{"richText":[…]}`, a cell with letters of several kinds as exceljs writes it into other formats;
//! - `<html>…</html>`, the same as roo (Ruby) writes it;
//! - `<U+00E9>`, a letter that R in the locale C could not write;
//! - `�`, a letter that a program could not read: nobody can take that out again.

use serde::Deserialize;

use super::double_encoding;
use crate::count::{counted, grouped};
use crate::table::Column;

/// What stands for a lost letter.
const LOST: &str = "\u{fffd}";
/// Characters of the word in the warning.
const WORD_CHARS: usize = 30;

/// What is looked for, what it is, and how a cell is without it.
struct Mark {
    sign: &'static str,
    words: &'static str,
    undo: fn(&str) -> Option<String>,
}

const MARKS: [Mark; 4] = [
    Mark {
        sign: "_x000D_",
        words: "_x000D_, which is a line break that a program copied from a workbook undecoded",
        undo: line_breaks,
    },
    Mark {
        sign: "{\"richText\":",
        words: "{\"richText\":…}, as exceljs writes cells with letters of several kinds",
        undo: rich_text,
    },
    Mark {
        sign: "<html>",
        words: "<html>…</html>, as roo writes cells with letters of several kinds",
        undo: html,
    },
    Mark {
        sign: "<U+",
        words: "<U+…>, as R writes letters that its locale lacks (write the file with fileEncoding = \"UTF-8\")",
        undo: escapes,
    },
];

/// Finds cells with such marks in `columns`, takes them out if `repair`, and says so.
pub(in crate::table) fn treat(columns: &mut [Column], repair: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    for mark in &MARKS {
        let mut cells = 0;
        let mut first = None;
        for column in columns.iter_mut() {
            if memchr::memmem::find(column.all_text().as_bytes(), mark.sign.as_bytes()).is_none() {
                continue;
            }
            let changed: std::collections::BTreeMap<usize, String> = column
                .cells()
                .enumerate()
                .filter(|(_, cell)| cell.contains(mark.sign))
                .filter_map(|(row, cell)| Some((row, (mark.undo)(cell)?)))
                .collect();
            cells += changed.len();
            if !changed.is_empty() {
                first.get_or_insert_with(|| column.name.clone());
            }
            if repair {
                column.replace(&changed);
            }
        }
        if let Some(name) = first {
            let remedy =
                if repair { "They are repaired" } else { "They can be repaired (--repair-encoding)" };
            let holding = counted(cells, "cell holds", "cells hold");
            warnings.push(format!("{holding} {}, first in column \"{name}\". {remedy}.", mark.words));
        }
    }
    warnings
}

/// Says how many rows of `columns` hold U+FFFD, which stands for letters that a program could not read and that are lost. What
/// `double_encoding` can undo is not meant.
pub(in crate::table) fn lost(columns: &[Column], row_of: impl Fn(usize) -> usize) -> Option<String> {
    let mut rows = std::collections::BTreeSet::new();
    let mut first: Option<(usize, &str, &str)> = None;
    for column in columns {
        if memchr::memmem::find(column.all_text().as_bytes(), LOST.as_bytes()).is_none() {
            continue;
        }
        let is_lost = |cell: &str| cell.contains(LOST) && double_encoding::undo(cell).is_none();
        for (row, cell) in column.cells().enumerate().filter(|(_, cell)| is_lost(cell)) {
            rows.insert(row);
            if first.is_none_or(|(earliest, _, _)| row < earliest) {
                first = Some((row, &column.name, cell));
            }
        }
    }
    let (row, name, cell) = first?;
    let word = cell.split_whitespace().find(|word| word.contains(LOST)).unwrap_or(LOST);
    let word: String = word.chars().take(WORD_CHARS).collect();
    Some(format!(
        "{} \u{fffd} for letters that another program could not read and lost: in row {}, column \"{name}\", \"{word}\". They \
         cannot be repaired: write the file again from its source.",
        counted(rows.len(), "row holds", "rows hold"),
        grouped(row_of(row))
    ))
}

fn line_breaks(cell: &str) -> Option<String> {
    Some(cell.replace("_x000D_\n", "\n").replace("_x000D_", "\n"))
}

/// A cell of exceljs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rich {
    rich_text: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    text: String,
}

fn rich_text(cell: &str) -> Option<String> {
    let rich: Rich = serde_json::from_str(cell.trim()).ok()?;
    Some(rich.rich_text.into_iter().map(|part| part.text).collect())
}

/// The tags that roo writes; others belong to the text.
const TAGS: [&str; 6] = ["html", "b", "i", "u", "sub", "sup"];

fn html(cell: &str) -> Option<String> {
    let inside = cell.trim().strip_prefix("<html>")?.strip_suffix("</html>")?;
    let mut text = inside.to_owned();
    for tag in TAGS {
        text = text.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
    }
    Some(text)
}

fn escapes(cell: &str) -> Option<String> {
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    let mut found = false;
    while let Some(at) = rest.find("<U+") {
        let digits = rest[at + 3..].find('>').map(|length| &rest[at + 3..at + 3 + length]);
        let character = digits.filter(|digits| (4..=8).contains(&digits.len())).and_then(|digits| {
            u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(|c| (c, digits.len()))
        });
        out.push_str(&rest[..at]);
        match character {
            Some((character, length)) => {
                found = true;
                out.push(character);
                rest = &rest[at + 3 + length + 1..];
            }
            None => {
                out.push_str("<U+");
                rest = &rest[at + 3..];
            }
        }
    }
    found.then(|| out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_letters_are_counted_by_rows() {
        let mut columns = [Column::new("text"), Column::new("note")];
        for (text, note) in [
            ("fine", ""),
            ("it is sch\u{fffd}n", "f\u{fffd}r"),
            ("schÃ¶n â€œxâ€\u{fffd}", ""),
            ("gr\u{fffd}n", ""),
        ] {
            columns[0].push(text);
            columns[1].push(note);
        }
        let warning = lost(&columns, |place| 2 + place).expect("a warning");
        assert!(
            warning.starts_with("2 rows hold \u{fffd}")
                && warning.contains("in row 3, column \"text\", \"sch\u{fffd}n\""),
            "{warning}"
        );
        assert_eq!(lost(&columns[..0], |place| place), None);
    }

    #[test]
    fn marks_of_other_programs_are_named_and_taken_out_on_request() {
        let cells = [
            ("day_x000D_\nnight", "day\nnight"),
            ("one_x000D_two", "one\ntwo"),
            ("{\"richText\":[{\"text\":\"one \"},{\"font\":{\"bold\":true},\"text\":\"two\"}]}", "one two"),
            ("<html><b>bold</b> and <a> tag</html>", "bold and <a> tag"),
            ("caf<U+00E9> <U+0001F600> <U+XY> <U+", "café 😀 <U+XY> <U+"),
            ("a <html> tag, {\"richText\": none}, <U+ZZZZ>", "a <html> tag, {\"richText\": none}, <U+ZZZZ>"),
        ];
        let mut column = Column::new("text");
        cells.iter().for_each(|(cell, _)| column.push(cell));
        let mut columns = [column.clone()];
        let warnings = treat(&mut columns, false);
        assert_eq!((columns[0] == column, warnings.len()), (true, 4));
        assert!(
            warnings[0].starts_with("2 cells hold _x000D_") && warnings[0].contains("--repair-encoding"),
            "{warnings:?}"
        );
        treat(&mut columns, true);
        assert_eq!(columns[0].cells().collect::<Vec<_>>(), cells.map(|(_, plain)| plain));
        assert_eq!(treat(&mut columns, true), [""; 0]);
    }
}
