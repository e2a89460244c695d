//! The terms of a judgment, with what is counted about each.

use rustc_hash::FxHashMap;

pub use super::calibration::Calibration;
use super::effect::{difference, odds_ratio};
use super::indicator::{Indicator, Sign, documents_per_label, others, share};
use crate::corpus::Corpus;
use crate::selection::logistic::Twins;
use crate::selection::strength::{Judgment, Judgments, Strength};
use crate::terms::vectorize::Vectorized;

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
}

/// Every term that came in, expanded from the merged columns, sorted by label, sign, strength descending, term.
///
/// Of two labels each term stands once, as positive, under the label that it speaks for. Terms with a stability below `least`
/// are not listed.
pub(crate) fn find(
    corpus: &Corpus,
    vectorized: &Vectorized,
    twins: &Twins,
    family_of: &[u32],
    judgments: &Judgments,
    least: f64,
) -> Vec<Indicator> {
    let in_label = documents_per_label(vectorized, &corpus.label_of, corpus.labels.len());
    let frame = Frame { corpus, vectorized, twins, in_label, judged: judgments.judged as f64, least };
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
        let Self { corpus, vectorized, twins, in_label, judged, least } = self;
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
            }),
        }
    }
}
