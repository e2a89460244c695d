//! Explore and confirm: a list that is found on some documents, and tested on those that were set aside.
//!
//! The part set aside (`split`) is read as the other one is. For each listed term it gives the effect with intervals
//! ([`effect`](super::effect)), and a two-sided p-value: by an exact test (`fisher`) where documents are independent, within strata where
//! there are any (`strata`), by shuffles of the labels (`shuffled`) where they come in groups; adjusted for all listed terms (`adjustment`).

mod adjustment;
mod fisher;
mod pace;
mod pairs;
mod shuffled;
mod split;
mod strata;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use self::fisher::Counts;
use self::pace::Pace;
use self::shuffled::Shuffles;
pub(crate) use self::split::split;
use super::confirmed::Confirmed;
use super::effect::{Sample, difference, odds_ratio};
use super::groups::{self, Wanted};
use super::indicator::{Indicator, Sign, share};
use super::token_reader::TokenReader;
use crate::corpus::Corpus;
use crate::corpus::background::crossed;
use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::Monitor;
use crate::table::Fingerprint;
use crate::terms::matrix::DocumentTermMatrix;
use crate::terms::vectorize::Vectorized;
use crate::text::preparation::Preparation;

/// The adjusted p-value up to which a term is confirmed.
pub const LEVEL: f64 = 0.05;
/// Documents, or groups where there are any, of each label from which intervals of 95% cover what they say; below they describe.
pub const INTERVALS_MIN: usize = 30;
/// Documents in a part of the work.
const PART_DOCUMENTS: usize = 256;

/// What was set aside, how it was tested, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Confirmation {
    /// The share of the documents that was asked for.
    pub share: f64,
    /// Documents that were set aside.
    pub documents: usize,
    /// Of these, documents per label, in the order of the labels.
    pub documents_per_label: Vec<usize>,
    /// Groups among them; none where there are no groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<usize>,
    /// Their rows, ascending.
    pub rows: Vec<usize>,
    /// SHA-256 of these numbers, each in decimal digits with a line break behind it.
    pub rows_sha256: String,
    /// The test behind the p-values.
    pub test: Test,
    /// Terms that were tested: the number for which p-values are adjusted.
    pub tested: usize,
    /// Of these, terms with their sign (within strata, where there are any) and a p-value by Holm of at most [`LEVEL`].
    pub confirmed: usize,
    /// The same by Benjamini & Hochberg.
    pub confirmed_bh: usize,
    /// Whether each label has [`INTERVALS_MIN`] documents or groups, so that intervals cover what they say.
    pub intervals_cover: bool,
}

/// The test behind a p-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Fisher's exact test, of independent documents.
    Fisher,
    /// The exact test of no association within strata, of independent documents.
    FisherWithinStrata,
    /// Shuffles of the labels, whole groups within strata.
    Shuffles,
}

impl Test {
    /// What it is, in words.
    pub fn words(self) -> String {
        match self {
            Self::Fisher => "Fisher's exact test, two-sided".to_owned(),
            Self::FisherWithinStrata => "exact conditional test within strata, two-sided".to_owned(),
            Self::Shuffles => format!(
                "two-sided test by {} shuffles of the labels, whole groups within strata",
                crate::count::grouped(shuffled::SHUFFLES)
            ),
        }
    }
}

/// The part set aside, counted.
struct Counted<'a> {
    matrix: &'a DocumentTermMatrix,
    labels: usize,
    label_of: &'a [u32],
    group_of: Option<&'a [u32]>,
    stratum_of: Option<&'a [u32]>,
    /// Label, what it is set against, and term of each listed indicator.
    wanted: Vec<Wanted>,
}

/// A hypothesis: the label, or the lower one of two, and the higher one of two that are set against each other; and the term. Of two labels,
/// what speaks for one speaks against the other: that is one.
type Hypothesis = (usize, Option<usize>, usize);

/// Tests the `listed` indicators on the documents of `aside`, which `preparation` reads as it read the others.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub(crate) fn confirm(
    aside: &Corpus,
    listed: &mut [&mut Indicator],
    preparation: &Preparation,
    (share_asked, seed): (f64, u64),
    threads: usize,
    monitor: &Monitor,
) -> Result<Confirmation, Error> {
    let group = aside.background.dividing_group();
    let stratum_of = crossed(aside.background.strata.iter());
    let test = match (group, &stratum_of) {
        (Some(_), _) => Test::Shuffles,
        (None, Some(_)) => Test::FisherWithinStrata,
        (None, None) => Test::Fisher,
    };
    let pairs = pairs::of_listed(listed, &aside.labels);
    let pace = Pace::new(monitor, if test == Test::Shuffles { pairs.len() * shuffled::PARTS } else { 1 });
    let vectorized = count(aside, listed, preparation, threads, monitor)?;
    let place = |indicator: &Indicator| {
        let side = indicator.side(&aside.labels).expect("labels are those of both parts");
        let term = vectorized.terms.binary_search(&indicator.term);
        Wanted { label: side.label, against: side.against, term: term.expect("every listed term is counted") }
    };
    let counted = Counted {
        matrix: &vectorized.matrix,
        labels: aside.labels.len(),
        label_of: &aside.label_of,
        group_of: group.map(|group| &group.value_of[..]),
        stratum_of: stratum_of.as_deref(),
        wanted: listed.iter().map(|indicator| place(indicator)).collect(),
    };
    let counts = counts(&counted, aside);
    let found: Vec<Found> = match test {
        Test::Fisher => counts.iter().map(|counts| Found::exact(&[*counts])).collect(),
        Test::FisherWithinStrata => strata::found(&counted, threads, monitor)?,
        Test::Shuffles => pairs::by_shuffles(&counted, &pairs, &Shuffles { seed, threads, pace: &pace })?,
    };
    let hypotheses: Vec<Hypothesis> =
        counted.wanted.iter().map(|wanted| hypothesis(wanted, aside.labels.len())).collect();
    let p_values: Vec<f64> = found.iter().map(|found| found.p).collect();
    let (holm, hochberg, tested) = adjusted(&hypotheses, &p_values);
    let samples = samples(&counted, &vectorized, aside, &counts);
    for (place, indicator) in listed.iter_mut().enumerate() {
        let adjusted = [holm[place], hochberg[place]];
        indicator.confirmed =
            Some(confirmed(indicator.sign, counts[place], samples[place], found[place], adjusted));
    }
    let rows: String = aside.row_of.iter().map(|row| format!("{row}\n")).collect();
    let (confirmed, confirmed_bh) = confirmed_terms(listed, &found, &hypotheses);
    Ok(Confirmation {
        share: share_asked,
        documents: aside.texts.len(),
        documents_per_label: aside.account.documents_per_label.clone(),
        groups: group.map(|group| group.values.len()),
        rows: aside.row_of.clone(),
        rows_sha256: Fingerprint::of(rows.as_bytes()).sha256,
        test,
        tested,
        confirmed,
        confirmed_bh,
        intervals_cover: witnesses(aside).into_iter().all(|number| number >= INTERVALS_MIN),
    })
}

/// Which documents have which of the listed terms.
fn count(
    aside: &Corpus,
    listed: &[&mut Indicator],
    preparation: &Preparation,
    threads: usize,
    monitor: &Monitor,
) -> Result<Vectorized, Error> {
    let mut terms: Vec<String> = listed.iter().map(|indicator| indicator.term.clone()).collect();
    terms.sort_unstable();
    terms.dedup();
    let start = |_| {
        let mut reader = TokenReader::new(preparation);
        let wanted: FxHashMap<Vec<u32>, u32> =
            (0..).zip(&terms).map(|(number, term)| (reader.term(term), number)).collect();
        let mut lengths: Vec<usize> = wanted.keys().map(Vec::len).filter(|&length| length > 0).collect();
        lengths.sort_unstable();
        lengths.dedup();
        (reader, wanted, lengths)
    };
    type State<'a> = (TokenReader<'a>, FxHashMap<Vec<u32>, u32>, Vec<usize>);
    let work = |(reader, wanted, lengths): &mut State<'_>, part: usize| {
        monitor.check()?;
        let first = part * PART_DOCUMENTS;
        let texts = &aside.texts[first..aside.texts.len().min(first + PART_DOCUMENTS)];
        let mut rows = Vec::with_capacity(texts.len());
        for text in texts {
            let tokens = reader.text(text);
            let windows = lengths.iter().flat_map(|&length| tokens.windows(length));
            let mut row: Vec<u32> = windows.filter_map(|window| wanted.get(window).copied()).collect();
            row.sort_unstable();
            row.dedup();
            rows.push(row);
        }
        Ok(rows)
    };
    let (_, parts) = in_parts(aside.texts.len().div_ceil(PART_DOCUMENTS), threads, start, work)?;
    let mut matrix =
        DocumentTermMatrix { row_starts: vec![0], terms: terms.len(), ..DocumentTermMatrix::default() };
    let mut document_frequency = vec![0; terms.len()];
    for row in parts.into_iter().flatten() {
        row.iter().for_each(|&term| document_frequency[term as usize] += 1);
        matrix.columns.extend(row);
        matrix.row_starts.push(matrix.columns.len());
    }
    matrix.values = vec![1.0; matrix.columns.len()];
    Ok(Vectorized { terms, document_frequency, matrix })
}

/// What a test gives.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    p: f64,
    /// Documents of the label with the term beyond what is expected, within strata: its sign is the direction.
    excess: f64,
}

impl Found {
    fn exact(tables: &[Counts]) -> Self {
        Self { p: fisher::two_sided(tables), excess: fisher::excess(tables) }
    }

    fn has_sign(self, sign: Sign) -> bool {
        match sign {
            Sign::Positive => self.excess > 0.0,
            Sign::Negative => self.excess < 0.0,
        }
    }
}

fn counts(counted: &Counted<'_>, aside: &Corpus) -> Vec<Counts> {
    let terms = counted.matrix.terms;
    let mut with = vec![0; terms * aside.labels.len()];
    let mut with_any = vec![0; terms];
    for (document, &label) in aside.label_of.iter().enumerate() {
        for &term in counted.matrix.row(document).0 {
            with[label as usize * terms + term as usize] += 1;
            with_any[term as usize] += 1;
        }
    }
    let of_label =
        |label: usize, term: usize| (with[label * terms + term], aside.account.documents_per_label[label]);
    let of = |&Wanted { label, against, term }: &Wanted| {
        let (inside, size) = of_label(label, term);
        let rest = match against {
            Some(against) => of_label(against, term),
            None => (with_any[term] - inside, aside.texts.len() - size),
        };
        [(inside, size), rest]
    };
    counted.wanted.iter().map(of).collect()
}

/// What the documents of the label and of the rest are worth.
fn samples(
    counted: &Counted<'_>,
    vectorized: &Vectorized,
    aside: &Corpus,
    counts: &[Counts],
) -> Vec<[Sample; 2]> {
    let Some(group_of) = counted.group_of else {
        return counts.iter().map(|counts| counts.map(Sample::independent)).collect();
    };
    let groups = groups::count(vectorized, &aside.label_of, aside.labels.len(), group_of, &counted.wanted);
    groups.iter().map(|groups| [groups.label, groups.rest]).collect()
}

fn hypothesis(wanted: &Wanted, labels: usize) -> Hypothesis {
    match wanted.against {
        Some(other) => (wanted.label.min(other), Some(wanted.label.max(other)), wanted.term),
        None if labels == 2 => (0, None, wanted.term),
        None => (wanted.label, None, wanted.term),
    }
}

/// The p-values by Holm, by Benjamini & Hochberg, and for how many they are adjusted.
fn adjusted(hypotheses: &[Hypothesis], p_values: &[f64]) -> (Vec<f64>, Vec<f64>, usize) {
    let p_of: BTreeMap<Hypothesis, f64> = hypotheses.iter().copied().zip(p_values.iter().copied()).collect();
    let values: Vec<f64> = p_of.values().copied().collect();
    let places: BTreeMap<Hypothesis, usize> = p_of.keys().copied().zip(0..).collect();
    let [holm, hochberg] = [adjustment::holm(&values), adjustment::benjamini_hochberg(&values)]
        .map(|adjusted| hypotheses.iter().map(|of| adjusted[places[of]]).collect());
    (holm, hochberg, values.len())
}

fn confirmed(
    sign: Sign,
    [label, rest]: Counts,
    [of_label, of_rest]: [Sample; 2],
    found: Found,
    [holm, hochberg]: [f64; 2],
) -> Confirmed {
    let (difference, odds) = (difference(of_label, of_rest), odds_ratio(of_label, of_rest));
    Confirmed {
        confirmed: holm <= LEVEL && found.has_sign(sign),
        confirm_documents_in_label: label.0,
        confirm_share_in_label: share(label.0, label.1),
        confirm_documents_in_rest: rest.0,
        confirm_share_in_rest: share(rest.0, rest.1),
        confirm_difference: difference.value,
        confirm_difference_low: difference.low,
        confirm_difference_high: difference.high,
        confirm_odds_ratio: odds.value,
        confirm_odds_low: odds.low,
        confirm_odds_high: odds.high,
        confirm_p: found.p,
        confirm_p_holm: holm,
        confirm_p_bh: hochberg,
    }
}

/// Tests that confirm a term, by Holm and by Benjamini & Hochberg.
fn confirmed_terms(listed: &[&mut Indicator], found: &[Found], hypotheses: &[Hypothesis]) -> (usize, usize) {
    let mut tests: BTreeMap<Hypothesis, (bool, bool)> = BTreeMap::new();
    for ((indicator, own), hypothesis) in listed.iter().zip(found).zip(hypotheses) {
        let Some(found) = &indicator.confirmed else { continue };
        let by_hochberg = found.confirm_p_bh <= LEVEL && own.has_sign(indicator.sign);
        let test = tests.entry(*hypothesis).or_default();
        *test = (test.0 || found.confirmed, test.1 || by_hochberg);
    }
    let count = |which: fn(&(bool, bool)) -> bool| tests.values().filter(|test| which(test)).count();
    (count(|test| test.0), count(|test| test.1))
}

/// Of each label, the groups with a document of it; its documents where there are no groups.
fn witnesses(aside: &Corpus) -> Vec<usize> {
    let Some(group) = aside.background.dividing_group() else {
        return aside.account.documents_per_label.clone();
    };
    let mut pairs: Vec<(u32, u32)> =
        aside.label_of.iter().copied().zip(group.value_of.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    (0..aside.labels.len() as u32).map(|label| pairs.iter().filter(|pair| pair.0 == label).count()).collect()
}
