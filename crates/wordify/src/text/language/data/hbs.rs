//! Serbo-Croatian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::INFLECTED;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "hbs",
    name: "Serbo-Croatian",
    other_names: &["sh", "hr", "sr", "bs", "croatian", "serbian", "bosnian"],
    scripts: &[Script::Latin, Script::Cyrillic],
    detected: &[Lang::Hrv, Lang::Srp],
    wordify: Some(include_str!("../stop_words/wordify/hbs.txt")),
    spacy: Some(include_str!("../stop_words/spacy/hbs.txt")),
    iso: Some(include_str!("../stop_words/iso/hbs.txt")),
    corrections: include_str!("../../lemma/corrections/hbs.tsv"),
    habits: INFLECTED,
    ..Facts::NONE
};
