//! Russian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ru",
    name: "Russian",
    scripts: &[Script::Cyrillic],
    detected: &[Lang::Rus],
    wordify: Some(include_str!("../stop_words/wordify/ru.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ru.txt")),
    nltk: Some(include_str!("../stop_words/nltk/ru.txt")),
    iso: Some(include_str!("../stop_words/iso/ru.txt")),
    corrections: include_str!("../../lemma/corrections/ru.tsv"),
    habits: Habits {
        guess: Guess::Always,
        ending_max: 2,
        leads_on: &[
            ("щий", "ть"),
            ("вший", "ть"),
            ("щийся", "ться"),
            ("вшийся", "ться"),
            ("нный", "ть"),
            ("мый", "ть"),
            ("тый", "ть"),
            ("ое", "ой"),
            ("ое", "ый"),
            ("ее", "ий"),
        ],
        ..Habits::NONE
    },
    ..Facts::NONE
};
