//! Texts to sequences of token ranks: the first of the two passes of [`vectorize`](crate::terms::vectorize).
//!
//! Each worker gives the tokens that it meets numbers of its own. Afterwards a number becomes the token's
//! rank among all tokens that stand in enough documents, sorted by code point. A token in too few documents
//! gets no rank, because no n-gram with it can stand in more documents than it does.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::error::{Error, ErrorKind};
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::text::language::stop_words::StopWordSet;
use crate::text::lemma::words::Word;
use crate::text::lemma::{Casing, Lemma, Lemmatizer};
use crate::text::reading::{Piece, Reading};

/// Stands for a token without a rank, and for the end of a document: no n-gram goes across it.
pub(crate) const GAP: u32 = u32::MAX;

/// Documents in a part of the work: enough to make handing them out cheap, few enough to share them evenly.
const PART_DOCUMENTS: usize = 256;

/// Most documents, and most tokens in all: both are counted in 32 bits. At 5 bytes each this is 20 GB of text.
const TOKENS_MAX: usize = u32::MAX as usize - 1;

/// The corpus as ranks of its frequent tokens.
#[derive(Debug, Default)]
pub(crate) struct RankedTokens {
    /// The frequent tokens, sorted by code point: the rank is the index.
    pub(crate) tokens: Vec<Box<str>>,
    /// Of each frequent token, the documents with it.
    pub(crate) document_frequency: Vec<u32>,
    /// All documents end to end, a [`GAP`] behind each and in place of tokens without a rank.
    pub(crate) ranks: Vec<u32>,
    /// Where each document ends in `ranks`, the gap behind it included.
    pub(crate) document_ends: Vec<usize>,
}

/// Reads all texts, each prepared by what `prepare` makes for a thread; keeps the tokens that are not stop words and stand in
/// `documents_min` documents or more.
///
/// # Errors
/// [`ErrorKind::Limit`] beyond [`TOKENS_MAX`]; [`ErrorKind::Corpus`] when no text has a token;
/// [`ErrorKind::Canceled`].
pub(crate) fn rank_tokens<P: FnMut(&str) -> String + Send>(
    texts: &[String],
    prepare: impl Fn() -> P + Sync,
    reading: Reading<'_>,
    documents_min: f64,
    threads: usize,
    monitor: &Monitor,
) -> Result<RankedTokens, Error> {
    if texts.len() > TOKENS_MAX {
        return Err(too_many("documents"));
    }
    let done = AtomicUsize::new(0);
    let start = |worker| (Lexicon::new(worker, reading.stop_words), prepare());
    let (workers, parts) =
        in_parts(texts.len().div_ceil(PART_DOCUMENTS), threads, start, |(lexicon, prepare), part| {
            let first = part * PART_DOCUMENTS;
            let texts_of_part = &texts[first..texts.len().min(first + PART_DOCUMENTS)];
            let mut numbered = NumberedTokens { worker: lexicon.worker, ..NumberedTokens::default() };
            for (document, text) in (first as u32..).zip(texts_of_part) {
                monitor.check()?;
                let text = prepare(text);
                lexicon.read(&text, reading, document, &mut numbered.ids);
                numbered.document_ends.push(numbered.ids.len());
            }
            let done = done.fetch_add(texts_of_part.len(), Ordering::Relaxed) + texts_of_part.len();
            monitor.tell(Stage::Vectorize, done, texts.len());
            Ok(numbered)
        })?;
    if parts.iter().all(|part| part.ids.is_empty()) {
        return Err(Error::new(ErrorKind::Corpus, "no text has a word left after cleaning and stop words")
            .remedy(
                "Check that the text column is the right one, and the language and the stop words; texts of emojis \
                 need --keep emojis.",
            ));
    }
    monitor.check()?;
    let lexicons: Vec<Lexicon> = workers.into_iter().map(|(lexicon, _)| lexicon).collect();
    let (mut ranked, rank_of) = rank(&lexicons, documents_min);
    drop(lexicons);
    for part in parts {
        ranked.append(&part, &rank_of[part.worker]);
        if ranked.ranks.len() > TOKENS_MAX {
            return Err(too_many("words"));
        }
    }
    Ok(ranked)
}

fn too_many(what: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("the corpus has more than {TOKENS_MAX} {what}"))
        .remedy("Analyse a part of it: a sample of its documents serves as well.")
}

/// The tokens of a part of the documents, in the numbers of one worker.
#[derive(Default)]
struct NumberedTokens {
    worker: usize,
    ids: Vec<u32>,
    document_ends: Vec<usize>,
}

/// The tokens that one worker met.
struct Lexicon {
    worker: usize,
    /// Number of each token; [`GAP`] marks a stop word.
    ids: FxHashMap<Box<str>, u32>,
    met: Vec<Met>,
    /// Where in `lemma_ids` the numbers of a word's lemmas are; first for words in a sentence, then for those
    /// at its start. Each word is looked up once.
    lemmas_of: [FxHashMap<Box<str>, Range<usize>>; 2],
    lemma_ids: Vec<u32>,
    /// Scratch space.
    lemmas: Vec<Lemma>,
}

/// Where a token was met.
struct Met {
    documents: u32,
    last_document: u32,
}

impl Lexicon {
    fn new(worker: usize, stop_words: &StopWordSet) -> Self {
        let ids = stop_words.iter().map(|word| (word.clone(), GAP)).collect();
        let lemmas_of = [FxHashMap::default(), FxHashMap::default()];
        Self { worker, ids, met: Vec::new(), lemmas_of, lemma_ids: Vec::new(), lemmas: Vec::new() }
    }

    /// The number of `token`, met in `document`; none for a stop word.
    fn add(&mut self, token: &str, document: u32) -> Option<u32> {
        let id = match self.ids.get(token) {
            Some(&id) => id,
            None => self.number_new(token),
        };
        (id != GAP).then(|| {
            self.meet(id, document);
            id
        })
    }

    /// Appends the numbers of the tokens of a text.
    fn read(&mut self, text: &str, reading: Reading<'_>, document: u32, ids: &mut Vec<u32>) {
        reading.pieces(text, |piece| match piece {
            Piece::Token(token) => ids.extend(self.add(&token, document)),
            Piece::Word(lemmatizer, word) => self.add_lemmas(lemmatizer, word, document, ids),
            Piece::Known(form, lemma) => {
                if self.ids.get(form) != Some(&GAP) {
                    ids.extend(self.add(lemma, document));
                }
            }
        });
    }

    /// Appends the numbers of a word's lemmas, met in `document`. A word goes when its form or its lemma is a
    /// stop word.
    fn add_lemmas(&mut self, lemmatizer: &Lemmatizer, word: Word<'_>, document: u32, ids: &mut Vec<u32>) {
        let starts = usize::from(word.casing == Casing::SentenceStart);
        let range = match self.lemmas_of[starts].get(word.text) {
            Some(range) => range.clone(),
            None => {
                let range = self.number_lemmas(lemmatizer, word);
                self.lemmas_of[starts].insert(word.text.into(), range.clone());
                range
            }
        };
        for index in range {
            let id = self.lemma_ids[index];
            self.meet(id, document);
            ids.push(id);
        }
    }

    fn number_lemmas(&mut self, lemmatizer: &Lemmatizer, word: Word<'_>) -> Range<usize> {
        let start = self.lemma_ids.len();
        let mut lemmas = std::mem::take(&mut self.lemmas);
        lemmatizer.lemmas_of(word.text, word.casing, &mut lemmas);
        for Lemma { form, lemma } in lemmas.drain(..) {
            if self.ids.get(form.as_str()) == Some(&GAP) {
                continue;
            }
            let id = match self.ids.get(lemma.as_str()) {
                Some(&id) => id,
                None => self.number_new(&lemma),
            };
            if id != GAP {
                self.lemma_ids.push(id);
            }
        }
        self.lemmas = lemmas;
        start..self.lemma_ids.len()
    }

    /// Gives the next number to a token that has none.
    fn number_new(&mut self, token: &str) -> u32 {
        let id = self.met.len() as u32;
        self.ids.insert(token.into(), id);
        self.met.push(Met { documents: 0, last_document: u32::MAX });
        id
    }

    fn meet(&mut self, id: u32, document: u32) {
        let met = &mut self.met[id as usize];
        met.documents += u32::from(met.last_document != document);
        met.last_document = document;
    }

    /// Tokens with their numbers, stop words left out.
    fn tokens(&self) -> impl Iterator<Item = (&str, u32)> {
        self.ids.iter().filter(|&(_, &id)| id != GAP).map(|(token, &id)| (&**token, id))
    }
}

/// The frequent tokens of all workers together, without documents yet, and for each worker its numbers'
/// ranks.
fn rank(lexicons: &[Lexicon], documents_min: f64) -> (RankedTokens, Vec<Vec<u32>>) {
    let mut totals: FxHashMap<&str, u32> = FxHashMap::default();
    for lexicon in lexicons {
        for (token, id) in lexicon.tokens() {
            *totals.entry(token).or_default() += lexicon.met[id as usize].documents;
        }
    }
    let mut frequent: Vec<(&str, u32)> =
        totals.into_iter().filter(|&(_, documents)| f64::from(documents) >= documents_min).collect();
    frequent.sort_unstable();
    let ranks: FxHashMap<&str, u32> = frequent.iter().map(|&(token, _)| token).zip(0..).collect();
    let rank_of = |lexicon: &Lexicon| {
        let mut rank_of = vec![GAP; lexicon.met.len()];
        for (token, id) in lexicon.tokens() {
            rank_of[id as usize] = ranks.get(token).copied().unwrap_or(GAP);
        }
        rank_of
    };
    let rank_of = lexicons.iter().map(rank_of).collect();
    let ranked = RankedTokens {
        tokens: frequent.iter().map(|&(token, _)| token.into()).collect(),
        document_frequency: frequent.iter().map(|&(_, documents)| documents).collect(),
        ..RankedTokens::default()
    };
    (ranked, rank_of)
}

impl RankedTokens {
    /// Appends the documents of `part`; several gaps in a row say no more than one.
    fn append(&mut self, part: &NumberedTokens, rank_of: &[u32]) {
        let mut start = 0;
        for &end in &part.document_ends {
            let mut last = GAP;
            for &id in &part.ids[start..end] {
                let rank = rank_of[id as usize];
                if rank != GAP || last != GAP {
                    self.ranks.push(rank);
                }
                last = rank;
            }
            if last != GAP {
                self.ranks.push(GAP);
            }
            self.document_ends.push(self.ranks.len());
            start = end;
        }
    }
}
