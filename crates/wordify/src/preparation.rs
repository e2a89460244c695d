//! Raw texts to texts that are cut into tokens, as the settings say: cleaned, and where a preset or the user's steps
//! want it so, with lemmas in place of words.

use crate::clean::{clean, clean_for_lemmas, lemma_as_cleaned, steps};
use crate::error::{Error, ErrorKind};
use crate::language::stop_words::{self, StopWordSet};
use crate::lemma::{Casing, Lemma, Lemmatizer};
use crate::reading::{Reading, Unit};
use crate::settings::{Preset, Settings};

/// Asks for a coloured picture. Programs put it behind an emoji or not, so that one emoji would be two terms.
const EMOJI_PRESENTATION: char = '\u{fe0f}';

/// All that is needed to read the texts of a corpus.
pub(crate) struct Preparation<'a> {
    settings: &'a Settings,
    lemmatizer: Option<Lemmatizer>,
    /// Stop words that go while a text is cleaned: the preset of 2022 does so, the others remove them from the tokens.
    in_cleaning: StopWordSet,
    of_tokens: StopWordSet,
}

impl<'a> Preparation<'a> {
    /// Loads what `settings` need.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`].
    pub(crate) fn new(settings: &'a Settings) -> Result<Self, Error> {
        let lemmatizer = lemmatizer(settings)?;
        let mut stop_words = stop_words::of_settings(settings);
        if settings.cleaning.as_ref().is_some_and(|cleaning| !cleaning.lowercases()) {
            stop_words::add_capitals(&mut stop_words);
        }
        let (in_cleaning, of_tokens) =
            if settings.preset == Preset::Wordify2022 && settings.cleaning.is_none() {
                (stop_words, StopWordSet::default())
            } else {
                (StopWordSet::default(), stop_words)
            };
        Ok(Self { settings, lemmatizer, in_cleaning, of_tokens })
    }

    /// How the prepared texts are read.
    pub(crate) fn reading(&self) -> Reading<'_> {
        let unit = match &self.lemmatizer {
            Some(lemmatizer) if !self.puts_lemmas_into_texts() => Unit::Lemma(lemmatizer, Casing::Kept),
            _ => Unit::Form,
        };
        Reading { kept: self.settings.kept_tokens, stop_words: &self.of_tokens, unit }
    }

    /// Whether prepared texts have lemmas in place of words: the preset of 2022 and the user's steps go on
    /// cleaning behind them.
    pub(crate) fn puts_lemmas_into_texts(&self) -> bool {
        let goes_on = self.settings.preset == Preset::Wordify2022 || self.settings.cleaning.is_some();
        goes_on && self.lemmatizer.is_some()
    }

    /// A text ready to be cut into tokens. Each lemma that is put into it is shown to `seen`, in their order.
    pub(crate) fn text(&self, text: &str, seen: &mut dyn FnMut(Lemma)) -> String {
        let settings = self.settings;
        let cleaned = match (&settings.cleaning, &self.lemmatizer) {
            (Some(cleaning), Some(lemmatizer)) => {
                let before = steps::apply(&cleaning.before, text);
                steps::apply(&cleaning.after, &lemmatizer.lemmas_in(&before, &self.of_tokens, seen))
            }
            (Some(cleaning), None) => steps::apply(&cleaning.after, &steps::apply(&cleaning.before, text)),
            (None, Some(lemmatizer)) => {
                let (preset, language) = (settings.preset, settings.language);
                clean_for_lemmas(text, preset, language, &self.in_cleaning, lemmatizer, seen)
            }
            (None, None) => clean(text, settings.preset, settings.language, &self.in_cleaning),
        };
        self.without_presentation(cleaned)
    }

    /// What the cleaning behind the lemmas leaves of one, as [`Preparation::text`] puts it into a text.
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

/// The lemmatizer of the language, where lemmas are used.
///
/// # Errors
/// [`ErrorKind::Setting`].
pub(crate) fn lemmatizer(settings: &Settings) -> Result<Option<Lemmatizer>, Error> {
    settings.check()?;
    if !settings.uses_lemmas() {
        return Ok(None);
    }
    let missing = || Error::new(ErrorKind::Setting, "there are no lemmas for this language").at("lemmas");
    Lemmatizer::load(settings.language).ok_or_else(missing).map(Some)
}
