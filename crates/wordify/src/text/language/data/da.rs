//! Danish.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Compounds, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "da",
    name: "Danish",
    other_names: &["dk"],
    scripts: &[Script::Latin],
    detected: &[Lang::Dan],
    wordify: Some(include_str!("../stop_words/wordify/da.txt")),
    spacy: Some(include_str!("../stop_words/spacy/da.txt")),
    nltk: Some(include_str!("../stop_words/nltk/da.txt")),
    iso: Some(include_str!("../stop_words/iso/da.txt")),
    corrections: include_str!("../../lemma/corrections/da.tsv"),
    habits: Habits {
        ending_max: 2,
        compounds: Compounds::EndKnown,
        genitives_end_in_s: true,
        words: &[("godt", "god"), ("gode", "god"), ("svært", "svær"), ("hele", "hel")],
        ..Habits::NONE
    },
    ..Facts::NONE
};
