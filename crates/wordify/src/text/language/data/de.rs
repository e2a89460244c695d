//! German.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits};
use crate::text::language::script::Script;

/// Also of Luxembourgish.
pub(super) const HABITS: Habits = Habits {
    guess: Guess::Always,
    gender_marks: true,
    capital_nouns: true,
    replaced_for_want: &[("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß")],
    lower_at_start: true,
    words: &[("eltern", "eltern"), ("möbel", "möbel"), ("spaß", "spaß"), ("zimmer", "zimmer")],
    ..Habits::NONE
};

pub(super) const FACTS: Facts = Facts {
    code: "de",
    name: "German",
    scripts: &[Script::Latin],
    detected: &[Lang::Deu],
    wordify: Some(include_str!("../stop_words/wordify/de.txt")),
    spacy: Some(include_str!("../stop_words/spacy/de.txt")),
    nltk: Some(include_str!("../stop_words/nltk/de.txt")),
    iso: Some(include_str!("../stop_words/iso/de.txt")),
    corrections: include_str!("../../lemma/corrections/de.tsv"),
    habits: HABITS,
    ..Facts::NONE
};
