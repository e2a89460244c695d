//! Spanish.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "es",
    name: "Spanish",
    scripts: &[Script::Latin],
    detected: &[Lang::Spa],
    wordify: Some(include_str!("../stop_words/wordify/es.txt")),
    spacy: Some(include_str!("../stop_words/spacy/es.txt")),
    nltk: Some(include_str!("../stop_words/nltk/es.txt")),
    iso: Some(include_str!("../stop_words/iso/es.txt")),
    corrections: include_str!("../../lemma/corrections/es.tsv"),
    habits: Habits {
        enclitics: &["nos", "les", "las", "los", "me", "te", "se", "le", "la", "lo", "os"],
        no_names: &[""],
        guess: Guess::Lowercase,
        accented: &[('a', "á"), ('e', "é"), ('i', "í"), ('o', "ó"), ('u', "úü"), ('n', "ñ")],
        ..Habits::NONE
    },
    ..Facts::NONE
};
