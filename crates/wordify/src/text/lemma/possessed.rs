//! Nouns with their possessor: Hungarian "szobám" (my room), Norwegian "livets" (of life).

use super::Lemmatizer;
use super::spelling::lowercase;

/// Characters of the ending of a possessor in an entry: "-e", "-ja".
const POSSESSOR_CHARS_MAX: usize = 2;
/// Endings that say in Hungarian whose a noun is; longest first. Cases were cut off by the dictionary.
const POSSESSORS: [&str; 43] = [
    "jaink", "jeink", "jaitok", "jeitek", "aink", "eink", "jaim", "jeim", "jaid", "jeid", "jaik", "jeik",
    "aim", "eim", "aid", "eid", "aik", "eik", "jai", "jei", "unk", "ünk", "juk", "jük", "ai", "ei", "uk",
    "ük", "om", "em", "öm", "am", "od", "ed", "öd", "ad", "ja", "je", "nk", "m", "d", "a", "e",
];
/// Fewer characters before an ending are no noun; more are asked for before an ending of one letter: "team" is nobody's tea.
const NOUN_CHARS_MIN: usize = 3;
const NOUN_CHARS_MIN_OF_LETTER: usize = 4;
/// Fewer characters before the s of a genitive are no noun: "its".
const OWNER_CHARS_MIN: usize = 3;

impl Lemmatizer {
    /// What `found` for `word` leads to where it is a noun with the ending of its possessor, or is corrected in its turn; else
    /// `found`.
    pub(super) fn over_possessed(&self, found: String, word: &str) -> String {
        let leads = self.mended.is_some() && self.habits.leads_over_possessed && found != word;
        if !leads || self.corrected(&lowercase(word, self.habits)).is_some() {
            return found;
        }
        if let Some(lemma) = self.corrected(&found) {
            return lemma;
        }
        let Some(noun) = self.dictionary.get(&found) else {
            return self.without_possessor(&found).unwrap_or(found);
        };
        let ending = found.strip_prefix(noun.as_str()).map(str::chars);
        let is_possessed = ending.is_some_and(|ending| (1..=POSSESSOR_CHARS_MAX).contains(&ending.count()));
        if is_possessed { noun } else { found }
    }

    /// The noun, its own lemma, that stands before the ending of a possessor in a word without an entry. A word with a capital
    /// may be a name.
    pub(super) fn without_possessor(&self, word: &str) -> Option<String> {
        let asked = self.mended.is_some() && self.habits.leads_over_possessed;
        if !asked || word.starts_with(char::is_uppercase) || self.dictionary.contains(word) {
            return None;
        }
        POSSESSORS.iter().find_map(|ending| {
            let stem = word.strip_suffix(ending)?;
            let short = lengthened(stem);
            let least =
                if ending.len() == 1 && short.is_none() { NOUN_CHARS_MIN_OF_LETTER } else { NOUN_CHARS_MIN };
            stem.chars().nth(least - 1)?;
            let mut nouns = short.into_iter().chain([stem.to_owned()]);
            nouns.find(|noun| self.is_own(noun))
        })
    }

    /// Whether a word is known as its own lemma.
    fn is_own(&self, word: &str) -> bool {
        let lemma = self.corrected(word).or_else(|| self.dictionary.get(word));
        lemma.is_some_and(|lemma| lemma == word)
    }

    /// The lemma of a word without an entry whose genitive it is. A word with a capital may be a name: "Jens".
    pub(super) fn of_genitive(&self, word: &str) -> Option<String> {
        let asked = self.mended.is_some() && self.habits.genitives_end_in_s;
        let owner = word.strip_suffix('s').filter(|owner| asked && !owner.ends_with('s'))?;
        let is_noun =
            word.starts_with(char::is_lowercase) && owner.chars().nth(OWNER_CHARS_MIN - 1).is_some();
        if is_noun { self.corrected(owner).or_else(|| self.dictionary.get(owner)) } else { None }
    }
}

/// The noun whose last vowel is long before an ending: "szobá" of "szobám" is szoba.
fn lengthened(stem: &str) -> Option<String> {
    let pair = [('á', 'a'), ('é', 'e')].into_iter().find(|(long, _)| stem.ends_with(*long))?;
    Some(format!("{}{}", stem.strip_suffix(pair.0)?, pair.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::Language;
    use crate::text::lemma::Casing;

    fn check(code: &str, pairs: &str) {
        let language = Language::from_code(code).expect("a language");
        let lemmatizer = Lemmatizer::load_mended(language, &[]).expect("lemmas");
        for pair in pairs.split(' ') {
            let (word, lemma) = pair.split_once('=').expect("word=lemma");
            assert_eq!(lemmatizer.lemma(word, Casing::Kept), lemma, "{code}: {word}");
        }
    }

    #[test]
    fn a_noun_is_found_under_the_ending_that_says_whose_it_is() {
        check(
            "hu",
            "szobám=szoba pénzed=pénz barátaink=barát képeit=kép temploma=templom alma=alma team=team",
        );
    }

    #[test]
    fn a_genitive_is_the_word_whose_it_is_and_a_name_stays() {
        check("nb", "livets=liv byens=by kvinners=kvinne Jens=jens Hans=hans");
        check("da", "pigens=pige skolens=skole");
    }
}
