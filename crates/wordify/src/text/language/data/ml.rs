//! Malayalam.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ml",
    name: "Malayalam",
    scripts: &[Script::Malayalam],
    detected: &[Lang::Mal],
    wordify: Some(include_str!("../stop_words/wordify/ml.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ml.txt")),
    ..Facts::NONE
};
