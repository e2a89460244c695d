//! Sequences of token ranks to n-grams: the second pass of [`vectorize`](crate::terms::vectorize).
//!
//! An n-gram grows from the places where it stands: of "new", the next tokens at all its places give "new
//! york" and its places, and those give "new york city". An n-gram in too few documents is not grown, since
//! what it would grow into stands in fewer still; so the work is far less than that of counting all n-grams,
//! with the same result. Ranks follow code points and a space sorts before every word character, so growing
//! in the order of the ranks meets the terms in the order of their code points: nothing is ever hashed or
//! sorted as text.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{Error, ErrorKind};
use crate::parallel::in_parts;
use crate::progress::Monitor;
use crate::terms::range::TermRange;
use crate::terms::vocabulary::{GAP, Tokens};

/// Most terms in a vocabulary. Each takes about 100 bytes here and more in the fits: 2 GB of the 8 GiB that a
/// large run may use. The largest corpora in use come to some hundred thousand.
pub(crate) const TERMS_MAX: usize = 10_000_000;

/// Most entries of the document-term matrix: 20 bytes each while it is built, 4 GB of the 8 GiB that a large
/// run may use. A million documents of 100 words come to about 100 million.
pub(crate) const ENTRIES_MAX: usize = 200_000_000;

/// Parts that the work is cut into, at most: many, because some first tokens are in far more n-grams.
const PARTS_MAX: usize = 512;

/// Consecutive terms, in the order of their code points, with the documents that they stand in.
#[derive(Debug, Default)]
pub(crate) struct TermCounts {
    /// The terms.
    pub(crate) terms: Vec<String>,
    /// Of each term, the documents with it: as many entries as its count says, documents ascending.
    pub(crate) document_frequency: Vec<u32>,
    /// The entries of all terms, end to end.
    pub(crate) entries: Vec<Entry>,
}

/// How often a term stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Index of the document.
    pub(crate) document: u32,
    /// Times, 1 or more.
    pub(crate) count: u32,
}

/// A place of an n-gram.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    document: u32,
    /// Position in [`Tokens::numbers`] of the n-gram's last token.
    position: u32,
}

/// The terms of the corpus; the results end to end are the vocabulary in its order.
///
/// # Errors
/// [`ErrorKind::Limit`] beyond [`TERMS_MAX`] or [`ENTRIES_MAX`]; [`ErrorKind::Canceled`].
pub(crate) fn count_terms(
    tokens: &Tokens,
    range: TermRange,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<TermCounts>, Error> {
    let (starts, places) = places_by_token(tokens);
    let parts = cut(&starts);
    let budget = Budget::default();
    let start = |_| Growth::new(tokens, range, &budget);
    let (_, counts) = in_parts(parts.len(), threads, start, |growth, part| {
        for first in parts[part].clone() {
            monitor.check()?;
            let places = &places[starts[first]..starts[first + 1]];
            growth.term.clear();
            growth.term.push_str(&tokens.tokens[first]);
            growth.keep(1, tokens.document_frequency[first], places)?;
            growth.grow(1, places)?;
        }
        Ok(std::mem::take(&mut growth.counts))
    })?;
    Ok(counts)
}

/// All places of the first token, then of the second, …, each in the order of the documents; and where each
/// token's places start.
fn places_by_token(tokens: &Tokens) -> (Vec<usize>, Vec<Place>) {
    let mut starts = vec![0; tokens.tokens.len() + 1];
    for rank in (0..tokens.numbers.len()).map(|position| tokens.rank(position)).filter(|&rank| rank != GAP) {
        starts[rank as usize + 1] += 1;
    }
    for token in 0..tokens.tokens.len() {
        starts[token + 1] += starts[token];
    }
    let mut next = starts.clone();
    let mut places = vec![Place::default(); starts[tokens.tokens.len()]];
    for (document, positions) in (0..).zip(tokens.documents()) {
        for position in positions {
            let rank = tokens.rank(position);
            if rank != GAP {
                places[next[rank as usize]] = Place { document, position: position as u32 };
                next[rank as usize] += 1;
            }
        }
    }
    (starts, places)
}

/// Ranges of first tokens with about equally many places.
fn cut(starts: &[usize]) -> Vec<std::ops::Range<usize>> {
    let tokens = starts.len() - 1;
    let target = (starts[tokens] / PARTS_MAX).max(1);
    let mut parts = Vec::new();
    let mut first = 0;
    for token in 0..tokens {
        if starts[token + 1] - starts[first] >= target {
            parts.push(first..token + 1);
            first = token + 1;
        }
    }
    parts.push(first..tokens);
    parts
}

/// Terms and entries of all workers together.
#[derive(Debug, Default)]
struct Budget {
    terms: AtomicUsize,
    entries: AtomicUsize,
}

impl Budget {
    fn spend(&self, entries: usize) -> Result<(), Error> {
        let terms = self.terms.fetch_add(1, Ordering::Relaxed) + 1;
        let entries = self.entries.fetch_add(entries, Ordering::Relaxed) + entries;
        let (limit, what) = match () {
            () if terms > TERMS_MAX => (TERMS_MAX, "terms"),
            () if entries > ENTRIES_MAX => (ENTRIES_MAX, "terms in its documents"),
            () => return Ok(()),
        };
        Err(Error::new(ErrorKind::Limit, format!("the corpus has more than {limit} {what}"))
            .at("min_df")
            .remedy("Raise min_df, so that rare terms are left out, or shorten the n-grams."))
    }
}

/// One worker's growth of n-grams.
struct Growth<'a> {
    tokens: &'a Tokens,
    range: TermRange,
    budget: &'a Budget,
    /// The n-gram under way.
    term: String,
    counts: TermCounts,
    /// Scratch space for the step from one length to the next, shortest first.
    steps: Vec<Step>,
}

impl<'a> Growth<'a> {
    fn new(tokens: &'a Tokens, range: TermRange, budget: &'a Budget) -> Self {
        let steps = (1..range.longest).map(|_| Step::new(tokens.tokens.len())).collect();
        Self { tokens, range, budget, term: String::new(), counts: TermCounts::default(), steps }
    }

    /// Keeps the n-gram under way if it is a term.
    fn keep(&mut self, length: usize, documents: u32, places: &[Place]) -> Result<(), Error> {
        if length < self.range.shortest || f64::from(documents) > self.range.documents_max {
            return Ok(());
        }
        self.budget.spend(documents as usize)?;
        self.counts.terms.push(self.term.clone());
        self.counts.document_frequency.push(documents);
        let same_document = |a: &Place, b: &Place| a.document == b.document;
        let entries = places
            .chunk_by(same_document)
            .map(|chunk| Entry { document: chunk[0].document, count: chunk.len() as u32 });
        self.counts.entries.extend(entries);
        Ok(())
    }

    /// Grows the n-gram under way, of `length` tokens, by each token that follows it often enough.
    fn grow(&mut self, length: usize, places: &[Place]) -> Result<(), Error> {
        if length == self.range.longest {
            return Ok(());
        }
        // The step is taken out while it is in use, because growing further uses the later ones.
        let mut step = std::mem::take(&mut self.steps[length - 1]);
        step.follow(self.tokens, places, self.range.documents_min);
        let term_length = self.term.len();
        let mut start = 0;
        let mut result = Ok(());
        for follower in &step.followers {
            let end = start + follower.places as usize;
            self.term.push(' ');
            self.term.push_str(&self.tokens.tokens[follower.rank as usize]);
            result = self
                .keep(length + 1, follower.documents, &step.places[start..end])
                .and_then(|()| self.grow(length + 1, &step.places[start..end]));
            self.term.truncate(term_length);
            if result.is_err() {
                break;
            }
            start = end;
        }
        self.steps[length - 1] = step;
        result
    }
}

/// A token that follows an n-gram often enough.
#[derive(Debug, Clone, Copy)]
struct Follower {
    rank: u32,
    documents: u32,
    places: u32,
}

/// Scratch space for finding the followers of an n-gram.
#[derive(Debug, Default)]
struct Step {
    /// Counts for every token, all zero between two uses.
    tallies: Vec<Tally>,
    /// The tokens met, in the order in which they were met.
    met: Vec<u32>,
    followers: Vec<Follower>,
    /// The places of the first follower, then of the second, ….
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    documents: u32,
    last_document: u32,
    places: u32,
    /// Where the next place goes.
    next: u32,
}

impl Step {
    fn new(tokens: usize) -> Self {
        Self { tallies: vec![Tally::default(); tokens], ..Self::default() }
    }

    /// Finds the tokens that follow `places` in `documents_min` documents or more, and where.
    fn follow(&mut self, tokens: &Tokens, places: &[Place], documents_min: f64) {
        // Every document ends in a gap, so the position behind a token always exists.
        let follower = |place: &Place| tokens.rank(place.position as usize + 1);
        self.met.clear();
        for place in places {
            let rank = follower(place);
            if rank == GAP {
                continue;
            }
            let tally = &mut self.tallies[rank as usize];
            if tally.documents == 0 {
                self.met.push(rank);
            }
            let new = tally.documents == 0 || tally.last_document != place.document;
            tally.documents += u32::from(new);
            tally.last_document = place.document;
            tally.places += 1;
        }
        self.sort_followers(documents_min);
        if !self.followers.is_empty() {
            for &place in places {
                let rank = follower(&place);
                if rank != GAP && self.tallies[rank as usize].documents > 0 {
                    let next = &mut self.tallies[rank as usize].next;
                    self.places[*next as usize] = Place { position: place.position + 1, ..place };
                    *next += 1;
                }
            }
        }
        for follower in &self.followers {
            self.tallies[follower.rank as usize] = Tally::default();
        }
    }

    /// Makes the followers from the tallies, forgets the tallies of all other tokens, and makes room for the
    /// followers' places.
    fn sort_followers(&mut self, documents_min: f64) {
        self.followers.clear();
        for &rank in &self.met {
            let tally = &mut self.tallies[rank as usize];
            if f64::from(tally.documents) >= documents_min {
                self.followers.push(Follower { rank, documents: tally.documents, places: tally.places });
            } else {
                *tally = Tally::default();
            }
        }
        self.followers.sort_unstable_by_key(|follower| follower.rank);
        let mut next = 0;
        for follower in &self.followers {
            self.tallies[follower.rank as usize].next = next;
            next += follower.places;
        }
        self.places.clear();
        self.places.resize(next as usize, Place::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_terms_or_entries_than_the_limit_are_an_error_with_a_remedy() {
        let full = Budget { terms: TERMS_MAX.into(), ..Budget::default() };
        let error = full.spend(1).expect_err("one term too many");
        assert_eq!((error.kind(), error.place()), (ErrorKind::Limit, Some("min_df")));
        let nearly = Budget { entries: (ENTRIES_MAX - 3).into(), ..Budget::default() };
        assert_eq!(nearly.spend(3), Ok(()));
        assert!(nearly.spend(1).is_err());
    }

    #[test]
    fn parts_cover_all_tokens_without_overlap() {
        for places in [vec![], vec![5], vec![1, 0, 900, 2, 2], vec![3; 5000]] {
            let mut starts = vec![0];
            starts.extend(places.iter().scan(0, |sum, &count| {
                *sum += count;
                Some(*sum)
            }));
            let covered: Vec<_> = cut(&starts).into_iter().flatten().collect();
            assert_eq!(covered, (0..places.len()).collect::<Vec<_>>());
        }
    }
}
