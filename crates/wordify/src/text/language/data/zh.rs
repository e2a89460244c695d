//! Chinese.

use whatlang::Lang;

use super::{Facts, Segmentation};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "zh",
    name: "Chinese",
    other_names: &["cn", "zh-cn", "zh-tw", "mandarin"],
    scripts: &[Script::Han],
    detected: &[Lang::Cmn],
    wordify: Some(include_str!("../stop_words/wordify/zh.txt")),
    spacy: Some(include_str!("../stop_words/spacy/zh.txt")),
    nltk: Some(include_str!("../stop_words/nltk/zh.txt")),
    iso: Some(include_str!("../stop_words/iso/zh.txt")),
    segmentation: Some(Segmentation::Jieba),
    ..Facts::NONE
};
