//! Scores of other programs, for those who must report them beside ours.
//!
//! All compare how often a term is counted in a label, y of n, with how often it is in the rest, y' of n': once in documents,
//! once in tokens. For G² and χ² n is the documents of the side, or the terms counted in it; for the log odds it is what is
//! counted of all terms. None of them looks at length, at groups, at the other terms, or at how many terms are tried.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Indicator;
use crate::peer::Peer;
use crate::terms::vectorize::Vectorized;

/// The scores of a term for its label against the rest; none where one was not asked for, or cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PeerScores {
    /// Log odds z by documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_odds_documents: Option<f64>,
    /// Log odds z by tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_odds_tokens: Option<f64>,
    /// G² by documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub g2_documents: Option<f64>,
    /// G² by tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub g2_tokens: Option<f64>,
    /// χ² by documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chi2_documents: Option<f64>,
    /// χ² by tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chi2_tokens: Option<f64>,
}

impl PeerScores {
    /// By documents and by tokens.
    pub fn of(&self, peer: Peer) -> [Option<f64>; 2] {
        match peer {
            Peer::LogOdds => [self.log_odds_documents, self.log_odds_tokens],
            Peer::GSquare => [self.g2_documents, self.g2_tokens],
            Peer::ChiSquare => [self.chi2_documents, self.chi2_tokens],
        }
    }

    fn put(&mut self, peer: Peer, [by_documents, by_tokens]: [Option<f64>; 2]) {
        let (documents, tokens) = match peer {
            Peer::LogOdds => (&mut self.log_odds_documents, &mut self.log_odds_tokens),
            Peer::GSquare => (&mut self.g2_documents, &mut self.g2_tokens),
            Peer::ChiSquare => (&mut self.chi2_documents, &mut self.chi2_tokens),
        };
        (*documents, *tokens) = (by_documents, by_tokens);
    }
}

/// Something counted in a label and in the rest.
#[derive(Debug, Clone, Copy, Default)]
struct Sides {
    label: f64,
    rest: f64,
}

/// A term counted on both sides, of this many.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    term: Sides,
    all: Sides,
}

impl Counted {
    /// A term that is counted so often in a label and in all, of this many in each.
    pub(crate) fn new((inside, of_label): (f64, f64), (times, of_all): (f64, f64)) -> Self {
        let sides = |label: f64, both: f64| Sides { label, rest: both - label };
        Self { term: sides(inside, times), all: sides(of_label, of_all) }
    }

    /// Monroe, Colaresi & Quinn (2008), equations 15, 19 and 22, with the counts of all texts as the prior: α = y + y'.
    pub(crate) fn log_odds(self) -> Option<f64> {
        let (prior, prior_all) = (self.term.label + self.term.rest, self.all.label + self.all.rest);
        let (label, rest) = (self.term.label + prior, self.term.rest + prior);
        let log_odds = |of_term: f64, all: f64| libm::log(of_term / (all + prior_all - of_term));
        let difference = log_odds(label, self.all.label) - log_odds(rest, self.all.rest);
        let z = difference / (1.0 / label + 1.0 / rest).sqrt();
        // Of a vocabulary with one term there are no odds.
        z.is_finite().then_some(z)
    }

    /// The four cells, with what is expected in each where the label makes no difference; none where a row or a column of the
    /// table is empty.
    fn cells(self) -> Option<[(f64, f64); 4]> {
        let Self { term, all } = self;
        let whole = all.label + all.rest;
        let with = (term.label + term.rest) / whole;
        let without = (all.label - term.label + all.rest - term.rest) / whole;
        let cells = [
            (term.label, all.label * with),
            (term.rest, all.rest * with),
            (all.label - term.label, all.label * without),
            (all.rest - term.rest, all.rest * without),
        ];
        cells.iter().all(|&(_, expected)| expected > 0.0).then_some(cells)
    }

    /// Dunning (1993): 2 Σ O ln(O / E).
    fn g_square(self) -> Option<f64> {
        let part =
            |(seen, expected): (f64, f64)| if seen > 0.0 { seen * libm::log(seen / expected) } else { 0.0 };
        Some(2.0 * self.cells()?.map(part).iter().sum::<f64>())
    }

    /// Pearson: Σ (O − E)² / E.
    pub(crate) fn chi_square(self) -> Option<f64> {
        let part = |(seen, expected): (f64, f64)| (seen - expected) * (seen - expected) / expected;
        Some(self.cells()?.map(part).iter().sum())
    }
}

/// What is counted in a matrix, of each wanted pair of term and label, of each term, and of each label.
struct Counts {
    of_pair: FxHashMap<(u32, u32), [f64; 2]>,
    of_term: FxHashMap<u32, [f64; 2]>,
    of_label: Vec<[f64; 2]>,
    documents: Vec<f64>,
}

/// Gives each of `indicators` the scores of `peers`.
///
/// `times` says how often the term of each entry of the matrix stands in its document; `label_of` has the label of each document,
/// numbered as `labels` are.
pub(crate) fn add(
    indicators: &mut [Indicator],
    peers: &[Peer],
    vectorized: &Vectorized,
    times: &[u32],
    label_of: &[u32],
    labels: &[String],
) {
    let pair = |indicator: &Indicator| {
        let term = vectorized.terms.binary_search(&indicator.term).ok()?;
        let label = labels.binary_search(&indicator.label).ok()?;
        let against = indicator
            .against()
            .and_then(|against| labels.binary_search_by(|label| label.as_str().cmp(against)).ok());
        Some((term as u32, label as u32, against.map(|against| against as u32)))
    };
    let wanted = indicators.iter().filter_map(pair).flat_map(|(term, label, against)| {
        std::iter::once((term, label)).chain(against.map(|against| (term, against)))
    });
    let counts = count(wanted, vectorized, times, label_of, labels.len());
    let whole = counts.of_label.iter().fold([0.0; 2], |sum, of| [sum[0] + of[0], sum[1] + of[1]]);
    let documents: f64 = counts.documents.iter().sum();
    for indicator in indicators {
        let Some((term, label, against)) = pair(indicator) else { continue };
        let inside = counts.of_pair[&(term, label)];
        let of_label = counts.of_label[label as usize];
        // What is on the other side: one label, or all others.
        let [outside, of_rest] = match against {
            Some(against) => [counts.of_pair[&(term, against)], counts.of_label[against as usize]],
            None => [minus(counts.of_term[&term], inside), minus(whole, of_label)],
        };
        let terms = [0, 1].map(|by| Counted {
            term: Sides { label: inside[by], rest: outside[by] },
            all: Sides { label: of_label[by], rest: of_rest[by] },
        });
        let own = counts.documents[label as usize];
        let rest = against.map_or(documents - own, |against| counts.documents[against as usize]);
        let by_documents = Counted { all: Sides { label: own, rest }, ..terms[0] };
        let mut scores = PeerScores::default();
        for &peer in peers {
            scores.put(
                peer,
                match peer {
                    Peer::LogOdds => terms.map(Counted::log_odds),
                    Peer::GSquare => [by_documents, terms[1]].map(Counted::g_square),
                    Peer::ChiSquare => [by_documents, terms[1]].map(Counted::chi_square),
                },
            );
        }
        indicator.peers = Some(scores);
    }
}

fn minus(all: [f64; 2], part: [f64; 2]) -> [f64; 2] {
    [all[0] - part[0], all[1] - part[1]]
}

/// Counts documents and tokens.
fn count(
    wanted: impl Iterator<Item = (u32, u32)>,
    vectorized: &Vectorized,
    times: &[u32],
    label_of: &[u32],
    labels: usize,
) -> Counts {
    let mut counts = Counts {
        of_pair: wanted.map(|pair| (pair, [0.0; 2])).collect(),
        of_term: FxHashMap::default(),
        of_label: vec![[0.0; 2]; labels],
        documents: vec![0.0; labels],
    };
    counts.of_term = counts.of_pair.keys().map(|&(term, _)| (term, [0.0; 2])).collect();
    let plus = |sum: &mut [f64; 2], times: u32| *sum = [sum[0] + 1.0, sum[1] + f64::from(times)];
    let rows = vectorized.matrix.row_starts.windows(2);
    for (bounds, &label) in rows.zip(label_of) {
        counts.documents[label as usize] += 1.0;
        for entry in bounds[0]..bounds[1] {
            let (term, times) = (vectorized.matrix.columns[entry], times[entry]);
            plus(&mut counts.of_label[label as usize], times);
            if let Some(sum) = counts.of_term.get_mut(&term) {
                plus(sum, times);
            }
            if let Some(sum) = counts.of_pair.get_mut(&(term, label)) {
                plus(sum, times);
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By scipy 1.17.1: `chi2_contingency([[10, 40], [20, 130]], correction=False)`, and with `lambda_="log-likelihood"`.
    #[test]
    fn both_tests_of_a_table_are_those_of_scipy() {
        let counted = Counted::new((10.0, 30.0), (50.0, 200.0));
        assert!((counted.chi_square().expect("all cells") - 1.307_189_542_483_660_1).abs() < 1e-12);
        assert!((counted.g_square().expect("all cells") - 1.241_052_600_311_882_7).abs() < 1e-12);
        // A term in no document of the label: nothing times ln 0 is nothing.
        let expected = 2.0
            * (50.0 * (200.0_f64 / 170.0).ln()
                + 30.0 * (200.0_f64 / 150.0).ln()
                + 120.0 * (24000.0_f64 / 25500.0).ln());
        let none = Counted::new((0.0, 30.0), (50.0, 200.0));
        assert!((none.g_square().expect("all rows and columns") - expected).abs() < 1e-9);
        // A term in every document, and a label without any.
        assert_eq!(Counted::new((30.0, 30.0), (200.0, 200.0)).chi_square(), None);
        assert_eq!(Counted::new((0.0, 0.0), (50.0, 200.0)).g_square(), None);
    }

    #[test]
    fn a_score_stands_under_its_own_name() {
        for (place, peer) in [Peer::LogOdds, Peer::GSquare, Peer::ChiSquare].into_iter().enumerate() {
            let mut scores = PeerScores::default();
            scores.put(peer, [Some(1.0), Some(2.0)]);
            assert_eq!(scores.of(peer), [Some(1.0), Some(2.0)]);
            let all = [
                [scores.log_odds_documents, scores.log_odds_tokens],
                [scores.g2_documents, scores.g2_tokens],
                [scores.chi2_documents, scores.chi2_tokens],
            ];
            let filled: Vec<bool> = all.iter().map(|of| *of == [Some(1.0), Some(2.0)]).collect();
            assert_eq!(filled, [0, 1, 2].map(|other| other == place));
        }
    }
}
