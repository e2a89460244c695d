//! Norwegian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Compounds, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "nb",
    name: "Norwegian",
    other_names: &["no", "bokmål", "norwegian bokmål"],
    scripts: &[Script::Latin],
    detected: &[Lang::Nob],
    wordify: Some(include_str!("../stop_words/wordify/nb.txt")),
    spacy: Some(include_str!("../stop_words/spacy/nb.txt")),
    nltk: Some(include_str!("../stop_words/nltk/nb.txt")),
    iso: Some(include_str!("../stop_words/iso/nb.txt")),
    corrections: include_str!("../../lemma/corrections/nb.tsv"),
    habits: Habits {
        ending_max: 2,
        compounds: Compounds::EndKnown,
        genitives_end_in_s: true,
        words: &[("går", "gå"), ("alle", "all"), ("klart", "klar")],
        ..Habits::NONE
    },
    ..Facts::NONE
};
