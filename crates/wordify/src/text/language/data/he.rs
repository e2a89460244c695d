//! Hebrew.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::Habits;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "he",
    name: "Hebrew",
    scripts: &[Script::Hebrew],
    detected: &[Lang::Heb],
    wordify: Some(include_str!("../stop_words/wordify/he.txt")),
    spacy: Some(include_str!("../stop_words/spacy/he.txt")),
    nltk: Some(include_str!("../stop_words/nltk/he.txt")),
    iso: Some(include_str!("../stop_words/iso/he.txt")),
    corrections: include_str!("../../lemma/corrections/he.tsv"),
    habits: Habits {
        // The points.
        dropped: &[
            '\u{591}'..='\u{5bd}',
            '\u{5bf}'..='\u{5bf}',
            '\u{5c1}'..='\u{5c2}',
            '\u{5c4}'..='\u{5c5}',
            '\u{5c7}'..='\u{5c7}',
        ],
        ..Habits::NONE
    },
    ..Facts::NONE
};
