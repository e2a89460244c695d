//! Albanian.

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "sq",
    name: "Albanian",
    scripts: &[Script::Latin],
    wordify: Some(include_str!("../stop_words/wordify/sq.txt")),
    spacy: Some(include_str!("../stop_words/spacy/sq.txt")),
    nltk: Some(include_str!("../stop_words/nltk/sq.txt")),
    ..Facts::NONE
};
