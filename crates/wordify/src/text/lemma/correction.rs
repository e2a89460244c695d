//! What is known to be wrong in a dictionary, and what is right instead.
//!
//! The dictionaries of whole forms have gross errors among everyday words: "gone" as "gan", Swedish "film" as "filma". The
//! lists in the folder `corrections` stand before them: one form a line, with its lemma and the sources that say so. They were
//! found by `cargo xtask lemma-check`, by sources of another kind than the dictionaries, and read one by one.

use rustc_hash::FxHashMap;

/// Forms in lowercase with their lemmas.
pub(super) type Corrections = FxHashMap<&'static str, &'static str>;

/// Reads a list: form, lemma and sources, with tabs between.
pub(super) fn read(list: &'static str) -> Corrections {
    list.lines().filter_map(pair).collect()
}

fn pair(line: &'static str) -> Option<(&'static str, &'static str)> {
    let mut cells = line.split('\t');
    Some((cells.next()?, cells.next()?))
}

/// `lemma` as a word: some entries of the dictionaries carry a note ("казвам-(се)"), stand for several words
/// ("i_tym_podobne"), or write out a number ("nineteen-nineties"); then the word itself is what it counts as.
pub(super) fn as_word(lemma: String, word: &str) -> String {
    if lemma == word {
        return lemma;
    }
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let is_odd = |c: char| matches!(c, '(' | ')' | '.' | '_' | '/' | ',' | ';') || c.is_whitespace();
    let without_note = lemma.split_once(['(', '/']).map(|(front, _)| front.trim_end_matches(['-', ' ', '.']));
    let reflexive =
        |lemma: &str| ["-се", "-си"].iter().any(|ending| lemma.ends_with(ending) && !word.contains('-'));
    let lemma = match without_note {
        Some(front) => front.to_owned(),
        None if reflexive(&lemma) => lemma[..lemma.len() - "-се".len()].to_owned(),
        None => lemma,
    };
    let is_word = !lemma.is_empty() && !lemma.contains(is_odd) && has_digit(&lemma) == has_digit(word);
    if is_word { lemma } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::Language;

    #[test]
    fn lemmas_are_words_without_notes() {
        for (lemma, word, expected) in [
            ("казвам-(се)", "казва", "казвам"),
            ("появя-се", "появи", "появя"),
            ("paras.", "paras", "paras"),
            ("áll.", "állt", "állt"),
            ("i_tym_podobne", "itp", "itp"),
            ("nineteen-nineties", "1990s", "1990s"),
            ("1-es", "est", "est"),
            ("22/7", "22/7", "22/7"),
            ("wolf", "wolves", "wolf"),
            ("arc-en-ciel", "arcs-en-ciel", "arc-en-ciel"),
        ] {
            assert_eq!(as_word(lemma.to_owned(), word), expected, "{lemma}");
        }
    }

    #[test]
    fn lists_are_sorted_without_contradictions_and_name_their_sources() {
        for language in Language::ALL {
            let list = language.facts().corrections;
            let forms: Vec<&str> = list.lines().filter_map(|line| line.split('\t').next()).collect();
            assert!(forms.windows(2).all(|pair| pair[0] < pair[1]), "{language}: sorted, each once");
            for line in list.lines() {
                let cells: Vec<&str> = line.split('\t').collect();
                assert!(
                    matches!(cells.as_slice(), [_, _, sources] if !sources.is_empty()),
                    "{language}: {line}"
                );
                for word in &cells[..2] {
                    assert_eq!(word.to_lowercase(), *word, "{language}: {line}");
                    assert_eq!(as_word((*word).to_owned(), word), *word, "{language}: {line}");
                    assert!(word.chars().nth(1).is_some() && !word.contains(char::is_whitespace), "{line}");
                }
            }
            // A lemma that is corrected in its turn would depend on the order of the look-ups.
            let corrections = read(list);
            for (form, lemma) in &corrections {
                let next = corrections.get(lemma).unwrap_or(lemma);
                assert_eq!(next, lemma, "{language}: {form} leads to {lemma}, and that to {next}");
            }
        }
    }
}
