//! The terms of a judgment, with what is counted about each.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::calibration::CARRIED_MIN;
pub use super::calibration::{Calibration, Caution};
use super::effect::{Sample, difference, odds_ratio};
use super::groups::{self, TermGroups};
use super::indicator::{Indicator, Sign, TWINS_MAX, documents_per_label, others, share};
use crate::corpus::Corpus;
use crate::selection::logistic::Twins;
use crate::selection::strength::{Judgment, Judgments, Strength};
use crate::terms::vectorize::Vectorized;

/// Terms of each label that are shown where no label can be judged.
const UNJUDGED_SHOWN: usize = 20;

/// What all terms share.
struct Frame<'a> {
    corpus: &'a Corpus,
    vectorized: &'a Vectorized,
    twins: &'a Twins,
    /// Documents with each term, labels × terms.
    in_label: Vec<u32>,
    judged: f64,
    /// Stability from which a term is listed.
    least: f64,
    /// What is said with the controls held equal.
    controlled: Option<ByColumn>,
}

/// Of each label, column and sign: whether it is listed, and its q-value.
type ByColumn = FxHashMap<(usize, u32, bool), (bool, Option<f64>)>;

/// What was measured, and how.
pub(crate) struct Measured<'a> {
    /// The group of each document, where there are groups.
    pub(crate) group_of: Option<&'a [u32]>,
    pub(crate) judgments: &'a Judgments,
    /// The judgments with the controls held equal.
    pub(crate) controlled: Option<&'a Judgments>,
    /// Stability from which a term is listed.
    pub(crate) least: f64,
    /// Whether every term of the vocabulary is listed, whatever it is worth.
    pub(crate) lists_all: bool,
}

/// Every term that came in, expanded from the merged columns, sorted by label, sign, strength descending, term. Of terms that stand in
/// the same documents, such as the words of a footer, the first and [`TWINS_MAX`] more; `twins_more` counts the rest.
///
/// Of two labels each term stands once, as positive, under the label that it speaks for. Terms with a stability below `least`
/// are not listed. Where every term is listed, those that came in nowhere follow with a strength of 0, under the label that
/// they stand in more than elsewhere; where no label can be judged, the [`UNJUDGED_SHOWN`] of each label that differ most.
pub(crate) fn find(
    corpus: &Corpus,
    vectorized: &Vectorized,
    twins: &Twins,
    family_of: &[u32],
    measured: &Measured<'_>,
) -> Vec<Indicator> {
    let in_label = documents_per_label(vectorized, &corpus.label_of, corpus.labels.len());
    let Measured { group_of, judgments, controlled, least, lists_all } = *measured;
    let frame = Frame {
        corpus,
        vectorized,
        twins,
        in_label,
        judged: judgments.judged as f64,
        least,
        controlled: controlled.map(by_column),
    };
    let mut indicators = Vec::new();
    let mut wanted = Vec::new();
    let mut put = |label: usize, strength: &Strength, head: u32| {
        let most = if lists_all { usize::MAX } else { TWINS_MAX + 1 };
        for &term in twins.members[strength.column as usize].iter().take(most) {
            wanted.push((label_and_sign(corpus.labels.len(), label, strength.positive).0, term as usize));
            indicators.push(frame.indicator(label, strength, term as usize, head));
        }
    };
    for judgment in &judgments.labels {
        let heads = heads(judgment, family_of);
        for strength in &judgment.strengths {
            let head = heads[&(family_of[strength.column as usize], strength.positive)];
            put(judgment.label, strength, head);
        }
    }
    if lists_all || judgments.judged == 0 {
        let most = if lists_all { usize::MAX } else { UNJUDGED_SHOWN };
        for (label, column) in frame.left_out(judgments, most) {
            put(label, &Strength::none(column, lists_all), column);
        }
    }
    if let Some(group_of) = group_of {
        let counts = groups::count(vectorized, &corpus.label_of, corpus.labels.len(), group_of, &wanted);
        for (indicator, groups) in indicators.iter_mut().zip(counts) {
            let speaks_for = indicator.sign == Sign::Positive;
            if let Some(calibration) = &mut indicator.calibration {
                put_groups(calibration, &groups);
                if speaks_for && groups.largest_share >= CARRIED_MIN {
                    calibration.warnings.push(Caution::OneGroup);
                }
            }
        }
    }
    indicators.sort_by(|a: &Indicator, b: &Indicator| {
        let by_side = (&a.label, a.sign).cmp(&(&b.label, b.sign));
        by_side.then_with(|| stronger_first(a, b)).then_with(|| a.term.cmp(&b.term))
    });
    indicators
}

/// The order of terms by their strength; those that came in nowhere have none, and are ordered by their difference.
pub(super) fn stronger_first(a: &Indicator, b: &Indicator) -> Ordering {
    let of = |indicator: &Indicator| {
        indicator.calibration.as_ref().map_or((0.0, 0.0), |found| (found.strength, found.difference.abs()))
    };
    let ((strength, difference), (other_strength, other_difference)) = (of(a), of(b));
    let by_difference =
        || if strength == 0.0 { other_difference.total_cmp(&difference) } else { Ordering::Equal };
    other_strength.total_cmp(&strength).then_with(by_difference)
}

/// The label, of so many, that a term of the regression of label `own` speaks for or against. Of two labels each term stands
/// once, as positive.
pub(crate) fn label_and_sign(labels: usize, own: usize, is_positive: bool) -> (usize, Sign) {
    let is_mirrored = labels == 2;
    let label = if is_mirrored && !is_positive { 1 - own } else { own };
    (label, if is_positive || is_mirrored { Sign::Positive } else { Sign::Negative })
}

/// Counts by groups, and the intervals that they allow.
fn put_groups(calibration: &mut Calibration, groups: &TermGroups) {
    let difference = difference(groups.label, groups.rest);
    let odds = odds_ratio(groups.label, groups.rest);
    // The ratio itself is that of all documents; only how sure it is depends on the groups.
    let scale = calibration.odds_ratio / odds.value;
    (calibration.difference_low, calibration.difference_high) = (difference.low, difference.high);
    (calibration.odds_low, calibration.odds_high) = (odds.low * scale, odds.high * scale);
    calibration.groups_in_label = Some(groups.in_label);
    calibration.groups_in_rest = Some(groups.in_rest);
    calibration.largest_group_share = Some(groups.largest_share);
}

/// Whether each label, column and sign is listed, and its q-value.
fn by_column(judgments: &Judgments) -> ByColumn {
    let of_label = |judgment: &Judgment| {
        let label = judgment.label;
        let entry = move |strength: &Strength| {
            let worth = (strength.listed, strength.worth.map(|worth| worth.q_value));
            ((label, strength.column, strength.positive), worth)
        };
        judgment.strengths.iter().map(entry).collect::<Vec<_>>()
    };
    judgments.labels.iter().flat_map(of_label).collect()
}

/// The column of the strongest term of each family and sign.
fn heads(judgment: &Judgment, family_of: &[u32]) -> FxHashMap<(u32, bool), u32> {
    let mut heads = FxHashMap::default();
    for strength in &judgment.strengths {
        heads.entry((family_of[strength.column as usize], strength.positive)).or_insert(strength.column);
    }
    heads
}

impl Frame<'_> {
    /// The merged columns that came in nowhere, each with the label that they stand in more than elsewhere: at most `most` of a
    /// label, those that differ most.
    fn left_out(&self, judgments: &Judgments, most: usize) -> Vec<(usize, u32)> {
        let strengths = judgments.labels.iter().flat_map(|judgment| &judgment.strengths);
        let came_in: FxHashSet<u32> = strengths.map(|strength| strength.column).collect();
        let mut of_label: Vec<Vec<(f64, u32)>> = vec![Vec::new(); self.corpus.labels.len()];
        for column in (0..self.twins.members.len() as u32).filter(|column| !came_in.contains(column)) {
            let differences = (0..of_label.len()).map(|label| (self.difference(label, column), label));
            if let Some((difference, label)) =
                differences.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            {
                of_label[label].push((difference, column));
            }
        }
        let mut left_out = Vec::new();
        for (label, mut columns) in of_label.into_iter().enumerate() {
            columns.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            left_out.extend(columns.into_iter().take(most).map(|(_, column)| (label, column)));
        }
        left_out
    }

    /// Share of a label's documents with a merged column minus the share of all others.
    fn difference(&self, label: usize, column: u32) -> f64 {
        let term = self.twins.members[column as usize][0] as usize;
        let ((inside, size), (outside, rest)) = self.documents_with(label, term);
        share(inside, size) - share(outside, rest)
    }

    /// The documents with a term and all documents, of a label and of the rest.
    fn documents_with(&self, label: usize, term: usize) -> ((usize, usize), (usize, usize)) {
        let sizes = &self.corpus.account.documents_per_label;
        let rest = sizes.iter().sum::<usize>() - sizes[label];
        let inside = self.in_label[label * self.vectorized.terms.len() + term] as usize;
        let outside = self.vectorized.document_frequency[term] as usize - inside;
        ((inside, sizes[label]), (outside, rest))
    }

    /// Documents of each label with a term; nothing of two labels, where label and rest say it.
    fn documents_by_label(&self, term: usize) -> Vec<u32> {
        let labels = self.corpus.labels.len();
        let terms = self.vectorized.terms.len();
        if labels > 2 {
            (0..labels).map(|label| self.in_label[label * terms + term]).collect()
        } else {
            Vec::new()
        }
    }

    fn indicator(&self, own: usize, strength: &Strength, term: usize, head: u32) -> Indicator {
        let Self { corpus, vectorized, twins, judged, least, controlled, .. } = self;
        let (label, sign) = label_and_sign(corpus.labels.len(), own, strength.positive);
        let controlled = controlled.as_ref().map(|controlled| {
            controlled.get(&(own, strength.column, strength.positive)).copied().unwrap_or((false, None))
        });
        let ((inside, size), (outside, rest)) = self.documents_with(label, term);
        let samples = (Sample::independent((inside, size)), Sample::independent((outside, rest)));
        let difference = difference(samples.0, samples.1);
        let odds = odds_ratio(samples.0, samples.1);
        let name = |term: u32| vectorized.terms[term as usize].clone();
        let head = name(twins.members[head as usize][0]);
        let members = &twins.members[strength.column as usize];
        let twins = others(vectorized, members, &vectorized.terms[term]);
        let rank = |rank: usize| (rank != usize::MAX).then_some(rank);
        Indicator {
            label: corpus.labels[label].clone(),
            term: vectorized.terms[term].clone(),
            shown: None,
            sign,
            score: strength.stability,
            documents_in_label: inside,
            share_in_label: share(inside, size),
            documents_in_rest: outside,
            share_in_rest: share(outside, rest),
            twins_more: members.len() - 1 - twins.len(),
            twins,
            twin_group: None,
            forms: Vec::new(),
            peers: None,
            confirmed: None,
            staying: None,
            texts: Vec::new(),
            calibration: Some(Calibration {
                documents_by_label: if strength.listed { self.documents_by_label(term) } else { Vec::new() },
                listed: strength.listed && strength.stability >= *least,
                strength: strength.strength,
                q_value: strength.worth.map(|worth| worth.q_value),
                expected_false: strength.worth.map(|worth| worth.expected_false * judged),
                p_familywise: strength.worth.map(|worth| worth.p_familywise),
                sign_consistency: strength.sign_consistency,
                rank_low: rank(strength.ranks.0),
                rank_high: rank(strength.ranks.1),
                coefficient: if label == own { strength.coefficient } else { -strength.coefficient },
                adds_to_others: strength.adds,
                family: head,
                difference: difference.value,
                difference_low: difference.low,
                difference_high: difference.high,
                odds_ratio: odds.value,
                odds_low: odds.low,
                odds_high: odds.high,
                groups_in_label: None,
                groups_in_rest: None,
                largest_group_share: None,
                survives_control: controlled.map(|(listed, _)| listed),
                q_value_controlled: controlled.and_then(|(_, q_value)| q_value),
                warnings: Caution::of(difference.value, inside, sign == Sign::Positive),
            }),
        }
    }
}
