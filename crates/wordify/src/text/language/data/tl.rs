//! Tagalog.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "tl",
    name: "Tagalog",
    other_names: &["filipino"],
    scripts: &[Script::Latin],
    detected: &[Lang::Tgl],
    wordify: Some(include_str!("../stop_words/wordify/tl.txt")),
    spacy: Some(include_str!("../stop_words/spacy/tl.txt")),
    iso: Some(include_str!("../stop_words/iso/tl.txt")),
    ..Facts::NONE
};
