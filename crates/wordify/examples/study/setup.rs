//! What the study runs on, and how often.

use std::error::Error;
use std::path::Path;

use wordify::selection::strength::SCALE;

use crate::corpus::{Documents, Texts};
use crate::generated;
use crate::judge::Judge;

/// An example of the repository: paragraphs of the State of the Union.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/state-of-the-union.csv");
/// The other one: explanations of nouns by topic.
const GLOSSES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/wordnet-topics.csv");
/// Shuffles of each judgment, as in the product.
const SHUFFLES: usize = 99;

/// How much is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// For a change at hand: a minute or two.
    Short,
    /// Some minutes.
    Quick,
    /// One to three hours, most of them for the programs of others.
    Full,
}

/// Draws of each part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draws {
    pub(crate) chance: usize,
    pub(crate) truth: usize,
    pub(crate) authors: usize,
    pub(crate) length: usize,
    pub(crate) peers: usize,
}

#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) seed: u64,
    pub(crate) judge: Judge,
    pub(crate) draws: Draws,
    pub(crate) texts: Vec<Texts>,
    pub(crate) documents: Vec<Documents>,
    /// Texts whose labels mean something, as many as lists with several seeds are promised to agree on.
    pub(crate) labelled: Vec<Texts>,
    /// Texts of several authors, who are their labels.
    pub(crate) authors: Texts,
    /// Whether corpora are as large as those for which recall is promised.
    pub(crate) has_whole_corpora: bool,
}

impl Setup {
    /// For the corpora in `files`, or those that anybody can have; `authors` is a file whose labels are authors.
    pub(crate) fn new(
        extent: Extent,
        files: &[String],
        authors: Option<&str>,
        seed: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let (most, draws) = match extent {
            Extent::Short => (1_500, Draws { chance: 8, truth: 4, authors: 8, length: 6, peers: 0 }),
            Extent::Quick => (4_000, Draws { chance: 6, truth: 3, authors: 10, length: 10, peers: 2 }),
            Extent::Full => (12_000, Draws { chance: 100, truth: 9, authors: 10, length: 20, peers: 3 }),
        };
        let mut texts = Vec::new();
        for file in files {
            texts.push(Texts::read(Path::new(file))?.some(most, seed));
        }
        if texts.is_empty() {
            texts.push(Texts::read(Path::new(EXAMPLE))?.some(most, seed));
            if extent != Extent::Short {
                texts.push(Texts::read(Path::new(GLOSSES))?.some(most, seed));
            }
            texts.push(generated::short(most, 2_000, seed));
        }
        // Of a part of a file lists are shorter, and vary more from seed to seed; the program warns of it.
        let labelled = if extent == Extent::Short && files.is_empty() {
            vec![Texts::read(Path::new(EXAMPLE))?]
        } else {
            texts.iter().filter(|texts| texts.means_anything).cloned().collect()
        };
        let documents = texts.iter().map(Documents::new).collect::<Result<_, _>>()?;
        let authors = match authors {
            Some(file) => Texts::read(Path::new(file))?.some(most.min(5_000), seed),
            None => generated::by_authors(14, most.min(1_400) / 14, 1_000, seed),
        };
        let judge = Judge { shuffles: SHUFFLES, scale: SCALE };
        let has_whole_corpora = extent == Extent::Full;
        Ok(Self { seed, judge, draws, texts, documents, labelled, authors, has_whole_corpora })
    }
}
