//! What a language does to its words besides inflection: data only.
//!
//! Clitics and the languages with endings to cut were checked by simplemma's authors on treebanks; what is
//! changed here was measured by `cargo xtask lemma-accuracy` (see `docs/languages.md`).

/// For which unknown words the ending tells the lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// None: most unknown words are names or foreign, and stay as they are.
    Never,
    /// Words in lowercase; not names.
    Lowercase,
    /// All: names are inflected too.
    Always,
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
    /// Unknown words may be compounds whose last part is known.
    pub(super) compounds: bool,
    /// Whose lemma the ending tells.
    pub(super) guess: Guess,
    /// Spellings of a letter with accents, which careless writers leave out.
    pub(super) accented: fn(char) -> &'static str,
    /// Nouns have a capital, so that lowercase text must be asked for both.
    pub(super) capital_nouns: bool,
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
    compounds: false,
    guess: Guess::Never,
    accented: |_| "",
    capital_nouns: false,
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
    compounds: true,
    words: &[("godt", "god"), ("gode", "god"), ("svært", "svær"), ("hele", "hel")],
    ..NONE
};
static DUTCH: Habits = Habits {
    endings_behind_apostrophe: true,
    words: &[
        ("eerst", "eerst"),
        ("vierde", "vierde"),
        ("zesde", "zesde"),
        ("zevende", "zevende"),
        ("achtste", "achtste"),
        ("negende", "negende"),
        ("tiende", "tiende"),
    ],
    ..NONE
};
static ENGLISH: Habits = Habits { guess: Guess::Lowercase, ..NONE };
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
    words: &[("a", "avoir")],
    ..NONE
};
static GALICIAN: Habits = Habits {
    enclitics: &["lles", "nos", "vos", "lle", "me", "te", "se", "as", "os", "a", "o"],
    enclitic_joint: "-",
    ..NONE
};
static GERMAN: Habits = Habits { guess: Guess::Always, capital_nouns: true, lower_at_start: true, ..NONE };
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
    compounds: true,
    words: &[("går", "gå"), ("alle", "all"), ("klart", "klar")],
    ..NONE
};
static SCANDINAVIAN: Habits = Habits { ending_max: 2, compounds: true, ..NONE };
static POLISH: Habits = Habits {
    guess: Guess::Lowercase,
    ending_max: 2,
    lower_at_start: true,
    words: &[("może", "móc"), ("ma", "mieć"), ("dzisiaj", "dzisiaj")],
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
        ("primeira", "primeiro"),
        ("primeiras", "primeiro"),
    ],
    ..NONE
};
static ROMANIAN: Habits = Habits {
    guess: Guess::Lowercase,
    accented: |c| match c {
        'a' => "ăâ",
        'i' => "î",
        's' => "ș",
        't' => "ț",
        _ => "",
    },
    lower_at_start: true,
    words: &[("a", "al"), ("o", "un"), ("e", "fi"), ("i", "el")],
    ..NONE
};
static RUSSIAN: Habits = Habits { guess: Guess::Always, ending_max: 2, ..NONE };
static SPANISH: Habits = Habits {
    enclitics: &["nos", "les", "las", "los", "me", "te", "se", "le", "la", "lo", "os"],
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
