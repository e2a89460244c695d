//! Japanese.

use whatlang::Lang;

use super::{Facts, Segmentation};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ja",
    name: "Japanese",
    other_names: &["jp"],
    scripts: &[Script::Han, Script::Kana],
    detected: &[Lang::Jpn],
    wordify: Some(include_str!("../stop_words/wordify/ja.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ja.txt")),
    iso: Some(include_str!("../stop_words/iso/ja.txt")),
    segmentation: Some(Segmentation::Ipadic),
    ..Facts::NONE
};
