//! Lithuanian.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits, INFLECTED_AGREE};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "lt",
    name: "Lithuanian",
    scripts: &[Script::Latin],
    detected: &[Lang::Lit],
    wordify: Some(include_str!("../stop_words/wordify/lt.txt")),
    spacy: Some(include_str!("../stop_words/spacy/lt.txt")),
    iso: Some(include_str!("../stop_words/iso/lt.txt")),
    corrections: include_str!("../../lemma/corrections/lt.tsv"),
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
            ("mažai", "mažai"),
            ("mažiau", "mažai"),
            ("toliau", "toli"),
            // Elections, which have no singular.
            ("rinkimai", "rinkimai"),
            ("rinkimų", "rinkimai"),
            ("rinkimams", "rinkimai"),
            ("rinkimus", "rinkimai"),
            ("rinkimais", "rinkimai"),
            ("rinkimuose", "rinkimai"),
        ],
        endings_agree: INFLECTED_AGREE,
        leads_on: &[("tas", "ti"), ("mas", "ti"), ("jie", "jis"), ("jos", "jis"), ("kuria", "kuris")],
        ..Habits::NONE
    },
    ..Facts::NONE
};
