//! Words that lean on others: "l'homme", "vendê-lo", "dármelo", "don't".

use super::Lemmatizer;
use super::spelling::{lowercase, without_accents};

/// Fewer characters are no verb that a pronoun could lean on.
const VERB_CHARS_MIN: usize = 4;
/// Pronouns behind one verb, at most: "dármelo".
const ENCLITICS_MAX: usize = 2;
/// Ends of infinitives to which pronouns are glued without a joint.
const INFINITIVE_ENDS: [&str; 2] = ["r", "re"];

impl Lemmatizer {
    /// The lemma of a verb with its pronouns; `word` has no entry.
    pub(super) fn without_enclitics(&self, word: &str) -> Option<String> {
        let habits = self.habits;
        if habits.enclitics.is_empty() || word.starts_with(char::is_uppercase) {
            return None;
        }
        let mut verb = word;
        for _ in 0..ENCLITICS_MAX {
            let inner = if verb != word && self.mended.is_some() { habits.inner_enclitics } else { &[] };
            let (rest, pronoun) = habits.enclitics.iter().chain(inner).find_map(|pronoun| {
                let rest = verb.strip_suffix(pronoun)?.strip_suffix(habits.enclitic_joint)?;
                Some((rest, *pronoun))
            })?;
            let short = rest.chars().nth(VERB_CHARS_MIN - 1).is_none() && habits.enclitic_joint.is_empty();
            if short && self.mended.is_some() {
                // "dármelo": me stands between.
                verb = rest;
                match self.short_infinitive(rest) {
                    None => continue,
                    found => return found,
                }
            }
            if short {
                return None;
            }
            verb = rest;
            if let Some(lemma) = self.verb(verb, pronoun) {
                return Some(lemma);
            }
        }
        None
    }

    /// The infinitive that a few letters are: Spanish "dar", Italian "far" of fare. Other short words are no verbs.
    fn short_infinitive(&self, verb: &str) -> Option<String> {
        let plain = without_accents(verb);
        let lemma = self.dictionary.get(&plain).or_else(|| self.dictionary.get(verb))?;
        let is_infinitive =
            lemma == plain || lemma == verb || lemma.strip_suffix('e') == Some(plain.as_str());
        (plain.ends_with('r') && is_infinitive).then_some(lemma)
    }

    /// The lemma of what stands before a pronoun.
    fn verb(&self, verb: &str, pronoun: &str) -> Option<String> {
        let plain = without_accents(verb);
        // Portuguese: "vender" before "o" is "vendê-lo".
        if self.habits.enclitic_joint == "-" && pronoun.starts_with('l') && !pronoun.starts_with("lh") {
            for infinitive in [format!("{verb}r"), format!("{plain}r")] {
                if self.dictionary.get(&infinitive).is_some_and(|lemma| lemma == infinitive) {
                    return Some(infinitive);
                }
            }
        }
        let lemma =
            self.either_case(verb).or_else(|| (plain != verb).then(|| self.either_case(&plain))?)?;
        let is_infinitive = INFINITIVE_ENDS.iter().any(|end| lemma.ends_with(end));
        let infinitive = if is_infinitive { None } else { self.infinitive_of_command(&plain) };
        infinitive.or(Some(lemma))
    }

    /// The infinitive of a command that is a noun as well: Spanish "habla" of "háblame", Italian "aiuta" of "aiutami".
    fn infinitive_of_command(&self, plain: &str) -> Option<String> {
        let infinitives = INFINITIVE_ENDS.map(|end| format!("{plain}{end}"));
        let is_known = |it: &String| self.dictionary.get(it).is_some_and(|lemma| lemma == *it);
        infinitives.into_iter().find(is_known).filter(|_| self.mended.is_some())
    }

    /// `word` without the shortened word in front: "homme" of "l'homme".
    pub(super) fn without_proclitic<'a>(&self, word: &'a str) -> Option<&'a str> {
        self.habits.proclitics.iter().find_map(|proclitic| {
            let front = word.get(..proclitic.len())?;
            (lowercase(front, self.habits) == **proclitic).then(|| &word[proclitic.len()..])
        })
    }

    /// The two words that a word contracts, the second as its lemma and not always there.
    pub(super) fn expanded<'a>(&self, word: &'a str) -> Option<(&'a str, Option<&'static str>)> {
        if self.habits.contracted.is_empty() || !word.contains('\'') {
            return None;
        }
        let lowered = lowercase(word, self.habits);
        if let Some((_, verb)) = self.habits.contracted_with_not.iter().find(|(form, _)| *form == lowered) {
            return Some((verb, Some("not")));
        }
        self.habits.contracted.iter().find_map(|&(ending, second)| {
            let first = word.get(..lowered.strip_suffix(ending)?.len())?;
            (!first.is_empty()).then_some((first, second))
        })
    }

    /// The same where the apostrophe was left out: "dont". Lost, the "not" would turn what the text says.
    pub(super) fn carelessly_contracted(&self, word: &str) -> Option<(&'static str, &'static str)> {
        if self.mended.is_none() || !word.ends_with("nt") && !word.ends_with("NT") {
            return None;
        }
        let lowered = lowercase(word, self.habits);
        let found = self.habits.carelessly_contracted_with_not.iter().find(|(form, _)| *form == lowered);
        found.map(|(_, verb)| (*verb, "not"))
    }
}
