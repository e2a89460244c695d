//! Texts of other scripts that a program read as Latin-1 and wrote as UTF-8: “õîðîøî” for “хорошо”.
//!
//! No language of the West has words of four letters and more that are all beyond ASCII, and several of them.

use std::collections::BTreeSet;

use super::encoding;
use crate::count::{counted, grouped};
use crate::table::Column;

/// Letters of a word that shows it, and how many different ones: “äh” and “ÄÄÄÄH” are words of the West.
const LETTERS_LEAST: usize = 4;
const DIFFERENT_LEAST: usize = 3;
/// Bytes of the longest word: what is longer is none.
const WORD_BYTES_MAX: usize = 100;
/// Cells with such words, and different words in them, from which it is no list of letters.
const CELLS_LEAST: usize = 3;
const WORDS_LEAST: usize = 2;
/// Different words given to the guess of their encoding: more do not change it.
const WORDS_MAX: usize = 2000;
/// Letters of another script for one of these among those that the guess gives.
const OTHERS_PER_LATIN: usize = 9;

/// Finds such cells in `columns` and says so: which encoding they were in is a guess, so that they are left as they are.
pub(in crate::table) fn warning(columns: &[Column], row_of: impl Fn(usize) -> usize) -> Option<String> {
    let (mut cells, mut first) = (0, None);
    let mut found = BTreeSet::new();
    for column in columns {
        for (row, cell) in column.cells().enumerate().filter(|(_, cell)| !cell.is_ascii()) {
            let mut words = words(cell).peekable();
            let Some(word) = words.peek() else { continue };
            first.get_or_insert_with(|| (row, column.name.as_str(), (*word).to_owned()));
            cells += 1;
            if found.len() < WORDS_MAX {
                found.extend(words.take(WORDS_MAX).map(str::to_owned));
            }
        }
    }
    let (row, name, word) = first.filter(|_| cells >= CELLS_LEAST && found.len() >= WORDS_LEAST)?;
    let bytes: Vec<Vec<u8>> = found.iter().map(|word| bytes(word)).collect();
    let bytes = bytes.join(&b' ');
    let encoding = encoding::guess(&bytes);
    let (text, malformed) = encoding.decode_without_bom_handling(&bytes);
    let (other, latin): (Vec<char>, Vec<char>) =
        text.chars().filter(|c| c.is_alphabetic()).partition(|&c| c >= '\u{370}');
    if malformed || other.len() < (latin.len() * OTHERS_PER_LATIN).max(LETTERS_LEAST) {
        return None;
    }
    let one = self::bytes(&word);
    let (meant, _) = encoding.decode_without_bom_handling(&one);
    Some(format!(
        "{} words of another script that a program took for Latin letters: in row {}, column \"{name}\", \"{word}\" may be \
         \"{meant}\". Write the file again from its source, read as {}.",
        counted(cells, "cell holds", "cells hold"),
        grouped(row_of(row)),
        encoding.name()
    ))
}

/// The words of `cell` that are wholly beyond ASCII, and have several letters.
fn words(cell: &str) -> impl Iterator<Item = &str> {
    // What are letters in other scripts: ё is ¸ in Latin-1, ч is ÷.
    let is_inside = |c: char| c.is_alphanumeric() || "¸¨×÷".contains(c);
    let is_high = |c: char| matches!(c, '\u{c0}'..='\u{ff}' | '¸' | '¨');
    cell.split(move |c: char| !is_inside(c)).filter(|word| word.len() <= WORD_BYTES_MAX).filter(move |word| {
        // Nearly no word is: the set is made of those that are.
        word.chars().all(is_high) && word.chars().count() >= LETTERS_LEAST && {
            let different: BTreeSet<char> = word.chars().flat_map(char::to_lowercase).collect();
            different.len() >= DIFFERENT_LEAST
        }
    })
}

/// The bytes of a word in Latin-1.
fn bytes(word: &str) -> Vec<u8> {
    word.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(cells: &[&str]) -> [Column; 1] {
        let mut column = Column::new("text");
        cells.iter().for_each(|cell| column.push(cell));
        [column]
    }

    fn latin1(text: &str, encoding: &'static encoding_rs::Encoding) -> String {
        encoding.encode(text).0.iter().map(|&byte| char::from(byte)).collect()
    }

    #[test]
    fn other_scripts_read_as_latin_1_are_named_with_what_they_may_be() {
        for (text, word, encoding) in [
            ("очень хорошо", "очень", encoding_rs::WINDOWS_1251),
            ("Еда была холодной, официант грубый", "была", encoding_rs::KOI8_U),
            ("το φαγητό ήταν κρύο", "φαγητό", encoding_rs::WINDOWS_1253),
        ] {
            let spoilt = format!("{} the food was cold", latin1(text, encoding));
            let cells = columns(&["fine", &spoilt, &spoilt, &spoilt]);
            let said = warning(&cells, |place| 2 + place).expect("a warning");
            assert!(said.starts_with("3 cells hold words") && said.contains("in row 3"), "{said}");
            assert!(said.contains(&format!("\"{word}\"")) && said.contains(encoding.name()), "{said}");
        }
    }

    #[test]
    fn words_of_the_west_are_left_alone() {
        for cell in [
            "äöüß ÄÖÜ",
            "ÄÄÄÄÄH ööööh",
            "créée à l’été",
            "áéíóú üñ",
            "ÅÄÖ åäö øæå",
            "þíð í þá",
            "очень хорошо",
            "naïve",
            "×÷×÷",
            "ÀÉÈÙ",
        ] {
            assert_eq!(warning(&columns(&[cell; 5]), |place| place), None, "{cell}");
        }
        assert_eq!(warning(&columns(&["äöüß àéèù áéíóú"; 5]), |place| place), None);
    }
}
