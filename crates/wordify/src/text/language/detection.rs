//! In which language the texts are: a guess from a sample, and what does not fit the language chosen.
//!
//! whatlang compares letters and triples of letters with those of each language. On one sentence it is right
//! nineteen times in twenty, on twenty sentences joined nearly always; so the language is guessed from joined
//! documents, and single ones say only whether there are others among them.

use serde::Serialize;
use whatlang::Detector;

use super::Language;
use super::script::Script;
use crate::count::{counted, grouped};

/// Groups of documents that are joined and guessed: several, so that one odd stretch of the file is outvoted.
const GROUPS: usize = 10;
/// Documents of a group.
const GROUP_DOCUMENTS: usize = 20;
/// Characters of a document that are looked at, so that a long document does not speak for all.
const DOCUMENT_CHARACTERS: usize = 300;
/// Letters from which a single document's guess counts.
const SINGLE_LETTERS_MIN: usize = 40;
/// Documents of another language that are more than a mistake of the guess.
const OTHER_DOCUMENTS_MIN: usize = 3;
/// Share of documents in other languages from which a corpus counts as mixed.
const MIXED_SHARE_MIN: f64 = 0.1;
/// Confidence from which a guess contradicts the language chosen; also whatlang's own bound.
const CONFIDENCE_MIN: f64 = 0.9;
/// Other languages and scripts that a warning names.
const NAMED_MAX: usize = 3;

/// The language that the texts seem to be in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Guess {
    /// The language of most groups of documents; never [`Language::Multi`].
    pub language: Language,
    /// Mean confidence over the groups in that language, 0 to 1.
    pub confidence: f64,
    /// Share of the groups in that language, 0 to 1.
    pub share: f64,
    /// Languages of single documents that are surely in another, with their share of the documents that
    /// could be judged alone; the largest share first.
    pub others: Vec<(Language, f64)>,
}

impl Guess {
    /// The guess in words: `German (confidence 100 %)`.
    pub fn words(&self) -> String {
        format!("{} (confidence {:.0} %)", self.language.name(), 100.0 * self.confidence)
    }

    /// Share of documents in other languages.
    pub fn other_share(&self) -> f64 {
        self.others.iter().map(|(_, share)| share).sum()
    }
}

/// Guesses the language of a corpus from a sample of its texts, spread evenly over them.
///
/// None where nothing can be said: no letters, or a script of no language that the guess knows.
pub fn detect(texts: &[String]) -> Option<Guess> {
    let detector = Detector::with_allowlist(
        Language::ALL.iter().flat_map(|language| language.facts().detected).copied().collect(),
    );
    let sample = sample(texts);
    let votes: Vec<(Language, f64)> =
        sample.chunks(GROUP_DOCUMENTS).filter_map(|group| guess(&detector, &group.join("\n"))).collect();
    let (language, confidences) = most(&votes)?;
    let singles: Vec<Language> = sample
        .iter()
        .filter(|text| text.chars().filter(|c| c.is_alphabetic()).count() >= SINGLE_LETTERS_MIN)
        .filter_map(|text| guess(&detector, text))
        .filter(|&(_, confidence)| confidence > CONFIDENCE_MIN)
        .map(|(language, _)| language)
        .collect();
    Some(Guess {
        language,
        confidence: confidences.iter().sum::<f64>() / confidences.len() as f64,
        share: confidences.len() as f64 / votes.len() as f64,
        others: others(&singles, language),
    })
}

/// The beginnings of up to [`GROUPS`] × [`GROUP_DOCUMENTS`] texts.
fn sample(texts: &[String]) -> Vec<String> {
    let documents = texts.len().min(GROUPS * GROUP_DOCUMENTS);
    (0..documents).map(|index| words_of(&texts[index * texts.len() / documents])).collect()
}

/// The beginning of a text without links, user names and hashtags, which are of no language.
fn words_of(text: &str) -> String {
    let end = text.char_indices().nth(DOCUMENT_CHARACTERS).map_or(text.len(), |(index, _)| index);
    let is_word = |word: &&str| !["http", "www.", "@", "#"].iter().any(|start| word.starts_with(start));
    text[..end].split_whitespace().filter(is_word).collect::<Vec<_>>().join(" ")
}

fn guess(detector: &Detector, text: &str) -> Option<(Language, f64)> {
    let info = detector.detect(text)?;
    let is_it = |language: &Language| language.facts().detected.contains(&info.lang());
    Some((Language::ALL.into_iter().find(is_it)?, info.confidence()))
}

/// The language with the most votes, of equals the first in the alphabet, and its confidences.
fn most(votes: &[(Language, f64)]) -> Option<(Language, Vec<f64>)> {
    let of = |language| {
        votes.iter().filter(move |(other, _)| *other == language).map(|&(_, confidence)| confidence)
    };
    let winner = Language::ALL
        .into_iter()
        .map(|language| (of(language).count(), language))
        .filter(|&(count, _)| count > 0)
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    Some((winner.1, of(winner.1).collect()))
}

fn others(singles: &[Language], language: Language) -> Vec<(Language, f64)> {
    let count = |other: Language| singles.iter().filter(|&&single| single == other).count();
    let mut others: Vec<(usize, Language)> = Language::ALL
        .into_iter()
        .filter(|&other| other != language)
        .map(|other| (count(other), other))
        .filter(|&(documents, _)| documents >= OTHER_DOCUMENTS_MIN)
        .collect();
    others.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    others.into_iter().map(|(documents, other)| (other, documents as f64 / singles.len() as f64)).collect()
}

/// Documents in another script than `language` is written in, by script, the most frequent first.
pub fn in_other_scripts(texts: &[String], language: Language) -> Vec<(Script, usize)> {
    let expected = language.scripts();
    let mut counts = [0; Script::ALL.len()];
    if !expected.is_empty() {
        for script in texts.iter().filter_map(|text| Script::of_text(text)) {
            counts[script as usize] += usize::from(!expected.contains(&script));
        }
    }
    let mut found: Vec<(Script, usize)> =
        Script::ALL.into_iter().zip(counts).filter(|&(_, documents)| documents > 0).collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// What a user should know about the language chosen for `texts`.
pub(crate) fn warnings(texts: &[String], language: Language, guess: Option<&Guess>) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(guess) = guess.filter(|_| language != Language::Multi) {
        if guess.language != language && guess.confidence >= CONFIDENCE_MIN {
            let (guessed, code) = (guess.language.name(), guess.language.code());
            warnings.push(format!(
                "The texts look like {guessed}, but the language is {}: its stop words and word forms were used. \
                 Choose the language {code} if the texts are {guessed}.",
                language.name()
            ));
        } else if guess.other_share() >= MIXED_SHARE_MIN {
            warnings.push(format!(
                "About {:.0} % of the documents seem to be in other languages than {} ({}). Terms may tell the \
                 languages apart instead of the labels; keep one language per analysis.",
                100.0 * guess.other_share(),
                guess.language.name(),
                shown(guess.others.iter().map(|(other, share)| format!("{} {:.0} %", other.name(), 100.0 * share)))
            ));
        }
    }
    let scripts = in_other_scripts(texts, language);
    if !scripts.is_empty() {
        let documents = scripts.iter().map(|(_, documents)| documents).sum();
        warnings.push(format!(
            "{} of {} written in another script than {} ({}).",
            counted(documents, "document", "documents"),
            if documents == 1 {
                format!("{} is", grouped(texts.len()))
            } else {
                format!("{} are", grouped(texts.len()))
            },
            language.name(),
            shown(scripts.iter().map(|(script, documents)| format!(
                "{} {}",
                grouped(*documents),
                script.name()
            )))
        ));
    }
    warnings
}

fn shown(items: impl ExactSizeIterator<Item = String>) -> String {
    let more = items.len().saturating_sub(NAMED_MAX);
    let mut text = items.take(NAMED_MAX).collect::<Vec<_>>().join(", ");
    if more > 0 {
        text.push_str(&format!(", and {more} more"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The weather was fine and we walked along the river for the whole afternoon";
    const GERMAN: &str = "Das Wetter war schön und wir sind den ganzen Nachmittag am Fluss entlang gegangen";
    const RUSSIAN: &str = "Погода была хорошая, и мы весь день гуляли вдоль реки";

    fn texts(parts: &[(&str, usize)]) -> Vec<String> {
        parts.iter().flat_map(|&(text, times)| vec![text.to_owned(); times]).collect()
    }

    #[test]
    fn the_language_of_texts_is_guessed() {
        for (text, expected) in [
            (ENGLISH, Language::English),
            (GERMAN, Language::German),
            (RUSSIAN, Language::Russian),
            ("Ο καιρός ήταν καλός και περπατήσαμε", Language::Greek),
            ("天气很好，我们沿着河边走了一下午", Language::Chinese),
            ("天気がよかったので、川沿いを歩きました", Language::Japanese),
            ("Pogoda była ładna i spacerowaliśmy wzdłuż rzeki przez całe popołudnie", Language::Polish),
        ] {
            let guess = detect(&texts(&[(text, 30)])).expect("a guess");
            assert_eq!((guess.language, guess.share, guess.others), (expected, 1.0, vec![]), "{text}");
        }
    }

    #[test]
    fn texts_without_letters_or_in_an_unknown_script_give_no_guess() {
        for text in ["", "😀 😀", "12,50 €", "\u{e000}\u{e001}", "한국어 문장입니다"] {
            assert_eq!(detect(&texts(&[(text, 5)])), None, "{text}");
        }
        assert_eq!(detect(&[]), None);
    }

    #[test]
    fn a_mixed_corpus_is_told_with_the_share_of_the_other_language() {
        let texts = texts(&[(ENGLISH, 60), (GERMAN, 40)]);
        let guess = detect(&texts).expect("a guess");
        assert_eq!(
            (guess.language, guess.others.clone()),
            (Language::English, vec![(Language::German, 0.4)])
        );
        let warnings = warnings(&texts, Language::English, Some(&guess));
        assert!(warnings.len() == 1 && warnings[0].contains("German 40 %"), "{warnings:?}");
    }

    #[test]
    fn links_user_names_and_hashtags_say_nothing_about_the_language() {
        let text = format!("@the_walker #weather https://example.org/the/weather {GERMAN}");
        assert_eq!(detect(&texts(&[(&text, 3)])).expect("a guess").language, Language::German);
    }

    #[test]
    fn another_language_than_chosen_is_told_once() {
        let texts = texts(&[(GERMAN, 30)]);
        let guess = detect(&texts);
        let told = warnings(&texts, Language::English, guess.as_ref());
        assert!(told.len() == 1 && told[0].contains("look like German"), "{told:?}");
        assert_eq!(warnings(&texts, Language::German, guess.as_ref()), [""; 0]);
        assert_eq!(warnings(&texts, Language::Multi, guess.as_ref()), [""; 0]);
    }

    #[test]
    fn documents_in_another_script_are_counted() {
        let texts = texts(&[(ENGLISH, 5), (RUSSIAN, 2), ("שלום", 1), ("😀", 4)]);
        let expected = [(Script::Cyrillic, 2), (Script::Hebrew, 1)];
        assert_eq!(in_other_scripts(&texts, Language::English), expected);
        assert_eq!(in_other_scripts(&texts, Language::Multi), []);
        let told = warnings(&texts, Language::English, None);
        assert!(
            told[0].starts_with("3 documents of 12 are written in another script than English (2 Cyrillic"),
            "{told:?}"
        );
    }
}
