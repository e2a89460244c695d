//! Arabic.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::Habits;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "ar",
    name: "Arabic",
    scripts: &[Script::Arabic],
    detected: &[Lang::Ara],
    letters: &[
        ('ک', 'ك'),
        ('ی', 'ي'),
        ('۰', '٠'),
        ('۱', '١'),
        ('۲', '٢'),
        ('۳', '٣'),
        ('۴', '٤'),
        ('۵', '٥'),
        ('۶', '٦'),
        ('۷', '٧'),
        ('۸', '٨'),
        ('۹', '٩'),
    ],
    wordify: Some(include_str!("../stop_words/wordify/ar.txt")),
    spacy: Some(include_str!("../stop_words/spacy/ar.txt")),
    nltk: Some(include_str!("../stop_words/nltk/ar.txt")),
    iso: Some(include_str!("../stop_words/iso/ar.txt")),
    corrections: include_str!("../../lemma/corrections/ar.tsv"),
    habits: Habits {
        // The vowel signs, and the stroke that makes a word longer.
        dropped: &['\u{64b}'..='\u{65f}', '\u{670}'..='\u{670}', '\u{640}'..='\u{640}'],
        ..Habits::NONE
    },
    ..Facts::NONE
};
