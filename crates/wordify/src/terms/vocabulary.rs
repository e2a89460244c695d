//! Texts to sequences of numbered tokens: the first of the two passes of [`vectorize`](crate::terms::vectorize).
//!
//! Each worker gives the tokens that it meets numbers of its own. Afterwards the tokens that stand in enough documents are
//! ranked by code point, and each of their written forms gets a number for all documents. A token in too few documents
//! gets no rank, because no n-gram with it can stand in more documents than it does.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::error::{Error, ErrorKind};
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::text::lexicon::{Lexicon, NONE};
use crate::text::preparation::Preparation;
use crate::text::reader::Reader;

/// The rank of what is not a token with a rank. It ends each document, so that no n-gram goes across.
pub(crate) const GAP: u32 = u32::MAX;
/// The number of what has no rank.
const GAP_NUMBER: u32 = 0;

/// Documents in a part of the work: enough to make handing them out cheap, few enough to share them evenly.
const PART_DOCUMENTS: usize = 256;

/// Most documents, and most tokens in all: both are counted in 32 bits. At 5 bytes each this is 20 GB of text.
const TOKENS_MAX: usize = u32::MAX as usize - 1;

/// The corpus as its frequent tokens, in the order of the texts.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// The frequent tokens, sorted by code point: the rank is the index.
    pub(crate) tokens: Vec<Box<str>>,
    /// Of each frequent token, the documents with it.
    pub(crate) document_frequency: Vec<u32>,
    /// The forms in which they are written, in lowercase for the published presets; none where tokens stand as they are
    /// written.
    pub(crate) forms: Vec<Box<str>>,
    /// What each number stands for.
    pub(crate) written: Vec<Ranked>,
    /// All documents end to end, as numbers; a gap behind each and in place of tokens without a rank.
    pub(crate) numbers: Vec<u32>,
    /// Where each document ends in `numbers`, the gap behind it included.
    pub(crate) document_ends: Vec<usize>,
}

/// What a number in the texts stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Ranked {
    /// The token's rank; [`GAP`] for a gap.
    pub(crate) rank: u32,
    /// The form in which it is written; [`NONE`] where forms are not kept.
    pub(crate) form: u32,
}

impl Tokens {
    /// The rank of the token at `position` of the documents end to end, or [`GAP`].
    pub(crate) fn rank(&self, position: usize) -> u32 {
        self.written[self.numbers[position] as usize].rank
    }

    /// Those of some documents, in their order, without what stands in fewer than `documents_min` of them; written forms are not kept.
    pub(crate) fn of(&self, documents: &[usize], documents_min: f64) -> Self {
        let ranges: Vec<_> = self.documents().collect();
        let mut last_of = vec![usize::MAX; self.tokens.len()];
        let mut frequency = vec![0u32; self.tokens.len()];
        for (place, &document) in documents.iter().enumerate() {
            for position in ranges[document].clone() {
                let rank = self.rank(position);
                if rank != GAP && last_of[rank as usize] != place {
                    last_of[rank as usize] = place;
                    frequency[rank as usize] += 1;
                }
            }
        }
        let is_kept = |rank: usize| frequency[rank] > 0 && f64::from(frequency[rank]) >= documents_min;
        let kept: Vec<usize> = (0..self.tokens.len()).filter(|&rank| is_kept(rank)).collect();
        let mut rank_of = vec![GAP; self.tokens.len()];
        for (new, &old) in (0..).zip(&kept) {
            rank_of[old] = new;
        }
        let new_rank = |rank: u32| if rank == GAP { GAP } else { rank_of[rank as usize] };
        let mut of = Self {
            tokens: kept.iter().map(|&rank| self.tokens[rank].clone()).collect(),
            document_frequency: kept.iter().map(|&rank| frequency[rank]).collect(),
            forms: Vec::new(),
            written: self.written.iter().map(|of| Ranked { rank: new_rank(of.rank), form: NONE }).collect(),
            numbers: Vec::new(),
            document_ends: Vec::with_capacity(documents.len()),
        };
        for &document in documents {
            of.numbers.extend(&self.numbers[ranges[document].clone()]);
            of.document_ends.push(of.numbers.len());
        }
        of
    }

    /// The positions of each document, the gap behind it included.
    pub(crate) fn documents(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut start = 0;
        self.document_ends.iter().map(move |&end| std::mem::replace(&mut start, end)..end)
    }
}

/// Reads all texts; keeps the tokens that are not stop words and stand in `documents_min` documents or more.
///
/// # Errors
/// [`ErrorKind::Limit`] beyond [`TOKENS_MAX`]; [`ErrorKind::Corpus`] when no text has a token;
/// [`ErrorKind::Canceled`].
pub(crate) fn read(
    texts: &[String],
    preparation: &Preparation,
    documents_min: f64,
    threads: usize,
    monitor: &Monitor,
) -> Result<Tokens, Error> {
    if texts.len() > TOKENS_MAX {
        return Err(too_many("documents"));
    }
    let done = AtomicUsize::new(0);
    let start = |number| Worker { number, reader: Reader::new(preparation), met: Vec::new() };
    let work = |worker: &mut Worker<'_>, part: usize| {
        let first = part * PART_DOCUMENTS;
        let texts_of_part = &texts[first..texts.len().min(first + PART_DOCUMENTS)];
        let mut numbered = Numbered { worker: worker.number, ..Numbered::default() };
        for (document, text) in (first as u32..).zip(texts_of_part) {
            monitor.check()?;
            worker.read(text, document, &mut numbered);
        }
        let done = done.fetch_add(texts_of_part.len(), Ordering::Relaxed) + texts_of_part.len();
        monitor.report(Stage::Vectorize, done, texts.len());
        Ok(numbered)
    };
    let (workers, parts) = in_parts(texts.len().div_ceil(PART_DOCUMENTS), threads, start, work)?;
    if parts.iter().all(|part| part.numbers.is_empty()) {
        return Err(Error::new(ErrorKind::Corpus, "no text has a word left after cleaning and stop words")
            .remedy(
                "Check that the text column is the right one, and the language and the stop words; texts of emojis \
                 need --keep emojis.",
            ));
    }
    monitor.check()?;
    let met: Vec<_> = workers.into_iter().map(|worker| (worker.reader.into_lexicon(), worker.met)).collect();
    let (mut tokens, number_of) = rank(&met, documents_min);
    drop(met);
    for part in parts {
        tokens.append(&part, &number_of[part.worker]);
        if tokens.numbers.len() > TOKENS_MAX {
            return Err(too_many("words"));
        }
    }
    Ok(tokens)
}

fn too_many(what: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("the corpus has more than {TOKENS_MAX} {what}"))
        .remedy("Analyse a part of it: a sample of its documents serves as well.")
}

/// The tokens of a part of the documents, in the numbers of one worker.
#[derive(Default)]
struct Numbered {
    worker: usize,
    numbers: Vec<u32>,
    document_ends: Vec<usize>,
}

/// One thread's reader, and where it met its tokens.
struct Worker<'a> {
    number: usize,
    reader: Reader<'a>,
    /// By the token's own number.
    met: Vec<Met>,
}

/// Where a token was met.
#[derive(Debug, Clone, Copy)]
struct Met {
    documents: u32,
    last_document: u32,
}

impl Met {
    const NEVER: Self = Self { documents: 0, last_document: u32::MAX };
}

impl Worker<'_> {
    fn read(&mut self, text: &str, document: u32, numbered: &mut Numbered) {
        let start = numbered.numbers.len();
        self.reader.read(text, &mut numbered.numbers);
        numbered.document_ends.push(numbered.numbers.len());
        let written = self.reader.lexicon().written();
        for &number in &numbered.numbers[start..] {
            let token = written[number as usize].token as usize;
            if token >= self.met.len() {
                self.met.resize(token + 1, Met::NEVER);
            }
            let met = &mut self.met[token];
            met.documents += u32::from(met.last_document != document);
            met.last_document = document;
        }
    }
}

/// The frequent tokens of all workers together, without documents yet, and for each worker what becomes of its numbers.
fn rank(workers: &[(Lexicon, Vec<Met>)], documents_min: f64) -> (Tokens, Vec<Vec<u32>>) {
    let mut totals: FxHashMap<&str, u32> = FxHashMap::default();
    for (lexicon, met) in workers {
        for (token, met) in lexicon.tokens().zip(met) {
            *totals.entry(token).or_default() += met.documents;
        }
    }
    let is_frequent = |&(_, documents): &(&str, u32)| documents > 0 && f64::from(documents) >= documents_min;
    let mut frequent: Vec<(&str, u32)> = totals.into_iter().filter(is_frequent).collect();
    frequent.sort_unstable();
    let ranks: FxHashMap<&str, u32> = frequent.iter().map(|&(token, _)| token).zip(0..).collect();
    let mut numbering = Numbering::new();
    let number_of = workers.iter().map(|(lexicon, _)| numbering.take(lexicon, &ranks)).collect();
    let tokens = Tokens {
        tokens: frequent.iter().map(|&(token, _)| token.into()).collect(),
        document_frequency: frequent.iter().map(|&(_, documents)| documents).collect(),
        forms: numbering.forms,
        written: numbering.written,
        numbers: Vec::new(),
        document_ends: Vec::new(),
    };
    (tokens, number_of)
}

/// The numbers for all documents, as they are given out.
struct Numbering<'a> {
    forms: Vec<Box<str>>,
    form_of: FxHashMap<&'a str, u32>,
    written: Vec<Ranked>,
    number_of: FxHashMap<Ranked, u32>,
}

impl<'a> Numbering<'a> {
    fn new() -> Self {
        let gap = Ranked { rank: GAP, form: NONE };
        Self {
            forms: Vec::new(),
            form_of: FxHashMap::default(),
            written: vec![gap],
            number_of: FxHashMap::default(),
        }
    }

    /// The numbers for all documents in place of those of a lexicon.
    fn take(&mut self, lexicon: &'a Lexicon, ranks: &FxHashMap<&str, u32>) -> Vec<u32> {
        let rank_of: Vec<u32> =
            lexicon.tokens().map(|token| ranks.get(token).copied().unwrap_or(GAP)).collect();
        let forms = lexicon.forms();
        let number = |written: &crate::text::lexicon::Written| {
            let rank = rank_of[written.token as usize];
            if rank == GAP {
                return GAP_NUMBER;
            }
            let form = if written.form == NONE { NONE } else { self.form(forms[written.form as usize]) };
            self.number(Ranked { rank, form })
        };
        lexicon.written().iter().map(number).collect()
    }

    fn form(&mut self, form: &'a str) -> u32 {
        let fresh = self.forms.len() as u32;
        let number = *self.form_of.entry(form).or_insert(fresh);
        if number == fresh {
            self.forms.push(form.into());
        }
        number
    }

    fn number(&mut self, ranked: Ranked) -> u32 {
        let fresh = self.written.len() as u32;
        let number = *self.number_of.entry(ranked).or_insert(fresh);
        if number == fresh {
            self.written.push(ranked);
        }
        number
    }
}

impl Tokens {
    /// Appends the documents of `part`; several gaps in a row say no more than one.
    fn append(&mut self, part: &Numbered, number_of: &[u32]) {
        let mut start = 0;
        for &end in &part.document_ends {
            let mut last = GAP_NUMBER;
            for &number in &part.numbers[start..end] {
                let number = number_of[number as usize];
                if number != GAP_NUMBER || last != GAP_NUMBER {
                    self.numbers.push(number);
                }
                last = number;
            }
            if last != GAP_NUMBER {
                self.numbers.push(GAP_NUMBER);
            }
            self.document_ends.push(self.numbers.len());
            start = end;
        }
    }
}
