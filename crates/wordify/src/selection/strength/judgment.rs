//! What is judged, by which rule, and the judgment.

use crate::selection::calibration::Worth;
use crate::selection::logistic::Twins;
use crate::selection::path::Scale;
use crate::terms::matrix::DocumentTermMatrix;

/// Documents beyond which a corpus is large: each regression then takes long.
pub const LARGE_DOCUMENTS: usize = 20_000;
/// Pairs of half-samples.
const PAIRS: usize = 50;
/// Pairs in a corpus with more than [`LARGE_DOCUMENTS`], where frequencies of the list's terms, nearly always 1, need no
/// finer steps.
const PAIRS_LARGE: usize = 16;

/// Pairs of half-samples of this many documents.
pub(super) fn pairs(documents: usize) -> usize {
    if documents > LARGE_DOCUMENTS { PAIRS_LARGE } else { PAIRS }
}

/// Fewer documents of a label, or outside it, say nothing that shuffles could confirm.
pub const LABEL_DOCUMENTS_MIN: usize = 10;
/// Below this many effective documents, n_eff · n · π (1 − π), length alone tells a label apart: a term in a tenth of the
/// documents would need odds seventeen times as high.
pub const EFFECTIVE_MIN: f64 = 20.0;

/// The scale of every list, chosen by `cargo xtask study scales`.
pub const SCALE: Scale = Scale { reference: 0.01, power: 0.25, corrects_skew: true };

/// What is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// Weights, documents × terms.
    pub matrix: &'a DocumentTermMatrix,
    /// Which of its columns are one; none where each stands for itself.
    pub twins: Option<&'a Twins>,
    /// Family of each merged column: see [`families`](crate::selection::family::families).
    pub family_of: &'a [u32],
    /// Label of each document.
    pub label_of: &'a [u16],
    /// Labels.
    pub labels: usize,
    /// The row of the matrix of each document; none where they are all its rows, in order.
    pub rows: Option<&'a [u32]>,
    /// The target of each label, 0 to 1, where labels are compared along an order, in one regression; none where each is
    /// compared with the rest.
    pub targets: Option<&'a [f64]>,
    /// Numbers that are held equal, such as the logarithm of the length; one vector each, one value per document.
    pub held_equal: &'a [Vec<f64>],
    /// Numbers that are held equal in a straight line, such as whether a document is of one year; as `held_equal`.
    pub held_straight: &'a [Vec<f64>],
    /// Group of each document, where documents of one author, store or thread belong together.
    pub group_of: Option<&'a [u32]>,
    /// Stratum of each document, within which labels are compared.
    pub stratum_of: Option<&'a [u32]>,
}

/// How it is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Times that the labels are shuffled.
    pub shuffles: usize,
    /// Largest q-value of the list.
    pub max_q: f64,
    /// Largest number of expected false terms in the file, where the list is to end by it.
    pub max_false: Option<f64>,
    /// How rare and frequent terms are weighed against each other.
    pub scale: Scale,
    /// Seed of all random choices.
    pub seed: u64,
}

impl Rule {
    /// The smallest possible p from which on no term could be listed, whatever it is.
    pub(super) fn hopeless_p(&self) -> f64 {
        if self.max_false.is_some() { 0.5 } else { self.max_q }
    }

    /// Whether a term of this worth is listed, in a file of `labels` judged labels.
    pub fn lists(&self, worth: &Worth, labels: usize) -> bool {
        self.admits(worth.expected_false * labels as f64, worth.q_value)
    }

    /// Whether a term is listed that has this q-value, and with which `expected_false` false ones are expected in the file.
    pub fn admits(&self, expected_false: f64, q_value: f64) -> bool {
        self.max_false.map_or(q_value <= self.max_q, |most| expected_false <= most)
    }

    /// Whether every term is listed, also those about which nothing is known.
    pub fn lists_all(&self) -> bool {
        self.max_false.is_none() && self.max_q >= 1.0
    }
}

/// Whether a label can be judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// It can.
    Judged,
    /// It is the other side of the one label that is judged: of two labels only one is fitted.
    OtherSide,
    /// It has fewer documents than [`LABEL_DOCUMENTS_MIN`], or nearly all.
    TooFew,
    /// So few groups can have it in other ways that nothing can be told from chance: the smallest possible p.
    TooFewGroups(f64),
    /// What is held equal tells it apart: documents that can be compared count like this many pairs.
    HeldEqualTells(f64),
}

/// A term's strength and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Strength {
    /// Merged column.
    pub column: u32,
    /// The level at which it entered, in noise units.
    pub strength: f64,
    /// Whether it speaks for the label of the regression, or against it.
    pub positive: bool,
    /// What that is worth; none where the shuffles' paths ended above it: then its q-value is above the last one given.
    pub worth: Option<Worth>,
    /// Whether it is in the list.
    pub listed: bool,
    /// Whether a stronger term of the same family came in before it.
    pub in_family: bool,
    /// Share of the half-samples in which it is in the model at the level of the list, with its sign.
    pub stability: f64,
    /// Of the half-samples in which it is in the model, the share with its sign.
    pub sign_consistency: f64,
    /// Its rank among the terms of the label: 5 % of the half-samples rank it higher than the first, 5 % lower than the
    /// second.
    pub ranks: (usize, usize),
    /// Mean coefficient of the half-samples, for weights as they are in the matrix: change of the log odds of the label
    /// with one unit of tf-idf.
    pub coefficient: f64,
    /// Whether it is in the model at the end of the list, beside all others.
    pub adds: bool,
}

impl Strength {
    /// That of a merged column that came in nowhere.
    pub(crate) fn none(column: u32, listed: bool) -> Self {
        Self {
            column,
            strength: 0.0,
            positive: true,
            worth: None,
            listed,
            in_family: false,
            stability: 0.0,
            sign_consistency: 0.0,
            ranks: (usize::MAX, usize::MAX),
            coefficient: 0.0,
            adds: false,
        }
    }
}

/// The judgment of one label, or of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgment {
    /// The label; along an order the last.
    pub label: usize,
    /// The label that it is set against; none where that is all others.
    pub against: Option<usize>,
    /// Number of the evidence, where several were judged together.
    pub evidence: usize,
    /// Whether it could be judged.
    pub standing: Standing,
    /// Share of its documents' information that is left when documents are compared at equal length.
    pub effective_share: f64,
    /// The smallest p that shuffles of its groups could give; none without groups.
    pub smallest_p: Option<f64>,
    /// Every term that came in, the strongest first.
    pub strengths: Vec<Strength>,
    /// Level at which the list ends, and at which the half-samples were judged.
    pub list_level: f64,
    /// Level, and expected number of false terms of this label from it on, for each level of the grid.
    pub curve: Vec<(f64, f64)>,
}

/// The judgment of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgments {
    /// One per label, in their order, of each evidence.
    pub labels: Vec<Judgment>,
    /// Labels judged: the regressions that share the list.
    pub judged: usize,
    /// Shuffles done.
    pub shuffles: usize,
    /// Half-samples, of which a stability is a share.
    pub half_samples: usize,
    /// Levels that stopped before they met the tolerance, over all paths.
    pub unsolved: usize,
    /// Largest violation of the optimality conditions among the other levels, relative to a term's penalty.
    pub violation_max: f64,
}
