//! How a prepared text is cut into tokens, and which of them are words with a lemma.

use std::borrow::Cow;

use super::language::script::Script;
use super::language::stop_words::StopWordSet;
use super::lemma::words::{Word, words};
use super::lemma::{Casing, Lemma, Lemmatizer};
use super::segment::{Segmenter, is_word_alone};
use super::tokenize::{KeptTokens, is_word, tokens_with};

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
}

impl Cutter {
    /// How `text` is cut; none where no cutter is for it.
    pub(super) fn of<'a>(cutters: &'a [Self], text: &str) -> Option<Cut<'a>> {
        let first = cutters.first()?;
        let script = first.script.and_then(|_| Script::of_text(text));
        let cutter = cutters.iter().find(|cutter| cutter.script == script)?;
        let Self { segmenter, spaced, lemmas, short, .. } = cutter;
        Some(Cut { segmenter, spaced: *spaced, lemmas: *lemmas, short: *short })
    }
}

/// How a text in a language without spaces is cut: as its [`Cutter`] says.
#[derive(Clone, Copy)]
pub(crate) struct Cut<'a> {
    segmenter: &'a Segmenter,
    pub(super) spaced: bool,
    lemmas: bool,
    short: bool,
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
    pub(super) fn pieces(self, text: &str, kept: KeptTokens, mut visit: impl FnMut(Piece<'_>)) {
        match self {
            Self::Form => {
                for token in tokens_with(text, kept) {
                    visit(Piece::Token(token.into()));
                }
            }
            Self::Lemma(lemmatizer) if kept == KeptTokens::default() => {
                for word in words(text) {
                    visit(Piece::Word(lemmatizer, word));
                }
            }
            Self::Lemma(lemmatizer) => {
                for token in tokens_with(text, kept) {
                    visit(if token.starts_with(is_word) {
                        Piece::Word(lemmatizer, Word { text: token, casing: Casing::Kept })
                    } else {
                        Piece::Token(token.to_lowercase().into())
                    });
                }
            }
            Self::Cut(cut) => {
                let mut rest = text;
                for sign in tokens_with(text, kept).filter(|token| !token.starts_with(is_word)) {
                    let Some((before, behind)) = rest.split_once(sign) else { continue };
                    cut.words(before, &mut |form, lemma| visit(Piece::Known(form, lemma)));
                    visit(Piece::Token(sign.to_lowercase().into()));
                    rest = behind;
                }
                cut.words(rest, &mut |form, lemma| visit(Piece::Known(form, lemma)));
            }
        }
    }
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
        } else {
            self.segmenter.words(text, &mut shown);
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
                seen(&Lemma { form: form.to_lowercase(), lemma: lemma.to_owned() });
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
