//! Indonesian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "id",
    name: "Indonesian",
    scripts: &[Script::Latin],
    detected: &[Lang::Ind],
    wordify: Some(include_str!("../stop_words/wordify/id.txt")),
    spacy: Some(include_str!("../stop_words/spacy/id.txt")),
    nltk: Some(include_str!("../stop_words/nltk/id.txt")),
    iso: Some(include_str!("../stop_words/iso/id.txt")),
    ..Facts::NONE
};
