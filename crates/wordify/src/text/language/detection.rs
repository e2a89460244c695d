//! In which language the texts are: a guess from a sample, and what does not fit the language chosen.
//!
//! whatlang compares letters and triples of letters with those of each language. On one sentence it is right
//! nineteen times in twenty, on twenty sentences joined nearly always; so the language is guessed from joined
//! documents, and single ones say only whether there are others among them.

use rustc_hash::FxHashSet;
use serde::Serialize;
use whatlang::{Detector, Lang};

use super::Language;
use super::script::Script;
use super::stop_words::Collection;
use crate::count::{counted, grouped};
use crate::text::tokenize::is_mark_of_letter;

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
/// Confidence from which a guess is taken: texts of a few words, and languages that whatlang or we do not know, stay below it.
const CHOSEN_MIN: f64 = 0.75;
/// Share of the groups that must agree: of texts in one language nearly all do, and of mixed or foreign ones each looks like another.
const AGREEING_MIN: f64 = 0.6;
/// Languages that whatlang takes for others, and letters that they alone have.
const LETTERS: [(&str, &str); 4] = [("Kazakh", "ұ"), ("Tajik", "ҷ"), ("Bashkir", "ҙҫҡ"), ("Tatar", "җ")];
/// Share of documents with such a letter from which texts are in that language.
const LETTERS_SHARE_MIN: f64 = 0.2;
/// Share of function words below which texts are hardly in a language: running text has 15 % and more in every language with a list.
const FUNCTION_WORDS_MIN: f64 = 0.04;
/// Words from which that can be seen.
const WORDS_MIN: usize = 30;
/// Other languages and scripts that a warning names.
const NAMED_MAX: usize = 3;

/// The language that the texts seem to be in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Guess {
    /// The language of most groups of documents; [`Language::Multi`] where they are in a script of none of ours.
    pub language: Language,
    /// Mean confidence over the groups in that language, 0 to 1.
    pub confidence: f64,
    /// Share of the groups in that language, 0 to 1.
    pub share: f64,
    /// Languages of single documents that are surely in another, with their share of the documents that
    /// could be judged alone; the largest share first.
    pub others: Vec<(Language, f64)>,
    /// Share of the documents that could be judged alone that are surely in the language.
    #[serde(skip)]
    pub own_share: f64,
    /// Share of the words that are stop words of the language in any collection, 0 to 1; none where nothing can be said.
    #[serde(skip)]
    pub function_words: Option<f64>,
    /// The language that the texts are in rather, by its English name, where it is none of ours.
    #[serde(skip)]
    pub unknown: Option<&'static str>,
}

impl Guess {
    /// The guess in words: `German (confidence 100%)`.
    pub fn words(&self) -> String {
        format!("{} (confidence {:.0}%)", self.language.name(), 100.0 * self.confidence)
    }

    /// The language to take where none was chosen: the guess where it is sure enough, else none in particular.
    pub fn choice(&self) -> Language {
        let has_its_words = self.function_words.is_none_or(|share| share >= FUNCTION_WORDS_MIN);
        let is_sure = self.unknown.is_none()
            && self.confidence >= CHOSEN_MIN
            && self.share >= AGREEING_MIN
            && has_its_words;
        if is_sure { self.language } else { Language::Multi }
    }

    /// Why [`Guess::choice`] is no language, in a sentence.
    fn doubt(&self) -> String {
        match self.unknown {
            Some(name) => format!(
                "The texts seem to be in {name}, which Wordify does not know as a language of its own"
            ),
            None if self.share < AGREEING_MIN => format!(
                "Parts of the texts look like different languages, {:.0}% like {}: they may mix languages",
                100.0 * self.share,
                self.language.name()
            ),
            None if self.confidence >= CHOSEN_MIN => format!(
                "The texts look like {}, but hardly have its words: they may mix languages",
                self.language.name()
            ),
            None => {
                format!("It is not sure which language the texts are in; the best guess is {}", self.words())
            }
        }
    }

    /// Share of documents in other languages.
    pub fn other_share(&self) -> f64 {
        self.others.iter().map(|(_, share)| share).sum()
    }

    /// Languages of documents that are surely in another than `language`, as [`Guess::others`].
    fn others_than(&self, language: Language) -> Vec<(Language, f64)> {
        let own = (self.own_share > 0.0).then_some((self.language, self.own_share));
        let all = self.others.iter().copied().chain(own);
        let mut others: Vec<(Language, f64)> = all.filter(|(other, _)| *other != language).collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        others
    }
}

/// Guesses the language of a corpus from a sample of its texts, spread evenly over them.
///
/// None where nothing can be said: no letters, or a script of no language that the guess knows.
pub fn detect<T: AsRef<str>>(texts: &[T]) -> Option<Guess> {
    let ours: Vec<Lang> =
        Language::ALL.iter().flat_map(|language| language.facts().detected).copied().collect();
    let detector = Detector::with_allowlist(ours.clone());
    let sample = sample(texts);
    let votes: Vec<(Language, f64)> =
        sample.chunks(GROUP_DOCUMENTS).filter_map(|group| guess(&detector, &group.join("\n"))).collect();
    let unknown = unknown(&sample, &ours);
    let Some((language, confidences)) = most(&votes) else {
        // The script of a language that is none of ours.
        let nothing = Guess {
            language: Language::Multi,
            confidence: 0.0,
            share: 0.0,
            others: Vec::new(),
            own_share: 0.0,
            function_words: None,
            unknown,
        };
        return unknown.map(|_| nothing);
    };
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
        own_share: singles.iter().filter(|&&single| single == language).count() as f64
            / singles.len().max(1) as f64,
        function_words: function_words(&sample, language),
        unknown,
    })
}

/// Share of the words of `sample` that are stop words of `language`, where it has lists and writes spaces.
fn function_words(sample: &[String], language: Language) -> Option<f64> {
    let lists = Collection::of(language).filter_map(|collection| collection.list(language));
    let known: FxHashSet<String> = lists.flat_map(str::lines).map(str::to_lowercase).collect();
    let words: Vec<String> = sample
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && !is_mark_of_letter(c)))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .map(str::to_lowercase)
        .collect();
    let can_tell = !known.is_empty() && words.len() >= WORDS_MIN && language.segmenter().is_none();
    can_tell.then(|| words.iter().filter(|word| known.contains(*word)).count() as f64 / words.len() as f64)
}

/// The English name of the language of most groups, among all that whatlang knows, where it is none of ours and sure.
fn unknown(sample: &[String], ours: &[Lang]) -> Option<&'static str> {
    let has = |letters: &str| sample.iter().filter(|text| text.contains(|c| letters.contains(c))).count();
    let by_letters = LETTERS.iter().find(|(_, letters)| {
        has(letters) as f64 >= LETTERS_SHARE_MIN * sample.len() as f64 && !sample.is_empty()
    });
    if let Some((name, _)) = by_letters {
        return Some(name);
    }
    let detector = Detector::new();
    let groups: Vec<Lang> = sample
        .chunks(GROUP_DOCUMENTS)
        .filter_map(|group| detector.detect(&group.join("\n")))
        .filter(|info| info.confidence() >= CHOSEN_MIN && !ours.contains(&info.lang()))
        .map(|info| info.lang())
        .collect();
    let first = groups.first()?;
    let is_most =
        2 * groups.iter().filter(|lang| *lang == first).count() > sample.len().div_ceil(GROUP_DOCUMENTS);
    is_most.then(|| first.eng_name())
}

/// The beginnings of up to [`GROUPS`] × [`GROUP_DOCUMENTS`] texts.
fn sample<T: AsRef<str>>(texts: &[T]) -> Vec<String> {
    let documents = texts.len().min(GROUPS * GROUP_DOCUMENTS);
    (0..documents).map(|index| words_of(texts[index * texts.len() / documents].as_ref())).collect()
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
    if let Some(guess) =
        guess.filter(|guess| language == Language::Multi && guess.choice() == Language::Multi)
    {
        warnings.push(format!(
            "{}. Words count as they are written, and no stop words are left out; choose the language if you know it.",
            guess.doubt()
        ));
    }
    if let Some(guess) = guess.filter(|_| language != Language::Multi) {
        if guess.language != language && guess.confidence >= CONFIDENCE_MIN {
            let (guessed, code) = (guess.language.name(), guess.language.code());
            warnings.push(format!(
                "The texts look like {guessed}, but the language is {}: its stop words and word forms were used. \
                 Choose the language {code} if the texts are {guessed}.",
                language.name()
            ));
        } else {
            warnings.extend(warning_of_mixture(&guess.others_than(language), language));
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

/// A warning where many documents are in other languages than `language`.
fn warning_of_mixture(others: &[(Language, f64)], language: Language) -> Option<String> {
    let share: f64 = others.iter().map(|(_, share)| share).sum();
    (share >= MIXED_SHARE_MIN).then(|| {
        format!(
            "About {:.0}% of the documents seem to be in other languages than {} ({}). Terms may tell the languages apart \
             instead of the labels; keep one language per analysis.",
            100.0 * share,
            language.name(),
            shown(others.iter().map(|(other, share)| format!("{} {:.0}%", other.name(), 100.0 * share)))
        )
    })
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
        for text in ["", "😀 😀", "12,50 €", "\u{e000}\u{e001}"] {
            assert_eq!(detect(&texts(&[(text, 5)])), None, "{text}");
        }
        assert_eq!(detect::<String>(&[]), None);
    }

    #[test]
    fn a_guess_is_taken_where_it_is_sure_and_the_texts_have_its_words() {
        let choice = |texts: &[String]| detect(texts).map(|guess| guess.choice());
        assert_eq!(choice(&texts(&[(GERMAN, 30)])), Some(Language::German));
        for (text, named) in [
            ("sản phẩm rất tốt nhưng giao hàng chậm quá", "Vietnamese"),
            ("ภาษาไทยง่าย", "Thai"),
            ("한국어를 배우고 있어요", "Korean"),
            ("yeh phone bahut accha hai bhai", ""),
            ("ótimo", ""),
        ] {
            let texts = texts(&[(text, 30)]);
            let guess = detect(&texts).expect("a guess");
            assert_eq!(guess.choice(), Language::Multi, "{text}: {guess:?}");
            assert!(guess.unknown.unwrap_or_default().contains(named), "{guess:?}");
            let warnings = warnings(&texts, Language::Multi, Some(&guess));
            assert!(warnings[0].contains("Words count as they are written"), "{warnings:?}");
        }
    }

    #[test]
    fn parts_that_look_like_different_languages_are_in_none() {
        let lines = [
            ["yeh product bahut accha hai yaar", "mujhe bahut pasand aaya ye phone"],
            ["bilkul bekar hai paisa barbad", "mat lena bhai ekdum ghatiya hai"],
            ["kya mast cheez hai bhai maza aa gaya", "delivery late thi lekin phone theek hai"],
        ];
        let texts: Vec<&str> = lines.iter().flat_map(|pair| pair.iter().cycle().take(20)).copied().collect();
        let guess = detect(&texts).expect("letters");
        assert_eq!(guess.choice(), Language::Multi, "{guess:?}");
    }

    #[test]
    fn languages_that_are_taken_for_others_are_known_by_their_letters() {
        let guess = detect(&["бұл өнім өте жақсы және арзан", "қызметке өте ризамын"]).expect("letters");
        assert_eq!((guess.unknown, guess.choice()), (Some("Kazakh"), Language::Multi));
    }

    #[test]
    fn a_mixed_corpus_is_warned_of_with_the_share_of_the_other_language() {
        let texts = texts(&[(ENGLISH, 60), (GERMAN, 40)]);
        let guess = detect(&texts).expect("a guess");
        assert_eq!(
            (guess.language, guess.others.clone()),
            (Language::English, vec![(Language::German, 0.4)])
        );
        let warnings = warnings(&texts, Language::English, Some(&guess));
        assert!(warnings.len() == 1 && warnings[0].contains("German 40%"), "{warnings:?}");
    }

    #[test]
    fn links_user_names_and_hashtags_say_nothing_about_the_language() {
        let text = format!("@the_walker #weather https://example.org/the/weather {GERMAN}");
        assert_eq!(detect(&texts(&[(&text, 3)])).expect("a guess").language, Language::German);
    }

    #[test]
    fn another_language_than_chosen_is_warned_of_once() {
        let texts = texts(&[(GERMAN, 30)]);
        let guess = detect(&texts);
        let said = warnings(&texts, Language::English, guess.as_ref());
        assert!(said.len() == 1 && said[0].contains("look like German"), "{said:?}");
        assert_eq!(warnings(&texts, Language::German, guess.as_ref()), [""; 0]);
        assert_eq!(warnings(&texts, Language::Multi, guess.as_ref()), [""; 0]);
    }

    #[test]
    fn documents_in_another_script_are_counted() {
        let texts = texts(&[(ENGLISH, 5), (RUSSIAN, 2), ("שלום", 1), ("😀", 4)]);
        let expected = [(Script::Cyrillic, 2), (Script::Hebrew, 1)];
        assert_eq!(in_other_scripts(&texts, Language::English), expected);
        assert_eq!(in_other_scripts(&texts, Language::Multi), []);
        let said = warnings(&texts, Language::English, None);
        assert!(
            said[0].starts_with("3 documents of 12 are written in another script than English (2 Cyrillic"),
            "{said:?}"
        );
    }
}
