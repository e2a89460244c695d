//! All texts with a term, line by line: what stands before it, how it is written, what stands behind it.
//!
//! Whether a text has the term, and where it stands there, is what the reader says that counts. A term may be given as reports have it (`fellow american`), or as it is written (`fellow Americans`).

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use super::line::Line;
use super::{PART_DOCUMENTS, place};
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind};
use crate::indicators::token_reader::{TokenReader, contains};
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::table::choice::{shortened, some_names};
use crate::text::preparation::Preparation;

/// Terms of one concordance: each is searched for in every text.
pub const TERMS_MAX: usize = 100;
/// Lines in all: what a spreadsheet can show, some hundred megabytes of memory.
pub const LINES_MAX: usize = 1 << 20;
/// Characters before and behind a term, about.
const CONTEXT_CHARS: usize = 100;

/// All texts with some terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concordance {
    /// In the order in which the terms were given.
    pub terms: Vec<TermLines>,
}

/// The texts with one term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermLines {
    /// The term as it was given.
    pub asked: String,
    /// The term as reports have it: tokens with single spaces.
    pub term: String,
    /// The labels that were asked for, that with the largest share of texts with the term first.
    pub labels: Vec<LabelLines>,
}

/// The texts of one label with a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelLines {
    /// The label.
    pub label: String,
    /// Documents of the label.
    pub documents: usize,
    /// Of these, documents with the term.
    pub with: usize,
    /// Where it stands, in the order of the file.
    pub lines: Vec<Line>,
}

/// Lines of one term, by label; first where the term is read as reports have it, then as it is written.
type Found = [Vec<(u32, Vec<Line>)>; 2];

/// Finds all texts with each of `terms`; with those of the labels `only`, where any is named.
///
/// The result is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Setting`] for a term of stop words alone and for a label that does not exist; [`ErrorKind::Limit`] beyond [`TERMS_MAX`]
/// and [`LINES_MAX`]; [`ErrorKind::Canceled`].
pub(crate) fn find(
    corpus: &Corpus,
    preparation: &Preparation,
    terms: &[String],
    only: &[String],
    threads: usize,
    monitor: &Monitor,
) -> Result<Concordance, Error> {
    if terms.len() > TERMS_MAX {
        let message = format!("a concordance has at most {TERMS_MAX} terms");
        return Err(Error::new(ErrorKind::Limit, message).remedy("Give fewer terms at a time."));
    }
    let labels = chosen(corpus, only)?;
    let mut reader = TokenReader::new(preparation);
    let readings = terms.iter().map(|term| readings(&mut reader, term)).collect::<Result<Vec<_>, _>>()?;
    let found = search(corpus, preparation, &readings, &labels, threads, monitor)?;
    for ((asked, [_, read]), found) in terms.iter().zip(&readings).zip(&found) {
        // “U.S.” may be what a report has; as it is written it is nothing that counts.
        if read.is_empty() && found[0].is_empty() {
            return Err(no_word(asked));
        }
    }
    let of_term = |((asked, reading), found): ((&String, &[String; 2]), Found)| {
        // As reports have it, where any text has it so: “left” of a report is not the form of “leave”.
        let which = usize::from(found[0].is_empty());
        let [literal, read] = found;
        let lines = if which == 0 { literal } else { read };
        TermLines {
            asked: asked.clone(),
            term: reading[which].clone(),
            labels: by_label(corpus, &labels, lines),
        }
    };
    Ok(Concordance { terms: terms.iter().zip(&readings).zip(found).map(of_term).collect() })
}

/// The numbers of the labels that are wanted.
fn chosen(corpus: &Corpus, only: &[String]) -> Result<Vec<u32>, Error> {
    if only.is_empty() {
        return Ok((0..corpus.labels.len() as u32).collect());
    }
    let number = |label: &String| {
        corpus.labels.binary_search(label).map(|place| place as u32).map_err(|_| {
            Error::new(ErrorKind::Setting, format!("there is no label “{}”", shortened(label)))
                .remedy(format!("Labels are {}.", some_names(&corpus.labels)))
        })
    };
    let mut labels = only.iter().map(number).collect::<Result<Vec<_>, _>>()?;
    labels.sort_unstable();
    labels.dedup();
    Ok(labels)
}

/// A term as it is given, and as the reader takes it; the same twice where both agree.
fn readings(reader: &mut TokenReader<'_>, term: &str) -> Result<[String; 2], Error> {
    let spaced = term.split_whitespace().collect::<Vec<_>>().join(" ");
    let readings = [reader.term(&spaced), reader.text(term)]
        .map(|tokens| tokens.iter().map(|&token| reader.token(token)).collect::<Vec<_>>().join(" "));
    if readings.iter().all(String::is_empty) { Err(no_word(term)) } else { Ok(readings) }
}

fn no_word(term: &str) -> Error {
    Error::new(ErrorKind::Setting, format!("“{}” has no word that is counted", shortened(term)))
        .at("terms")
        .remedy("Stop words, single letters and what cleaning removes stand in no term; keep them (--stop-words-keep), or give another term.")
}

/// What each document has of the terms.
fn search(
    corpus: &Corpus,
    preparation: &Preparation,
    readings: &[[String; 2]],
    labels: &[u32],
    threads: usize,
    monitor: &Monitor,
) -> Result<Vec<Found>, Error> {
    let documents: Vec<usize> =
        (0..corpus.texts.len()).filter(|&document| labels.contains(&corpus.label_of[document])).collect();
    let (done, lines) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let start = |_| {
        let mut reader = TokenReader::new(preparation);
        let wanted: Vec<[Vec<u32>; 2]> = readings
            .iter()
            .map(|[literal, read]| {
                let read = if literal == read { Vec::new() } else { reader.term(read) };
                [reader.term(literal), read]
            })
            .collect();
        (reader, wanted)
    };
    let work = |(reader, wanted): &mut (TokenReader<'_>, Vec<[Vec<u32>; 2]>), part: usize| {
        let first = part * PART_DOCUMENTS;
        let of_part = &documents[first..documents.len().min(first + PART_DOCUMENTS)];
        let mut found: Vec<Found> = wanted.iter().map(|_| Found::default()).collect();
        for &document in of_part {
            monitor.check()?;
            let number = in_document(corpus, document, reader, wanted, &mut found);
            if lines.fetch_add(number, Ordering::Relaxed) + number > LINES_MAX {
                return Err(too_many());
            }
        }
        let done = done.fetch_add(of_part.len(), Ordering::Relaxed) + of_part.len();
        monitor.report(Stage::Report, done, documents.len());
        Ok(found)
    };
    let (_, parts) = in_parts(documents.len().div_ceil(PART_DOCUMENTS), threads, start, work)?;
    let mut all: Vec<Found> = readings.iter().map(|_| Found::default()).collect();
    for part in parts {
        for (all, found) in all.iter_mut().zip(part) {
            for (all, found) in all.iter_mut().zip(found) {
                all.extend(found);
            }
        }
    }
    Ok(all)
}

/// Adds the lines of one document to those of each term, and returns how many these are.
fn in_document(
    corpus: &Corpus,
    document: usize,
    reader: &mut TokenReader<'_>,
    wanted: &[[Vec<u32>; 2]],
    found: &mut [Found],
) -> usize {
    let text = &corpus.texts[document];
    let tokens = reader.text(text);
    let mut placed = None;
    let mut number = 0;
    for (wanted, found) in wanted.iter().zip(found) {
        for (term, found) in wanted.iter().zip(found) {
            if contains(&tokens, term) {
                let placed = placed.get_or_insert_with(|| reader.placed(text));
                let around = |mark: &Range<usize>| Line::around(corpus, document, mark, CONTEXT_CHARS);
                let lines: Vec<Line> = place::marks(text, placed, term).iter().map(around).collect();
                number += lines.len();
                found.push((document as u32, lines));
            }
        }
    }
    number
}

fn too_many() -> Error {
    Error::new(ErrorKind::Limit, format!("a concordance has at most {LINES_MAX} lines"))
        .remedy("Give fewer terms, rarer ones, or one label (--only).")
}

/// The lines of each label, that with the largest share of documents first; then by name.
fn by_label(corpus: &Corpus, labels: &[u32], found: Vec<(u32, Vec<Line>)>) -> Vec<LabelLines> {
    let of_label = |&label: &u32| LabelLines {
        label: corpus.labels[label as usize].clone(),
        documents: corpus.account.documents_per_label[label as usize],
        with: 0,
        lines: Vec::new(),
    };
    let mut lines_of: Vec<LabelLines> = labels.iter().map(of_label).collect();
    for (document, lines) in found {
        if let Ok(place) = labels.binary_search(&corpus.label_of[document as usize]) {
            lines_of[place].with += 1;
            lines_of[place].lines.extend(lines);
        }
    }
    let share = |of: &LabelLines| of.with as f64 / of.documents as f64;
    // Labels are sorted by name, and the sort is stable.
    lines_of.sort_by(|a, b| share(b).total_cmp(&share(a)));
    lines_of
}
