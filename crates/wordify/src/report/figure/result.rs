//! What figures need of a report as json; it may come from another version.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::error::{Error, ErrorKind};
use crate::indicators::Sign;
use crate::report::stored;

/// A report as json.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Outcome {
    source: OutcomeSource,
    analysis: OutcomeAnalysis,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct OutcomeSource {
    file_name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct OutcomeAnalysis {
    labels: Vec<String>,
    account: OutcomeAccount,
    indicators: Vec<Found>,
    #[serde(default)]
    not_listed: Vec<Found>,
    growth: Option<OutcomeGrowth>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct OutcomeGrowth {
    points: Vec<GrowthPoint>,
}

/// The lists of parts of the documents of one size.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct GrowthPoint {
    pub(super) share: f64,
    draws: usize,
    terms: OutcomeSpread,
    found_again: Option<OutcomeSpread>,
}

/// A number over several draws.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct OutcomeSpread {
    mean: f64,
    low: f64,
    high: f64,
}

impl OutcomeSpread {
    fn numbers(self) -> [f64; 3] {
        [self.mean, self.low, self.high]
    }
}

impl GrowthPoint {
    /// Terms listed: mean, lowest, highest.
    pub(super) fn terms(&self) -> [f64; 3] {
        self.terms.numbers()
    }

    /// Share of the whole list that is found again.
    pub(super) fn found_again(&self) -> Option<[f64; 3]> {
        self.found_again.map(OutcomeSpread::numbers)
    }

    pub(super) fn draws(&self) -> usize {
        self.draws
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct OutcomeAccount {
    documents_per_label: Vec<usize>,
}

/// A term of a label.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Found {
    pub(super) label: String,
    term: String,
    shown: Option<String>,
    pub(super) sign: Sign,
    pub(super) score: f64,
    pub(super) documents_in_label: usize,
    pub(super) share_in_label: f64,
    pub(super) documents_in_rest: usize,
    pub(super) share_in_rest: f64,
    pub(super) strength: Option<f64>,
    /// The label that it is set against; none where that is all others.
    pub(super) against: Option<String>,
    family: Option<String>,
    difference: Option<f64>,
    difference_low: Option<f64>,
    difference_high: Option<f64>,
    #[serde(default)]
    documents_by_label: Vec<usize>,
}

impl Found {
    /// The term as people see it.
    pub(super) fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.term)
    }

    /// The label, and what it is set against where that is one.
    pub(super) fn comparison(&self) -> String {
        stored::comparison(&self.label, self.against.as_deref())
    }

    /// The difference of the shares with the ends of its interval, where the result has them.
    pub(super) fn difference(&self) -> Option<[f64; 3]> {
        Some([self.difference?, self.difference_low?, self.difference_high?])
    }
}

impl Outcome {
    /// Reads a report as json.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] where it is none, with the line.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let remedy = "Give a file that “wordify analyze --out NAME.json” or the download “JSON data” made; one of an older version is \
                      made again by “wordify analyze”.";
        let outcome: Self = stored::read(bytes, remedy)?;
        if outcome.analysis.labels.len() != outcome.analysis.account.documents_per_label.len() {
            let message = "the report does not have the documents of each label";
            return Err(Error::new(ErrorKind::Input, message)
                .at("account.documents_per_label")
                .remedy(remedy));
        }
        Ok(outcome)
    }

    /// The name of the file that was analysed.
    pub(super) fn name(&self) -> &str {
        self.source.file_name.as_deref().unwrap_or("standard input")
    }

    /// All labels, in the order of the report.
    pub(super) fn labels(&self) -> &[String] {
        &self.analysis.labels
    }

    /// Documents of the label with this number.
    pub(super) fn documents_of(&self, label: usize) -> usize {
        self.analysis.account.documents_per_label[label]
    }

    /// The labels that are wanted; all where none is named.
    pub(super) fn chosen(&self, only: &[String]) -> Result<Vec<&str>, Error> {
        stored::check_labels(only, &self.analysis.labels)?;
        let is_wanted = |label: &&String| only.is_empty() || only.contains(label);
        Ok(self.analysis.labels.iter().filter(is_wanted).map(String::as_str).collect())
    }

    /// Whether any term is of a comparison of two labels among several.
    pub(super) fn has_pairs(&self) -> bool {
        self.listed().any(|found| found.against.is_some())
    }

    /// What a label is set against, none for all others: where it has terms.
    pub(super) fn set_against(&self, label: &str) -> Vec<Option<&str>> {
        let of_label = self.listed().filter(|found| found.label == label);
        let against: BTreeSet<Option<&str>> = of_label.map(|found| found.against.as_deref()).collect();
        against.into_iter().collect()
    }

    /// The first `most` terms that speak for a label in a comparison, of each family the strongest.
    pub(super) fn best(&self, label: &str, against: Option<&str>, most: usize) -> Vec<&Found> {
        let mut families = BTreeSet::new();
        let is_new =
            |found: &&Found| found.family.as_ref().is_none_or(|family| families.insert(family.clone()));
        let is_meant = |found: &&Found| {
            found.label == label && found.against.as_deref() == against && found.sign == Sign::Positive
        };
        self.listed().filter(is_meant).filter(is_new).take(most).collect()
    }

    /// All listed terms.
    pub(super) fn listed(&self) -> impl Iterator<Item = &Found> {
        self.analysis.indicators.iter()
    }

    /// Terms that came in and are not listed.
    pub(super) fn not_listed(&self) -> impl Iterator<Item = &Found> {
        self.analysis.not_listed.iter()
    }

    /// The lists of parts of the documents.
    pub(super) fn growth(&self) -> Result<&[GrowthPoint], Error> {
        let growth = self.analysis.growth.as_ref().filter(|growth| !growth.points.is_empty());
        growth.map(|growth| &growth.points[..]).ok_or_else(|| {
            Error::new(ErrorKind::Input, "the result has no lists of parts of the documents")
                .at("growth")
                .remedy("Make the result with --enough: wordify analyze FILE --enough --out NAME.json.")
        })
    }

    /// The share of each label's documents with the term, where the result has it.
    pub(super) fn shares(&self, found: &Found) -> Option<Vec<f64>> {
        let sizes = &self.analysis.account.documents_per_label;
        let place = self.analysis.labels.iter().position(|label| *label == found.label)?;
        let counts = match sizes.len() {
            2 if place == 0 => vec![found.documents_in_label, found.documents_in_rest],
            2 => vec![found.documents_in_rest, found.documents_in_label],
            labels if labels == found.documents_by_label.len() => found.documents_by_label.clone(),
            _ => return None,
        };
        Some(counts.iter().zip(sizes).map(|(&count, &size)| count as f64 / size.max(1) as f64).collect())
    }
}
