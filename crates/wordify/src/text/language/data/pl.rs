//! Polish.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "pl",
    name: "Polish",
    scripts: &[Script::Latin],
    detected: &[Lang::Pol],
    wordify: Some(include_str!("../stop_words/wordify/pl.txt")),
    spacy: Some(include_str!("../stop_words/spacy/pl.txt")),
    iso: Some(include_str!("../stop_words/iso/pl.txt")),
    corrections: include_str!("../../lemma/corrections/pl.tsv"),
    habits: Habits {
        guess: Guess::WithoutCapital,
        ending_max: 2,
        lower_at_start: true,
        // The first three lean on others: "byłem" cut in two, "1999 r."
        words: &[
            ("m", "być"),
            ("ś", "być"),
            ("r", "rok"),
            ("może", "móc"),
            ("ma", "mieć"),
            ("dzisiaj", "dzisiaj"),
        ],
        ..Habits::NONE
    },
    ..Facts::NONE
};
