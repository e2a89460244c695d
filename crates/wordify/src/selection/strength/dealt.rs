//! Labels, true or shuffled, with what goes with them into the regressions.

use super::judgment::{Evidence, Rule};
use super::place::Place;
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
    /// For each regression that is judged, the column without penalty; empty where there is none.
    pub(super) controls: Vec<Vec<f64>>,
}

/// `label_of` with the columns without penalty that a model of these labels gives.
pub(super) fn dealt(
    evidence: &Evidence<'_>,
    fitted: Option<(&Classes, &Multinomial)>,
    places: &[Place],
    label_of: Vec<u16>,
) -> Dealt {
    let controls = match fitted {
        None => Vec::new(),
        Some((classes, start)) => {
            let counts = classes.counts(&label_of, evidence.labels);
            let model = Multinomial::fit(classes, &counts, evidence.labels, Some(start));
            let of_place = |place: &Place| {
                let odds = match evidence.targets {
                    Some(targets) => model.log_odds_of_order(targets),
                    None => model.log_odds(place.label),
                };
                classes.standardised(odds, CONTROL_DEVIATION_MIN)
            };
            places.iter().map(of_place).collect()
        }
    };
    Dealt { label_of, controls }
}

pub(super) fn shuffles(
    evidence: &Evidence<'_>,
    rule: &Rule,
    fitted: Option<(&Classes, &Multinomial)>,
    places: &[Place],
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
        Ok(dealt(evidence, fitted, places, shuffler.shuffle(number)))
    };
    Ok(in_parts(rule.shuffles, threads, |_| (), work)?.1)
}
