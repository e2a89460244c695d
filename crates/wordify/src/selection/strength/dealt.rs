//! Labels, true or shuffled, with what goes with them into the regressions.

use super::judgment::{EFFECTIVE_MIN, Evidence, LABEL_DOCUMENTS_MIN, Rule, Standing};
use super::ways::smallest_p;
use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::Monitor;
use crate::selection::classes::Classes;
use crate::selection::multinomial::Multinomial;
use crate::selection::shuffle::{Scheme, Shuffler};

/// Least deviation of a column without penalty: log odds that vary less say nothing about the label.
const CONTROL_DEVIATION_MIN: f64 = 1e-3;

/// One set of labels with what goes with it: the true ones, or a shuffle.
pub(super) struct Dealt {
    pub(super) label_of: Vec<u16>,
    /// For each judged label, the column without penalty; empty where there is none.
    pub(super) controls: Vec<Vec<f64>>,
}

/// Whether each label can be judged, the share of its information that is left at equal length, and the smallest p that its
/// groups could give.
pub(super) fn standings(
    evidence: &Evidence<'_>,
    rule: &Rule,
    fitted: Option<(&Classes, &Multinomial)>,
) -> (Vec<Standing>, Vec<f64>, Vec<Option<f64>>) {
    let n = evidence.label_of.len();
    let mut sizes = vec![0usize; evidence.labels];
    for &label in evidence.label_of {
        sizes[label as usize] += 1;
    }
    let shares: Vec<f64> = (0..evidence.labels)
        .map(|label| fitted.map_or(1.0, |(classes, model)| model.effective_share(classes, label)))
        .collect();
    let smallest: Vec<Option<f64>> =
        (0..evidence.labels).map(|label| smallest_p(evidence, label as u16)).collect();
    let standing = |label: usize| {
        let share = sizes[label] as f64 / n.max(1) as f64;
        let effective = shares[label] * n as f64 * share * (1.0 - share);
        if sizes[label].min(n - sizes[label]) < LABEL_DOCUMENTS_MIN {
            Standing::TooFew
        } else if let Some(p) = smallest[label].filter(|&p| p > rule.hopeless_p()) {
            Standing::TooFewGroups(p)
        } else if fitted.is_some() && effective < EFFECTIVE_MIN && shares[label] < 0.5 {
            Standing::HeldEqualTells(effective)
        } else if evidence.labels == 2 && label == 0 {
            Standing::OtherSide
        } else {
            Standing::Judged
        }
    };
    ((0..evidence.labels).map(standing).collect(), shares, smallest)
}

/// `label_of` with the columns without penalty that a model of these labels gives.
pub(super) fn dealt(
    evidence: &Evidence<'_>,
    fitted: Option<(&Classes, &Multinomial)>,
    judged: &[usize],
    label_of: Vec<u16>,
) -> Dealt {
    let controls = match fitted {
        None => Vec::new(),
        Some((classes, start)) => {
            let counts = classes.counts(&label_of, evidence.labels);
            let model = Multinomial::fit(classes, &counts, evidence.labels, Some(start));
            let of_label =
                |&label: &usize| classes.standardised(model.log_odds(label), CONTROL_DEVIATION_MIN);
            judged.iter().map(of_label).collect()
        }
    };
    Dealt { label_of, controls }
}

pub(super) fn shuffles(
    evidence: &Evidence<'_>,
    rule: &Rule,
    fitted: Option<(&Classes, &Multinomial)>,
    judged: &[usize],
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<Vec<Dealt>, Error> {
    let scheme = match (evidence.group_of, fitted) {
        (Some(group_of), _) => Scheme::Groups(group_of),
        (None, Some((classes, model))) => Scheme::Conditional(classes, model),
        (None, None) => Scheme::Plain,
    };
    let shuffler = Shuffler::new(evidence.label_of, evidence.stratum_of, scheme, rule.seed);
    let work = |(): &mut (), number: usize| {
        monitor.check()?;
        Ok(dealt(evidence, fitted, judged, shuffler.shuffle(number)))
    };
    Ok(in_parts(rule.shuffles, threads, |_| (), work)?.1)
}
