//! French.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::Habits;
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "fr",
    name: "French",
    scripts: &[Script::Latin],
    detected: &[Lang::Fra],
    wordify: Some(include_str!("../stop_words/wordify/fr.txt")),
    spacy: Some(include_str!("../stop_words/spacy/fr.txt")),
    nltk: Some(include_str!("../stop_words/nltk/fr.txt")),
    iso: Some(include_str!("../stop_words/iso/fr.txt")),
    corrections: include_str!("../../lemma/corrections/fr.tsv"),
    habits: Habits {
        proclitics: &[
            "jusqu'", "lorsqu'", "puisqu'", "presqu'", "quoiqu'", "qu'", "l'", "d'", "c'", "n'", "s'", "m'",
            "j'", "t'",
        ],
        accented: &[('a', "àâ"), ('e', "éèêë"), ('i', "îï"), ('o', "ô"), ('u', "ùûü"), ('c', "ç")],
        ligatures: &[
            ("oeu", "œu"),
            ("oeil", "œil"),
            ("foet", "fœt"),
            ("oesoph", "œsoph"),
            ("oedè", "œdè"),
            ("oedip", "œdip"),
            ("oecum", "œcum"),
        ],
        names_have_accents: true,
        accents_chars_min: 6,
        words: &[
            ("a", "avoir"),
            ("debout", "debout"),
            ("données", "donnée"),
            ("du", "du"),
            ("elles", "elle"),
            ("ils", "il"),
            ("m", "mètre"),
            ("oui", "oui"),
            ("sommes", "être"),
            // Short words of careless writers.
            ("annee", "année"),
            ("apres", "après"),
            ("deja", "déjà"),
            ("ecole", "école"),
            ("etait", "être"),
            ("etre", "être"),
            ("fete", "fête"),
            ("frere", "frère"),
            ("idee", "idée"),
            ("meme", "même"),
            ("memes", "même"),
            ("mere", "mère"),
            ("pere", "père"),
            ("tres", "très"),
            ("voila", "voilà"),
        ],
        leads_on: &[("é", "er"), ("i", "ir"), ("u", "re"), ("u", "ir"), ("is", "re"), ("t", "re")],
        ..Habits::NONE
    },
    ..Facts::NONE
};
