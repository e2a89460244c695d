//! Armenian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Habits, INFLECTED};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "hy",
    name: "Armenian",
    scripts: &[Script::Armenian],
    detected: &[Lang::Hye],
    wordify: Some(include_str!("../stop_words/wordify/hy.txt")),
    spacy: Some(include_str!("../stop_words/spacy/hy.txt")),
    iso: Some(include_str!("../stop_words/iso/hy.txt")),
    corrections: include_str!("../../lemma/corrections/hy.tsv"),
    habits: Habits {
        // Marks of intonation.
        dropped: &['՛'..='՛', '՜'..='՜', '՞'..='՞'],
        // Writers of Western Armenian, and all in capitals, use two letters.
        ligatures: &[("եւ", "և")],
        ..INFLECTED
    },
    ..Facts::NONE
};
