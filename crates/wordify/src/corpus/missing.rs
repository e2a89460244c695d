//! Words that often stand for a missing value, and may as well be texts and labels: they are kept, and the user is asked.

use std::collections::BTreeMap;

use super::survey::Program;
use crate::count::counted;

/// Words by which programs write a missing value: R, pandas, databases, Reddit, SAS and Stata, programs for surveys, and
/// the errors of Excel in its languages.
const WORDS: [&str; 38] = [
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
    "NA_character_",
    "(null)",
    "{question_not_shown}",
    "[not completed]",
    "CONSENT_REVOKED",
    "DATA_EXPIRED",
    "#NULL!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#WERT!",
    "#BEZUG!",
    "#NV",
    "#ZAHL!",
    "#VALEUR!",
    "#NOM?",
    "#NOMBRE!",
    "#N/D",
];

/// Warns of texts and labels, one pair for each document, that are such words, or the codes of the `program` that wrote the file.
pub(super) fn warning<'a>(
    documents: impl Iterator<Item = (&'a str, &'a str)>,
    program: Option<Program>,
) -> Option<String> {
    let codes = program.map_or(&[][..], Program::codes);
    let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, label) in documents {
        for cell in [text.trim(), label] {
            if WORDS.contains(&cell) || codes.contains(&cell) {
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
        let documents = [("good", "x"), ("[deleted]", "NA"), ("nana", "None of these"), ("b", "NA")];
        let warned = warning(documents.into_iter(), None);
        let warned = warned.expect("a warning");
        assert!(warned.starts_with("3 texts or labels consist of \"NA\", \"[deleted]\""), "{warned}");
        assert!(warned.contains("--missing \"NA,[deleted]\""), "{warned}");
        assert_eq!(warning([("good", "x"), ("a . b", "1")].into_iter(), None), None);
    }

    #[test]
    fn errors_of_excel_and_codes_of_programs_are_such_words() {
        for word in ["#VALUE!", "#REF!", "#DIV/0!", "{question_not_shown}", "(null)", "DATA_EXPIRED"] {
            assert!(warning([("good", word)].into_iter(), None).is_some(), "{word}");
        }
        let documents = || [("good", "-9"), ("-99", "x")].into_iter();
        assert_eq!(warning(documents(), None), None);
        let warned = warning(documents(), Some(Program::SoSci)).expect("a warning");
        assert!(warned.starts_with("1 text or label consists of \"-9\""), "{warned}");
        let warned = warning(documents(), Some(Program::Efs)).expect("a warning");
        assert!(warned.contains("--missing \"-99\""), "{warned}");
    }
}
