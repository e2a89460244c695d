//! Raw texts to texts that are cut into tokens, as the settings say: cleaned, and where a preset or the user's steps
//! want it so, with lemmas in place of words.

use crate::error::Error;
use crate::settings::{Preset, Settings};
use crate::text::clean::{clean, clean_for_lemmas, clean_keeping_case, lemma_as_cleaned, steps};
use crate::text::language::Language;
use crate::text::language::script::Script;
use crate::text::language::stop_words::{self, StopWordSet};
use crate::text::lemma::memory::Memory;
use crate::text::lemma::{Casing, Lemma, Lemmatizer};
use crate::text::reading::{Before, Cut, Cutter, Reading, Unit};
use crate::text::segment::{Segmenter, are_spaced, with_links_apart};

/// Asks for a coloured picture. Programs put it behind an emoji or not, so that one emoji would be two terms.
const EMOJI_PRESENTATION: char = '\u{fe0f}';

/// All that is needed to read the texts of a corpus.
pub(crate) struct Preparation<'a> {
    settings: &'a Settings,
    lemmatizer: Option<Lemmatizer>,
    cutters: Vec<Cutter>,
    /// Stop words that go while a text is cleaned: the preset of 2022 does so, the others remove them from the tokens.
    in_cleaning: StopWordSet,
    of_tokens: StopWordSet,
}

impl<'a> Preparation<'a> {
    /// Loads what `settings` need for `texts`.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting).
    pub(crate) fn new(settings: &'a Settings, texts: &[String]) -> Result<Self, Error> {
        let lemmatizer = lemmatizer(settings)?;
        let mut stop_words = settings.stop_word_set();
        if settings.cleaning.as_ref().is_some_and(|cleaning| !cleaning.lowercases()) {
            stop_words::add_capitals(&mut stop_words);
        }
        let (in_cleaning, of_tokens) =
            if settings.preset == Preset::Wordify2022 && settings.cleaning.is_none() {
                (stop_words, StopWordSet::default())
            } else {
                (StopWordSet::default(), stop_words)
            };
        let cutters = cutters(settings, texts);
        Ok(Self { settings, lemmatizer, cutters, in_cleaning, of_tokens })
    }

    /// How the prepared texts are read.
    pub(crate) fn reading(&self) -> Reading<'_> {
        let unit = match &self.lemmatizer {
            Some(lemmatizer) if !self.goes_on_behind_lemmas() => Unit::Lemma(lemmatizer, Casing::Kept),
            _ if self.cutters.is_empty() => Unit::Form,
            _ if !self.goes_on_behind_lemmas() => Unit::Cut(&self.cutters, Before::Whole),
            // The published tools count no word of one character, so spaces are all that need be seen.
            _ if self.settings.preset == Preset::Wordify => Unit::Cut(&self.cutters, Before::Cut),
            _ => Unit::Form,
        };
        Reading { kept: self.settings.kept_tokens, stop_words: &self.of_tokens, unit }
    }

    /// Whether prepared texts have lemmas in place of words.
    pub(crate) fn puts_lemmas_into_texts(&self) -> bool {
        self.settings.uses_lemmas() && self.goes_on_behind_lemmas()
    }

    /// The preset of 2022 and the user's steps go on cleaning behind lemmas.
    fn goes_on_behind_lemmas(&self) -> bool {
        self.settings.preset == Preset::Wordify2022 || self.settings.cleaning.is_some()
    }

    /// How `text` is cut, where it is in a language without spaces.
    pub(crate) fn cut(&self, text: &str) -> Option<Cut<'_>> {
        Cutter::of(&self.cutters, text)
    }

    /// What prepares texts, one after the other.
    pub(crate) fn start(&self) -> Preparing<'_> {
        let stop_words = if self.settings.cleaning.is_some() { &self.of_tokens } else { &self.in_cleaning };
        let memory = self.lemmatizer.as_ref().map(|lemmatizer| Memory::new(lemmatizer, stop_words));
        Preparing { preparation: self, memory }
    }

    /// A text in a language without spaces: cut into words where cleaning goes on behind them; else that is done when it
    /// is read.
    fn cut_text(&self, text: &str, cut: Cut<'_>, seen: &mut dyn FnMut(&Lemma)) -> String {
        let text = if cut.spaced { text.into() } else { with_links_apart(text) };
        match &self.settings.cleaning {
            Some(cleaning) => {
                let before = steps::apply(&cleaning.before, &text);
                steps::apply(&cleaning.after, &cut.in_text(&before, &self.of_tokens, seen))
            }
            // Words stand apart and stay as they are: nothing to be done before the cleaning, which removes stop words
            // in its own order.
            None if self.settings.preset == Preset::Wordify2022 && cut.spaced && !cut.lemmas => {
                clean(&text, self.settings.preset, self.settings.language, &self.in_cleaning)
            }
            None if self.settings.preset == Preset::Wordify2022 => {
                let words = cut.in_text(&text, &self.in_cleaning, seen);
                clean(&words, self.settings.preset, self.settings.language, &self.in_cleaning)
            }
            None => clean_keeping_case(&text),
        }
    }

    /// What the cleaning behind the lemmas leaves of one, as [`Preparing::text`] puts it into a text.
    pub(crate) fn lemma(&self, lemma: &str) -> String {
        let cleaned = match &self.settings.cleaning {
            Some(cleaning) => steps::apply(&cleaning.after, lemma),
            None => lemma_as_cleaned(lemma, self.settings.preset, self.settings.language),
        };
        self.without_presentation(cleaned)
    }

    fn without_presentation(&self, text: String) -> String {
        if self.settings.kept_tokens.emojis { text.replace(EMOJI_PRESENTATION, "") } else { text }
    }
}

/// Prepares texts, and remembers the words that it has looked up: one per thread.
pub(crate) struct Preparing<'a> {
    preparation: &'a Preparation<'a>,
    memory: Option<Memory<'a>>,
}

impl Preparing<'_> {
    /// A text ready to be cut into tokens. Each lemma that is put into it is shown to `seen`, in their order.
    pub(crate) fn text(&mut self, text: &str, seen: &mut dyn FnMut(&Lemma)) -> String {
        let preparation = self.preparation;
        let settings = preparation.settings;
        let cleaned = match (preparation.cut(text), &settings.cleaning, &mut self.memory) {
            (Some(cut), _, _) => preparation.cut_text(text, cut, seen),
            (None, Some(cleaning), memory) => {
                let before = steps::apply(&cleaning.before, text);
                let with_lemmas = match memory {
                    Some(memory) => memory.lemmas_in(&before, seen),
                    None => before,
                };
                steps::apply(&cleaning.after, &with_lemmas)
            }
            (None, None, Some(memory)) => {
                clean_for_lemmas(text, settings.preset, settings.language, memory, seen)
            }
            (None, None, None) => clean(text, settings.preset, settings.language, &preparation.in_cleaning),
        };
        preparation.without_presentation(cleaned)
    }
}

/// The lemmatizer of the language, where lemmas are used and come from a dictionary of forms.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting).
pub(crate) fn lemmatizer(settings: &Settings) -> Result<Option<Lemmatizer>, Error> {
    settings.check()?;
    Ok(if settings.uses_lemmas() { Lemmatizer::load(settings.language) } else { None })
}

/// The languages that are written without spaces, with the script of most of their letters.
const WITHOUT_SPACES: [(Language, Script); 2] =
    [(Language::Chinese, Script::Han), (Language::Japanese, Script::Kana)];

/// What cuts `texts`. With no language in particular, those in Chinese and Japanese scripts are cut as Chinese and
/// Japanese.
fn cutters(settings: &Settings, texts: &[String]) -> Vec<Cutter> {
    let cutter = |language, script, texts: &[&str]| {
        let segmenter = Segmenter::load(language)?;
        let (spaced, lemmas) = (are_spaced(texts), settings.uses_lemmas());
        // The published tools counted no word of one character.
        Some(Cutter { segmenter, script, spaced, lemmas, short: settings.preset == Preset::Wordify })
    };
    if settings.language != Language::Multi {
        return cutter(settings.language, None, &all(texts)).into_iter().collect();
    }
    let cutter_of = |(language, script)| {
        let mut texts = all(texts);
        texts.retain(|text| Script::of_text(text) == Some(script));
        if texts.is_empty() { None } else { cutter(language, Some(script), &texts) }
    };
    WITHOUT_SPACES.into_iter().filter_map(cutter_of).collect()
}

fn all(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// What the user should know about texts in a language without spaces.
pub(crate) fn note(texts: &[String], language: Language) -> Option<String> {
    let spaced = language.segmenter().is_some() && are_spaced(&all(texts));
    spaced.then(|| {
        format!(
            "The texts have spaces between words, which {} does not write: they were taken as they are, and not cut \
             into words again.",
            language.name()
        )
    })
}
