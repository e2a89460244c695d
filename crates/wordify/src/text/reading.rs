//! How a prepared text is cut into tokens, and which of them are words with a lemma.

use std::borrow::Cow;

use super::language::script::Script;
use super::language::stop_words::StopWordSet;
use super::lemma::words::{Word, words};
use super::lemma::{Casing, Lemma, Lemmatizer};
use super::segment::traditional::{Beside, Simplified};
use super::segment::{Segmenter, is_word_alone};
use super::tokenize::{KeptTokens, is_word, tokens_with, whole_tokens};

/// What becomes a token.
#[derive(Clone, Copy)]
pub(super) enum Unit<'a> {
    /// A word as it is written.
    Form,
    /// The lemma of a word.
    Lemma(&'a Lemmatizer),
    /// A word that the text is cut into.
    Cut(Cut<'a>),
}

/// What cuts the texts of a corpus, or those of them that are in one script.
#[derive(Debug)]
pub(super) struct Cutter {
    pub(super) segmenter: Segmenter,
    /// The script of the texts that it is for; of all where none.
    pub(super) script: Option<Script>,
    /// Spaces divide the words of these texts already.
    pub(super) spaced: bool,
    /// Words become their dictionary form.
    pub(super) lemmas: bool,
    /// One Chinese character can be a word; else a word has two characters at least, as everywhere.
    pub(super) short: bool,
    /// Traditional characters are looked up through these; as they stand where none.
    pub(super) simplified: Option<Simplified>,
}

impl Cutter {
    /// How `text` is cut; none where no cutter is for it.
    pub(super) fn of<'a>(cutters: &'a [Self], text: &str) -> Option<Cut<'a>> {
        let first = cutters.first()?;
        let script = first.script.and_then(|_| Script::of_text(text));
        let cutter = cutters.iter().find(|cutter| cutter.script == script)?;
        let Self { segmenter, spaced, lemmas, short, simplified, .. } = cutter;
        let simplified = simplified.as_ref();
        Some(Cut { segmenter, spaced: *spaced, lemmas: *lemmas, short: *short, simplified })
    }
}

/// How a text in a language without spaces is cut: as its [`Cutter`] says.
#[derive(Clone, Copy)]
pub(crate) struct Cut<'a> {
    segmenter: &'a Segmenter,
    pub(super) spaced: bool,
    lemmas: bool,
    short: bool,
    simplified: Option<&'a Simplified>,
}

/// A piece of a text.
pub(super) enum Piece<'a> {
    /// A token as it stands.
    Token(Cow<'a, str>),
    /// A word to be looked up.
    Word(&'a Lemmatizer, Word<'a>),
    /// A word that was cut, in lowercase, and its dictionary form.
    Known(&'a str, &'a str),
}

impl Piece<'_> {
    /// The token, where nothing is left to be looked up.
    pub(super) fn token(&self) -> &str {
        match self {
            Self::Token(token) => token,
            Self::Word(_, word) => word.text,
            Self::Known(_, lemma) => lemma,
        }
    }
}

impl Unit<'_> {
    /// Shows all pieces of `text` in their order to `visit`, with what else than words is `kept`; stop words are among them.
    /// With `whole`, letters and their marks are one word in every script.
    pub(super) fn pieces(self, text: &str, kept: KeptTokens, whole: bool, mut visit: impl FnMut(Piece<'_>)) {
        let tokens = if whole { whole_tokens } else { tokens_with };
        match self {
            Self::Form => {
                for token in tokens(text, kept) {
                    visit(Piece::Token(token.into()));
                }
            }
            Self::Lemma(lemmatizer) if whole && kept != KeptTokens::default() => {
                between_signs(text, tokens(text, kept), |part| match part {
                    Part::Text(text) => words(text).for_each(|word| visit(Piece::Word(lemmatizer, word))),
                    Part::Sign(sign) => visit(Piece::Token(sign.to_lowercase().into())),
                });
            }
            Self::Lemma(lemmatizer) if kept == KeptTokens::default() => {
                for word in words(text) {
                    visit(Piece::Word(lemmatizer, word));
                }
            }
            Self::Lemma(lemmatizer) => {
                for token in tokens(text, kept) {
                    visit(if token.starts_with(is_word) {
                        Piece::Word(lemmatizer, Word { text: token, casing: Casing::Kept })
                    } else {
                        Piece::Token(token.to_lowercase().into())
                    });
                }
            }
            Self::Cut(cut) => {
                between_signs(text, tokens(text, kept), |part| match part {
                    Part::Text(text) => cut.words(text, &mut |form, lemma| visit(Piece::Known(form, lemma))),
                    Part::Sign(sign) => visit(Piece::Token(sign.to_lowercase().into())),
                });
            }
        }
    }
}

/// A stretch of words, or an emoji or hashtag.
enum Part<'t> {
    Text(&'t str),
    Sign(&'t str),
}

/// Shows `text` in its parts; `tokens` are its tokens, signs among them.
fn between_signs<'t>(text: &'t str, tokens: impl Iterator<Item = &'t str>, mut visit: impl FnMut(Part<'t>)) {
    let mut rest = text;
    for sign in tokens.filter(|token| !token.starts_with(is_word)) {
        let Some((before, behind)) = rest.split_once(sign) else { continue };
        visit(Part::Text(before));
        visit(Part::Sign(sign));
        rest = behind;
    }
    visit(Part::Text(rest));
}

impl<'a> Cut<'a> {
    /// Whether the words stand apart already and stay as they are written.
    pub(super) fn is_left_as_it_is(self) -> bool {
        self.spaced && !self.lemmas
    }

    /// The same for a text whose words were put between spaces, as dictionary forms where they shall be.
    pub(super) fn between_spaces(self) -> Self {
        Self { spaced: true, lemmas: false, ..self }
    }

    /// Shows the words of `text` that can be tokens, in lowercase, with what they count as.
    pub(crate) fn words(self, text: &str, visit: &mut dyn FnMut(&str, &str)) {
        let mut shown = |form: &str, base: &str| {
            let lemma = if self.lemmas { base } else { form };
            let mut chars = lemma.chars();
            let first = chars.next();
            if chars.next().is_none() && !(self.short && first.is_some_and(is_word_alone)) {
                return;
            }
            if form.contains(char::is_uppercase) || lemma.contains(char::is_uppercase) {
                visit(&form.to_lowercase(), &lemma.to_lowercase());
            } else {
                visit(form, lemma);
            }
        };
        if self.spaced {
            self.segmenter.spaced_words(text, &mut shown);
            return;
        }
        match self.simplified.map(|simplified| simplified.text(text)) {
            Some(Cow::Owned(simple)) => {
                let mut beside = Beside::new(&simple, text);
                self.segmenter.words(&simple, |form, _| {
                    if let Some(written) = beside.next(form) {
                        shown(written, written);
                    }
                });
            }
            Some(Cow::Borrowed(_)) | None => self.segmenter.words(text, &mut shown),
        }
    }

    /// `text` with spaces around its words; with lemmas in place of words if wanted. A word is left out when its form is in
    /// `stop_words`, or what it counts as; lemmas that stay are shown to `seen`.
    pub(super) fn in_text(
        self,
        text: &str,
        stop_words: &StopWordSet,
        seen: &mut dyn FnMut(&Lemma),
    ) -> String {
        let text = self.segmenter.usual(text);
        let mut out = String::with_capacity(text.len() + text.len() / 2);
        let mut rest: &str = &text;
        let put = |form: &str, base: &str| {
            let Some((gap, behind)) = rest.split_once(form) else { return };
            out.push_str(gap);
            rest = behind;
            let lemma = if self.lemmas { base } else { form };
            if stop_words.contains(form) || stop_words.contains(lemma) {
                out.push(' ');
                return;
            }
            if !out.ends_with(char::is_whitespace) {
                out.push(' ');
            }
            out.push_str(lemma);
            if !rest.starts_with(char::is_whitespace) {
                out.push(' ');
            }
            if self.lemmas {
                let form = form.to_lowercase();
                seen(&Lemma { written: form.clone(), form, lemma: lemma.to_owned() });
            }
        };
        if self.spaced {
            self.segmenter.spaced_words(&text, put);
        } else {
            self.segmenter.words(&text, put);
        }
        out.push_str(rest);
        out
    }
}
