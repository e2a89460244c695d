//! How often labels that are dealt anew tell a term as far apart: by whole groups, within strata.

use super::{Counted, Found, Pace, Wanted};
use crate::error::Error;
use crate::parallel::in_parts;
use crate::selection::shuffle::{Scheme, Shuffler};
use crate::terms::matrix::DocumentTermMatrix;

/// Shuffles: the smallest p-value is one in ten thousand.
pub(super) const SHUFFLES: usize = 9_999;
/// Shuffles in a part of the work.
const PART: usize = 101;
/// Parts of the work.
pub(super) const PARTS: usize = SHUFFLES.div_ceil(PART);
/// What rounding may do to a statistic that is the same.
const ROUNDING: f64 = 1e-9;

/// How the labels are shuffled: the seed, on how many threads, and who learns how far it is.
pub(super) struct Shuffles<'a> {
    pub(super) seed: u64,
    pub(super) threads: usize,
    pub(super) pace: &'a Pace<'a>,
}

/// Documents of a label and a stratum.
struct Sizes {
    of: Vec<f64>,
    labels: usize,
}

impl Sizes {
    fn count(labels: usize, strata: usize, label_of: &[u16], stratum_of: &[u32]) -> Self {
        let mut of = vec![0.0; labels * strata];
        for (&label, &stratum) in label_of.iter().zip(stratum_of) {
            of[stratum as usize * labels + label as usize] += 1.0;
        }
        Self { of, labels }
    }

    fn get(&self, stratum: usize, label: usize) -> f64 {
        self.of[stratum * self.labels + label]
    }
}

/// What stays the same in every shuffle.
struct Frame<'a> {
    counted: &'a Counted<'a>,
    strata: usize,
    stratum_of: Vec<u32>,
    /// Of each term, the strata with it, and its share of the documents there.
    shares: Vec<Vec<(u32, f64)>>,
}

impl Frame<'_> {
    /// Of each wanted label and term: documents of the label with the term, above what the strata would give any label.
    fn statistics(&self, label_of: &[u16], with: &mut [f64]) -> Vec<f64> {
        let matrix = self.counted.matrix;
        with.fill(0.0);
        for (document, &label) in label_of.iter().enumerate() {
            for &term in matrix.row(document).0 {
                with[label as usize * matrix.terms + term as usize] += 1.0;
            }
        }
        let sizes = Sizes::count(self.counted.labels, self.strata, label_of, &self.stratum_of);
        let statistic = |&Wanted { label, term, .. }: &Wanted| {
            let expected: f64 = self.shares[term]
                .iter()
                .map(|&(stratum, share)| sizes.get(stratum as usize, label) * share)
                .sum();
            with[label * matrix.terms + term] - expected
        };
        self.counted.wanted.iter().map(statistic).collect()
    }
}

/// Of each wanted label and term the two-sided p-value, (1 + shuffles at least as extreme) / ([`SHUFFLES`] + 1) (Phipson & Smyth 2010).
pub(super) fn found(counted: &Counted<'_>, shuffles: &Shuffles<'_>) -> Result<Vec<Found>, Error> {
    let Shuffles { seed, threads, pace } = *shuffles;
    let label_of: Vec<u16> = counted.label_of.iter().map(|&label| label as u16).collect();
    let scheme = counted.group_of.map_or(Scheme::Plain, Scheme::Groups);
    let shuffler = Shuffler::new(&label_of, counted.stratum_of, scheme, seed);
    let stratum_of = counted.stratum_of.map_or_else(|| vec![0; label_of.len()], <[u32]>::to_vec);
    let strata = stratum_of.iter().max().map_or(1, |&last| last as usize + 1);
    let shares = shares(counted.matrix, strata, &stratum_of);
    let frame = Frame { counted, strata, stratum_of, shares };
    let scratch = || vec![0.0; counted.labels * counted.matrix.terms];
    let seen = frame.statistics(&label_of, &mut scratch());
    let start = |_| (scratch(), vec![0_u32; counted.wanted.len()]);
    let work = |(with, extreme): &mut (Vec<f64>, Vec<u32>), part: usize| {
        for number in part * PART..SHUFFLES.min((part + 1) * PART) {
            pace.check()?;
            let shuffled = frame.statistics(&shuffler.shuffle(number), with);
            for ((extreme, shuffled), seen) in extreme.iter_mut().zip(shuffled).zip(&seen) {
                *extreme += u32::from(shuffled.abs() >= seen.abs() - ROUNDING);
            }
        }
        pace.step();
        Ok(())
    };
    let (states, _) = in_parts(PARTS, threads, start, work)?;
    let mut extreme = vec![0_u32; counted.wanted.len()];
    for (_, of_thread) in states {
        extreme.iter_mut().zip(of_thread).for_each(|(sum, of_thread)| *sum += of_thread);
    }
    let found =
        |(times, excess): (u32, f64)| Found { p: f64::from(1 + times) / (SHUFFLES + 1) as f64, excess };
    Ok(extreme.into_iter().zip(seen).map(found).collect())
}

/// Of each term, the strata with it, and its share of the documents there.
fn shares(matrix: &DocumentTermMatrix, strata: usize, stratum_of: &[u32]) -> Vec<Vec<(u32, f64)>> {
    let mut sizes = vec![0.0; strata];
    let mut documents: Vec<u32> = (0..stratum_of.len() as u32).collect();
    documents.sort_by_key(|&document| stratum_of[document as usize]);
    let mut shares: Vec<Vec<(u32, f64)>> = vec![Vec::new(); matrix.terms];
    for document in documents {
        let stratum = stratum_of[document as usize];
        sizes[stratum as usize] += 1.0;
        for &term in matrix.row(document as usize).0 {
            match shares[term as usize].last_mut() {
                Some((last, with)) if *last == stratum => *with += 1.0,
                _ => shares[term as usize].push((stratum, 1.0)),
            }
        }
    }
    for (stratum, with) in shares.iter_mut().flatten() {
        *with /= sizes[*stratum as usize];
    }
    shares
}
