//! Explore and confirm: a list that is found on some documents, and tested on those that were set aside.
//!
//! The part set aside (`split`) is read as the other one is. For each listed term it gives the effect with intervals
//! ([`effect`](super::effect)), and a two-sided p-value: by Fisher's exact test (`fisher`) where documents are independent, by shuffles of
//! the labels (`shuffled`) where they come in groups or strata; adjusted for all listed terms (`adjustment`).

mod adjustment;
mod fisher;
mod shuffled;
mod split;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

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
use crate::progress::{Monitor, Stage};
use crate::table::Fingerprint;
use crate::terms::matrix::DocumentTermMatrix;
use crate::terms::vectorize::Vectorized;
use crate::text::preparation::Preparation;

/// The adjusted p-value up to which a term is confirmed.
pub const LEVEL: f64 = 0.05;
/// Documents, or groups where there are any, of each label from which intervals of 95 % cover what they say; below they describe.
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
    /// Of these, terms with their sign and a p-value by Holm of at most [`LEVEL`].
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
    /// Shuffles of the labels, whole groups within strata.
    Shuffles,
}

impl Test {
    /// What it is, in words.
    pub fn words(self) -> String {
        match self {
            Self::Fisher => "Fisher's exact test, two-sided".to_owned(),
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
    label_of: &'a [u32],
    group_of: Option<&'a [u32]>,
    stratum_of: Option<&'a [u32]>,
    /// Label and term of each listed indicator.
    wanted: Vec<(usize, usize)>,
}

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
    let vectorized = count(aside, listed, preparation, threads, monitor)?;
    let group = aside.background.dividing_group();
    let stratum_of = crossed(aside.background.strata.iter());
    let place = |indicator: &Indicator| {
        let label = aside.labels.binary_search(&indicator.label);
        let term = vectorized.terms.binary_search(&indicator.term);
        (label.expect("labels are those of both parts"), term.expect("every listed term is counted"))
    };
    let counted = Counted {
        matrix: &vectorized.matrix,
        label_of: &aside.label_of,
        group_of: group.map(|group| &group.value_of[..]),
        stratum_of: stratum_of.as_deref(),
        wanted: listed.iter().map(|indicator| place(indicator)).collect(),
    };
    let counts = counts(&counted, aside);
    let test = if group.is_none() && stratum_of.is_none() { Test::Fisher } else { Test::Shuffles };
    let p_values = match test {
        Test::Fisher => counts.iter().map(|&[label, rest]| fisher::two_sided(label, rest)).collect(),
        Test::Shuffles => shuffled::p_values(&counted, aside.labels.len(), seed, threads, monitor)?,
    };
    let (holm, hochberg, tested) = adjusted(&counted.wanted, &p_values, aside.labels.len());
    let samples = samples(&counted, &vectorized, aside, &counts);
    for (place, indicator) in listed.iter_mut().enumerate() {
        let adjusted = [p_values[place], holm[place], hochberg[place]];
        indicator.confirmed = Some(confirmed(indicator.sign, counts[place], samples[place], adjusted));
    }
    let rows: String = aside.row_of.iter().map(|row| format!("{row}\n")).collect();
    let (confirmed, confirmed_bh) = confirmed_terms(listed, aside.labels.len());
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
    monitor.tell(Stage::Report, 0, 1);
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

/// Documents with the term and in all, in the label and in the rest.
type Counts = [(usize, usize); 2];

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
    let of = |&(label, term): &(usize, usize)| {
        let (inside, size) = (with[label * terms + term], aside.account.documents_per_label[label]);
        [(inside, size), (with_any[term] - inside, aside.texts.len() - size)]
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
    let wanted = counted.wanted.iter().map(|&(label, term)| Wanted { label, against: None, term });
    let wanted: Vec<Wanted> = wanted.collect();
    let groups = groups::count(vectorized, &aside.label_of, aside.labels.len(), group_of, &wanted);
    groups.iter().map(|groups| [groups.label, groups.rest]).collect()
}

/// The p-values by Holm, by Benjamini & Hochberg, and for how many they are adjusted. Of two labels, what speaks for one speaks against
/// the other: that is one test.
fn adjusted(wanted: &[(usize, usize)], p_values: &[f64], labels: usize) -> (Vec<f64>, Vec<f64>, usize) {
    let key = |&(label, term): &(usize, usize)| if labels == 2 { (0, term) } else { (label, term) };
    let test_of: BTreeMap<(usize, usize), f64> =
        wanted.iter().map(key).zip(p_values.iter().copied()).collect();
    let values: Vec<f64> = test_of.values().copied().collect();
    let places: FxHashMap<(usize, usize), usize> = test_of.keys().copied().zip(0..).collect();
    let [holm, hochberg] = [adjustment::holm(&values), adjustment::benjamini_hochberg(&values)]
        .map(|adjusted| wanted.iter().map(|pair| adjusted[places[&key(pair)]]).collect());
    (holm, hochberg, values.len())
}

fn confirmed(
    sign: Sign,
    [label, rest]: Counts,
    [of_label, of_rest]: [Sample; 2],
    [p, holm, hochberg]: [f64; 3],
) -> Confirmed {
    let (difference, odds) = (difference(of_label, of_rest), odds_ratio(of_label, of_rest));
    Confirmed {
        confirmed: holm <= LEVEL && has_sign(difference.value, sign),
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
        confirm_p: p,
        confirm_p_holm: holm,
        confirm_p_bh: hochberg,
    }
}

fn has_sign(difference: f64, sign: Sign) -> bool {
    match sign {
        Sign::Positive => difference > 0.0,
        Sign::Negative => difference < 0.0,
    }
}

/// Tests that confirm a term, by Holm and by Benjamini & Hochberg.
fn confirmed_terms(listed: &[&mut Indicator], labels: usize) -> (usize, usize) {
    let mut tests: BTreeMap<(&str, &str), (bool, bool)> = BTreeMap::new();
    for indicator in listed {
        let Some(found) = &indicator.confirmed else { continue };
        let label = if labels == 2 { "" } else { indicator.label.as_str() };
        let by_hochberg = found.confirm_p_bh <= LEVEL && has_sign(found.confirm_difference, indicator.sign);
        let test = tests.entry((label, &indicator.term)).or_default();
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
