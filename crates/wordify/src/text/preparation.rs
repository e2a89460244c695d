//! Raw texts to texts that are cut into tokens: cleaned, and where cleaning goes on behind lemmas, with lemmas in place of
//! words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::characters;
use super::clean::steps::{self, Cleaning};
use super::clean::{PresetCleaning, clean_behind_lemmas, clean_draft, clean_for_lemmas, clean_keeping_case};
use super::draft::{Draft, Written};
use super::gender;
use super::language::Language;
use super::language::script::{self, Script};
use super::language::stop_words::StopWordSet;
use super::lemma::memory::Memory;
use super::lemma::{Lemma, Lemmatizer};
use super::markup::leftovers::Leftovers;
use super::reading::{Cut, Cutter, Piece, Unit};
use super::segment::traditional::Simplified;
use super::segment::unspaced::Unspaced;
use super::segment::{Segmenter, are_spaced, with_links_apart};
use super::tokenize::KeptTokens;
use crate::count::counted;
use crate::error::Error;

/// Asks for a coloured picture. Programs put it behind an emoji or not, so that one emoji would be two terms.
const EMOJI_PRESENTATION: char = '\u{fe0f}';

/// How texts are read: all that the settings and the preset say about it.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) language: Language,
    pub(crate) cleaning: Way,
    /// Whether words become their lemmas.
    pub(crate) lemmas: bool,
    /// What else than words becomes a token.
    pub(crate) kept: KeptTokens,
    /// Tokens that are left out.
    pub(crate) stop_words: StopWordSet,
    /// Whether a Chinese word may have one character.
    pub(crate) has_short_words: bool,
    /// Whether texts are read in usual characters and words by corrected dictionaries.
    pub(crate) mends: bool,
}

impl Rules {
    /// What other formats left in `texts`, where that is removed. A user's own steps are all that is done.
    fn leftovers(&self, texts: &[String]) -> Leftovers {
        match self.cleaning {
            Way::Preset(_) if self.mends => Leftovers::find(texts),
            Way::Preset(_) | Way::Own(_) => Leftovers::default(),
        }
    }
}

/// A way of cleaning.
#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// As a preset does it.
    Preset(PresetCleaning),
    /// By a user's own steps.
    Own(Cleaning),
}

impl Way {
    /// Whether cleaning goes on when lemmas are in place of words, so that these stand in the text and are looked up while
    /// it is cleaned; else words are looked up when the clean text is cut.
    fn goes_on_behind_lemmas(&self) -> bool {
        !matches!(self, Self::Preset(PresetCleaning::Usual | PresetCleaning::Wordify2021))
    }

    /// The cleaning of 2022 removes stop words itself, between two of its steps; all others leave them to be removed from
    /// the tokens.
    fn removes_stop_words(&self) -> bool {
        matches!(self, Self::Preset(PresetCleaning::Wordify2022))
    }
}

/// Rules with the dictionaries that they need, loaded once for a run.
#[derive(Debug)]
pub(crate) struct Preparation {
    rules: Rules,
    words: Words,
    leftovers: Leftovers,
    unspaced: Option<Unspaced>,
}

/// What words become, and who knows it.
#[derive(Debug)]
enum Words {
    /// They stay as they are written.
    Written,
    /// Their lemmas.
    Lemmas(Box<Lemmatizer>),
    /// The text has no spaces between them: they are cut out of it.
    Cut(Vec<Cutter>),
}

impl Preparation {
    /// Loads what `rules` need for `texts`.
    pub(crate) fn new(rules: Rules, texts: &[String]) -> Self {
        let cutters = cutters(&rules, texts);
        let lemmatizer = match rules.language {
            _ if !rules.lemmas => None,
            language if rules.mends => Lemmatizer::load_mended(language, texts),
            language => Lemmatizer::load(language),
        };
        let leftovers = rules.leftovers(texts);
        let words = match lemmatizer {
            _ if !cutters.is_empty() => Words::Cut(cutters),
            Some(lemmatizer) => Words::Lemmas(Box::new(lemmatizer)),
            None => Words::Written,
        };
        let unspaced = if rules.mends { Unspaced::of(texts) } else { None };
        Self { rules, words, leftovers, unspaced }
    }

    /// What the user should know about how `texts`, for which all was loaded, are read.
    pub(crate) fn notes(&self, texts: &[String]) -> Vec<String> {
        let language = self.rules.language;
        let spaced = language.segmenter().is_some() && are_spaced(&all(texts));
        let spaces = spaced.then(|| {
            format!(
                "The texts have spaces between words, which {} does not write: they were taken as they are, and not cut \
                 into words again.",
                language.name()
            )
        });
        let gender = self.note_of_gender_forms(texts);
        spaces
            .into_iter()
            .chain(self.note_of_scripts(texts))
            .chain(self.leftovers.note())
            .chain(gender)
            .collect()
    }

    /// How texts in scripts without spaces are read, Chinese and Japanese apart.
    fn note_of_scripts(&self, texts: &[String]) -> Option<String> {
        let scripts: Vec<&str> = texts.iter().filter_map(|text| script::unspaced(text)).collect();
        let first = scripts.first()?;
        let documents = counted(scripts.len(), "document is", "documents are");
        Some(if self.unspaced.is_some() {
            format!(
                "{documents} in {first} or another script that writes no spaces between words: they were cut into words by the \
                 models of ICU4X, which err now and then. Words have no lemma there, and no list of stop words."
            )
        } else {
            format!(
                "{documents} in {first} or another script that writes no spaces between words: what stands between spaces \
                 counts as one word. The preset wordify cuts them into words."
            )
        })
    }

    fn note_of_gender_forms(&self, texts: &[String]) -> Option<String> {
        let has_them = |text: &&String| gender::joined::<String>(text).is_some();
        let documents = if self.joins_gender_forms() { texts.iter().filter(has_them).count() } else { 0 };
        let documents = (documents > 0).then(|| counted(documents, "document", "documents"))?;
        Some(format!(
            "Gender forms such as “Student*innen” in {documents} were read as one word without the mark (“Studentinnen”)."
        ))
    }

    fn joins_gender_forms(&self) -> bool {
        self.rules.mends && self.rules.language.facts().habits.gender_marks
    }

    /// Whether tokens are lemmas, so that their written forms are of interest.
    pub(super) fn uses_lemmas(&self) -> bool {
        self.rules.lemmas
    }

    /// Whether prepared texts have lemmas in place of words.
    pub(super) fn puts_lemmas_into_texts(&self) -> bool {
        self.rules.lemmas && self.rules.cleaning.goes_on_behind_lemmas()
    }

    /// Tokens that are left out when a prepared text is cut.
    pub(super) fn stop_words_of_tokens(&self) -> impl Iterator<Item = &str> {
        let words = self.rules.stop_words.iter().map(AsRef::as_ref);
        words.filter(|_| !self.rules.cleaning.removes_stop_words())
    }

    /// How `text` is cut, where it is in a language without spaces.
    pub(crate) fn cut(&self, text: &str) -> Option<Cut<'_>> {
        match &self.words {
            Words::Cut(cutters) => Cutter::of(cutters, text),
            Words::Lemmas(_) | Words::Written => None,
        }
    }

    /// How often each stop word stands in a raw text, by the word that the list has, and how many words the text has. Where
    /// words are cut out of the text as it is, and not behind other steps.
    pub(crate) fn stop_words_in(&self, text: &str) -> (BTreeMap<&str, u32>, usize) {
        let stop_word = |word: &str| self.rules.stop_words.get(word).map(AsRef::as_ref);
        let text = self.mended::<String>(text).into_text();
        let unit = self.cut(&text).map_or(Unit::Form, Unit::Cut);
        let (mut times, mut words) = (BTreeMap::new(), 0);
        unit.pieces(&text, KeptTokens::default(), true, |piece, _| {
            words += 1;
            let found = match piece {
                Piece::Known(form, lemma) => stop_word(form).or_else(|| stop_word(lemma)),
                piece => stop_word(&lowercase(piece.token())),
            };
            if let Some(word) = found {
                *times.entry(word).or_default() += 1;
            }
        });
        (times, words)
    }

    /// Shows all pieces of a prepared text in their order to `visit`, with where each stands there; stop words are among them.
    pub(super) fn pieces(&self, text: &str, visit: impl FnMut(Piece<'_>, Range<usize>)) {
        let is_behind = self.rules.cleaning.goes_on_behind_lemmas();
        let unit = match &self.words {
            Words::Lemmas(lemmatizer) if !is_behind => Unit::Lemma(lemmatizer),
            Words::Cut(_) => match self.cut(text) {
                Some(cut) if !is_behind => Unit::Cut(cut),
                // Words stand between spaces already, and are dictionary forms where these are wanted. Only short words are
                // not seen by that, which the published tools did not count.
                Some(cut) if self.rules.has_short_words => Unit::Cut(cut.between_spaces()),
                _ => Unit::Form,
            },
            Words::Lemmas(_) | Words::Written => Unit::Form,
        };
        unit.pieces(text, self.rules.kept, self.rules.mends, visit);
    }

    /// What prepares texts, one after the other.
    pub(super) fn start(&self) -> Preparing<'_> {
        let memory = match &self.words {
            Words::Lemmas(lemmatizer) => Some(Memory::new(lemmatizer, &self.rules.stop_words)),
            Words::Cut(_) | Words::Written => None,
        };
        Preparing { preparation: self, memory }
    }

    /// What the cleaning behind the lemmas leaves of one, as [`Preparing::text`] puts it into a text.
    pub(super) fn lemma(&self, lemma: &str) -> String {
        let draft = Draft::<String>::new(lemma);
        let left = match &self.rules.cleaning {
            Way::Own(cleaning) => steps::through(&cleaning.after, draft),
            Way::Preset(of) => clean_behind_lemmas(draft, *of, self.rules.language),
        };
        self.without_presentation(left).into_text().into_owned()
    }

    /// `text` in usual characters, without what other formats left in it, where the rules want it so.
    fn mended<'t, W: Written>(&self, text: &'t str) -> Draft<'t, W> {
        if !self.rules.mends {
            return Draft::new(text);
        }
        let draft = self.leftovers.removed(text).then(|text| characters::usual(text, self.rules.language));
        let draft = if self.joins_gender_forms() { draft.then(gender::joined) } else { draft };
        match &self.unspaced {
            Some(unspaced) => draft.then(|text| unspaced.divided(text)),
            None => draft,
        }
    }

    fn without_presentation<'t, W: Written>(&self, draft: Draft<'t, W>) -> Draft<'t, W> {
        if self.rules.kept.emojis { draft.then(without_presentation) } else { draft }
    }
}

fn without_presentation<W: Written>(text: &str) -> Option<W> {
    let mut out = W::default();
    let mut kept = 0;
    for (at, asked) in text.match_indices(EMOJI_PRESENTATION) {
        out.keep(text, kept..at);
        kept = at + asked.len();
    }
    out.finished(text, kept)
}

/// `word` in lowercase; most words are.
fn lowercase(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return word.into();
    }
    word.to_lowercase().into()
}

/// Prepares texts, and remembers the words that it has looked up: one per thread.
pub(super) struct Preparing<'a> {
    preparation: &'a Preparation,
    memory: Option<Memory<'a>>,
}

impl Preparing<'_> {
    /// A text ready to be cut into tokens. Each lemma that is put into it is shown to `seen`, in their order.
    pub(super) fn text<'t, W: Written>(
        &mut self,
        text: &'t str,
        seen: &mut dyn FnMut(&Lemma),
    ) -> Draft<'t, W> {
        let preparation = self.preparation;
        let draft = preparation.mended(text);
        let cut = preparation.cut(draft.text());
        let cleaned = match &preparation.rules.cleaning {
            Way::Own(cleaning) => self.by_steps(draft, cut, cleaning, seen),
            Way::Preset(of) => self.as_preset(draft, cut, *of, seen),
        };
        preparation.without_presentation(cleaned)
    }

    fn by_steps<'t, W: Written>(
        &mut self,
        draft: Draft<'t, W>,
        cut: Option<Cut<'_>>,
        cleaning: &Cleaning,
        seen: &mut dyn FnMut(&Lemma),
    ) -> Draft<'t, W> {
        let before = steps::through(&cleaning.before, ready_to_clean(draft, cut));
        let words = match (cut, &mut self.memory) {
            (Some(cut), _) => cut.in_text(before, &self.preparation.rules.stop_words, seen),
            (None, Some(memory)) => before.then(|text| Some(memory.lemmas_in(text, seen))),
            (None, None) => before,
        };
        steps::through(&cleaning.after, words)
    }

    fn as_preset<'t, W: Written>(
        &mut self,
        draft: Draft<'t, W>,
        cut: Option<Cut<'_>>,
        of: PresetCleaning,
        seen: &mut dyn FnMut(&Lemma),
    ) -> Draft<'t, W> {
        let Rules { language, cleaning, stop_words, .. } = &self.preparation.rules;
        match (cut, &mut self.memory) {
            // Words are cut out when the clean text is read: they are looked up as they are written.
            (Some(_), _) if !cleaning.goes_on_behind_lemmas() => {
                clean_keeping_case(ready_to_clean(draft, cut), of)
            }
            // Words stand apart and stay as they are: nothing to be done before the cleaning, which removes stop words in
            // its own order.
            (Some(cut), _) if cut.is_left_as_it_is() => clean_draft(draft, of, *language, stop_words),
            (Some(cut), _) => {
                let words = cut.in_text(ready_to_clean(draft, Some(cut)), stop_words, seen);
                clean_draft(words, of, *language, stop_words)
            }
            (None, Some(memory)) => clean_for_lemmas(draft, of, *language, memory, seen),
            (None, None) => clean_draft(draft, of, *language, stop_words),
        }
    }
}

/// The text, with links apart from the words around them where these have no spaces.
fn ready_to_clean<'t, W: Written>(draft: Draft<'t, W>, cut: Option<Cut<'_>>) -> Draft<'t, W> {
    match cut {
        Some(cut) if !cut.spaced => draft.then(with_links_apart),
        _ => draft,
    }
}

/// The languages that are written without spaces, with the script of most of their letters.
const WITHOUT_SPACES: [(Language, Script); 2] =
    [(Language::Chinese, Script::Han), (Language::Japanese, Script::Kana)];

/// What cuts `texts`. With no language in particular, those in Chinese and Japanese scripts are cut as Chinese and
/// Japanese.
fn cutters(rules: &Rules, texts: &[String]) -> Vec<Cutter> {
    let cutter = |language, script, texts: &[&str]| {
        let segmenter = Segmenter::load(language)?;
        let (spaced, lemmas) = (are_spaced(texts), rules.lemmas);
        let simplified = (rules.mends && language == Language::Chinese).then(Simplified::load);
        Some(Cutter { segmenter, script, spaced, lemmas, short: rules.has_short_words, simplified })
    };
    if rules.language != Language::Multi {
        return cutter(rules.language, None, &all(texts)).into_iter().collect();
    }
    let cutter_of = |(language, script)| {
        let mut texts = all(texts);
        texts.retain(|text| Script::of_text(text) == Some(script));
        if texts.is_empty() { None } else { cutter(language, Some(script), &texts) }
    };
    WITHOUT_SPACES.into_iter().filter_map(cutter_of).collect()
}

/// Whether this build can cut `texts`, where no language in particular is chosen.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) where it leaves out the data for some of them.
pub(crate) fn check_is_built_in(language: Language, texts: &[String]) -> Result<(), Error> {
    for (without_spaces, script) in WITHOUT_SPACES {
        let is_there = without_spaces.check_is_built_in();
        let is_of_script = |text: &String| Script::of_text(text) == Some(script);
        if is_there.is_err() && language == Language::Multi && texts.iter().any(is_of_script) {
            return is_there;
        }
    }
    Ok(())
}

fn all(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
