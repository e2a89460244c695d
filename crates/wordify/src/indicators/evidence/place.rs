//! Where the tokens of a text stand in the text as it was before cleaning.
//!
//! Cleaning and lemmas give tokens but not their places. So the text is read twice: as a whole, which gives exactly the
//! tokens that were counted, and word by word, each word through the same cleaning, which gives tokens with places. The
//! two sequences are the same but for what depends on more than one word (a link cut out, a word divided at the end of a
//! line); they are aligned, and tokens of the first that have no partner have no place.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::excerpt::is_inside_character;
use crate::indicators::token_reader::TokenReader;
use crate::text::lemma::Casing;
use crate::text::lemma::words::words;
use crate::text::preparation::Preparation;
use crate::text::reading::Cut;

/// Bytes of a text that are read for places, about: a mark further behind is not found. A hundred pages.
const BYTES_READ_MAX: usize = 256 << 10;
/// Different words whose tokens are remembered, so that memory is bounded.
const WORDS_REMEMBERED_MAX: usize = 200_000;
/// Tokens of the whole text that are passed over to find where the two sequences agree again.
const PASSED_IN_WHOLE_MAX: usize = 8;
/// Tokens of the words that are passed over for it: more, because cleaning takes out more than it puts in.
const PASSED_IN_WORDS_MAX: usize = 64;
/// Bytes between two tokens of a term up to which one mark covers both.
const GAP_BYTES_MAX: usize = 80;
/// Bytes in which the next token of a word is searched for.
const SEARCH_BYTES: usize = 400;
/// Bytes of a word that is marked as a whole when its tokens are not found in it.
const WHOLE_BYTES_MAX: usize = 120;

/// A token of a text and where it stands there, if that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    token: u32,
    range: Option<Range<usize>>,
}

/// Finds the places of tokens; remembers words.
pub(super) struct Placer<'a> {
    preparation: &'a Preparation,
    reader: TokenReader<'a>,
    /// The tokens of a word; first inside a sentence, then at its start.
    remembered: [FxHashMap<Box<str>, Box<[u32]>>; 2],
}

impl<'a> Placer<'a> {
    pub(super) fn new(preparation: &'a Preparation) -> Self {
        let remembered = [FxHashMap::default(), FxHashMap::default()];
        Self { preparation, reader: TokenReader::new(preparation), remembered }
    }

    /// The numbers of the tokens of a term.
    pub(super) fn numbers(&mut self, term: &str) -> Vec<u32> {
        self.reader.term(term)
    }

    /// The tokens of the whole of `text`, without their places.
    pub(super) fn read(&mut self, text: &str) -> Vec<u32> {
        self.reader.text(text)
    }

    /// The tokens of `text` in their order, with their places.
    pub(super) fn place(&mut self, text: &str) -> Vec<Placed> {
        let text = beginning(text);
        if self.remembered.iter().map(FxHashMap::len).sum::<usize>() > WORDS_REMEMBERED_MAX {
            self.remembered = Default::default();
        }
        let whole = self.read(text);
        let by_word = match self.preparation.cut(text) {
            Some(cut) => self.read_cut(text, cut),
            None => self.read_by_word(text),
        };
        align(&whole, &by_word)
    }

    /// The words that a text without spaces is cut into, with their places.
    fn read_cut(&mut self, text: &str, cut: Cut<'_>) -> Vec<Placed> {
        let folded = Folded::new(text);
        let mut at = 0;
        let mut placed = Vec::new();
        cut.words(text, &mut |form, lemma| {
            let found = folded.find(form, at);
            if let Some(found) = &found {
                at = found.end;
            }
            if let Some(token) = self.reader.number(lemma, form) {
                let range = found.map(|found| folded.original(&found));
                placed.push(Placed { token, range });
            }
        });
        placed
    }

    /// The tokens of a word by itself.
    fn read_word(&mut self, word: &str, casing: Casing) -> Box<[u32]> {
        let at_start = casing == Casing::SentenceStart;
        if let Some(numbers) = self.remembered[usize::from(at_start)].get(word) {
            return numbers.clone();
        }
        // A letter in front is no token, and makes the word one inside a sentence.
        let numbers = if at_start { self.read(word) } else { self.read(&format!("a {word}")) };
        let numbers = numbers.into_boxed_slice();
        self.remembered[usize::from(at_start)].insert(word.into(), numbers.clone());
        numbers
    }

    /// The tokens of all words by themselves, with the places of the words.
    fn read_by_word(&mut self, text: &str) -> Vec<Placed> {
        let mut placed = Vec::new();
        let mut words = ranges(text, words(text).map(|word| (word.text, word.casing))).peekable();
        for (run, ()) in ranges(text, text.split_whitespace().map(|run| (run, ()))) {
            let mut inside = Vec::new();
            while let Some(word) = words.next_if(|(word, _)| word.start < run.end) {
                inside.push(word);
            }
            let casing = inside.first().map_or(Casing::Kept, |&(_, casing)| casing);
            let whole = self.read_word(&text[run.clone()], casing);
            if whole.is_empty() {
                continue;
            }
            let parts: Vec<_> = inside
                .into_iter()
                .map(|(range, casing)| (self.read_word(&text[range.clone()], casing), range))
                .collect();
            if parts.iter().flat_map(|(numbers, _)| numbers.iter()).eq(whole.iter()) {
                for (numbers, range) in parts {
                    match *numbers {
                        [] => (),
                        [token] => placed.push(Placed { token, range: Some(range) }),
                        _ => self.search(text, &range, &numbers, &mut placed),
                    }
                }
            } else {
                self.search(text, &run, &whole, &mut placed);
            }
        }
        placed
    }

    /// Places several tokens of one word: where they stand in it literally, else the whole word.
    fn search(&self, text: &str, word: &Range<usize>, numbers: &[u32], placed: &mut Vec<Placed>) {
        let folded = Folded::new(&text[word.clone()]);
        let mut at = 0;
        for &token in numbers {
            let found = folded.find(self.reader.token(token), at);
            if let Some(found) = &found {
                at = found.end;
            }
            let range = match found {
                Some(found) => Some(folded.original(&found)),
                None if word.len() <= WHOLE_BYTES_MAX => Some(trimmed(&text[word.clone()])),
                None => None,
            };
            let range = range.map(|range| {
                let end = word.start + range.end;
                let behind = &text[end..word.end];
                // The lemma “pay” is found in “good-paying”, of which a reader would mark the whole.
                let is_letter = |c: char| c.is_alphabetic() || is_inside_character(c);
                let goes_on = text[..end].ends_with(is_letter);
                let is_end = |c| !if goes_on { is_letter(c) } else { is_inside_character(c) };
                let rest = behind.find(is_end).unwrap_or(behind.len());
                word.start + range.start..end + rest
            });
            placed.push(Placed { token, range });
        }
    }
}

/// A word in lowercase, and where its bytes come from.
struct Folded {
    text: String,
    /// Of each byte, and of the end, where its character begins in the original.
    origin: Vec<usize>,
}

impl Folded {
    fn new(word: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(word.len()), origin: Vec::new() };
        for (at, c) in word.char_indices() {
            folded.text.extend(c.to_lowercase());
            folded.origin.resize(folded.text.len(), at);
        }
        folded.origin.push(word.len());
        folded
    }

    /// Where `token` stands, from `at` on and not far.
    fn find(&self, token: &str, at: usize) -> Option<Range<usize>> {
        let end = self.text.floor_char_boundary(at + SEARCH_BYTES);
        let start = at + self.text[at..end].find(token)?;
        Some(start..start + token.len())
    }

    fn original(&self, range: &Range<usize>) -> Range<usize> {
        // A character may have become several, of which the range covers some.
        let end = self.origin[range.end];
        let end = if end == self.origin[range.end - 1] {
            self.origin[range.end..].iter().copied().find(|&next| next > end).unwrap_or(end)
        } else {
            end
        };
        self.origin[range.start]..end
    }
}

/// The part of `text` that is read: cut at white space where that is near.
fn beginning(text: &str) -> &str {
    let cut = &text[..text.floor_char_boundary(BYTES_READ_MAX)];
    if cut.len() == text.len() {
        return text;
    }
    let near = cut.floor_char_boundary(cut.len().saturating_sub(SEARCH_BYTES));
    cut[near..].rfind(char::is_whitespace).map_or(cut, |at| &cut[..near + at])
}

/// Parts of `text`, given in their order and apart, with where they are.
fn ranges<'a, T>(
    text: &'a str,
    parts: impl Iterator<Item = (&'a str, T)>,
) -> impl Iterator<Item = (Range<usize>, T)> {
    let start = text.as_ptr() as usize;
    parts.map(move |(part, value)| {
        let at = part.as_ptr() as usize - start;
        (at..at + part.len(), value)
    })
}

/// `word` without what is not a letter, number or mark at both ends; the whole where nothing else is in it.
fn trimmed(word: &str) -> Range<usize> {
    let is_outside = |c: char| !c.is_alphanumeric() && !is_inside_character(c);
    let start = word.len() - word.trim_start_matches(is_outside).len();
    let end = word.trim_end_matches(is_outside).len();
    if start < end { start..end } else { 0..word.len() }
}

/// The tokens of the whole text, with the places of their partners.
fn align(whole: &[u32], by_word: &[Placed]) -> Vec<Placed> {
    let mut placed = Vec::with_capacity(whole.len());
    let (mut i, mut j) = (0, 0);
    while i < whole.len() {
        let (skip_i, skip_j) = next_agreement(&whole[i..], &by_word[j.min(by_word.len())..]);
        placed.extend(whole[i..i + skip_i].iter().map(|&token| Placed { token, range: None }));
        i += skip_i;
        j += skip_j;
        if i < whole.len() {
            let partner = by_word.get(j).filter(|partner| partner.token == whole[i]);
            placed.push(Placed { token: whole[i], range: partner.and_then(|partner| partner.range.clone()) });
            i += 1;
            j += 1;
        }
    }
    placed
}

/// How many tokens of each sequence to pass over until they agree, in two tokens where there are two; none when that is
/// too far away.
fn next_agreement(whole: &[u32], by_word: &[Placed]) -> (usize, usize) {
    let agree = |i: usize, j: usize| match (whole.get(i), by_word.get(j)) {
        (Some(&token), Some(partner)) => token == partner.token,
        _ => false,
    };
    if agree(0, 0) {
        return (0, 0);
    }
    let both_end = |i: usize, j: usize| i == whole.len() || j == by_word.len();
    for distance in 1..PASSED_IN_WHOLE_MAX + PASSED_IN_WORDS_MAX {
        for i in 0..=distance.min(PASSED_IN_WHOLE_MAX) {
            let j = distance - i;
            if j <= PASSED_IN_WORDS_MAX && agree(i, j) && (both_end(i + 1, j + 1) || agree(i + 1, j + 1)) {
                return (i, j);
            }
        }
    }
    (0, 0)
}

/// Where the tokens of `term` stand one behind the other, stop words left out: ascending and apart.
pub(super) fn marks(placed: &[Placed], term: &[u32]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    let is_term = |window: &&[Placed]| window.iter().map(|placed| placed.token).eq(term.iter().copied());
    for window in placed.windows(term.len().max(1)).filter(is_term) {
        let Some(ranges) = window.iter().map(|placed| placed.range.clone()).collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        let mut within = false;
        for range in ranges {
            match marks.last_mut() {
                Some(last)
                    if range.start <= last.end || within && range.start <= last.end + GAP_BYTES_MAX =>
                {
                    last.end = last.end.max(range.end);
                }
                _ => marks.push(range),
            }
            within = true;
        }
    }
    marks
}
