//! Romanian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ro",
    name: "Romanian",
    scripts: &[Script::Latin],
    detected: &[Lang::Ron],
    letters: &[('ş', 'ș'), ('ţ', 'ț'), ('Ş', 'Ș'), ('Ţ', 'Ț')],
    wordify: Some(include_str!("../stop_words/wordify/ro.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ro.txt")),
    nltk: Some(include_str!("../stop_words/nltk/ro.txt")),
    iso: Some(include_str!("../stop_words/iso/ro.txt")),
    corrections: include_str!("../../lemma/corrections/ro.tsv"),
    habits: Habits {
        proclitics: &[
            "printr-", "dintr-", "într-", "ne-", "le-", "te-", "mi-", "ți-", "și-", "s-", "l-", "m-", "i-",
            "v-",
        ],
        guess: Guess::WithoutCapital,
        accented: &[('a', "ăâ"), ('i', "î"), ('s', "ș"), ('t', "ț")],
        lower_at_start: true,
        words: &[("a", "al"), ("o", "un"), ("e", "fi"), ("i", "el"), ("l", "el")],
        replaced: &[('ş', 'ș'), ('ţ', 'ț'), ('Ş', 'Ș'), ('Ţ', 'Ț')],
        ..Habits::NONE
    },
    ..Facts::NONE
};
