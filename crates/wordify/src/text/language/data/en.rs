//! English.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "en",
    name: "English",
    other_names: &["en-us", "en-gb"],
    scripts: &[Script::Latin],
    detected: &[Lang::Eng],
    wordify: Some(include_str!("../stop_words/wordify/en.txt")),
    spacy: Some(include_str!("../stop_words/spacy/en.txt")),
    nltk: Some(include_str!("../stop_words/nltk/en.txt")),
    iso: Some(include_str!("../stop_words/iso/en.txt")),
    corrections: include_str!("../../lemma/corrections/en.tsv"),
    habits: Habits {
        guess: Guess::Lowercase,
        names_end_in_s: true,
        words: &[("broke", "break"), ("m", "be"), ("thinking", "think"), ("won", "win")],
        // None for what may be two words, and says little.
        contracted: &[
            ("n't", Some("not")),
            ("'re", Some("be")),
            ("'ve", Some("have")),
            ("'ll", Some("will")),
            ("'m", Some("be")),
            ("'s", None),
            ("'d", None),
        ],
        contracted_with_not: &[("won't", "will"), ("shan't", "shall"), ("can't", "can")],
        // "cant" and "wont" are words, which hardly anybody writes.
        carelessly_contracted_with_not: &[
            ("arent", "are"),
            ("cant", "can"),
            ("couldnt", "could"),
            ("didnt", "did"),
            ("doesnt", "does"),
            ("dont", "do"),
            ("hadnt", "had"),
            ("hasnt", "has"),
            ("havent", "have"),
            ("isnt", "is"),
            ("mustnt", "must"),
            ("shouldnt", "should"),
            ("wasnt", "was"),
            ("werent", "were"),
            ("wont", "will"),
            ("wouldnt", "would"),
        ],
        ..Habits::NONE
    },
    ..Facts::NONE
};
