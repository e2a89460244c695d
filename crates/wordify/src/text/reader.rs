//! One thread's reader: raw texts to the numbers of their tokens, each text once.

use rustc_hash::FxHashMap;

use super::lexicon::{Lexicon, Numbers, number_of};
use super::preparation::{Preparation, Preparing};
use super::reading::Piece;

/// Lemmas that are searched for the one behind a token, where cleaning goes on behind lemmas: it drops few.
const SEARCHED_MAX: usize = 8;

/// Reads texts, and remembers the words that it has looked up.
pub(crate) struct Reader<'a> {
    preparation: &'a Preparation,
    preparing: Preparing<'a>,
    lexicon: Lexicon,
    left: Left,
    /// The tokens that the lemmas of the text under way leave, each with the form of its lemma.
    beside: Vec<(u32, u32)>,
}

/// What cleaning leaves of lemmas that were put into a text.
#[derive(Default)]
struct Left {
    /// The tokens of each lemma, by number.
    tokens_of: FxHashMap<Box<str>, Vec<u32>>,
    numbers: Numbers,
}

impl<'a> Reader<'a> {
    /// A reader of texts: one per thread.
    pub(crate) fn new(preparation: &'a Preparation) -> Self {
        Self {
            preparation,
            preparing: preparation.start(),
            lexicon: Lexicon::new(preparation.stop_words_of_tokens(), preparation.uses_lemmas()),
            left: Left::default(),
            beside: Vec::new(),
        }
    }

    /// What the numbers stand for.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The lexicon alone, when all is read.
    pub(crate) fn into_lexicon(self) -> Lexicon {
        self.lexicon
    }

    /// The number of one token by itself; none for a stop word.
    pub(crate) fn number(&mut self, token: &str, form: &str) -> Option<u32> {
        if self.lexicon.is_stop_word(form) { None } else { self.lexicon.add(token, form) }
    }

    /// Appends the numbers of the tokens of `text`, stop words left out.
    pub(crate) fn read(&mut self, text: &str, numbers: &mut Vec<u32>) {
        if self.preparation.puts_lemmas_into_texts() {
            self.read_with_lemmas_inside(text, numbers);
            return;
        }
        let text = self.preparing.text(text, &mut |_| {});
        let lexicon = &mut self.lexicon;
        self.preparation.pieces(&text, |piece| match piece {
            Piece::Token(token) => numbers.extend(lexicon.add(&token, &token)),
            Piece::Word(lemmatizer, word) => lexicon.add_lemmas(lemmatizer, word, numbers),
            Piece::Known(form, lemma) => {
                if !lexicon.is_stop_word(form) {
                    numbers.extend(lexicon.add(lemma, form));
                }
            }
        });
    }

    /// Where cleaning goes on behind the lemmas, the tokens of the clean text are laid beside the lemmas that were put
    /// into it, to tell the form of each. A token without a lemma stands for itself.
    fn read_with_lemmas_inside(&mut self, text: &str, numbers: &mut Vec<u32>) {
        let Self { preparation, preparing, lexicon, left, beside } = self;
        beside.clear();
        let text = preparing.text(text, &mut |lemma| {
            let form = lexicon.form(&lemma.written);
            beside.extend(left.tokens_of(preparation, &lemma.lemma).iter().map(|&token| (token, form)));
        });
        let mut at = 0;
        preparation.pieces(&text, |piece| {
            let token = piece.token();
            let ahead = &beside[at..beside.len().min(at + SEARCHED_MAX)];
            let number = left.numbers.get(token);
            let found = number.and_then(|number| ahead.iter().position(|(beside, _)| beside == number));
            numbers.extend(match found {
                Some(found) => {
                    at += found + 1;
                    lexicon.add_written(token, beside[at - 1].1)
                }
                None => lexicon.add(token, token),
            });
        });
    }
}

impl Left {
    /// The numbers of the tokens of what is left of `lemma`.
    fn tokens_of(&mut self, preparation: &Preparation, lemma: &str) -> &[u32] {
        if !self.tokens_of.contains_key(lemma) {
            let mut tokens = Vec::new();
            preparation.pieces(&preparation.lemma(lemma), |piece| {
                tokens.push(number_of(&mut self.numbers, piece.token()));
            });
            self.tokens_of.insert(lemma.into(), tokens);
        }
        self.tokens_of.get(lemma).map_or(&[], Vec::as_slice)
    }
}
