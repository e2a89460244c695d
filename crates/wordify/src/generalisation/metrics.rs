//! How well labels are predicted, with 95% intervals.
//!
//! AUC is the mean over the folds, because scores of two models cannot be compared; all else is counted over all documents. An interval
//! comes from what each document adds to the number (its derivative by the weight of the document), summed by whole groups (the
//! infinitesimal jackknife: Efron 1981; for AUC that of DeLong, DeLong & Clarke-Pearson 1988), with Student's t, on the logit scale,
//! so that it stays within 0 and 1. It takes the models as given: how much they would differ with other documents is not in it.

use serde::Serialize;

use crate::indicators::effect::Interval;
use crate::indicators::groups::t_quantile;

/// What was predicted, of documents that the models had not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// Labels.
    pub labels: usize,
    /// The true label of each document.
    pub label_of: Vec<u32>,
    /// The fold of each document, from 0.
    pub fold_of: Vec<u32>,
    /// The group of each document, from 0; a document by itself is one.
    pub group_of: Vec<u32>,
    /// How much speaks for each label in each document, labels × documents.
    pub scores: Vec<Vec<f64>>,
    /// The label that is predicted for each document.
    pub predicted: Vec<u32>,
}

/// How well labels are predicted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Metrics {
    /// The chance that a document of the label has a higher score than one of the rest, ties half: of several labels the mean.
    pub auc: Score,
    /// The mean of the shares that are recognised: of all labels, or of a label and of the rest.
    pub balanced_accuracy: Score,
    /// 2 TP / (2 TP + FP + FN): of several labels the mean.
    pub f1: Score,
}

/// A number from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// The number.
    pub value: f64,
    /// Lower end of its 95% interval; none where no document makes a difference to it.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// A number with what each document adds to it.
struct Traced {
    value: f64,
    parts: Vec<f64>,
}

impl Predictions {
    /// Over all labels, and of each label against the rest.
    pub fn metrics(&self) -> (Metrics, Vec<Metrics>) {
        let labels = 0..self.labels as u32;
        let auc: Vec<Traced> = labels.clone().map(|label| self.auc(label)).collect();
        let f1: Vec<Traced> = labels.clone().map(|label| self.f1(label)).collect();
        let recall: Vec<Traced> = labels
            .clone()
            .map(|label| self.share(|truth| truth == label, |predicted| predicted == label))
            .collect();
        let of_label = |label: u32| {
            let specificity = self.share(|truth| truth != label, |predicted| predicted != label);
            let place = label as usize;
            Metrics {
                auc: self.score(&auc[place]),
                balanced_accuracy: self.score(&Traced::mean(&[&recall[place], &specificity])),
                f1: self.score(&f1[place]),
            }
        };
        let mean = |traced: &[Traced]| self.score(&Traced::mean(&traced.iter().collect::<Vec<_>>()));
        let overall = Metrics { auc: mean(&auc), balanced_accuracy: mean(&recall), f1: mean(&f1) };
        (overall, labels.map(of_label).collect())
    }

    /// Documents by true label (rows) and predicted label.
    pub fn confusion(&self) -> Vec<Vec<usize>> {
        let mut confusion = vec![vec![0; self.labels]; self.labels];
        for (&truth, &predicted) in self.label_of.iter().zip(&self.predicted) {
            confusion[truth as usize][predicted as usize] += 1;
        }
        confusion
    }

    fn auc(&self, label: u32) -> Traced {
        let folds = self.fold_of.iter().max().map_or(0, |&last| last + 1);
        let mut traced = Traced { value: 0.0, parts: vec![0.0; self.label_of.len()] };
        for fold in 0..folds {
            let documents: Vec<usize> =
                (0..self.label_of.len()).filter(|&document| self.fold_of[document] == fold).collect();
            self.auc_of_fold(label, documents, f64::from(folds), &mut traced);
        }
        traced
    }

    /// Adds the AUC of one of this many folds.
    fn auc_of_fold(&self, label: u32, mut documents: Vec<usize>, folds: f64, traced: &mut Traced) {
        let scores = &self.scores[label as usize];
        let is_in = |document: usize| self.label_of[document] == label;
        let inside = documents.iter().filter(|&&document| is_in(document)).count() as f64;
        let outside = documents.len() as f64 - inside;
        documents.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        // Of each document the share of the other side that it is right about, ties half.
        let (mut inside_below, mut outside_below) = (0.0, 0.0);
        let mut placements = Vec::with_capacity(documents.len());
        for ties in documents.chunk_by(|&a, &b| scores[a] == scores[b]) {
            let inside_here = ties.iter().filter(|&&document| is_in(document)).count() as f64;
            let outside_here = ties.len() as f64 - inside_here;
            for &document in ties {
                let right = if is_in(document) {
                    (outside_below + outside_here / 2.0) / outside
                } else {
                    (inside - inside_below - inside_here / 2.0) / inside
                };
                placements.push((document, right));
            }
            inside_below += inside_here;
            outside_below += outside_here;
        }
        let of_inside = placements.iter().filter(|(document, _)| is_in(*document));
        let auc = of_inside.map(|(_, right)| right).sum::<f64>() / inside;
        traced.value += auc / folds;
        for (document, right) in placements {
            let side = if is_in(document) { inside } else { outside };
            traced.parts[document] += (right - auc) / side / folds;
        }
    }

    /// The share of the documents of a side that are seen as such.
    fn share(&self, is_side: impl Fn(u32) -> bool, is_seen: impl Fn(u32) -> bool) -> Traced {
        let pairs = || self.label_of.iter().zip(&self.predicted);
        let size = pairs().filter(|(truth, _)| is_side(**truth)).count() as f64;
        let seen =
            pairs().filter(|(truth, predicted)| is_side(**truth) && is_seen(**predicted)).count() as f64;
        let value = seen / size;
        let part = |(&truth, &predicted): (&u32, &u32)| {
            if is_side(truth) { (f64::from(u8::from(is_seen(predicted))) - value) / size } else { 0.0 }
        };
        Traced { value, parts: pairs().map(part).collect() }
    }

    fn f1(&self, label: u32) -> Traced {
        let pairs = || self.label_of.iter().zip(&self.predicted);
        let counts = |(&truth, &predicted): (&u32, &u32)| {
            let [truth, predicted] = [truth == label, predicted == label];
            [truth && predicted, truth, predicted].map(|is_so| f64::from(u8::from(is_so)))
        };
        let sum = pairs().map(counts).fold([0.0; 2], |sum, [both, truth, predicted]| {
            [sum[0] + 2.0 * both, sum[1] + truth + predicted]
        });
        let value = sum[0] / sum[1];
        let parts = pairs()
            .map(counts)
            .map(|[both, truth, predicted]| (2.0 * both - value * (truth + predicted)) / sum[1]);
        Traced { value, parts: parts.collect() }
    }

    fn score(&self, traced: &Traced) -> Score {
        let groups = self.group_of.iter().max().map_or(0, |&last| last as usize + 1);
        let mut of_group = vec![0.0; groups];
        for (&group, part) in self.group_of.iter().zip(&traced.parts) {
            of_group[group as usize] += part;
        }
        let value = traced.value;
        let squares: f64 = of_group.iter().map(|part| part * part).sum();
        let rest = value * (1.0 - value);
        if groups < 2 || squares < f64::EPSILON * f64::EPSILON || rest <= 0.0 {
            return Score { value, low: None, high: None };
        }
        let deviation = (squares * groups as f64 / (groups as f64 - 1.0)).sqrt();
        let width = t_quantile(groups - 1) * deviation / rest;
        let middle = libm::log(value / (1.0 - value));
        let share = |odds: f64| 1.0 / (1.0 + libm::exp(-odds));
        Score { value, low: Some(share(middle - width)), high: Some(share(middle + width)) }
    }
}

impl Traced {
    fn mean(of: &[&Self]) -> Self {
        let number = of.len() as f64;
        let mut parts = vec![0.0; of[0].parts.len()];
        for traced in of {
            parts.iter_mut().zip(&traced.parts).for_each(|(sum, part)| *sum += part / number);
        }
        Self { value: of.iter().map(|traced| traced.value).sum::<f64>() / number, parts }
    }
}

impl Score {
    /// The number with its interval, where it has one.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval { value: self.value, low: self.low?, high: self.high? })
    }
}
