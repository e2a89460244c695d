//! Catalan.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::Habits;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ca",
    name: "Catalan",
    scripts: &[Script::Latin],
    detected: &[Lang::Cat],
    wordify: Some(include_str!("../stop_words/wordify/ca.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ca.txt")),
    nltk: Some(include_str!("../stop_words/nltk/ca.txt")),
    iso: Some(include_str!("../stop_words/iso/ca.txt")),
    corrections: include_str!("../../lemma/corrections/ca.tsv"),
    habits: Habits {
        enclitics: &[
            "-nos", "-les", "-los", "'ls", "'ns", "-me", "-te", "-se", "-le", "-la", "-lo", "-hi", "-ho",
            "-ne", "-li", "'l", "'n", "'m", "'t", "'s",
        ],
        bare_stem_is_no_verb: Some("ar"),
        proclitics: &["l'", "d'", "s'", "m'", "n'", "t'"],
        ..Habits::NONE
    },
    ..Facts::NONE
};
