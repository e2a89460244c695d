//! The whole analysis, and what comes out of it.

use serde::Serialize;

use crate::corpus::{Account, Corpus};
use crate::error::{Error, ErrorKind};
use crate::progress::Monitor;
use crate::settings::Settings;

/// Direction of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// The term speaks for the label.
    Positive,
    /// The term speaks against the label.
    Negative,
}

impl Sign {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }
}

/// A term and how often it was selected for a label with one sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indicator {
    /// The label, by its name.
    pub label: String,
    /// The term: 1 to n tokens with single spaces.
    pub term: String,
    /// For or against the label.
    pub sign: Sign,
    /// Selection frequency: share of the planned fits in which the coefficient has this sign, 0 to 1.
    pub score: f64,
    /// Documents of the label that contain the term.
    pub documents_in_label: usize,
    /// Share of the label's documents that contain the term, 0 to 1.
    pub share_in_label: f64,
    /// Documents of all other labels that contain the term.
    pub documents_in_rest: usize,
    /// Share of the other labels' documents that contain the term, 0 to 1.
    pub share_in_rest: f64,
    /// Other terms that stand in exactly the same documents equally often, so that no method can tell them
    /// apart from this one; each is listed with the same score.
    pub twins: Vec<String>,
}

/// How the regressions went.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct FitAccount {
    /// Fits planned: the denominator of every score.
    pub planned: usize,
    /// Fits completed.
    pub completed: usize,
    /// Documents drawn for each fit.
    pub sample_size: usize,
    /// One-vs-rest regressions in all (fits × labels; fits for two labels).
    pub regressions: usize,
    /// Regressions whose solution has no term at all.
    pub empty: usize,
    /// Regressions that stopped before they met the tolerance.
    pub not_converged: usize,
    /// Regressions left out because the sample held no document of the label.
    pub label_absent: usize,
    /// Largest relative optimality violation among the converged regressions (0 is optimal).
    pub violation_max: f64,
    /// Per C, in the order used: (C, fits, mean number of terms selected over the regressions).
    pub per_c: Vec<(f64, usize, f64)>,
}

/// The result of an analysis: everything that a report needs, the source file's facts apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Version of Wordify.
    pub version: String,
    /// The settings used.
    pub settings: Settings,
    /// What was read, dropped and why.
    pub account: Account,
    /// Label names, sorted by code point.
    pub labels: Vec<String>,
    /// Terms in the vocabulary.
    pub vocabulary_terms: usize,
    /// Of these, terms that have a twin.
    pub twin_terms: usize,
    /// Documents that contain no term of the vocabulary.
    pub documents_without_terms: usize,
    /// How the regressions went.
    pub fits: FitAccount,
    /// Every term with a score above 0, sorted by label, sign, score descending, term. The report shows those
    /// from `settings.threshold` on.
    pub indicators: Vec<Indicator>,
    /// What the user should know about this result.
    pub warnings: Vec<String>,
}

impl Analysis {
    /// The indicators from the threshold on, in the order of [`Analysis::indicators`].
    pub fn selected(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter().filter(|indicator| indicator.score >= self.settings.threshold)
    }
}

/// Analyses `corpus` with `settings` on `threads` threads, which decide the time only.
///
/// # Errors
/// [`ErrorKind::Setting`], [`ErrorKind::Corpus`], or [`ErrorKind::Canceled`] once `monitor` says so.
pub fn analyze(
    corpus: &Corpus,
    settings: &Settings,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Analysis, Error> {
    settings.check()?;
    monitor.check()?;
    let _ = (corpus, threads);
    Err(Error::new(ErrorKind::Report, "the analysis is not connected yet"))
}
