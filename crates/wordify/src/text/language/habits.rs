//! What languages do with words besides inflection: the kinds of facts, and what several languages share. The facts are in
//! `data`.
//!
//! Clitics and the languages with endings to cut were checked by simplemma's authors on treebanks; what is
//! changed here was measured by `cargo xtask lemma-accuracy` (see `docs/languages.md`).

use std::ops::RangeInclusive;

/// For which unknown words the ending gives the lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guess {
    /// None: most unknown words are names or foreign, and stay as they are.
    Never,
    /// Words in lowercase; not names, and so none where the text was lowercased.
    Lowercase,
    /// Words without a capital; all where the text was lowercased.
    WithoutCapital,
    /// All: names are inflected too.
    Always,
}

/// Which unknown words count as compounds, whose last part gives the lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compounds {
    /// None.
    None,
    /// Those whose last part is known.
    EndKnown,
    /// Those in lowercase of two known parts.
    OfKnown,
}

/// The habits of one language.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    /// Pronouns written behind a verb, or what English contracts; longest first.
    pub(crate) enclitics: &'static [&'static str],
    /// Pronouns between a verb and another pronoun, where they differ from those at the end: Italian "godersela".
    pub(crate) inner_enclitics: &'static [&'static str],
    /// What stands between verb and pronoun.
    pub(crate) enclitic_joint: &'static str,
    /// Shortened words in front, with their apostrophe; longest first.
    pub(crate) proclitics: &'static [&'static str],
    /// An apostrophe divides a name from its endings.
    pub(crate) endings_behind_apostrophe: bool,
    /// Longest ending in characters that may be cut off an unknown word to find a known one; 0: none.
    pub(crate) ending_max: usize,
    /// Which unknown words are compounds.
    pub(crate) compounds: Compounds,
    /// Whose lemma the ending gives.
    pub(crate) guess: Guess,
    /// Measured on the most frequent words, the guess is wrong more often than right: it is left out but for the published
    /// presets.
    pub(crate) loses_by_guess: bool,
    /// Names end in s as plurals do: "Brooks".
    pub(crate) names_end_in_s: bool,
    /// Endings of words that are their own lemma, whatever verb they come from: Hungarian participles serve as nouns.
    pub(crate) own_endings: &'static [&'static str],
    /// The infinitive's ending of verbs whose bare stem, where it ends in a consonant, is hardly written: it is a noun or
    /// adjective. Catalan "arròs" is rice, and "I rice" in the Balearic Islands only.
    pub(crate) bare_stem_is_no_verb: Option<&'static str>,
    /// Entries lead to a noun with the ending of its possessor, which leads to the noun: "könyvet" to "könyve" to "könyv".
    pub(crate) leads_over_possessed: bool,
    /// An unknown word that ends in s is the genitive of a known one: Norwegian "livets".
    pub(crate) genitives_end_in_s: bool,
    /// Letters that are written for those with a ligature: "oeu" for œu.
    pub(crate) ligatures: &'static [(&'static str, &'static str)],
    /// Letters that are written where a keyboard lacks the right one, and the letter meant; last the one that has nothing to do with the others.
    pub(crate) replaced_for_want: &'static [(&'static str, &'static str)],
    /// Letters, and their spellings with accents, which careless writers leave out.
    pub(crate) accented: &'static [(char, &'static str)],
    /// Words for people of every gender have a mark inside: "Student*innen".
    pub(crate) gender_marks: bool,
    /// Nouns have a capital, so that lowercase text must be asked for both.
    pub(crate) capital_nouns: bool,
    /// A word with a capital inside a sentence is a name, and no form of a word whose lemma has one of these endings.
    pub(crate) no_names: &'static [&'static str],
    /// Names are written with their accents.
    pub(crate) names_have_accents: bool,
    /// Fewer characters are no word without its accents: short names look like other words.
    pub(crate) accents_chars_min: usize,
    /// The first word of a sentence is looked up in lowercase first.
    pub(crate) lower_at_start: bool,
    /// Words of closed classes, and a few frequent ones, whose entry is missing or another word's.
    pub(crate) words: &'static [(&'static str, &'static str)],
    /// Endings that make a noun small; a bare stem of a verb that can take one is a noun.
    pub(crate) diminutives: &'static [&'static str],
    /// Endings of lemmas that are looked up in their turn, as participles are, and of the lemmas that they may lead to.
    pub(crate) leads_on: &'static [(&'static str, &'static str)],
    /// Endings that contract a word, and the word that they stand for.
    pub(crate) contracted: &'static [(&'static str, Option<&'static str>)],
    /// Words that lose a letter before a contracted "not", and what they are without it.
    pub(crate) contracted_with_not: &'static [(&'static str, &'static str)],
    /// Words with a contracted "not" whose apostrophe is often left out, and what they are without it; none that is another word.
    pub(crate) carelessly_contracted_with_not: &'static [(&'static str, &'static str)],
    /// Characters that the dictionary spells otherwise.
    pub(crate) replaced: &'static [(char, char)],
    /// Marks that are written in schoolbooks only, and that the dictionary does not have.
    pub(crate) dropped: &'static [RangeInclusive<char>],
    /// Running text writes a grave accent where the dictionary has an acute.
    pub(crate) grave_is_acute: bool,
    /// The capital of `i` is `İ`, that of `ı` is `I`.
    pub(crate) dotless_i: bool,
    /// Percent of the forms with an ending that must follow one rule, before unknown words follow it too: used when the
    /// dictionary is packed.
    pub(crate) endings_agree: u32,
}

impl Habits {
    /// A language of which nothing is to be said.
    pub(crate) const NONE: Self = Self {
        enclitics: &[],
        inner_enclitics: &[],
        enclitic_joint: "",
        proclitics: &[],
        endings_behind_apostrophe: false,
        ending_max: 0,
        compounds: Compounds::None,
        guess: Guess::Never,
        loses_by_guess: false,
        names_end_in_s: false,
        own_endings: &[],
        bare_stem_is_no_verb: None,
        leads_over_possessed: false,
        genitives_end_in_s: false,
        ligatures: &[],
        replaced_for_want: &[],
        accented: &[],
        gender_marks: false,
        capital_nouns: false,
        no_names: &[],
        names_have_accents: false,
        accents_chars_min: 0,
        lower_at_start: false,
        words: &[],
        diminutives: &[],
        leads_on: &[],
        contracted: &[],
        contracted_with_not: &[],
        carelessly_contracted_with_not: &[],
        replaced: &[],
        dropped: &[],
        grave_is_acute: false,
        dotless_i: false,
        endings_agree: 85,
    };
}

/// Of languages that inflect every word: a rule that is right half of the time is better than none.
pub(crate) const INFLECTED_AGREE: u32 = 50;
/// Languages that inflect much, with nothing else to say about them.
pub(crate) const INFLECTED: Habits = Habits { guess: Guess::Lowercase, ending_max: 2, ..Habits::NONE };
/// Languages that glue many endings to a word.
pub(crate) const GLUED: Habits = Habits { guess: Guess::Lowercase, ending_max: 5, ..Habits::NONE };
/// Languages of Scandinavia with nothing else to say about them.
pub(crate) const SCANDINAVIAN: Habits =
    Habits { ending_max: 2, compounds: Compounds::EndKnown, genitives_end_in_s: true, ..Habits::NONE };
