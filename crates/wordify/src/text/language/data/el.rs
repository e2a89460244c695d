//! Greek.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits, INFLECTED_AGREE};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "el",
    name: "Greek",
    other_names: &["gr"],
    scripts: &[Script::Greek],
    detected: &[Lang::Ell],
    wordify: Some(include_str!("../stop_words/wordify/el.txt")),
    spacy: Some(include_str!("../stop_words/spacy/el.txt")),
    nltk: Some(include_str!("../stop_words/nltk/el.txt")),
    iso: Some(include_str!("../stop_words/iso/el.txt")),
    corrections: include_str!("../../lemma/corrections/el.tsv"),
    habits: Habits {
        guess: Guess::Always,
        ending_max: 2,
        accented: &[
            ('α', "ά"),
            ('ε', "έ"),
            ('η', "ή"),
            ('ι', "ίϊΐ"),
            ('ο', "ό"),
            ('υ', "ύϋΰ"),
            ('ω', "ώ"),
            ('Α', "Ά"),
            ('Ε', "Έ"),
            ('Η', "Ή"),
            ('Ι', "Ί"),
            ('Ο', "Ό"),
            ('Υ', "Ύ"),
            ('Ω', "Ώ"),
        ],
        lower_at_start: true,
        words: &[("η", "ο"), ("σ", "σε")],
        endings_agree: INFLECTED_AGREE,
        ..Habits::NONE
    },
    ..Facts::NONE
};
