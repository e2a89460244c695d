//! Terms and texts as the numbers of their tokens, by the reader that counts.

use std::ops::Range;

use crate::text::preparation::Preparation;
use crate::text::reader::Reader;

/// Gives each token a number, whatever its written form; one per thread, and numbers of two do not compare.
pub(crate) struct TokenReader<'a> {
    reader: Reader<'a>,
}

impl<'a> TokenReader<'a> {
    pub(crate) fn new(preparation: &'a Preparation) -> Self {
        Self { reader: Reader::new(preparation) }
    }

    /// The number of a token that is written as `form`; none for a stop word.
    pub(crate) fn number(&mut self, token: &str, form: &str) -> Option<u32> {
        let number = self.reader.number(token, form)?;
        Some(self.reader.lexicon().written()[number as usize].token)
    }

    /// The tokens of a term as reports have it.
    pub(crate) fn term(&mut self, term: &str) -> Vec<u32> {
        term.split(' ').filter_map(|token| self.number(token, token)).collect()
    }

    /// The tokens of a text, stop words left out: exactly those that are counted.
    pub(crate) fn text(&mut self, text: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        self.reader.read(text, &mut numbers);
        let written = self.reader.lexicon().written();
        numbers.into_iter().map(|number| written[number as usize].token).collect()
    }

    /// As [`TokenReader::text`], each token with where it stands in `text`: in bytes, between characters, none before the one before
    /// it.
    pub(crate) fn placed(&mut self, text: &str) -> Vec<(u32, Range<usize>)> {
        let placed = self.reader.place(text);
        let written = self.reader.lexicon().written();
        placed.into_iter().map(|(number, range)| (written[number as usize].token, range)).collect()
    }

    /// The token behind a number.
    pub(crate) fn token(&self, number: u32) -> &str {
        self.reader.lexicon().token_text(number)
    }
}

/// Whether `term` stands in a text with these `tokens`; a term of no tokens stands in none.
pub(crate) fn contains(tokens: &[u32], term: &[u32]) -> bool {
    !term.is_empty() && tokens.windows(term.len()).any(|window| window == term)
}
