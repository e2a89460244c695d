//! What a language does to its words besides inflection: data only.
//!
//! Clitics and the languages with endings to cut were checked by simplemma's authors on treebanks; what is
//! changed here was measured by `cargo xtask lemma-accuracy` (see `docs/languages.md`).

/// For which unknown words the ending tells the lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// None: most unknown words are names or foreign, and stay as they are.
    Never,
    /// Words in lowercase; not names, and so none where the text was lowercased.
    Lowercase,
    /// Words without a capital; all where the text was lowercased.
    WithoutCapital,
    /// All: names are inflected too.
    Always,
}

/// Which unknown words count as compounds, whose last part tells the lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compounds {
    /// None.
    None,
    /// Those whose last part is known.
    EndKnown,
    /// Those in lowercase of two known parts.
    OfKnown,
}

/// The habits of one language.
#[derive(Debug)]
pub(super) struct Habits {
    /// Pronouns written behind a verb, or what English contracts; longest first.
    pub(super) enclitics: &'static [&'static str],
    /// What stands between verb and pronoun.
    pub(super) enclitic_joint: &'static str,
    /// Shortened words in front, with their apostrophe; longest first.
    pub(super) proclitics: &'static [&'static str],
    /// An apostrophe divides a name from its endings.
    pub(super) endings_behind_apostrophe: bool,
    /// Longest ending in characters that may be cut off an unknown word to find a known one; 0: none.
    pub(super) ending_max: usize,
    /// Which unknown words are compounds.
    pub(super) compounds: Compounds,
    /// Whose lemma the ending tells.
    pub(super) guess: Guess,
    /// Spellings of a letter with accents, which careless writers leave out.
    pub(super) accented: fn(char) -> &'static str,
    /// Nouns have a capital, so that lowercase text must be asked for both.
    pub(super) capital_nouns: bool,
    /// A word with a capital inside a sentence is a name, and no form of a word whose lemma has one of these endings.
    pub(super) no_names: &'static [&'static str],
    /// Names are written with their accents.
    pub(super) names_have_accents: bool,
    /// Fewer characters are no word without its accents: short names look like other words.
    pub(super) accents_chars_min: usize,
    /// The first word of a sentence is looked up in lowercase first.
    pub(super) lower_at_start: bool,
    /// Words of closed classes, and a few frequent ones, whose entry is missing or another word's.
    pub(super) words: &'static [(&'static str, &'static str)],
}

const NONE: Habits = Habits {
    enclitics: &[],
    enclitic_joint: "",
    proclitics: &[],
    endings_behind_apostrophe: false,
    ending_max: 0,
    compounds: Compounds::None,
    guess: Guess::Never,
    accented: |_| "",
    capital_nouns: false,
    no_names: &[],
    names_have_accents: false,
    accents_chars_min: 0,
    lower_at_start: false,
    words: &[],
};

/// Languages that inflect much, with nothing else to say about them.
const INFLECTED: Habits = Habits { guess: Guess::Lowercase, ending_max: 2, ..NONE };
/// Languages that glue many endings to a word.
const GLUED: Habits = Habits { guess: Guess::Lowercase, ending_max: 5, ..NONE };

static NO_HABITS: Habits = NONE;
static CATALAN: Habits = Habits {
    enclitics: &[
        "-nos", "-les", "-los", "'ls", "'ns", "-me", "-te", "-se", "-le", "-la", "-lo", "-hi", "-ho", "-ne",
        "-li", "'l", "'n", "'m", "'t", "'s",
    ],
    proclitics: &["l'", "d'", "s'", "m'", "n'", "t'"],
    ..NONE
};
static DANISH: Habits = Habits {
    ending_max: 2,
    compounds: Compounds::EndKnown,
    words: &[("godt", "god"), ("gode", "god"), ("svært", "svær"), ("hele", "hel")],
    ..NONE
};
static DUTCH: Habits = Habits {
    endings_behind_apostrophe: true,
    compounds: Compounds::OfKnown,
    words: &[
        ("eerst", "eerst"),
        ("zesde", "zesde"),
        ("zevende", "zevende"),
        ("achtste", "achtste"),
        ("negende", "negende"),
        ("tiende", "tiende"),
    ],
    ..NONE
};
static ENGLISH: Habits = Habits {
    guess: Guess::Lowercase,
    words: &[("broke", "break"), ("m", "be"), ("thinking", "think"), ("won", "win")],
    ..NONE
};
static FRENCH: Habits = Habits {
    proclitics: &[
        "jusqu'", "lorsqu'", "puisqu'", "presqu'", "quoiqu'", "qu'", "l'", "d'", "c'", "n'", "s'", "m'",
        "j'", "t'",
    ],
    accented: |c| match c {
        'a' => "àâ",
        'e' => "éèêë",
        'i' => "îï",
        'o' => "ô",
        'u' => "ùûü",
        'c' => "ç",
        _ => "",
    },
    names_have_accents: true,
    accents_chars_min: 6,
    words: &[
        ("a", "avoir"),
        ("debout", "debout"),
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
    ..NONE
};
static GALICIAN: Habits = Habits {
    enclitics: &["lles", "nos", "vos", "lle", "me", "te", "se", "as", "os", "a", "o"],
    enclitic_joint: "-",
    ..NONE
};
static GERMAN: Habits = Habits {
    guess: Guess::Always,
    capital_nouns: true,
    lower_at_start: true,
    words: &[("eltern", "eltern"), ("möbel", "möbel"), ("spaß", "spaß"), ("zimmer", "zimmer")],
    ..NONE
};
static GREEK: Habits = Habits {
    guess: Guess::Always,
    ending_max: 2,
    accented: |c| match c {
        'α' => "ά",
        'ε' => "έ",
        'η' => "ή",
        'ι' => "ίϊΐ",
        'ο' => "ό",
        'υ' => "ύϋΰ",
        'ω' => "ώ",
        'Α' => "Ά",
        'Ε' => "Έ",
        'Η' => "Ή",
        'Ι' => "Ί",
        'Ο' => "Ό",
        'Υ' => "Ύ",
        'Ω' => "Ώ",
        _ => "",
    },
    lower_at_start: true,
    words: &[("η", "ο"), ("σ", "σε")],
    ..NONE
};
static INFLECTED_ONLY: Habits = INFLECTED;
static GLUED_ONLY: Habits = GLUED;
static ITALIAN: Habits = Habits {
    enclitics: &["gli", "vi", "ci", "si", "mi", "ti", "ne", "lo", "la", "le", "li"],
    proclitics: &[
        "quest'", "quell'", "dell'", "nell'", "sull'", "coll'", "dall'", "all'", "un'", "l'", "d'", "c'",
        "s'",
    ],
    no_names: &["are", "ere", "ire"],
    words: &[("i", "il"), ("è", "essere")],
    ..NONE
};
static LITHUANIAN: Habits = Habits {
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
    ..NONE
};
static NORWEGIAN: Habits = Habits {
    ending_max: 2,
    compounds: Compounds::EndKnown,
    words: &[("går", "gå"), ("alle", "all"), ("klart", "klar")],
    ..NONE
};
static SCANDINAVIAN: Habits = Habits { ending_max: 2, compounds: Compounds::EndKnown, ..NONE };
static POLISH: Habits = Habits {
    guess: Guess::WithoutCapital,
    ending_max: 2,
    lower_at_start: true,
    // The first three lean on others: "byłem" cut in two, "1999 r."
    words: &[
        ("m", "być"),
        ("ś", "być"),
        ("r", "rok"),
        ("może", "móc"),
        ("ma", "mieć"),
        ("dzisiaj", "dzisiaj"),
    ],
    ..NONE
};
static PORTUGUESE: Habits = Habits {
    enclitics: &[
        "lhes", "nos", "vos", "lhe", "las", "los", "me", "te", "se", "la", "lo", "na", "no", "as", "os", "a",
        "o",
    ],
    enclitic_joint: "-",
    guess: Guess::Lowercase,
    accented: |c| match c {
        'a' => "ãáâà",
        'e' => "éê",
        'i' => "í",
        'o' => "óôõ",
        'u' => "úü",
        'c' => "ç",
        _ => "",
    },
    no_names: &["ar", "er", "ir"],
    lower_at_start: true,
    words: &[
        ("a", "o"),
        ("é", "ser"),
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
    ..NONE
};
static ROMANIAN: Habits = Habits {
    proclitics: &[
        "printr-", "dintr-", "într-", "ne-", "le-", "te-", "mi-", "ți-", "și-", "s-", "l-", "m-", "i-", "v-",
    ],
    guess: Guess::WithoutCapital,
    accented: |c| match c {
        'a' => "ăâ",
        'i' => "î",
        's' => "ș",
        't' => "ț",
        _ => "",
    },
    lower_at_start: true,
    words: &[("a", "al"), ("o", "un"), ("e", "fi"), ("i", "el"), ("l", "el")],
    ..NONE
};
static RUSSIAN: Habits = Habits { guess: Guess::Always, ending_max: 2, ..NONE };
static SPANISH: Habits = Habits {
    enclitics: &["nos", "les", "las", "los", "me", "te", "se", "le", "la", "lo", "os"],
    no_names: &[""],
    guess: Guess::Lowercase,
    accented: |c| match c {
        'a' => "á",
        'e' => "é",
        'i' => "í",
        'o' => "ó",
        'u' => "úü",
        'n' => "ñ",
        _ => "",
    },
    ..NONE
};
static TURKISH: Habits = Habits { endings_behind_apostrophe: true, ..GLUED };

/// The habits of the language with this code.
pub(super) fn of(code: &str) -> &'static Habits {
    match code {
        "ca" => &CATALAN,
        "da" => &DANISH,
        "de" | "lb" => &GERMAN,
        "el" => &GREEK,
        "en" => &ENGLISH,
        "es" => &SPANISH,
        "fr" => &FRENCH,
        "gl" => &GALICIAN,
        "it" => &ITALIAN,
        "lt" => &LITHUANIAN,
        "nb" => &NORWEGIAN,
        "nn" | "sv" => &SCANDINAVIAN,
        "nl" => &DUTCH,
        "pl" => &POLISH,
        "pt" => &PORTUGUESE,
        "ro" => &ROMANIAN,
        "ru" => &RUSSIAN,
        "tr" => &TURKISH,
        "bg" | "cs" | "hbs" | "hy" | "is" | "ka" | "la" | "lv" | "mk" | "sk" | "sl" | "uk" => &INFLECTED_ONLY,
        "et" | "fi" | "hu" => &GLUED_ONLY,
        _ => &NO_HABITS,
    }
}
