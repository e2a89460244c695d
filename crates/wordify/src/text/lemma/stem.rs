//! Words that are the bare stem of a verb and a noun as well: "kaart" is a card, and what one plays with cards.

use super::Lemmatizer;

impl Lemmatizer {
    /// Whether `word` is the bare stem of the verb `lemma`, and by its diminutive a noun as well: which it is then far more
    /// often, as "kaart" (of "kaarten"), which has "kaartje".
    pub(super) fn is_noun_beside_verb(&self, word: &str, lemma: &str) -> bool {
        if self.habits.diminutives.is_empty() {
            return false;
        }
        // A verb's third person ends in t as well, which is frequent; but for nouns in -rt and -st.
        let third_person = word.ends_with('t') && !word.ends_with("rt") && !word.ends_with("st");
        let is_noun =
            |ending: &&str| self.dictionary.get(&format!("{word}{ending}")).is_some_and(|it| it == word);
        !third_person && is_bare_stem(word, lemma) && self.habits.diminutives.iter().any(is_noun)
    }
}

/// Whether a Dutch infinitive in -en has this stem: "stap" of "stappen", "kroon" of "kronen", "reis" of "reizen".
fn is_bare_stem(word: &str, infinitive: &str) -> bool {
    let Some(stem) = infinitive.strip_suffix("en") else { return false };
    let hard = |stem: &str| match stem.strip_suffix(['v', 'z']) {
        Some(rest) => format!("{rest}{}", if stem.ends_with('v') { 'f' } else { 's' }),
        None => stem.to_owned(),
    };
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let single = || stem.strip_suffix(|c| Some(c) == last && last == before).unwrap_or(stem).to_owned();
    let long = || {
        let (vowel, last) = (before?, last?);
        let rest = stem.strip_suffix(last)?;
        "aeou".contains(vowel).then(|| hard(&format!("{rest}{vowel}{last}")))
    };
    word == stem || word == hard(stem) || word == single() || long().is_some_and(|long| word == long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_spelled_by_the_rules_of_dutch() {
        for (stem, infinitive) in [
            ("stap", "stappen"),
            ("kroon", "kronen"),
            ("reis", "reizen"),
            ("leef", "leven"),
            ("werk", "werken"),
        ] {
            assert!(is_bare_stem(stem, infinitive), "{stem}");
        }
        for (word, infinitive) in [("werkt", "werken"), ("ging", "gaan"), ("a", "en")] {
            assert!(!is_bare_stem(word, infinitive), "{word}");
        }
    }
}
