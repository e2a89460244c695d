//! How a prepared text is cut into tokens, and which of them are words with a lemma.

use std::borrow::Cow;
use std::ops::Range;

use super::draft::{Draft, Traced, Written, range_in};
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
    /// Shows all pieces of `text` in their order to `visit`, each with where it stands there; with what else than words is `kept`. Stop
    /// words are among them. With `whole`, letters and their marks are one word in every script.
    pub(super) fn pieces(
        self,
        text: &str,
        kept: KeptTokens,
        whole: bool,
        mut visit: impl FnMut(Piece<'_>, Range<usize>),
    ) {
        let tokens = if whole { whole_tokens } else { tokens_with };
        let in_lowercase = |sign: &str| Piece::Token(sign.to_lowercase().into());
        match self {
            Self::Form => {
                for token in tokens(text, kept) {
                    visit(Piece::Token(token.into()), range_in(text, token));
                }
            }
            Self::Lemma(lemmatizer) if whole && kept != KeptTokens::default() => {
                between_signs(text, tokens(text, kept), |part| match part {
                    Part::Text(part) => {
                        words(part)
                            .for_each(|word| visit(Piece::Word(lemmatizer, word), range_in(text, word.text)));
                    }
                    Part::Sign(sign) => visit(in_lowercase(sign), range_in(text, sign)),
                });
            }
            Self::Lemma(lemmatizer) if kept == KeptTokens::default() => {
                for word in words(text) {
                    visit(Piece::Word(lemmatizer, word), range_in(text, word.text));
                }
            }
            Self::Lemma(lemmatizer) => {
                for token in tokens(text, kept) {
                    let piece = if token.starts_with(is_word) {
                        Piece::Word(lemmatizer, Word { text: token, casing: Casing::Kept })
                    } else {
                        in_lowercase(token)
                    };
                    visit(piece, range_in(text, token));
                }
            }
            Self::Cut(cut) => {
                between_signs(text, tokens(text, kept), |part| match part {
                    Part::Text(part) => {
                        let start = range_in(text, part).start;
                        cut.words(part, &mut |form, lemma, range| {
                            visit(Piece::Known(form, lemma), start + range.start..start + range.end);
                        });
                    }
                    Part::Sign(sign) => visit(in_lowercase(sign), range_in(text, sign)),
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
    let mut at = 0;
    for sign in tokens.filter(|token| !token.starts_with(is_word)) {
        let range = range_in(text, sign);
        visit(Part::Text(&text[at..range.start]));
        visit(Part::Sign(sign));
        at = range.end;
    }
    visit(Part::Text(&text[at..]));
}

impl<'a> Cut<'a> {
    /// Whether the words stand apart already and stay as they are written.
    pub(super) fn is_left_as_it_is(self) -> bool {
        self.spaced && !self.lemmas
    }

    /// The same for a text whose words were put between spaces, as dictionary forms where these are wanted.
    pub(super) fn between_spaces(self) -> Self {
        Self { spaced: true, lemmas: false, ..self }
    }

    /// Shows the words of `text` that can be tokens, in lowercase, with what they count as and where they stand.
    fn words(self, text: &str, visit: &mut dyn FnMut(&str, &str, Range<usize>)) {
        let mut shown = |form: &str, base: &str, range: Range<usize>| {
            let lemma = if self.lemmas { base } else { form };
            let mut chars = lemma.chars();
            let first = chars.next();
            if chars.next().is_none() && !(self.short && first.is_some_and(is_word_alone)) {
                return;
            }
            if form.contains(char::is_uppercase) || lemma.contains(char::is_uppercase) {
                visit(&form.to_lowercase(), &lemma.to_lowercase(), range);
            } else {
                visit(form, lemma, range);
            }
        };
        if self.spaced {
            self.segmenter.spaced_words(text, |form, base| shown(form, base, range_in(text, form)));
            return;
        }
        match self.simplified.map(|simplified| simplified.text(text)) {
            Some(Cow::Owned(simple)) => {
                let mut beside = Beside::new(&simple, text);
                self.segmenter.usual_words(&simple, |form, _| {
                    if let Some(written) = beside.next(form) {
                        shown(written, written, range_in(text, written));
                    }
                });
            }
            Some(Cow::Borrowed(_)) | None => {
                let usual = Draft::<Traced>::new(text).then(|text| self.segmenter.usual(text));
                self.segmenter.usual_words(usual.text(), |form, base| {
                    shown(form, base, usual.origin(range_in(usual.text(), form)));
                });
            }
        }
    }

    /// The text with spaces around its words; with lemmas in place of words if wanted. A word is left out when its form is in
    /// `stop_words`, or what it counts as; lemmas that stay are shown to `seen`.
    pub(super) fn in_text<'t, W: Written>(
        self,
        draft: Draft<'t, W>,
        stop_words: &StopWordSet,
        seen: &mut dyn FnMut(&Lemma),
    ) -> Draft<'t, W> {
        let usual = draft.then(|text| self.segmenter.usual(text));
        usual.then(|text| Some(self.with_spaces(text, stop_words, seen)))
    }

    fn with_spaces<W: Written>(
        self,
        text: &str,
        stop_words: &StopWordSet,
        seen: &mut dyn FnMut(&Lemma),
    ) -> W {
        let mut out = W::with_capacity(text.len() + text.len() / 2);
        let mut kept = 0;
        let put = |form: &str, base: &str| {
            let range = range_in(text, form);
            out.keep(text, kept..range.start);
            kept = range.end;
            let lemma = if self.lemmas { base } else { form };
            if stop_words.contains(form) || stop_words.contains(lemma) {
                out.push(' ', range);
                return;
            }
            if !out.text().ends_with(char::is_whitespace) {
                out.push(' ', range.start..range.start);
            }
            if self.lemmas {
                out.put(lemma, range);
            } else {
                out.keep(text, range);
            }
            if !text[kept..].starts_with(char::is_whitespace) {
                out.push(' ', kept..kept);
            }
            if self.lemmas {
                let (form, place) = (form.to_lowercase(), 0..form.len());
                seen(&Lemma { written: form.clone(), form, lemma: lemma.to_owned(), place });
            }
        };
        if self.spaced {
            self.segmenter.spaced_words(text, put);
        } else {
            self.segmenter.usual_words(text, put);
        }
        out.keep(text, kept..text.len());
        out
    }
}
