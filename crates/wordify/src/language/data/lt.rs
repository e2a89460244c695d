//! Lithuanian.

use whatlang::Lang;

use super::Facts;
use crate::language::habits::{Guess, Habits, INFLECTED_AGREE};
use crate::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "lt",
    name: "Lithuanian",
    scripts: &[Script::Latin],
    detected: &[Lang::Lit],
    spacy: Some(include_str!("../stop_words/spacy/lt.txt")),
    iso: Some(include_str!("../stop_words/iso/lt.txt")),
    lemmas: Some(include_bytes!("../../../data/lemmas/lt.lemmas")),
    habits: Habits {
        guess: Guess::Always,
        ending_max: 5,
        lower_at_start: true,
        words: &[
            ("mes", "aš"),
            ("mums", "aš"),
            ("mus", "aš"),
            ("mūsų", "aš"),
            ("jūs", "tu"),
            ("jums", "tu"),
            ("jus", "tu"),
            ("jūsų", "tu"),
            ("ji", "jis"),
            ("jos", "jis"),
            ("jai", "jis"),
            ("ją", "jis"),
            ("jie", "jis"),
            ("juos", "jis"),
            ("tai", "tas"),
        ],
        endings_agree: INFLECTED_AGREE,
        ..Habits::NONE
    },
    ..Facts::NONE
};
