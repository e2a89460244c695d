//! Swedish.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::SCANDINAVIAN;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "sv",
    name: "Swedish",
    scripts: &[Script::Latin],
    detected: &[Lang::Swe],
    wordify: Some(include_str!("../stop_words/wordify/sv.txt")),
    spacy: Some(include_str!("../stop_words/spacy/sv.txt")),
    nltk: Some(include_str!("../stop_words/nltk/sv.txt")),
    iso: Some(include_str!("../stop_words/iso/sv.txt")),
    corrections: include_str!("../../lemma/corrections/sv.tsv"),
    habits: SCANDINAVIAN,
    ..Facts::NONE
};
