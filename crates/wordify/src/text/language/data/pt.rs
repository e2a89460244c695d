//! Portuguese.

use whatlang::Lang;

use super::Facts;
use crate::text::language::habits::{Guess, Habits};
use crate::text::language::script::Script;

pub(super) const FACTS: Facts = Facts {
    code: "pt",
    name: "Portuguese",
    other_names: &["pt-br"],
    scripts: &[Script::Latin],
    detected: &[Lang::Por],
    wordify: Some(include_str!("../stop_words/wordify/pt.txt")),
    spacy: Some(include_str!("../stop_words/spacy/pt.txt")),
    nltk: Some(include_str!("../stop_words/nltk/pt.txt")),
    iso: Some(include_str!("../stop_words/iso/pt.txt")),
    corrections: include_str!("../../lemma/corrections/pt.tsv"),
    habits: Habits {
        enclitics: &[
            "lhes", "nos", "vos", "lhe", "las", "los", "me", "te", "se", "la", "lo", "na", "no", "as", "os",
            "a", "o",
        ],
        enclitic_joint: "-",
        guess: Guess::Lowercase,
        accented: &[('a', "ãáâà"), ('e', "éê"), ('i', "í"), ('o', "óôõ"), ('u', "úü"), ('c', "ç")],
        no_names: &["ar", "er", "ir"],
        lower_at_start: true,
        words: &[
            ("a", "o"),
            ("é", "ser"),
            ("fora", "fora"),
            ("quer", "querer"),
            ("uma", "um"),
            ("umas", "um"),
            ("sua", "seu"),
            ("suas", "seu"),
            ("minha", "meu"),
            ("minhas", "meu"),
            ("tua", "teu"),
            ("tuas", "teu"),
            ("nossa", "nosso"),
            ("nossas", "nosso"),
            // Nouns that are forms of verbs or adjectives as well, but seldom so.
            ("ajuda", "ajuda"),
            ("busca", "busca"),
            ("causa", "causa"),
            ("compra", "compra"),
            ("conta", "conta"),
            ("conversa", "conversa"),
            ("dados", "dado"),
            ("estado", "estado"),
            ("estados", "estado"),
            ("falta", "falta"),
            ("folha", "folha"),
            ("luta", "luta"),
            ("passado", "passado"),
            ("pedido", "pedido"),
            ("política", "política"),
            ("políticas", "política"),
            ("prática", "prática"),
            ("proposta", "proposta"),
            ("rio", "rio"),
            ("sentido", "sentido"),
            ("primeira", "primeiro"),
            ("primeiras", "primeiro"),
        ],
        leads_on: &[("do", "r"), ("to", "r")],
        names_end_in_s: true,
        ..Habits::NONE
    },
    ..Facts::NONE
};
