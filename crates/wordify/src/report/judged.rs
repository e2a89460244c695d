//! The columns that a calibrated list has beside what is counted, the same ones in table and workbook.

use super::Report;
use crate::indicators::calibrated::{Calibration, Trend};
use crate::indicators::{Confirmed, Indicator, Staying};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    /// A share or a difference of shares.
    Share(f64),
    Count(usize),
    Text(String),
    /// Nobody knows it.
    Empty,
}

/// The name of a column in csv, and its cell for a term.
pub(super) type Column = (&'static str, fn(&Calibration) -> Cell);

/// The names of the columns with scores of other programs that a report has.
fn peer_names(report: &Report) -> Vec<&'static str> {
    report.analysis.settings.also.iter().flat_map(|peer| peer.columns()).collect()
}

/// The cells of these columns for a term.
fn peer_cells(report: &Report, indicator: &Indicator) -> Vec<Option<f64>> {
    let scores = indicator.peers.unwrap_or_default();
    report.analysis.settings.also.iter().flat_map(|&peer| scores.of(peer)).collect()
}

/// The name of a column of what was set aside in csv, and its cell for a term.
type Tested = (&'static str, fn(&Confirmed) -> Cell);

/// What the documents that were set aside say.
const CONFIRMED: [Tested; 14] = [
    ("confirmed", |found| truth(Some(found.confirmed))),
    ("confirm_documents_in_label", |found| Cell::Count(found.confirm_documents_in_label)),
    ("confirm_share_in_label", |found| Cell::Share(found.confirm_share_in_label)),
    ("confirm_documents_in_rest", |found| Cell::Count(found.confirm_documents_in_rest)),
    ("confirm_share_in_rest", |found| Cell::Share(found.confirm_share_in_rest)),
    ("confirm_difference", |found| Cell::Share(found.confirm_difference)),
    ("confirm_difference_low", |found| Cell::Share(found.confirm_difference_low)),
    ("confirm_difference_high", |found| Cell::Share(found.confirm_difference_high)),
    ("confirm_odds_ratio", |found| Cell::Number(found.confirm_odds_ratio)),
    ("confirm_odds_low", |found| Cell::Number(found.confirm_odds_low)),
    ("confirm_odds_high", |found| Cell::Number(found.confirm_odds_high)),
    ("confirm_p", |found| Cell::Number(found.confirm_p)),
    ("confirm_p_holm", |found| Cell::Number(found.confirm_p_holm)),
    ("confirm_p_bh", |found| Cell::Number(found.confirm_p_bh)),
];

/// The name of a column on variants in csv, and its cell for a term.
type Varied = (&'static str, fn(&Staying) -> Cell);

/// In how many variants of the analysis the term stays.
const STAYING: [Varied; 2] = [
    ("variants_listed", |staying| Cell::Count(staying.variants_listed)),
    ("variants_possible", |staying| Cell::Count(staying.variants_possible)),
];

/// The names of the columns that stand last in a report: of scores of other programs, of what was set aside, and of variants.
pub(super) fn last_names(report: &Report) -> Vec<&'static str> {
    let confirmed = if report.analysis.confirmation.is_some() { &CONFIRMED[..] } else { &[] };
    let staying = if report.analysis.robustness.is_some() { &STAYING[..] } else { &[] };
    let confirmed = confirmed.iter().map(|(name, _)| *name);
    peer_names(report).into_iter().chain(confirmed).chain(staying.iter().map(|(name, _)| *name)).collect()
}

/// The cells of these columns for a term.
pub(super) fn last_cells(report: &Report, indicator: &Indicator) -> Vec<Cell> {
    let confirmed = indicator.confirmed.iter().flat_map(|found| CONFIRMED.map(|(_, cell)| cell(found)));
    let staying = indicator.staying.iter().flat_map(|found| STAYING.map(|(_, cell)| cell(found)));
    peer_cells(report, indicator).into_iter().map(number).chain(confirmed).chain(staying).collect()
}

/// What the strength is worth.
pub(super) const STRENGTH: [Column; 3] = [
    ("strength", |found| Cell::Number(found.strength)),
    ("q_value", |found| number(found.q_value)),
    ("expected_false", |found| number(found.expected_false)),
];

/// How large the effect is, with 95% intervals.
pub(super) const EFFECT: [Column; 6] = [
    ("difference", |found| Cell::Share(found.difference)),
    ("difference_low", |found| Cell::Share(found.difference_low)),
    ("difference_high", |found| Cell::Share(found.difference_high)),
    ("odds_ratio", |found| Cell::Number(found.odds_ratio)),
    ("odds_low", |found| Cell::Number(found.odds_low)),
    ("odds_high", |found| Cell::Number(found.odds_high)),
];

/// What is shown beside, most of it without a promise.
const FURTHER: [Column; 9] = [
    ("p_familywise", |found| number(found.p_familywise)),
    ("coefficient", |found| Cell::Number(found.coefficient)),
    ("sign_consistency", |found| Cell::Number(found.sign_consistency)),
    ("rank_low", |found| count(found.rank_low)),
    ("rank_high", |found| count(found.rank_high)),
    ("adds_to_others", |found| truth(Some(found.adds_to_others))),
    ("family", |found| Cell::Text(found.family.clone())),
    ("listed", |found| truth(Some(found.listed))),
    ("warnings", |found| {
        let words: Vec<&str> = found.warnings.iter().map(|warning| warning.words()).collect();
        if words.is_empty() { Cell::Empty } else { Cell::Text(words.join("; ")) }
    }),
];

/// Where documents come in groups.
const GROUPS: [Column; 3] = [
    ("groups_in_label", |found| count(found.groups_in_label)),
    ("groups_in_rest", |found| count(found.groups_in_rest)),
    ("largest_group_share", |found| found.largest_group_share.map_or(Cell::Empty, Cell::Share)),
];

/// Where controls were held equal.
const CONTROLS: [Column; 2] = [
    ("survives_control", |found| truth(found.survives_control)),
    ("q_value_controlled", |found| number(found.q_value_controlled)),
];

/// Where pairs of labels are compared.
const PAIRS: [Column; 2] = [
    ("against", |found| found.against.clone().map_or(Cell::Empty, Cell::Text)),
    ("expected_false_in_contrast", |found| number(found.expected_false_in_contrast)),
];

/// Where labels have an order.
const ORDER: [Column; 5] = [
    ("trend", |found| found.trend.as_ref().map_or(Cell::Empty, |trend| Cell::Text(trend.trend.into()))),
    ("slope_per_step", |found| slope(found, |trend| trend.slope_per_step)),
    ("slope_low", |found| slope(found, |trend| trend.slope_low)),
    ("slope_high", |found| slope(found, |trend| trend.slope_high)),
    ("share_by_step", |found| {
        let shares = found.trend.iter().flat_map(|trend| &trend.share_by_step);
        Cell::Text(shares.map(f64::to_string).collect::<Vec<_>>().join("; "))
    }),
];

/// With more than two labels, unless they have an order.
const ONLY_LABEL: [Column; 1] = [("only_label", |found| truth(found.only_label))];

fn slope(found: &Calibration, of: fn(&Trend) -> f64) -> Cell {
    found.trend.as_ref().map_or(Cell::Empty, |trend| Cell::Share(of(trend)))
}

/// The columns beside strength and effect that a report has.
pub(super) fn further(report: &Report) -> Vec<Column> {
    let Some(verdict) = &report.analysis.calibration else { return Vec::new() };
    let groups = if verdict.groups.is_empty() { &[][..] } else { &GROUPS };
    let controls = if verdict.controls.is_empty() { &[][..] } else { &CONTROLS };
    let pairs = if report.has_pairs() { &PAIRS[..] } else { &[] };
    let order = if verdict.order.is_empty() { &[][..] } else { &ORDER };
    let only = if report.marks_only_labels() { &ONLY_LABEL[..] } else { &[] };
    [&FURTHER[..], groups, controls, pairs, order, only].concat()
}

fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn count(count: Option<usize>) -> Cell {
    count.map_or(Cell::Empty, Cell::Count)
}

fn truth(is_so: Option<bool>) -> Cell {
    is_so.map_or(Cell::Empty, |is_so| Cell::Text(is_so.to_string()))
}
