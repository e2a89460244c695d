//! What regressions are fitted to: the columns of the documents, their labels, true and shuffled, and what is judged of them.

use super::dealt::{Dealt, dealt, shuffles};
use super::judgment::{EFFECTIVE_MIN, Evidence, LABEL_DOCUMENTS_MIN, Rule, Standing};
use super::place::Place;
use super::{strata, ways};
use crate::error::Error;
use crate::progress::Monitor;
use crate::selection::classes::Classes;
use crate::selection::multinomial::Multinomial;
use crate::selection::path::Columns;

/// What the regressions of one evidence are fitted to.
pub(super) struct Prepared<'a> {
    pub(super) evidence: Evidence<'a>,
    pub(super) columns: Columns,
    pub(super) classes: Option<Classes>,
    pub(super) truth: Dealt,
    pub(super) shuffles: Vec<Dealt>,
    /// Of each label, or of the last of an order.
    pub(super) statuses: Vec<(usize, Status)>,
}

/// Whether something can be judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Status {
    pub(super) standing: Standing,
    /// Share of its information that is left at equal length.
    pub(super) effective_share: f64,
    /// The smallest p that its groups could give.
    pub(super) smallest_p: Option<f64>,
}

/// Prepares `evidence`, which is number `of`; gives the regressions that are judged as well.
pub(super) fn prepare<'a>(
    evidence: &Evidence<'a>,
    of: usize,
    rule: &Rule,
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<(Prepared<'a>, Vec<Place>), Error> {
    let columns = Columns::merged(evidence.matrix, evidence.twins, evidence.rows, &rule.scale);
    let straight = [evidence.held_straight, &strata::log_odds(evidence)].concat();
    let classes = Classes::new(evidence.held_equal, &straight);
    let model = classes.as_ref().map(|classes| {
        let counts = classes.counts(evidence.label_of, evidence.labels);
        Multinomial::fit(classes, &counts, evidence.labels, None)
    });
    let fitted = classes.as_ref().zip(model.as_ref());
    let regressions = regressions(evidence);
    let status =
        |(label, targets): &(usize, Vec<f64>)| (*label, status(evidence, rule, fitted, *label, targets));
    let statuses: Vec<(usize, Status)> = regressions.iter().map(status).collect();
    let is_judged = |(_, (_, status)): &(_, &(usize, Status))| status.standing == Standing::Judged;
    let places: Vec<Place> = regressions
        .into_iter()
        .zip(&statuses)
        .filter(is_judged)
        .enumerate()
        .map(|(number, ((label, targets), _))| Place { of, number, label, targets })
        .collect();
    let truth = dealt(evidence, fitted, &places, evidence.label_of.to_vec());
    let shuffles = shuffles(evidence, rule, fitted, &places, threads, monitor)?;
    let evidence = *evidence;
    Ok((Prepared { evidence, columns, classes: classes.clone(), truth, shuffles, statuses }, places))
}

/// The label of each regression, and the targets of all labels in it: 1 for the label and 0 for the others, or those of the
/// order.
fn regressions(evidence: &Evidence<'_>) -> Vec<(usize, Vec<f64>)> {
    if let Some(targets) = evidence.targets {
        let last = (0..targets.len()).max_by(|&a, &b| targets[a].total_cmp(&targets[b])).unwrap_or(0);
        return vec![(last, targets.to_vec())];
    }
    let alone = |label: usize| {
        (label, (0..evidence.labels).map(|other| f64::from(u8::from(other == label))).collect())
    };
    (0..evidence.labels).map(alone).collect()
}

fn status(
    evidence: &Evidence<'_>,
    rule: &Rule,
    fitted: Option<(&Classes, &Multinomial)>,
    label: usize,
    targets: &[f64],
) -> Status {
    let n = evidence.label_of.len();
    let mut sizes = vec![0usize; evidence.labels];
    evidence.label_of.iter().for_each(|&label| sizes[label as usize] += 1);
    let effective_share = match (fitted, evidence.targets) {
        (None, _) => 1.0,
        (Some((classes, model)), None) => model.effective_share(classes, label),
        (Some((classes, model)), Some(targets)) => model.effective_share_of_order(classes, targets),
    };
    let smallest_p = ways::smallest_p(evidence, label as u16);
    // Of the documents, those that differ from most: of a label and the rest the fewer ones.
    let fewer = match evidence.targets {
        None => sizes[label].min(n - sizes[label]),
        Some(_) => n - sizes.iter().copied().max().unwrap_or(0),
    };
    let sum: f64 = sizes.iter().zip(targets).map(|(&size, y)| size as f64 * y).sum();
    let between_ends: f64 = sizes.iter().zip(targets).map(|(&size, y)| size as f64 * y * (1.0 - y)).sum();
    let share = sum / n.max(1) as f64;
    let effective = effective_share * (n as f64 * share * (1.0 - share) - between_ends);
    let standing = if fewer < LABEL_DOCUMENTS_MIN {
        Standing::TooFew
    } else if let Some(p) = smallest_p.filter(|&p| p > rule.hopeless_p()) {
        Standing::TooFewGroups(p)
    } else if fitted.is_some() && effective < EFFECTIVE_MIN && effective_share < 0.5 {
        Standing::HeldEqualTells(effective)
    } else if evidence.targets.is_none() && evidence.labels == 2 && label == 0 {
        Standing::OtherSide
    } else {
        Standing::Judged
    };
    Status { standing, effective_share, smallest_p }
}
