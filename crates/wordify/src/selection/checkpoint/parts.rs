//! What several machines did of one analysis, added up.
//!
//! Whoever adds must not lose or double a unit unseen: what is of another run, damaged, or contradicts another part is refused by its
//! name; a part that is there twice counts once.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::content::Content;
use super::further::There;
use super::refusal::{NAMED_MAX, contradiction, damaged, refusal};
use super::{Fingerprint, fitted, measured};
use crate::error::Error;
use crate::selection::measured::Measured;
use crate::selection::plan::Plan;
use crate::selection::share::{Left, Share};
use crate::selection::tally::Fitted;

/// A part of an analysis, as a file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFile {
    /// What it is called where something is said about it.
    pub name: String,
    /// What [`Checkpoint::to_bytes`](super::Checkpoint::to_bytes) gave.
    pub bytes: Vec<u8>,
}

/// Parts of one run.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    parts: Vec<(&'a str, Content<'a>)>,
}

impl<'a> Parts<'a> {
    /// The parts that are in `files`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) with the names of all that are damaged or of another run.
    pub(crate) fn of(files: &'a [PartFile], fingerprint: &Fingerprint) -> Result<Self, Error> {
        let (mut parts, mut refused) = (Vec::new(), Vec::new());
        for PartFile { name, bytes } in files {
            match Content::of(bytes) {
                Err(reason) => refused.push(format!("{name} {reason}")),
                Ok(content) => match fingerprint.difference(&content.fingerprint) {
                    Some(difference) => refused.push(format!("{name} was made {difference}")),
                    None => parts.push((name.as_str(), content)),
                },
            }
        }
        if refused.is_empty() { Ok(Self { parts }) } else { Err(refusal(&refused)) }
    }

    /// The fits of the parts on the labels of this `number`, 0 for the true ones. For a part of its own, `share`, only those of parts that
    /// have no other fit, because counts that are added up cannot be taken apart.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) with the names of parts that are damaged or contradict each other.
    pub(crate) fn fitted(
        &self,
        number: usize,
        plan: &Plan,
        none: &Fitted,
        share: Share,
    ) -> Result<Fitted, Error> {
        let mut sets = Vec::new();
        for (name, content) in &self.parts {
            let body = fitted::of_labels(content.body, number).ok_or_else(|| damaged(name))?;
            let done = fitted::done(body, plan).ok_or_else(|| damaged(name))?;
            sets.push((*name, body, done));
        }
        // The largest first: of parts of two divisions of the work, the whole of one rather than pieces of both.
        sets.sort_by_key(|(_, _, done)| std::cmp::Reverse(done.iter().filter(|&&done| done).count()));
        let mut sum = none.clone();
        let mut seen = FxHashMap::<&[bool], (&str, &[u8])>::default();
        for (name, body, done) in &sets {
            match seen.insert(done, (name, body)) {
                Some((other, there)) if there != *body => return Err(contradiction(other, name)),
                _ => {}
            }
            let is_new = done.iter().zip(&sum.done).all(|(new, there)| !(new & there));
            let is_own = !share.is_part() || (0..done.len()).all(|fit| !done[fit] || share.has(fit));
            if is_new && is_own {
                sum.add_all(&fitted::take(body, plan, none).ok_or_else(|| damaged(name))?);
            }
        }
        Ok(sum)
    }

    /// The paths of the parts: on shuffled labels, of those that were taken down furthest, because that was decided with all before them at
    /// hand.
    ///
    /// # Errors
    /// As [`Parts::fitted`].
    pub(crate) fn measured(&self) -> Result<Measured, Error> {
        let mut all = Vec::new();
        for (name, content) in &self.parts {
            all.push((*name, measured::take(content.body).ok_or_else(|| damaged(name))?));
        }
        let extension = all.iter().map(|(_, measured)| measured.extension).max().unwrap_or(0);
        let mut sum = Measured { extension, ..Measured::default() };
        let (mut of_shuffled, mut of_halved) = (BTreeMap::new(), BTreeMap::new());
        for (name, measured) in all {
            sum.replaced = sum.replaced.max(measured.replaced);
            if measured.extension == extension {
                add(&mut sum.shuffled, measured.shuffled, &mut of_shuffled, name)?;
            } else if !measured.halved.is_empty() {
                // Half-samples are drawn once nothing is to be taken further down.
                return Err(refusal(&[format!(
                    "{name} says that the paths were long enough, and others do not"
                )]));
            }
            add(&mut sum.halved, measured.halved, &mut of_halved, name)?;
        }
        Ok(sum)
    }

    /// The further lists of the parts.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) with the names of parts that contradict each other.
    pub(crate) fn further(&self) -> Result<There<'_>, Error> {
        let mut there = There::default();
        for (name, content) in &self.parts {
            for (&key, &bytes) in &content.further {
                match there.0.insert(key, (*name, bytes)) {
                    Some((other, before)) if before != bytes => return Err(contradiction(other, name)),
                    _ => {}
                }
            }
        }
        Ok(there)
    }

    /// Which parts would have had what is `left`, as “4, 17 of 100”, by the division of the work that most parts are of.
    pub(crate) fn with(&self, left: &[Left]) -> Option<String> {
        let mut divisions = BTreeMap::<usize, usize>::new();
        for (_, content) in &self.parts {
            if let Share::Part { of, .. } = content.share {
                *divisions.entry(of).or_default() += 1;
            }
        }
        let (&of, _) = divisions.iter().max_by_key(|(_, parts)| **parts)?;
        let of_left = |left: &Left| {
            let dealt = left.dealt;
            left.units.iter().map(move |&unit| dealt.part(unit, of) + 1).collect::<Vec<_>>()
        };
        let mut numbers: Vec<usize> = left.iter().flat_map(of_left).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let more = numbers.len().saturating_sub(NAMED_MAX);
        let named: Vec<String> = numbers.iter().take(NAMED_MAX).map(usize::to_string).collect();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Some(format!("{}{more} of {of}", named.join(", ")))
    }
}

/// Adds `paths` of the part `name` to `sum`; `from` says of each batch whose it is.
fn add<'a, T: PartialEq>(
    sum: &mut BTreeMap<usize, T>,
    paths: BTreeMap<usize, T>,
    from: &mut BTreeMap<usize, &'a str>,
    name: &'a str,
) -> Result<(), Error> {
    for (number, paths) in paths {
        match sum.get(&number) {
            Some(there) if *there != paths => {
                return Err(contradiction(from.get(&number).unwrap_or(&name), name));
            }
            Some(_) => {}
            None => {
                sum.insert(number, paths);
                from.insert(number, name);
            }
        }
    }
    Ok(())
}
