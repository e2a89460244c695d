//! Texts that another program has cut: several of exactly the length at which programs cut, and none longer.

use crate::count::{counted, grouped};

/// Lengths at which programs cut, and which do so.
const LENGTHS: [(usize, &str); 3] = [
    (255, "old databases, SAS and formulas of Excel hold"),
    (32_767, "a cell of Excel or a text of SPSS holds"),
    (65_535, "a text of MySQL or a cell of LibreOffice holds"),
];
/// Texts of the same such length that are no chance.
const TEXTS_LEAST: usize = 3;

/// Warns of texts that seem to be cut.
pub(super) fn warning<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut found = [0_usize; LENGTHS.len()];
    let mut longest = 0;
    for text in texts {
        // Characters, or bytes as databases count.
        let chars = if text.len() < LENGTHS[0].0 { text.len() } else { text.chars().count() };
        longest = longest.max(chars);
        for (found, (length, _)) in found.iter_mut().zip(LENGTHS) {
            *found += usize::from(chars == length || text.len() == length);
        }
    }
    let cut =
        found.iter().zip(LENGTHS).find(|&(&found, (length, _))| found >= TEXTS_LEAST && longest <= length);
    cut.map(|(&found, (length, program))| {
        format!(
            "{} exactly {} characters, the most that {program}, and none has more: a program may have cut them.",
            counted(found, "text has", "texts have"),
            grouped(length)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_texts_of_the_same_telling_length_are_warned_of() {
        let text = |length: usize| "é".repeat(length);
        let warned = |lengths: &[usize]| {
            let texts: Vec<String> = lengths.iter().map(|&length| text(length)).collect();
            warning(texts.iter().map(String::as_str))
        };
        assert!(warned(&[255, 10, 255, 255]).expect("cut").starts_with("3 texts have exactly 255"));
        assert!(warned(&[32_767, 32_767, 32_767, 300]).expect("cut").contains("Excel"));
        assert_eq!(warned(&[255, 255, 10]), None);
        assert_eq!(warned(&[255, 255, 255, 256]), None);
    }
}
