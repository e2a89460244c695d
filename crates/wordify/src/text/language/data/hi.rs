//! Hindi.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "hi",
    name: "Hindi",
    scripts: &[Script::Devanagari],
    detected: &[Lang::Hin],
    wordify: Some(include_str!("../stop_words/wordify/hi.txt")),
    spacy: Some(include_str!("../stop_words/spacy/hi.txt")),
    iso: Some(include_str!("../stop_words/iso/hi.txt")),
    ..Facts::NONE
};
