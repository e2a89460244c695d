//! Dutch.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Compounds, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "nl",
    name: "Dutch",
    scripts: &[Script::Latin],
    detected: &[Lang::Nld],
    wordify: Some(include_str!("../stop_words/wordify/nl.txt")),
    spacy: Some(include_str!("../stop_words/spacy/nl.txt")),
    nltk: Some(include_str!("../stop_words/nltk/nl.txt")),
    iso: Some(include_str!("../stop_words/iso/nl.txt")),
    corrections: include_str!("../../lemma/corrections/nl.tsv"),
    habits: Habits {
        endings_behind_apostrophe: true,
        compounds: Compounds::OfKnown,
        words: &[
            ("eerst", "eerst"),
            // A verb more often than its noun.
            ("wil", "willen"),
            ("zesde", "zesde"),
            ("zevende", "zevende"),
            ("achtste", "achtste"),
            ("negende", "negende"),
            ("tiende", "tiende"),
        ],
        diminutives: &["je", "tje", "pje", "jes", "tjes"],
        ..Habits::NONE
    },
    ..Facts::NONE
};
