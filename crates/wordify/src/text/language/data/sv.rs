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
    spacy: Some(include_str!("../stop_words/spacy/sv.txt")),
    nltk: Some(include_str!("../stop_words/nltk/sv.txt")),
    iso: Some(include_str!("../stop_words/iso/sv.txt")),
    habits: SCANDINAVIAN,
    ..Facts::NONE
};
