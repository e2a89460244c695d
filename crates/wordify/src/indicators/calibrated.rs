//! The terms of a judgment, with what is counted about each.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::effect::{difference, odds_ratio};
use super::indicator::{Indicator, Sign, documents_per_label, others, share};
use crate::corpus::Corpus;
use crate::selection::logistic::Twins;
use crate::selection::strength::{Judgment, Judgments, Strength};
use crate::terms::vectorize::Vectorized;

/// What the strength of a term is worth, and how large its effect is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Whether the term is in the list.
    pub listed: bool,
    /// Level of the penalty at which it enters, in noise units.
    pub strength: f64,
    /// Expected share of false terms in the list that ends with it; none for a term weaker than any list could reach.
    pub q_value: Option<f64>,
    /// Expected number of false terms, over all labels of the file, at least as strong as it.
    pub expected_false: Option<f64>,
    /// Chance that shuffled labels give a term as strong anywhere in the file.
    pub p_familywise: Option<f64>,
    /// Of the half-samples in which it is in the model, the share with its sign.
    pub sign_consistency: f64,
    /// Its rank for the label in all but the highest 5 % of the half-samples.
    pub rank_low: Option<usize>,
    /// Its rank for the label in all but the lowest 5 % of the half-samples; none where it is in the model in fewer.
    pub rank_high: Option<usize>,
    /// Mean coefficient: change of the log odds of the label with one unit of tf-idf.
    pub coefficient: f64,
    /// Whether it is in the model at the end of the list, beside all others; nothing is promised about it.
    pub adds_to_others: bool,
    /// The strongest term of its family: terms that contain each other and stand for one finding.
    pub family: String,
    /// Share in the label minus share in the rest, and its 95 % interval.
    pub difference: f64,
    /// Lower end.
    pub difference_low: f64,
    /// Upper end.
    pub difference_high: f64,
    /// Odds ratio of having the term, label against rest, and its 95 % interval.
    pub odds_ratio: f64,
    /// Lower end.
    pub odds_low: f64,
    /// Upper end.
    pub odds_high: f64,
}

/// What all terms share.
struct Frame<'a> {
    corpus: &'a Corpus,
    vectorized: &'a Vectorized,
    twins: &'a Twins,
    /// Documents with each term, labels × terms.
    in_label: Vec<u32>,
    judged: f64,
}

/// Every term that came in, expanded from the merged columns, sorted by label, sign, strength descending, term.
///
/// Of two labels each term stands once, as positive, under the label that it speaks for.
pub(crate) fn find(
    corpus: &Corpus,
    vectorized: &Vectorized,
    twins: &Twins,
    family_of: &[u32],
    judgments: &Judgments,
) -> Vec<Indicator> {
    let in_label = documents_per_label(vectorized, &corpus.label_of, corpus.labels.len());
    let frame = Frame { corpus, vectorized, twins, in_label, judged: judgments.judged as f64 };
    let mut indicators = Vec::new();
    for judgment in &judgments.labels {
        let heads = heads(judgment, family_of);
        for strength in &judgment.strengths {
            let head = heads[&(family_of[strength.column as usize], strength.positive)];
            for &term in &twins.members[strength.column as usize] {
                indicators.push(frame.indicator(judgment.label, strength, term as usize, head));
            }
        }
    }
    let strength = |indicator: &Indicator| indicator.calibration.as_ref().map_or(0.0, |found| found.strength);
    indicators.sort_by(|a: &Indicator, b: &Indicator| {
        (&a.label, a.sign)
            .cmp(&(&b.label, b.sign))
            .then(strength(b).total_cmp(&strength(a)))
            .then_with(|| a.term.cmp(&b.term))
    });
    indicators
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
    fn indicator(&self, own: usize, strength: &Strength, term: usize, head: u32) -> Indicator {
        let Self { corpus, vectorized, twins, in_label, judged } = self;
        let is_mirrored = corpus.labels.len() == 2;
        let label = if is_mirrored && !strength.positive { 1 - own } else { own };
        let sign = if strength.positive || is_mirrored { Sign::Positive } else { Sign::Negative };
        let sizes = &corpus.account.documents_per_label;
        let size = sizes[label];
        let rest = sizes.iter().sum::<usize>() - size;
        let inside = in_label[label * vectorized.terms.len() + term] as usize;
        let outside = vectorized.document_frequency[term] as usize - inside;
        let difference = difference((inside, size), (outside, rest));
        let odds = odds_ratio((inside, size), (outside, rest));
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
            calibration: Some(Calibration {
                listed: strength.listed,
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
            }),
        }
    }
}
