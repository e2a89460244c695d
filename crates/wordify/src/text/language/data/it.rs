//! Italian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::Habits;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "it",
    name: "Italian",
    scripts: &[Script::Latin],
    detected: &[Lang::Ita],
    wordify: Some(include_str!("../stop_words/wordify/it.txt")),
    spacy: Some(include_str!("../stop_words/spacy/it.txt")),
    nltk: Some(include_str!("../stop_words/nltk/it.txt")),
    iso: Some(include_str!("../stop_words/iso/it.txt")),
    corrections: include_str!("../../lemma/corrections/it.tsv"),
    habits: Habits {
        enclitics: &["gli", "vi", "ci", "si", "mi", "ti", "ne", "lo", "la", "le", "li"],
        inner_enclitics: &["glie", "me", "te", "se", "ce", "ve"],
        proclitics: &[
            "quest'", "quell'", "dell'", "nell'", "sull'", "coll'", "dall'", "all'", "un'", "l'", "d'", "c'",
            "s'",
        ],
        no_names: &["are", "ere", "ire"],
        words: &[("i", "il"), ("è", "essere")],
        ..Habits::NONE
    },
    ..Facts::NONE
};
