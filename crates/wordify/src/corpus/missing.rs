//! Words that often stand for a missing value, and may as well be texts and labels: they are kept, and the user is asked.

use std::collections::BTreeMap;

use crate::count::counted;

/// Words by which programs write a missing value: R, pandas, databases, Excel, Reddit, SAS and Stata.
const WORDS: [&str; 17] = [
    "NA",
    "N/A",
    "n/a",
    "#N/A",
    "NaN",
    "nan",
    "NULL",
    "Null",
    "null",
    "None",
    "NaT",
    "<NA>",
    "\\N",
    "[deleted]",
    "[removed]",
    ".",
    "#NULL!",
];

/// Warns of texts and labels, one pair for each document, that are such words.
pub(super) fn warning<'a>(documents: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, label) in documents {
        for cell in [text.trim(), label] {
            if WORDS.contains(&cell) {
                *cells.entry(cell).or_default() += 1;
            }
        }
    }
    if cells.is_empty() {
        return None;
    }
    let times: usize = cells.values().sum();
    let words: Vec<&str> = cells.into_keys().collect();
    Some(format!(
        "{} of \"{}\", which often stands for a missing value and is kept. If it does, say so (--missing \"{}\").",
        counted(times, "text or label consists", "texts or labels consist"),
        words.join("\", \""),
        words.join(",")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_missing_values_are_named_with_the_option_that_leaves_them_out() {
        let warned =
            warning([("good", "x"), ("[deleted]", "NA"), ("nana", "None of these"), ("b", "NA")].into_iter());
        let warned = warned.expect("a warning");
        assert!(warned.starts_with("3 texts or labels consist of \"NA\", \"[deleted]\""), "{warned}");
        assert!(warned.contains("--missing \"NA,[deleted]\""), "{warned}");
        assert_eq!(warning([("good", "x"), ("a . b", "1")].into_iter()), None);
    }
}
