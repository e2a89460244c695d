//! Rows of totals that a program has put below the groups of a table and at its end: kept, since nothing but words and numbers shows what they are, and
//! the user is asked.

use super::header::Rows;
use crate::count::{counted, grouped};

/// How the first cell of a row of totals is called, or ends behind the name of a group.
const WORDS: [&str; 9] =
    ["total", "totals", "sum", "summe", "gesamt", "ergebnis", "gesamtergebnis", "insgesamt", "totale"];
/// Characters of such a cell, at most: longer ones are texts.
const CHARS_MAX: usize = 60;
/// Rows of data, from the first, that show what a column holds.
const ROWS_COMPARED: usize = 20;
/// Cells that a warning names.
const NAMED_MAX: usize = 5;

/// Warns of rows from row `data` on that seem to hold totals; `top` is the number of row 0.
pub(super) fn warning(rows: Rows<'_>, data: usize, top: usize) -> Option<String> {
    let totals = find(rows, data);
    let first = top + totals.first()?;
    let mut names: Vec<&str> = totals.iter().filter_map(|&row| name(rows, row)).collect();
    names.dedup();
    let where_ = if totals.len() > 1 { ", the first in row" } else { ": row" };
    let said = format!(
        "{} to hold totals{where_} {}.",
        counted(totals.len(), "row seems", "rows seem"),
        grouped(first),
    );
    let is_listed = names.len() <= NAMED_MAX;
    let called = if is_listed { format!(" (\"{}\")", names.join("\", \"")) } else { String::new() };
    Some(format!("{said} Remove from the file what is no document{called}."))
}

/// The rows of totals. Only where the last filled row is one are others looked for: programs that write subtotals end with a total.
fn find(rows: Rows<'_>, data: usize) -> Vec<usize> {
    let is_filled = |row: &usize| rows.cells(*row).any(|cell| !cell.is_empty());
    let Some(last) = (data..rows.count()).rev().find(is_filled) else { return Vec::new() };
    let compared = data..last.min(data + ROWS_COMPARED);
    if name(rows, last).is_none() || compared.is_empty() {
        return Vec::new();
    }
    // A number below texts; one below numbers may be the value of a document such as "total".
    let is_odd = |column: usize| {
        is_number(rows.cell(last, column))
            && compared.clone().any(|row| {
                let cell = rows.cell(row, column);
                !cell.is_empty() && !is_number(cell)
            })
    };
    if !(0..rows.width()).any(is_odd) {
        return Vec::new();
    }
    (data..=last).filter(|&row| name(rows, row).is_some()).collect()
}

/// The word before the numbers of a row that has nothing else.
fn name(rows: Rows<'_>, row: usize) -> Option<&str> {
    let mut filled = rows.cells(row).filter(|cell| !cell.is_empty());
    let name = filled.next()?;
    if name.chars().count() > CHARS_MAX {
        return None;
    }
    let last = name.split_whitespace().next_back()?.trim_end_matches(':').to_lowercase();
    let mut numbers = filled.peekable();
    (WORDS.contains(&last.as_str()) && numbers.peek().is_some() && numbers.all(is_number)).then_some(name)
}

/// Whether a cell is a number, with whatever signs.
fn is_number(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.bytes().all(|byte| byte.is_ascii_digit() || b".,+-% ".contains(&byte))
}

#[cfg(test)]
mod tests {
    use crate::table::{ReadOptions, read};

    fn check(csv: &str, expected: Option<&str>) {
        let table = read(csv.as_bytes(), &ReadOptions::default()).expect("a valid table");
        let found = table.warnings.iter().find(|warning| warning.contains("totals"));
        assert_eq!(found.is_some(), expected.is_some(), "{csv}: {:?}", table.warnings);
        assert!(found.zip(expected).is_none_or(|(found, words)| found.contains(words)), "{found:?}");
    }

    #[test]
    fn totals_below_a_table_and_its_groups_are_told_of() {
        check("text,label\na long way,x\nb,y\nTotal,2\n", Some("1 row seems to hold totals: row 4."));
        check("text,label\na long way,x\nb,y\nTotal:,2\n,\n", Some("no document (\"Total:\")"));
        check(
            "label,text\nbad,a\nbad,b\nbad Total,2\ngood,c\ngood Total,1\nGrand Total,3\n",
            Some("3 rows seem to hold totals, the first in row 4."),
        );
        check(
            "Gruppe;Text\nA;a\nA Ergebnis;1\nB;b\nGesamtergebnis;2\n",
            Some("no document (\"A Ergebnis\", \"Gesamtergebnis\")"),
        );
        // Documents.
        check("text,label\ngood,5\nbad,1\ntotal,3\n", None);
        check("text,label\ngood,x\nbad,y\nin total,x\n", None);
        check("text,label\ngood,x\nsum,2\nbad,y\n", None);
        check("text,label\nTotal,2\n", None);
    }
}
