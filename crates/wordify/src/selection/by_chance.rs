//! What the published presets' threshold lets through by chance: the same fits on shuffled labels.

use serde::Serialize;

use super::fits::select;
use super::logistic::{Design, Twins};
use super::plan::Plan;
use super::shuffle::{Scheme, Shuffler};
use super::tally::Tally;
use crate::error::Error;
use crate::progress::Monitor;
use crate::terms::matrix::DocumentTermMatrix;

/// Terms that reach the threshold with shuffled labels and with the true ones; of two labels, each term once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByChance {
    /// Times that the labels were shuffled.
    pub shuffles: usize,
    /// Terms with shuffled labels, in the mean.
    pub terms_mean: f64,
    /// Terms with the true labels.
    pub terms: usize,
}

/// What the fits of a plan are done on.
#[derive(Debug, Clone, Copy)]
pub struct Fitted<'a> {
    /// Weights, twins merged.
    pub matrix: &'a DocumentTermMatrix,
    /// Which terms a column stands for.
    pub twins: &'a Twins,
    /// Label of each document.
    pub label_of: &'a [u32],
    /// Labels.
    pub labels: usize,
}

/// Does the fits of `plan` on this many `shuffles` of the labels, and counts the terms with a score of at least `threshold`, as
/// in `truth`.
///
/// # Errors
/// [`ErrorKind::Canceled`](crate::error::ErrorKind::Canceled).
pub fn by_chance(
    fitted: &Fitted<'_>,
    plan: &Plan,
    truth: &Tally,
    (shuffles, threshold): (usize, f64),
    threads: usize,
    monitor: &Monitor<'_>,
) -> Result<ByChance, Error> {
    let Fitted { matrix, twins, label_of, labels } = *fitted;
    // There are at most LABELS_MAX, a thousand.
    let narrow: Vec<u16> = label_of.iter().map(|&label| label as u16).collect();
    let shuffler = Shuffler::new(&narrow, None, Scheme::Plain, plan.seed);
    let reaching = |tally: &Tally| {
        let cells = tally.positive.iter().chain(&tally.negative).enumerate();
        let least = threshold * plan.fits.len() as f64;
        let columns = twins.members.len();
        let terms: usize = cells
            .filter(|&(_, &count)| f64::from(count) >= least && count > 0)
            .map(|(cell, _)| twins.members[cell % columns].len())
            .sum();
        if labels == 2 { terms / 2 } else { terms }
    };
    let mut by_chance = 0;
    for number in 0..shuffles {
        let shuffled: Vec<u32> = shuffler.shuffle(number).into_iter().map(u32::from).collect();
        by_chance += reaching(&select(&Design::new(matrix, &shuffled, labels), plan, threads, monitor)?);
    }
    let terms_mean = by_chance as f64 / shuffles.max(1) as f64;
    Ok(ByChance { shuffles, terms_mean, terms: reaching(truth) })
}
