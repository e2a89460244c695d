//! How a prepared text is cut into tokens, and which of them are words with a lemma.

use std::borrow::Cow;

use crate::text::language::script::Script;
use crate::text::language::stop_words::StopWordSet;
use crate::text::lemma::words::{Word, words};
use crate::text::lemma::{Casing, Lemma, Lemmatizer};
use crate::text::segment::{Segmenter, is_word_alone};
use crate::text::tokenize::{KeptTokens, is_word, tokens_with};

/// What becomes a token.
#[derive(Clone, Copy)]
pub(crate) enum Unit<'a> {
    /// A word as it is written.
    Form,
    /// The lemma of a word. With [`Casing::Lost`] the case of a word says nothing, else it is the writer's.
    Lemma(&'a Lemmatizer, Casing),
    /// A word that the text is cut into by the cutter that is for it; a text that none is for is read as [`Unit::Form`].
    Cut(&'a [Cutter], Before),
}

/// Whether texts were cut when they were prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    Whole,
    /// Words stand between spaces already, and are dictionary forms where they shall be.
    Cut,
}

/// What cuts the texts of a corpus, or those of them that are in one script.
#[derive(Debug)]
pub(crate) struct Cutter {
    pub(crate) segmenter: Segmenter,
    /// The script of the texts that it is for; of all where none.
    pub(crate) script: Option<Script>,
    /// Spaces divide the words of these texts already.
    pub(crate) spaced: bool,
    /// Words become their dictionary form.
    pub(crate) lemmas: bool,
    /// One Chinese character can be a word; else a word has two characters at least, as everywhere.
    pub(crate) short: bool,
}

impl Cutter {
    /// How `text` is cut; none where no cutter is for it.
    pub(crate) fn of<'a>(cutters: &'a [Self], text: &str) -> Option<Cut<'a>> {
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
    pub(crate) spaced: bool,
    pub(crate) lemmas: bool,
    short: bool,
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
    /// A word that was cut, in lowercase, and its dictionary form.
    Known(&'a str, &'a str),
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
            Unit::Cut(cutters, before) => {
                let Some(cut) = Cutter::of(cutters, text) else {
                    return Reading { unit: Unit::Form, ..*self }.pieces(text, visit);
                };
                let cut = match before {
                    Before::Whole => cut,
                    Before::Cut => Cut { spaced: true, lemmas: false, ..cut },
                };
                let mut rest = text;
                for sign in tokens_with(text, self.kept).filter(|token| !token.starts_with(is_word)) {
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

impl Cut<'_> {
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

    /// `text` with spaces around its words; with lemmas in place of words if wanted. A word whose form is in
    /// `stop_words`, or what it counts as, goes; lemmas that stay are shown to `seen`.
    pub(crate) fn in_text(
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
