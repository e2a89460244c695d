//! Whether the list generalises: labels of documents that nobody had seen, predicted from the terms that the whole procedure lists of all
//! others, beside other choices of terms.
//!
//! Documents are dealt into folds (`folds`). For each fold the vocabulary, the weights and the list come from the other four alone; one
//! `classifier` is given the listed terms, as many by χ² and by log odds (`rivals`), and all terms; `metrics` compares what they predict
//! with the truth.

mod classifier;
mod folds;
mod metrics;
mod rivals;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde::Serialize;

use self::classifier::Model;
pub(crate) use self::folds::folds;
pub use self::metrics::{Metrics, Predictions, Score};
use self::rivals::{Rival, best};
use crate::comparison::{self, Comparison};
use crate::contrasts::Contrasts;
use crate::corpus::Corpus;
use crate::error::Error;
use crate::listing;
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::settings::Settings;
use crate::terms::matrix::DocumentTermMatrix;
use crate::terms::portion::{Counts, Part};
use crate::text::preparation::Preparation;

/// Parts into which documents are dealt, each predicted from the others.
pub const FOLDS: usize = 5;

/// How well labels of unseen documents are predicted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Generalisation {
    /// Parts, each predicted from the others.
    pub folds: usize,
    /// Rows of the documents of each part, ascending.
    pub rows: Vec<Vec<usize>>,
    /// Documents predicted.
    pub documents: usize,
    /// Groups that stayed whole; none where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<usize>,
    /// The list, and what it is compared with.
    pub methods: Vec<Method>,
    /// Documents by true label (rows) and label predicted from the list (columns), in the order of the labels.
    pub confusion: Vec<Vec<usize>>,
}

/// A choice of terms, and how well it predicts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Method {
    /// Which.
    pub choice: Choice,
    /// Terms given to the classifier, in each fold.
    pub terms: Vec<usize>,
    /// Over all labels.
    pub overall: Metrics,
    /// Of each label against the rest, in the order of the labels.
    pub labels: Vec<Metrics>,
}

/// A choice of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Those that the procedure lists.
    List,
    /// As many with the highest χ².
    ChiSquare,
    /// As many with the highest log odds ratio, in units of its standard error.
    LogOdds,
    /// All terms of the vocabulary.
    AllTerms,
    /// None: the label that most documents have.
    Majority,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::List, Self::ChiSquare, Self::LogOdds, Self::AllTerms, Self::Majority];

    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::List => "the list",
            Self::ChiSquare => "as many terms by chi-square",
            Self::LogOdds => "as many terms by log odds",
            Self::AllTerms => "all terms",
            Self::Majority => "the commonest label",
        }
    }
}

/// What is the same for all folds.
struct Frame<'a> {
    corpus: &'a Corpus,
    settings: &'a Settings,
    counts: &'a Counts,
    comparison: &'a Comparison,
    contrasts: &'a Contrasts,
    threads: usize,
    monitor: &'a Monitor<'a>,
}

/// What each choice says of the documents of a fold.
struct Said {
    terms: [usize; 5],
    /// Choices × labels × documents.
    scores: Vec<Vec<Vec<f64>>>,
    /// Choices × documents.
    predicted: Vec<Vec<u32>>,
}

/// Predicts the labels of `corpus`, fold by fold, from what `settings` list of the documents in the other folds.
///
/// The texts are read once, as `preparation` reads them, which looks at no label. The result is the same for any number of threads.
///
/// # Errors
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit); [`ErrorKind::Canceled`](crate::ErrorKind::Canceled).
pub(crate) fn measure(
    corpus: &Corpus,
    fold_of: &[u32],
    settings: &Settings,
    preparation: &Preparation,
    threads: usize,
    monitor: &Monitor,
) -> Result<Generalisation, Error> {
    monitor.report(Stage::Fold, 0, FOLDS);
    let documents = corpus.texts.len();
    let of_fold = |fold: u32, is_in: bool| -> Vec<usize> {
        (0..documents).filter(|&document| (fold_of[document] == fold) == is_in).collect()
    };
    let folds = 0..FOLDS as u32;
    let least = folds.clone().map(|fold| of_fold(fold, false).len()).min().unwrap_or(0);
    let quiet = monitor.quiet();
    let counts = Counts::read(&corpus.texts, preparation, &settings.terms(), least, threads, &quiet)?;
    let comparison = Comparison::new(corpus, &comparison::words(corpus), settings.length_control);
    let contrasts = Contrasts::new(settings, corpus)?;
    let frame = Frame {
        corpus,
        settings,
        counts: &counts,
        comparison: &comparison,
        contrasts: &contrasts,
        threads,
        monitor: &quiet,
    };
    let group = corpus.background.dividing_group();
    let empty = Predictions {
        labels: corpus.labels.len(),
        label_of: corpus.label_of.clone(),
        fold_of: fold_of.to_vec(),
        group_of: group.map_or_else(|| (0..documents as u32).collect(), |group| group.value_of.clone()),
        scores: vec![vec![0.0; documents]; corpus.labels.len()],
        predicted: vec![0; documents],
    };
    let mut predictions = vec![empty; Choice::ALL.len()];
    let mut terms = vec![Vec::with_capacity(FOLDS); Choice::ALL.len()];
    for fold in folds {
        let unseen = of_fold(fold, true);
        let said = frame.fold(&of_fold(fold, false), &unseen)?;
        for (choice, predictions) in predictions.iter_mut().enumerate() {
            terms[choice].push(said.terms[choice]);
            for (place, &document) in unseen.iter().enumerate() {
                predictions.predicted[document] = said.predicted[choice][place];
                for (label, scores) in predictions.scores.iter_mut().enumerate() {
                    scores[document] = said.scores[choice][label][place];
                }
            }
        }
        monitor.report(Stage::Fold, fold as usize + 1, FOLDS);
    }
    let methods =
        Choice::ALL.into_iter().zip(terms).zip(&predictions).map(|((choice, terms), predictions)| {
            let (overall, labels) = predictions.metrics();
            Method { choice, terms, overall, labels }
        });
    let rows_of = |fold: u32| -> Vec<usize> {
        let mut rows: Vec<usize> = of_fold(fold, true).iter().map(|&place| corpus.row_of[place]).collect();
        rows.sort_unstable();
        rows
    };
    Ok(Generalisation {
        folds: FOLDS,
        rows: (0..FOLDS as u32).map(rows_of).collect(),
        documents,
        groups: group.map(|group| group.values.len()),
        methods: methods.collect(),
        confusion: predictions[0].confusion(),
    })
}

impl Frame<'_> {
    /// Learns from the documents that were `seen`, and predicts the others.
    fn fold(&self, seen: &[usize], unseen: &[usize]) -> Result<Said, Error> {
        self.monitor.check()?;
        let labels = self.corpus.labels.len();
        let label_of: Vec<u32> = seen.iter().map(|&document| self.corpus.label_of[document]).collect();
        let majority = majority(&label_of, labels);
        let nothing = || vec![vec![0.0; unseen.len()]; labels];
        let mut said = Said {
            terms: [0; 5],
            scores: vec![nothing(); Choice::ALL.len()],
            predicted: vec![vec![majority; unseen.len()]; Choice::ALL.len()],
        };
        let Some(part) = self.counts.of(seen, &self.settings.terms()) else { return Ok(said) };
        let chosen = self.chosen(&part, seen, &label_of)?;
        let tests = part.weights(self.counts, unseen);
        // Of two labels one regression says all.
        let regressions = if labels == 2 { 1 } else { labels };
        let work = |(): &mut (), number: usize| {
            self.monitor.check()?;
            let (choice, label) = (number / regressions, number % regressions);
            let label = if labels == 2 { 1 } else { label };
            let columns = &chosen[choice];
            if columns.is_empty() {
                return Ok(Vec::new());
            }
            let is_in: Vec<bool> = label_of.iter().map(|&of| of as usize == label).collect();
            let model = Model::fit(&narrowed(&part.vectorized.matrix, columns), &is_in);
            Ok(model.decisions(&narrowed(&tests, columns)))
        };
        let (_, decisions) = in_parts(chosen.len() * regressions, self.threads, |_| (), work)?;
        for (choice, decisions) in decisions.chunks(regressions).enumerate() {
            said.terms[choice] = chosen[choice].len();
            // Without a term there is nothing but the commonest label.
            if !chosen[choice].is_empty() {
                said.scores[choice] = if labels == 2 {
                    vec![decisions[0].iter().map(|score| -score).collect(), decisions[0].clone()]
                } else {
                    decisions.to_vec()
                };
                said.predicted[choice] =
                    (0..unseen.len()).map(|place| highest(&said.scores[choice], place)).collect();
            }
        }
        Ok(said)
    }

    /// The columns of each choice but the last, which has none.
    fn chosen(&self, part: &Part, seen: &[usize], label_of: &[u32]) -> Result<[Vec<u32>; 4], Error> {
        let (vectorized, labels) = (&part.vectorized, self.corpus.labels.len());
        let comparison = self.comparison.of(seen);
        let compared = (&comparison, self.contrasts);
        let listed = listing::terms(vectorized, compared, self.settings, self.threads, self.monitor)?;
        let mut list: Vec<u32> = listed.iter().map(|found| found.term).collect();
        list.sort_unstable();
        list.dedup();
        let [chi_square, log_odds] = [Rival::ChiSquare, Rival::LogOdds]
            .map(|rival| best(vectorized, label_of, labels, rival, list.len()));
        let all = (0..vectorized.terms.len() as u32).collect();
        Ok([list, chi_square, log_odds, all])
    }
}

/// The label that most documents have, the first of several.
fn majority(label_of: &[u32], labels: usize) -> u32 {
    let mut counts = vec![0usize; labels];
    label_of.iter().for_each(|&label| counts[label as usize] += 1);
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|&count| count == most).unwrap_or(0) as u32
}

/// The label with the highest score, the first of several.
fn highest(scores: &[Vec<f64>], document: usize) -> u32 {
    let mut best = 0;
    for label in 1..scores.len() {
        if scores[label][document] > scores[best][document] {
            best = label;
        }
    }
    best as u32
}

/// Some columns of `matrix`, which ascend, with their weights as they are.
fn narrowed<'a>(matrix: &'a DocumentTermMatrix, columns: &[u32]) -> Cow<'a, DocumentTermMatrix> {
    if columns.len() == matrix.terms {
        return Cow::Borrowed(matrix);
    }
    let mut number_of = vec![u32::MAX; matrix.terms];
    for (new, &old) in (0..).zip(columns) {
        number_of[old as usize] = new;
    }
    let mut narrowed =
        DocumentTermMatrix { row_starts: vec![0], terms: columns.len(), ..DocumentTermMatrix::default() };
    for row in 0..matrix.documents() {
        let (columns, values) = matrix.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            if number_of[column as usize] != u32::MAX {
                narrowed.columns.push(number_of[column as usize]);
                narrowed.values.push(value);
            }
        }
        narrowed.row_starts.push(narrowed.columns.len());
    }
    Cow::Owned(narrowed)
}
