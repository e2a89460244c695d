//! How a prepared text is cut into tokens, and which of them are words with a lemma.

use std::borrow::Cow;

use crate::language::stop_words::StopWordSet;
use crate::lemma::words::{Word, words};
use crate::lemma::{Casing, Lemmatizer};
use crate::tokenize::{KeptTokens, is_word, tokens_with};

/// What becomes a token.
#[derive(Clone, Copy)]
pub(crate) enum Unit<'a> {
    /// A word as it is written.
    Form,
    /// The lemma of a word. With [`Casing::Lost`] the case of a word says nothing, else it is the writer's.
    Lemma(&'a Lemmatizer, Casing),
}

/// How texts are read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// What else than words becomes a token.
    pub(crate) kept: KeptTokens,
    /// Tokens that go.
    pub(crate) stop_words: &'a StopWordSet,
    /// What words become.
    pub(crate) unit: Unit<'a>,
}

/// A piece of a text.
pub(crate) enum Piece<'a> {
    /// A token as it stands.
    Token(Cow<'a, str>),
    /// A word to be looked up.
    Word(&'a Lemmatizer, Word<'a>),
}

impl Reading<'_> {
    /// Shows all pieces of `text` in their order to `visit`; stop words are among them.
    pub(crate) fn pieces(&self, text: &str, mut visit: impl FnMut(Piece<'_>)) {
        match self.unit {
            Unit::Form => {
                for token in tokens_with(text, self.kept) {
                    visit(Piece::Token(token.into()));
                }
            }
            Unit::Lemma(lemmatizer, casing) if self.kept == KeptTokens::default() => {
                for word in words(text) {
                    let casing = if casing == Casing::Lost { casing } else { word.casing };
                    visit(Piece::Word(lemmatizer, Word { casing, ..word }));
                }
            }
            Unit::Lemma(lemmatizer, casing) => {
                for token in tokens_with(text, self.kept) {
                    visit(if token.starts_with(is_word) {
                        Piece::Word(lemmatizer, Word { text: token, casing })
                    } else {
                        Piece::Token(token.to_lowercase().into())
                    });
                }
            }
        }
    }
}
