//! The exact test of each term within strata.

use std::collections::BTreeMap;

use super::fisher::Counts;
use super::{Counted, Found, Wanted};
use crate::error::Error;
use crate::parallel::in_parts;
use crate::progress::Monitor;

/// What each wanted label and term gives. A stratum without a document of both sides, and one without the term, says nothing.
pub(super) fn found(counted: &Counted<'_>, threads: usize, monitor: &Monitor) -> Result<Vec<Found>, Error> {
    let strata = counted.stratum_of.unwrap_or_default();
    let mut sizes: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut sizes_of_all: BTreeMap<u32, usize> = BTreeMap::new();
    for (&stratum, &label) in strata.iter().zip(counted.label_of) {
        *sizes.entry((stratum, label)).or_default() += 1;
        *sizes_of_all.entry(stratum).or_default() += 1;
    }
    let mut documents_with: Vec<Vec<u32>> = vec![Vec::new(); counted.matrix.terms];
    for document in 0..counted.label_of.len() {
        for &term in counted.matrix.row(document).0 {
            documents_with[term as usize].push(document as u32);
        }
    }
    let size = |stratum: u32, label: usize| sizes.get(&(stratum, label as u32)).copied().unwrap_or(0);
    let tables = |&Wanted { label, against, term }: &Wanted| -> Vec<Counts> {
        let mut with: BTreeMap<u32, [usize; 2]> = BTreeMap::new();
        for &document in &documents_with[term] {
            let of = counted.label_of[document as usize] as usize;
            if of == label || against.is_none_or(|against| against == of) {
                with.entry(strata[document as usize]).or_default()[usize::from(of != label)] += 1;
            }
        }
        let table = |(stratum, [with, with_rest]): (u32, [usize; 2])| {
            let inside = size(stratum, label);
            let rest = match against {
                Some(against) => size(stratum, against),
                None => sizes_of_all[&stratum] - inside,
            };
            [(with, inside), (with_rest, rest)]
        };
        with.into_iter().map(table).collect()
    };
    let work = |(): &mut (), number: usize| {
        monitor.check()?;
        Ok(Found::exact(&tables(&counted.wanted[number])))
    };
    let (_, found) = in_parts(counted.wanted.len(), threads, |_| (), work)?;
    Ok(found)
}
