//! The terms of a judgment, with what is counted about each.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::calibration::CARRIED_MIN;
pub use super::calibration::{Calibration, Caution};
use super::effect::{Sample, difference, odds_ratio};
use super::groups::{self, TermGroups, Wanted};
use super::indicator::{Indicator, Sign, TWINS_MAX, documents_per_label, others, share};
use super::trend;
pub use super::trend::Trend;
use crate::contrasts::{Contrasts, Side};
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
    contrasts: &'a Contrasts,
    /// Stability from which a term is listed.
    least: f64,
    /// What is said with the controls held equal.
    controlled: Option<ByColumn>,
}

/// The label of a regression, and what it is set against.
type Sides = (usize, Option<usize>);

/// Of each regression, column and sign: whether it is listed, and its q-value.
type ByColumn = FxHashMap<(Sides, u32, bool), (bool, Option<f64>)>;

/// What was measured, and how.
pub(crate) struct Measured<'a> {
    /// The group of each document, where there are groups.
    pub(crate) group_of: Option<&'a [u32]>,
    pub(crate) judgments: &'a Judgments,
    pub(crate) contrasts: &'a Contrasts,
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
    let Measured { group_of, judgments, contrasts, controlled, least, lists_all } = *measured;
    let frame = Frame {
        corpus,
        vectorized,
        twins,
        in_label,
        judged: judgments.judged as f64,
        contrasts,
        least,
        controlled: controlled.map(by_column),
    };
    let mut indicators = Vec::new();
    let mut wanted = Vec::new();
    let mut put = |own: Sides, side: Side, strength: &Strength, head: u32| {
        let most = if lists_all { usize::MAX } else { TWINS_MAX + 1 };
        for &term in twins.members[strength.column as usize].iter().take(most) {
            wanted.push(Wanted { label: side.label, against: side.against, term: term as usize });
            indicators.push(frame.indicator((own, side), strength, term as usize, head));
        }
    };
    for judgment in &judgments.labels {
        let heads = heads(judgment, family_of);
        for strength in &judgment.strengths {
            let head = heads[&(family_of[strength.column as usize], strength.positive)];
            let own = (judgment.label, judgment.against);
            put(own, contrasts.side(own, strength.positive), strength, head);
        }
    }
    if lists_all || judgments.judged == 0 {
        let most = if lists_all { usize::MAX } else { UNJUDGED_SHOWN };
        for (label, column) in frame.left_out(judgments, most) {
            let side = Side { label, against: None, positive: true };
            put((label, None), side, &Strength::none(column, lists_all), column);
        }
    }
    frame.add_trends(&mut indicators, &wanted, group_of);
    frame.mark_only_labels(&mut indicators, &wanted, group_of);
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
        let by_side = (&a.label, a.sign, a.against()).cmp(&(&b.label, b.sign, b.against()));
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
        let own = (judgment.label, judgment.against);
        let entry = move |strength: &Strength| {
            let worth = (strength.listed, strength.worth.map(|worth| worth.q_value));
            ((own, strength.column, strength.positive), worth)
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
        let sides: Vec<usize> = match self.contrasts.order() {
            Some(order) => vec![order[0], order[order.len() - 1]],
            None => (0..of_label.len()).collect(),
        };
        for column in (0..self.twins.members.len() as u32).filter(|column| !came_in.contains(column)) {
            let differences = sides.iter().copied().map(|label| (self.difference(label, column), label));
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
        let ((inside, size), (outside, rest)) = self.documents_with((label, None), term);
        share(inside, size) - share(outside, rest)
    }

    /// Documents of a label with a term.
    fn inside(&self, label: usize, term: usize) -> usize {
        self.in_label[label * self.vectorized.terms.len() + term] as usize
    }

    /// The documents with a term and all documents, of a label and of what it is set against.
    fn documents_with(&self, (label, against): Sides, term: usize) -> ((usize, usize), (usize, usize)) {
        let sizes = &self.corpus.account.documents_per_label;
        let inside = self.inside(label, term);
        if let Some(against) = against {
            return ((inside, sizes[label]), (self.inside(against, term), sizes[against]));
        }
        let rest = sizes.iter().sum::<usize>() - sizes[label];
        let outside = self.vectorized.document_frequency[term] as usize - inside;
        ((inside, sizes[label]), (outside, rest))
    }

    /// Documents of each label with a term; nothing of two labels, where label and rest say it.
    fn documents_by_label(&self, term: usize) -> Vec<u32> {
        let labels = self.corpus.labels.len();
        if labels > 2 {
            (0..labels).map(|label| self.inside(label, term) as u32).collect()
        } else {
            Vec::new()
        }
    }

    /// Adds how terms change along the order, where the labels have one.
    fn add_trends(&self, indicators: &mut [Indicator], wanted: &[Wanted], group_of: Option<&[u32]>) {
        let Some(order) = self.contrasts.order() else { return };
        let mut steps = vec![0.0; order.len()];
        order.iter().enumerate().for_each(|(place, &label)| steps[label] = place as f64);
        let terms: Vec<usize> = wanted.iter().map(|wanted| wanted.term).collect();
        let slopes = trend::slopes(self.vectorized, &self.corpus.label_of, &steps, group_of, &terms);
        let sizes = &self.corpus.account.documents_per_label;
        for ((indicator, slope), wanted) in indicators.iter_mut().zip(slopes).zip(wanted) {
            let shares = order.iter().map(|&label| share(self.inside(label, wanted.term), sizes[label]));
            if let Some(calibration) = &mut indicator.calibration {
                let rises = wanted.label == order[order.len() - 1];
                calibration.trend = Some(Trend::new(rises, slope, shares.collect()));
            }
        }
    }

    /// Marks the listed terms that stand for one label alone: listed for no other, and in a larger share of its documents than
    /// of those of each other label, with the interval of the difference above 0. That each of them must be so makes a
    /// correction for their number needless (Berger 1982).
    fn mark_only_labels(&self, indicators: &mut [Indicator], wanted: &[Wanted], group_of: Option<&[u32]>) {
        let labels = self.corpus.labels.len();
        if labels < 3 || self.contrasts.order().is_some() {
            return;
        }
        let is_for = |indicator: &Indicator| {
            indicator.sign == Sign::Positive
                && indicator.calibration.as_ref().is_some_and(|found| found.listed)
        };
        let mut labels_of: FxHashMap<usize, FxHashSet<usize>> = FxHashMap::default();
        for (_, wanted) in indicators.iter().zip(wanted).filter(|(indicator, _)| is_for(indicator)) {
            labels_of.entry(wanted.term).or_default().insert(wanted.label);
        }
        let alone: FxHashMap<usize, usize> = labels_of
            .into_iter()
            .filter(|(_, labels)| labels.len() == 1)
            .flat_map(|(term, labels)| labels.into_iter().map(move |label| (term, label)))
            .collect();
        let mut against_each: Vec<Wanted> = Vec::new();
        for (&term, &label) in &alone {
            let others = (0..labels).filter(|&other| other != label);
            against_each.extend(others.map(|other| Wanted { label, against: Some(other), term }));
        }
        let samples: Vec<(Sample, Sample)> = match group_of {
            Some(group_of) => {
                groups::count(self.vectorized, &self.corpus.label_of, labels, group_of, &against_each)
                    .iter()
                    .map(|groups| (groups.label, groups.rest))
                    .collect()
            }
            None => against_each
                .iter()
                .map(|wanted| self.documents_with((wanted.label, wanted.against), wanted.term))
                .map(|(label, other)| (Sample::independent(label), Sample::independent(other)))
                .collect(),
        };
        let is_larger = |(label, other): &(Sample, Sample)| difference(*label, *other).low > 0.0;
        let mut only: FxHashSet<usize> = alone.keys().copied().collect();
        for (wanted, _) in against_each.iter().zip(&samples).filter(|(_, samples)| !is_larger(samples)) {
            only.remove(&wanted.term);
        }
        for (indicator, wanted) in indicators.iter_mut().zip(wanted) {
            if is_for(indicator)
                && let Some(calibration) = &mut indicator.calibration
            {
                calibration.only_label = Some(only.contains(&wanted.term));
            }
        }
    }

    fn indicator(
        &self,
        (own, side): (Sides, Side),
        strength: &Strength,
        term: usize,
        head: u32,
    ) -> Indicator {
        let Self { corpus, vectorized, twins, judged, contrasts, least, controlled, .. } = self;
        let Side { label, against, positive } = side;
        let sign = if positive { Sign::Positive } else { Sign::Negative };
        let controlled = controlled.as_ref().map(|controlled| {
            controlled.get(&(own, strength.column, strength.positive)).copied().unwrap_or((false, None))
        });
        let ((inside, size), (outside, rest)) = self.documents_with((label, against), term);
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
                against: against.map(|against| corpus.labels[against].clone()),
                trend: None,
                only_label: (corpus.labels.len() > 2 && contrasts.order().is_none()).then_some(false),
                documents_by_label: if strength.listed { self.documents_by_label(term) } else { Vec::new() },
                listed: strength.listed && strength.stability >= *least,
                strength: strength.strength,
                q_value: strength.worth.map(|worth| worth.q_value),
                expected_false: strength.worth.map(|worth| worth.expected_false * judged),
                expected_false_in_contrast: against.and(strength.worth).map(|worth| worth.expected_false),
                p_familywise: strength.worth.map(|worth| worth.p_familywise),
                sign_consistency: strength.sign_consistency,
                rank_low: rank(strength.ranks.0),
                rank_high: rank(strength.ranks.1),
                coefficient: if label == own.0 { strength.coefficient } else { -strength.coefficient },
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
