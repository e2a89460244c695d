//! The settings of an analysis: what a user may choose, with the defaults and the limits.

use std::collections::BTreeSet;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorKind};
use crate::recipe::{Recipe, Selection};
pub use crate::selection::strength::LARGE_DOCUMENTS;
use crate::table::choice::shortened;
use crate::terms::range::Terms;
use crate::text::clean::PresetCleaning;
use crate::text::clean::steps::{Cleaning, STEPS_MAX};
use crate::text::language::Language;
use crate::text::language::stop_words;
use crate::text::preparation::{Rules, Way};
use crate::text::tokenize::KeptTokens;

pub use crate::contrast::Contrast;
pub use crate::peer::Peer;
pub use crate::recipe::Preset;
pub use crate::terms::range::DocumentFrequency;
pub use crate::text::language::stop_words::StopWords;

/// Fits when nothing else is asked for: as both published variants.
pub const FITS_DEFAULT: usize = 500;
/// More fits than anyone has used for a selection frequency; keeps a typing error from running for days.
pub const FITS_MAX: usize = 100_000;
/// The threshold of the published tool.
pub const THRESHOLD_DEFAULT: f64 = 0.30;
/// Share of false terms that a calibrated list may be expected to have.
pub const MAX_Q_DEFAULT: f64 = 0.10;
/// Shuffles of the labels; nothing below one part in so many and one can be said.
pub const SHUFFLES_DEFAULT: usize = 99;
/// Shuffles in a corpus with more than [`LARGE_DOCUMENTS`], where each takes long.
pub const SHUFFLES_LARGE: usize = 39;
/// More shuffles than any statement needs; keeps a typing error from running for days.
pub const SHUFFLES_MAX: usize = 9999;
/// Fewer shuffles cannot tell a list with a tenth of false terms from chance unless it is long.
pub const SHUFFLES_MIN: usize = 9;
/// Fixed, so that the same file gives the same answer unless the user asks for another.
pub const SEED_DEFAULT: u64 = 2021;
/// Texts of each listed term that reports quote by default: one more than a reader needs to see that the first is no exception.
pub const EVIDENCE_DEFAULT: usize = 3;
/// Texts of a term that may be asked for; all of them are what `wordify texts` is for.
pub const EVIDENCE_MAX: usize = 20;
/// Threads beyond which a run cannot gain; a guard against typing errors.
pub const THREADS_MAX: usize = 1024;
/// Longest n-gram: the vocabulary grows with each step and nothing longer was ever asked for.
pub const NGRAM_MAX: usize = 5;

/// Whether tokens are replaced by their lemmas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lemmas {
    /// Where the language has any.
    #[default]
    WhereKnown,
    /// Yes; an error where the language has none.
    On,
    /// No.
    Off,
}

impl Serialize for Lemmas {
    /// As `true` or `false` where that is decided, else as `"auto"`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::WhereKnown => serializer.serialize_str("auto"),
            Self::On => serializer.serialize_bool(true),
            Self::Off => serializer.serialize_bool(false),
        }
    }
}

impl<'de> Deserialize<'de> for Lemmas {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Bool(true) => Ok(Self::On),
            serde_json::Value::Bool(false) => Ok(Self::Off),
            serde_json::Value::String(word) if word == "auto" => Ok(Self::WhereKnown),
            _ => Err(D::Error::custom("lemmas must be true, false or \"auto\"")),
        }
    }
}

/// Everything that decides the result of an analysis, the corpus apart.
///
/// The number of threads is not here: it decides the time only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Cleaning, sampling and selection.
    pub preset: Preset,
    /// The language of the texts: stop words, lemmas, where words begin and end.
    pub language: Language,
    /// Whether the language was guessed from the texts and not chosen: for the report, it changes nothing.
    pub language_detected: bool,
    /// Whether tokens are replaced by their lemmas; see [`Settings::uses_lemmas`].
    pub lemmas: Lemmas,
    /// The user's own cleaning steps; the preset's cleaning otherwise.
    pub cleaning: Option<Cleaning>,
    /// What else than words becomes a token.
    pub kept_tokens: KeptTokens,
    /// Tokens to remove before n-grams are made.
    pub stop_words: StopWords,
    /// Words to remove besides these.
    pub stop_words_add: Vec<String>,
    /// Words to keep although they are in the list.
    pub stop_words_keep: Vec<String>,
    /// Shortest and longest n-gram in tokens, 1 to [`NGRAM_MAX`].
    pub ngram_range: (usize, usize),
    /// Terms in fewer documents are left out.
    pub min_df: DocumentFrequency,
    /// Terms in more documents are left out.
    pub max_df: DocumentFrequency,
    /// Regressions per label in the published presets, 1 to [`FITS_MAX`]; [`FITS_DEFAULT`] where absent. The preset wordify
    /// has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fits: Option<usize>,
    /// Score from which a term is shown, 0 < threshold ≤ 1; where absent, [`THRESHOLD_DEFAULT`] in the published presets, and
    /// none in the preset wordify.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Seed of all random choices.
    pub seed: u64,
    /// In the preset wordify: the largest q-value of a listed term, above 0 and up to 1; 1 lists every term.
    #[serde(skip_serializing_if = "is_usual_share")]
    pub max_q: f64,
    /// In the preset wordify, in place of `max_q`: the expected number of false terms in the list, above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_false: Option<f64>,
    /// Times that the labels are shuffled, up to [`SHUFFLES_MAX`]. In the preset wordify [`SHUFFLES_MIN`] at least, and
    /// [`SHUFFLES_DEFAULT`] or [`SHUFFLES_LARGE`] where absent; in the published presets none where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shuffles: Option<usize>,
    /// In the preset wordify: whether documents are compared at equal length.
    #[serde(skip_serializing_if = "is_on")]
    pub length_control: bool,
    /// Whether each text is cut to a passage, so that all labels have texts of the same lengths.
    #[serde(skip_serializing_if = "is_off")]
    pub windows: bool,
    /// In the preset wordify: what each label is set against.
    #[serde(skip_serializing_if = "Contrast::is_rest")]
    pub contrast: Contrast,
    /// The labels from first to last, where terms that rise or fall along them are looked for; by their numbers where empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// Scores of other programs that stand beside ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Peer>,
    /// The share of the documents that is set aside before terms are searched for, to confirm the list, above 0 and below 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm: Option<f64>,
    /// In the preset wordify: whether the list is made again by other choices.
    #[serde(skip_serializing_if = "is_off")]
    pub robust: bool,
    /// Lines of texts that reports quote for each listed term, up to [`EVIDENCE_MAX`]; where absent [`EVIDENCE_DEFAULT`] in the preset
    /// wordify, and none in the published presets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<usize>,
    /// In the preset wordify: whether parts of the documents are listed too.
    #[serde(skip_serializing_if = "is_off")]
    pub enough: bool,
    /// In the preset wordify: whether labels of unseen documents are predicted from the list.
    #[serde(skip_serializing_if = "is_off")]
    pub generalise: bool,
}

/// Written only where it is chosen, so that reports of the published presets stay what they were.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_usual_share(share: &f64) -> bool {
    share.to_bits() == MAX_Q_DEFAULT.to_bits()
}

/// As [`is_usual_share`].
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_on(switch: &bool) -> bool {
    *switch
}

/// As [`is_usual_share`].
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_off(switch: &bool) -> bool {
    !*switch
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            preset: Preset::Wordify,
            language: Language::English,
            language_detected: false,
            lemmas: Lemmas::WhereKnown,
            cleaning: None,
            kept_tokens: KeptTokens::default(),
            stop_words: StopWords::Preset,
            stop_words_add: Vec::new(),
            stop_words_keep: Vec::new(),
            ngram_range: (1, 3),
            min_df: DocumentFrequency::Share(0.001),
            max_df: DocumentFrequency::Share(0.75),
            fits: None,
            threshold: None,
            seed: SEED_DEFAULT,
            max_q: MAX_Q_DEFAULT,
            max_false: None,
            shuffles: None,
            length_control: true,
            windows: false,
            contrast: Contrast::Rest,
            order: Vec::new(),
            also: Vec::new(),
            confirm: None,
            robust: false,
            evidence: None,
            enough: false,
            generalise: false,
        }
    }
}

impl Settings {
    /// # Errors
    /// [`ErrorKind::Setting`] with the name of the first setting that is out of its range.
    pub fn check(&self) -> Result<(), Error> {
        let wrong = |name: &str, remedy: String| {
            Err(Error::new(ErrorKind::Setting, "a setting is out of its range").at(name).remedy(remedy))
        };
        if self.fits.is_some_and(|fits| fits == 0 || fits > FITS_MAX) {
            return wrong("fits", format!("Give a number from 1 to {FITS_MAX}."));
        }
        if self.threshold.is_some_and(|threshold| !(threshold > 0.0 && threshold <= 1.0)) {
            return wrong("threshold", "Give a number above 0 and up to 1, such as 0.3.".into());
        }
        let (shortest, longest) = self.ngram_range;
        if shortest == 0 || shortest > longest || longest > NGRAM_MAX {
            return wrong(
                "ngram_range",
                format!("Give two numbers from 1 to {NGRAM_MAX}, the smaller first."),
            );
        }
        for (name, bound) in [("min_df", self.min_df), ("max_df", self.max_df)] {
            if let DocumentFrequency::Share(share) = bound
                && !(0.0..=1.0).contains(&share)
            {
                return wrong(name, "Give a share from 0.0 to 1.0, or a whole number of documents.".into());
            }
        }
        if self.confirm.is_some_and(|share| !(share > 0.0 && share < 1.0)) {
            return wrong("confirm", "Give a number above 0 and below 1, such as 0.3.".into());
        }
        if self.evidence.is_some_and(|lines| lines > EVIDENCE_MAX) {
            return wrong("evidence", format!("Give a number from 0 to {EVIDENCE_MAX}."));
        }
        self.check_list()?;
        self.check_contrast()?;
        self.check_cleaning()?;
        stop_words::check_words("stop_words_add", &self.stop_words_add)?;
        stop_words::check_words("stop_words_keep", &self.stop_words_keep)?;
        if self.language_is_open() { Ok(()) } else { self.check_language() }
    }

    /// What decides where a calibrated list ends.
    fn check_list(&self) -> Result<(), Error> {
        let wrong = |name: &str, remedy: String| {
            Err(Error::new(ErrorKind::Setting, "a setting is out of its range").at(name).remedy(remedy))
        };
        if !(self.max_q > 0.0 && self.max_q <= 1.0) {
            return wrong("max_q", "Give a number above 0 and up to 1, such as 0.1.".into());
        }
        if self.max_false.is_some_and(|most| !(most > 0.0 && most.is_finite())) {
            return wrong("max_false", "Give a number above 0, such as 1.".into());
        }
        self.check_repeated()?;
        let is_calibrated = self.is_calibrated();
        let least = if is_calibrated { SHUFFLES_MIN } else { 1 };
        if self.shuffles.is_some_and(|shuffles| !(least..=SHUFFLES_MAX).contains(&shuffles)) {
            return wrong("shuffles", format!("Give a number from {least} to {SHUFFLES_MAX}."));
        }
        if is_calibrated && self.fits.is_some() {
            let message = format!("the preset {} counts no fits", self.preset.name());
            return Err(Error::new(ErrorKind::Setting, message).at("fits").remedy(
                "Leave fits out, choose the number of shuffles instead, or the preset wordify-2021.",
            ));
        }
        Ok(())
    }

    /// What asks for the list once more.
    fn check_repeated(&self) -> Result<(), Error> {
        let asked = [("robust", self.robust), ("enough", self.enough), ("generalise", self.generalise)];
        let Some((name, _)) = asked.into_iter().find(|(_, is_asked)| *is_asked) else { return Ok(()) };
        if !self.is_calibrated() {
            let message = format!("the preset {} is kept as it was published", self.preset.name());
            return Err(Error::new(ErrorKind::Setting, message)
                .at(name)
                .remedy("Leave it out, or choose the preset wordify."));
        }
        if self.max_false.is_none() && self.max_q >= 1.0 {
            return Err(Error::new(
                ErrorKind::Setting,
                "every term is listed, so that there is no list to compare",
            )
            .at(name)
            .remedy("Leave it out, or give a smaller max_q, such as 0.1."));
        }
        Ok(())
    }

    /// What labels are set against.
    fn check_contrast(&self) -> Result<(), Error> {
        let wrong = |message: String, place: &str, remedy: &str| {
            Err(Error::new(ErrorKind::Setting, message).at(place).remedy(remedy))
        };
        if !self.contrast.is_rest() && !self.is_calibrated() {
            let message = format!(
                "the preset {} compares each label with the rest, as it was published",
                self.preset.name()
            );
            return wrong(message, "contrast", "Leave it out, or choose the preset that shuffles labels.");
        }
        let of_labels = [
            ("confirm", "tests in how many documents of a label a term stands", self.confirm.is_some()),
            ("generalise", "predicts labels one by one", self.generalise),
        ];
        if let Some((name, what, _)) = of_labels.into_iter().find(|(_, _, is_asked)| *is_asked)
            && self.contrast == Contrast::Trend
        {
            return wrong(
                format!("{name} {what}, and a trend has no label by itself"),
                "contrast",
                "Leave out one of the two, or compare labels (rest, pairs, or a label as the baseline).",
            );
        }
        if self.order.is_empty() {
            return Ok(());
        }
        if self.contrast != Contrast::Trend {
            let message =
                "an order of the labels decides terms that rise or fall, which were not asked for".into();
            return wrong(message, "order", "Choose contrast trend as well, or leave the order out.");
        }
        if let [only] = &self.order[..] {
            let message = format!("the order has one label only, \"{}\"", shortened(only));
            return wrong(
                message,
                "order",
                "Name every label once, from first to last, such as low,mid,high.",
            );
        }
        let mut seen = BTreeSet::new();
        match self.order.iter().find(|label| !seen.insert(*label)) {
            Some(twice) => {
                let message = format!("the order has the label \"{}\" twice", shortened(twice));
                wrong(message, "order", "Name each label once, from first to last.")
            }
            None => Ok(()),
        }
    }

    /// Whether terms are selected by comparison with shuffled labels, and no fits are counted.
    pub fn is_calibrated(&self) -> bool {
        matches!(self.recipe().selection, Selection::Shuffles)
    }

    /// Regressions per label in the presets that count them.
    pub fn fits_used(&self) -> usize {
        self.fits.unwrap_or(FITS_DEFAULT)
    }

    /// Score from which a term is shown; 0 where any may be.
    pub fn threshold_used(&self) -> f64 {
        let usual = if self.is_calibrated() { 0.0 } else { THRESHOLD_DEFAULT };
        self.threshold.unwrap_or(usual)
    }

    /// Times that the labels of a corpus of `documents` are shuffled.
    pub fn shuffles_for(&self, documents: usize) -> usize {
        let usual = if documents > LARGE_DOCUMENTS { SHUFFLES_LARGE } else { SHUFFLES_DEFAULT };
        self.shuffles.unwrap_or(usual)
    }

    /// Lines of texts that reports quote for each listed term; half as many counter-examples come with them.
    pub fn evidence_used(&self) -> usize {
        self.evidence.unwrap_or(if self.is_calibrated() { EVIDENCE_DEFAULT } else { 0 })
    }

    /// As [`Settings::check`], when the texts are read and their language is known as well as it will ever be.
    ///
    /// # Errors
    /// As [`Settings::check`].
    pub(crate) fn check_for_texts(&self) -> Result<(), Error> {
        self.check()?;
        // Without a guess nothing is known about stop words, and the list is empty; lemmas were asked for by name.
        if self.language_is_open() { self.check_lemmas() } else { Ok(()) }
    }

    /// What must be there for the language.
    fn check_language(&self) -> Result<(), Error> {
        if self.lemmas != Lemmas::Off || self.language.segmenter().is_some() {
            self.language.check_is_built_in()?;
        }
        self.check_lemmas()?;
        stop_words::check(&self.stop_words, self.language)
    }

    fn check_lemmas(&self) -> Result<(), Error> {
        if self.lemmas != Lemmas::On || self.language.has_lemmas() {
            return Ok(());
        }
        let message = format!("there are no lemmas for {}", self.language.name());
        Err(Error::new(ErrorKind::Setting, message)
            .at("lemmas")
            .remedy("Choose the language of the texts, or turn lemmas off."))
    }

    /// Whether words count by their lemmas: they may, and the language has lemmas.
    pub fn uses_lemmas(&self) -> bool {
        self.lemmas != Lemmas::Off && self.language.has_lemmas()
    }

    /// The choices that the preset stands for.
    pub fn recipe(&self) -> &'static Recipe {
        self.preset.recipe()
    }

    /// The list of stop words: the one that was named, else the preset's.
    pub fn stop_words_used(&self) -> StopWords {
        match &self.stop_words {
            StopWords::Preset => self.recipe().stop_words.choice(),
            named => named.clone(),
        }
    }

    /// How the texts are read.
    pub(crate) fn rules(&self) -> Rules {
        let (add, keep) = (&self.stop_words_add, &self.stop_words_keep);
        let mut stop_words = stop_words::chosen(&self.stop_words_used(), self.language, add, keep);
        if self.cleaning.as_ref().is_some_and(|cleaning| !cleaning.lowercases()) {
            stop_words::add_capitals(&mut stop_words);
        }
        Rules {
            language: self.language,
            cleaning: self.way(),
            lemmas: self.uses_lemmas(),
            kept: self.kept_tokens,
            stop_words,
            has_short_words: self.recipe().has_short_words,
            mends: self.recipe().mends,
        }
    }

    /// Which n-grams become terms.
    pub(crate) fn terms(&self) -> Terms {
        Terms { ngram_range: self.ngram_range, min_df: self.min_df, max_df: self.max_df }
    }

    /// The user's own steps, else the preset's cleaning.
    fn way(&self) -> Way {
        self.cleaning.clone().map_or(Way::Preset(self.recipe().cleaning), Way::Own)
    }

    /// Whether the language is to be guessed from texts that are not read yet, or that gave no guess.
    fn language_is_open(&self) -> bool {
        self.language_detected && self.language == Language::Multi
    }
}

impl Settings {
    fn check_cleaning(&self) -> Result<(), Error> {
        let too_long = |cleaning: &Cleaning| cleaning.before.len().max(cleaning.after.len()) > STEPS_MAX;
        if self.cleaning.as_ref().is_some_and(too_long) {
            return Err(Error::new(ErrorKind::Limit, "there are too many cleaning steps")
                .at("cleaning")
                .remedy(format!("Give at most {STEPS_MAX} before and {STEPS_MAX} after the lemmas.")));
        }
        let leaves_letters_only = matches!(self.way(), Way::Preset(PresetCleaning::Wordify2022));
        if leaves_letters_only && self.kept_tokens != KeptTokens::default() {
            return Err(Error::new(ErrorKind::Setting, "the cleaning of wordify-2022 leaves letters only")
                .at("kept_tokens")
                .remedy(
                    "Choose another preset or your own cleaning steps, or keep no emojis and hashtags.",
                ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_settings_are_valid() {
        assert_eq!(Settings::default().check(), Ok(()));
    }

    #[test]
    fn a_setting_out_of_its_range_is_named() {
        let settings = Settings { threshold: Some(f64::NAN), ..Settings::default() };
        assert_eq!(settings.check().expect_err("NaN is no threshold").place(), Some("threshold"));
    }

    #[test]
    fn where_no_fits_are_counted_none_can_be_asked_for() {
        let asked = |preset| Settings { preset, fits: Some(24), ..Settings::default() }.check();
        let error = asked(Preset::Wordify).expect_err("wordify has no fits");
        assert_eq!((error.place(), error.message()), (Some("fits"), "the preset wordify counts no fits"));
        assert_eq!(asked(Preset::Wordify2021), Ok(()));
        // Three shuffles say how many terms come by chance; too few to judge single terms by.
        let shuffled = |preset| Settings { preset, shuffles: Some(3), ..Settings::default() }.check();
        assert_eq!(shuffled(Preset::Wordify2022), Ok(()));
        assert_eq!(shuffled(Preset::Wordify).expect_err("too few").place(), Some("shuffles"));
    }

    #[test]
    fn lemmas_that_are_asked_for_by_name_must_be_there() {
        let asked = |language| Settings { language, lemmas: Lemmas::On, ..Settings::default() };
        let error = asked(Language::Chinese).check().expect_err("Chinese has no lemmas");
        assert_eq!((error.kind(), error.place()), (ErrorKind::Setting, Some("lemmas")));
        assert_eq!(asked(Language::Japanese).check(), Ok(()));
        // A language that is to be guessed may have them; a guess that never came has not.
        let open = Settings { language_detected: true, ..asked(Language::Multi) };
        assert_eq!(open.check(), Ok(()));
        assert!(open.check_for_texts().is_err());
    }

    #[test]
    fn lemmas_are_used_where_the_language_has_them() {
        let uses = |language, lemmas| Settings { language, lemmas, ..Settings::default() }.uses_lemmas();
        assert!(uses(Language::English, Lemmas::WhereKnown) && uses(Language::English, Lemmas::On));
        assert!(!uses(Language::English, Lemmas::Off));
        assert!(!uses(Language::Multi, Lemmas::WhereKnown) && !uses(Language::Chinese, Lemmas::WhereKnown));
    }
}
