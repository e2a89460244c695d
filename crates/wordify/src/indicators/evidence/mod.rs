//! The documents behind the terms of a result: where they stand in the original texts, label by label.
//!
//! Which documents contain a term is read off the document-term matrix. Where it stands in a text is said by the reader that
//! counts, which reads the text once more and keeps the origin of each token. Both are exact.

mod choice;
pub mod concordance;
mod excerpt;
pub mod line;
mod place;
pub mod quoted;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use self::choice::{Chosen, Shape};
use self::concordance::LabelLines;
use self::line::Line;
use super::Indicator;
use super::token_reader::TokenReader;
use crate::corpus::Corpus;
use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::terms::vectorize::Vectorized;
use crate::text::preparation::Preparation;

/// Terms for each label and sign, the best first: more than anyone reads through.
pub const TERMS_PER_SIDE_MAX: usize = 300;
/// Terms in all, with many labels: [`PASSAGES_PER_TERM_MAX`] of `excerpt::CHARS` each come to some 14 MB.
pub const TERMS_MAX: usize = 3_000;
/// Documents for a term and label.
pub const PASSAGES_PER_LABEL_MAX: usize = 5;
/// Documents for a term; with many labels, those that the term speaks for come first.
pub const PASSAGES_PER_TERM_MAX: usize = 12;
/// Lines of all terms together, some 13 MB of text: all texts behind each of 300 terms of 200 documents.
pub const LINES_MAX: usize = 60_000;
/// Characters before and behind a term in a line, about.
const CONTEXT_CHARS: usize = 80;
/// Documents in a part of the work.
const PART_DOCUMENTS: usize = 32;

/// The documents behind the best terms of an analysis.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Evidence {
    /// Sorted by term.
    pub terms: Vec<TermEvidence>,
}

impl Evidence {
    /// What is known of `term`.
    pub fn of(&self, term: &str) -> Option<&TermEvidence> {
        let place = self.terms.binary_search_by(|evidence| evidence.term.as_str().cmp(term));
        place.ok().map(|place| &self.terms[place])
    }
}

/// The documents behind a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermEvidence {
    /// The term.
    pub term: String,
    /// Labels with documents to show: first those that the term speaks for, then those that it speaks against, then
    /// the others.
    pub labels: Vec<LabelEvidence>,
    /// All labels with documents that contain the term, in the same order, with a line for each document as far as [`LINES_MAX`]
    /// allows: where the term stands first in it. Of those that have no room the others are spread evenly over the file.
    pub texts: Vec<LabelLines>,
}

/// The documents of one label behind a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelEvidence {
    /// The label.
    pub label: String,
    /// Documents of the label that contain the term, shown or not.
    pub documents: usize,
    /// Some of them, spread evenly over the file.
    pub passages: Vec<Passage>,
}

/// A document, or the part of it where the term stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Row number, as the user's program shows it.
    pub row: usize,
    /// What the document is called, where that says more than its row: the path of its file in a folder. Empty otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The original text, as it is in the file.
    pub text: String,
    /// Whether the document begins earlier.
    pub cut_before: bool,
    /// Whether the document goes on.
    pub cut_after: bool,
    /// Where the term stands, in bytes of `text`: from and to, ascending, apart from each other, between characters.
    /// Stop words may stand inside.
    pub marks: Vec<Range<usize>>,
}

/// What an analysis leaves for evidence to be drawn from.
#[derive(Debug)]
pub struct Basis {
    /// The terms, and the documents that they stand in.
    pub vectorized: Vectorized,
    /// How the texts were read.
    pub(crate) preparation: Preparation,
}

/// Finds the documents behind the best of `indicators`, which came of `corpus` and `basis`.
///
/// The result is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub fn gather(
    corpus: &Corpus,
    indicators: &[Indicator],
    basis: &Basis,
    threads: usize,
    monitor: &Monitor,
) -> Result<Evidence, Error> {
    let Basis { vectorized, preparation } = basis;
    let terms = choice::terms(indicators, vectorized);
    let (chosen, mut evidence) = choice::documents(corpus, indicators, vectorized, &terms);
    // One document may be behind several terms: it is read once.
    let groups: Vec<&[Chosen]> = chosen.chunk_by(|a, b| a.document == b.document).collect();
    let done = AtomicUsize::new(0);
    let start = |_| {
        let mut reader = TokenReader::new(preparation);
        let wanted: Vec<Vec<u32>> =
            terms.iter().map(|&term| reader.term(&vectorized.terms[term as usize])).collect();
        (reader, wanted)
    };
    let work = |(reader, wanted): &mut (TokenReader<'_>, Vec<Vec<u32>>), part: usize| {
        let first = part * PART_DOCUMENTS;
        let groups_of_part = &groups[first..groups.len().min(first + PART_DOCUMENTS)];
        let mut found = Vec::new();
        for group in groups_of_part {
            monitor.check()?;
            let document = group[0].document as usize;
            let text = &corpus.texts[document];
            let placed = reader.placed(text);
            found.extend(group.iter().filter_map(|chosen| {
                let marks = place::marks(text, &placed, &wanted[chosen.term as usize]);
                Some((*chosen, Found::new(chosen.shape, corpus, document, &marks)?))
            }));
        }
        let done = done.fetch_add(groups_of_part.len(), Ordering::Relaxed) + groups_of_part.len();
        monitor.report(Stage::Report, done, groups.len());
        Ok(found)
    };
    let (_, parts) = in_parts(groups.len().div_ceil(PART_DOCUMENTS), threads, start, work)?;
    for (chosen, found) in parts.into_iter().flatten() {
        let of_term = &mut evidence.terms[chosen.term as usize];
        match found {
            Found::Passage(passage) => of_term.labels[chosen.label as usize].passages.push(passage),
            Found::Line(line) => of_term.texts[chosen.label as usize].lines.push(line),
        }
    }
    Ok(evidence)
}

/// What is shown of a document for a term.
enum Found {
    Passage(Passage),
    Line(Line),
}

impl Found {
    /// The part of a document of `corpus` around the term, which stands at `marks`; none where it stands nowhere.
    fn new(shape: Shape, corpus: &Corpus, document: usize, marks: &[Range<usize>]) -> Option<Self> {
        let first = marks.first()?;
        Some(match shape {
            Shape::Passage => {
                let name = corpus.name_of.get(document).cloned().unwrap_or_default();
                let passage = excerpt::cut(corpus.row_of[document], &corpus.texts[document], marks);
                Self::Passage(Passage { name, ..passage })
            }
            Shape::Line => Self::Line(Line::around(corpus, document, first, CONTEXT_CHARS)),
        })
    }
}
