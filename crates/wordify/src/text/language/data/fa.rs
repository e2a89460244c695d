//! Persian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "fa",
    name: "Persian",
    other_names: &["farsi"],
    scripts: &[Script::Arabic],
    detected: &[Lang::Pes],
    letters: &[
        ('ك', 'ک'),
        ('ي', 'ی'),
        ('ى', 'ی'),
        ('٠', '۰'),
        ('١', '۱'),
        ('٢', '۲'),
        ('٣', '۳'),
        ('٤', '۴'),
        ('٥', '۵'),
        ('٦', '۶'),
        ('٧', '۷'),
        ('٨', '۸'),
        ('٩', '۹'),
    ],
    wordify: Some(include_str!("../stop_words/wordify/fa.txt")),
    spacy: Some(include_str!("../stop_words/spacy/fa.txt")),
    iso: Some(include_str!("../stop_words/iso/fa.txt")),
    ..Facts::NONE
};
