//! Whether the list generalises: labels of documents that nobody had seen, predicted from the terms that the whole procedure lists of all
//! others, beside other choices of terms.
//!
//! Documents are dealt into folds (`folds`). For each fold the vocabulary, the weights and the list come from the other four alone; one
//! `classifier` is given the listed terms, as many by χ² and by log odds (`rivals`), and all terms; `metrics` compares what they predict
//! with the truth. A fold does not depend on the list of the analysis, so that several machines can share the folds before there is one.

mod classifier;
mod folds;
mod metrics;
mod rivals;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use self::classifier::Model;
pub(crate) use self::folds::folds;
pub use self::metrics::{Metrics, Predictions, Score};
use self::rivals::{Rival, best};
use crate::comparison::Comparison;
use crate::contrasts::Contrasts;
use crate::corpus::Corpus;
use crate::error::Error;
use crate::listing::{self, Further};
use crate::parallel::in_parts;
use crate::progress::{Monitor, Stage};
use crate::selection::checkpoint::bytes::{push_number, take_float, take_number};
use crate::selection::further::Kind;
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

/// The folds of an analysis.
#[derive(Debug)]
pub(crate) struct Folds<'a> {
    corpus: &'a Corpus,
    settings: &'a Settings,
    /// The fold of each document.
    fold_of: Vec<u32>,
    preparation: Option<&'a Preparation>,
}

/// What a choice says of the documents of a fold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decided {
    /// Terms given to the classifier.
    terms: usize,
    /// Regressions × documents; nothing where there is no term.
    decisions: Vec<Vec<f64>>,
}

/// Choices that have terms: all but the last.
const WITH_TERMS: usize = Choice::ALL.len() - 1;

/// What each choice that has terms says of the documents of a fold.
pub(crate) type Fold = [Decided; WITH_TERMS];

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

impl<'a> Folds<'a> {
    /// Those of the analysis of `corpus` by `settings`, whose texts `preparation` reads; made anew where there is none.
    ///
    /// # Errors
    /// Of [`folds`].
    pub(crate) fn new(
        corpus: &'a Corpus,
        settings: &'a Settings,
        preparation: Option<&'a Preparation>,
    ) -> Result<Self, Error> {
        let fold_of = folds(corpus, settings.seed)?;
        Ok(Self { corpus, settings, fold_of, preparation })
    }

    /// How well all `folds` together predict the labels.
    pub(crate) fn compare(&self, folds: &BTreeMap<usize, Fold>) -> Generalisation {
        let corpus = self.corpus;
        let (documents, labels) = (corpus.texts.len(), corpus.labels.len());
        let group = corpus.background.dividing_group();
        let empty = Predictions {
            labels,
            label_of: corpus.label_of.clone(),
            fold_of: self.fold_of.clone(),
            group_of: group.map_or_else(|| (0..documents as u32).collect(), |group| group.value_of.clone()),
            scores: vec![vec![0.0; documents]; labels],
            predicted: vec![0; documents],
        };
        let mut predictions = vec![empty; Choice::ALL.len()];
        let mut terms = vec![Vec::with_capacity(FOLDS); Choice::ALL.len()];
        for (&number, fold) in folds {
            let unseen = self.documents(number, true);
            let seen = self.documents(number, false);
            let majority = majority(seen.iter().map(|&document| corpus.label_of[document]), labels);
            let nothing = Decided { terms: 0, decisions: Vec::new() };
            let decided = fold.iter().chain([&nothing]);
            for ((terms, predictions), decided) in terms.iter_mut().zip(&mut predictions).zip(decided) {
                terms.push(decided.terms);
                predictions.take(decided, &unseen, majority);
            }
        }
        let methods =
            Choice::ALL.into_iter().zip(terms).zip(&predictions).map(|((choice, terms), predictions)| {
                let (overall, labels) = predictions.metrics();
                Method { choice, terms, overall, labels }
            });
        let rows_of = |fold: usize| -> Vec<usize> {
            let documents = self.documents(fold, true);
            let mut rows: Vec<usize> = documents.iter().map(|&place| corpus.row_of[place]).collect();
            rows.sort_unstable();
            rows
        };
        Generalisation {
            folds: FOLDS,
            rows: (0..FOLDS).map(rows_of).collect(),
            documents,
            groups: group.map(|group| group.values.len()),
            methods: methods.collect(),
            confusion: predictions[0].confusion(),
        }
    }

    /// The documents in a fold, or those in all others.
    fn documents(&self, fold: usize, is_in: bool) -> Vec<usize> {
        let documents = 0..self.fold_of.len();
        documents.filter(|&document| (self.fold_of[document] as usize == fold) == is_in).collect()
    }
}

impl Further for Folds<'_> {
    const KIND: Kind = Kind::Fold;
    type List = Fold;

    fn numbers(&self) -> Range<usize> {
        0..FOLDS
    }

    /// Predicts the labels of these folds, each from what is listed of the documents in the other folds. The texts are read once.
    fn make(
        &self,
        numbers: &[usize],
        threads: usize,
        monitor: &Monitor,
    ) -> Result<BTreeMap<usize, Fold>, Error> {
        let Self { corpus, settings, .. } = *self;
        monitor.report(Stage::Fold, 0, numbers.len());
        let quiet = monitor.quiet();
        // The texts are read as they are for the analysis, which looks at no label.
        let least = (0..FOLDS).map(|fold| self.documents(fold, false).len()).min().unwrap_or(0);
        let counts = listing::counts((corpus, settings), self.preparation, least, threads, &quiet)?;
        let (comparison, contrasts) = listing::compared(corpus, settings)?;
        let (counts, comparison, contrasts) = (&counts, &comparison, &contrasts);
        let frame = Frame { corpus, settings, counts, comparison, contrasts, threads, monitor: &quiet };
        let mut made = BTreeMap::new();
        for &number in numbers {
            let (seen, unseen) = (self.documents(number, false), self.documents(number, true));
            made.insert(number, frame.fold(&seen, &unseen)?);
            monitor.report(Stage::Fold, made.len(), numbers.len());
        }
        Ok(made)
    }

    /// Of each choice its terms; then of each what its regressions say.
    fn write(fold: &Fold) -> Vec<u8> {
        let mut bytes = Vec::new();
        for decided in fold {
            push_number(&mut bytes, decided.terms as u64);
        }
        for decision in fold.iter().flat_map(|decided| &decided.decisions).flatten() {
            bytes.extend(decision.to_le_bytes());
        }
        bytes
    }

    fn read(&self, number: usize, mut bytes: &[u8]) -> Option<Fold> {
        let rest = &mut bytes;
        let documents = self.documents(number, true).len();
        let regressions = regressions(self.corpus.labels.len());
        let mut fold = [0; WITH_TERMS].map(|terms| Decided { terms, decisions: Vec::new() });
        for decided in &mut fold {
            decided.terms = take_number(rest)? as usize;
        }
        for decided in fold.iter_mut().filter(|decided| decided.terms > 0) {
            for _ in 0..regressions {
                let decisions: Option<Vec<f64>> = (0..documents).map(|_| take_float(rest)).collect();
                decided.decisions.push(decisions?);
            }
        }
        rest.is_empty().then_some(fold)
    }
}

impl Predictions {
    /// Takes in what is `decided` of the documents that were `unseen`; without a term that is the label that most others have.
    fn take(&mut self, decided: &Decided, unseen: &[usize], majority: u32) {
        let negative;
        let scores: Vec<&Vec<f64>> = match &decided.decisions[..] {
            [] => Vec::new(),
            // Of two labels one regression says all.
            [only] => {
                negative = only.iter().map(|score| -score).collect();
                vec![&negative, only]
            }
            several => several.iter().collect(),
        };
        for (place, &document) in unseen.iter().enumerate() {
            for (of_label, scores) in self.scores.iter_mut().zip(&scores) {
                of_label[document] = scores[place];
            }
            self.predicted[document] =
                if scores.is_empty() { majority } else { highest(&self.scores, document) };
        }
    }
}

impl Frame<'_> {
    /// Learns from the documents that were `seen`, and predicts the others.
    fn fold(&self, seen: &[usize], unseen: &[usize]) -> Result<Fold, Error> {
        self.monitor.check()?;
        let labels = self.corpus.labels.len();
        let mut fold = [0; WITH_TERMS].map(|terms| Decided { terms, decisions: Vec::new() });
        let Some(part) = self.counts.of(seen, &self.settings.terms()) else { return Ok(fold) };
        let label_of: Vec<u32> = seen.iter().map(|&document| self.corpus.label_of[document]).collect();
        let chosen = self.chosen(&part, seen, &label_of)?;
        let tests = part.weights(self.counts, unseen);
        let regressions = regressions(labels);
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
        for ((decided, chosen), decisions) in fold.iter_mut().zip(&chosen).zip(decisions.chunks(regressions))
        {
            decided.terms = chosen.len();
            if !chosen.is_empty() {
                decided.decisions = decisions.to_vec();
            }
        }
        Ok(fold)
    }

    /// The columns of each choice but the last, which has none.
    fn chosen(&self, part: &Part, seen: &[usize], label_of: &[u32]) -> Result<[Vec<u32>; WITH_TERMS], Error> {
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

/// Regressions for this many labels: of two, one says all.
fn regressions(labels: usize) -> usize {
    if labels == 2 { 1 } else { labels }
}

/// The label that most documents have, the first of several.
fn majority(label_of: impl Iterator<Item = u32>, labels: usize) -> u32 {
    let mut counts = vec![0usize; labels];
    label_of.for_each(|label| counts[label as usize] += 1);
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
