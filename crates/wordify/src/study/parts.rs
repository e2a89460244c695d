//! One analysis by several machines: each does a part, and whoever adds the parts has the bytes of a single run.
//!
//! A part holds every so many-th fit of the presets that count fits, on the true labels and on each shuffle of them. Of the default method
//! it holds shuffles, and, made once more when all shuffles are there, half-samples too: which terms these look for follows from all
//! shuffles. Further lists, for `robust`, `enough` and `generalise`, wait for nothing. What else a study asks for (`confirm`, controls) is
//! done by whoever adds.

use super::lists::Lists;
use super::{Study, documents, finish};
use crate::analysis::{fingerprint, run};
use crate::count::{counted, grouped};
use crate::error::{Error, ErrorKind};
use crate::progress::Monitor;
use crate::report::Report;
pub use crate::selection::checkpoint::PartFile;
use crate::selection::checkpoint::{Beginning, Checkpoint, Done, Parts};
use crate::selection::further::{FurtherLists, Line};
use crate::selection::share::{Kept, Left, Partial, Share, Stopped};
use crate::table::Input;

/// Parts that an analysis can be divided into: more than any has fits worth a process of their own.
pub const PARTS_MAX: usize = 100_000;

/// A part of an analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// For a [`PartFile`].
    pub bytes: Vec<u8>,
    /// What it holds, in words.
    pub holds: String,
    /// Whether half-samples wait for shuffles of other parts.
    pub waits: bool,
}

/// Does number `part` of `of` parts of a study, counted from 1. `files` are the parts that there are, if any: what of this part they hold is
/// not done again.
///
/// # Errors
/// As [`run`](super::run); [`ErrorKind::Setting`] for a number of a part that does not exist, [`ErrorKind::Input`] with the names of `files` that
/// are damaged or of another run.
pub fn make<'a>(
    input: impl Into<Input<'a>>,
    file_name: Option<&str>,
    study: &Study,
    (part, of): (usize, usize),
    files: &[PartFile],
    threads: usize,
    monitor: &Monitor,
) -> Result<Part, Error> {
    if !(1..=of).contains(&part) || of > PARTS_MAX {
        let words = format!("there is no part {part} of {of}");
        return Err(Error::new(ErrorKind::Setting, words)
            .remedy(format!("Give 1/{of} to {of}/{of}, of at most {} parts.", grouped(PARTS_MAX))));
    }
    let documents = documents(input.into(), file_name, study, monitor)?;
    let (corpus, settings) = (&documents.corpus, &documents.settings);
    let fingerprint = fingerprint(corpus, settings);
    let parts = Parts::of(files, &fingerprint)?;
    let there = parts.further()?;
    let lists = Lists::new(corpus, settings, None)?;
    let share = Share::Part { part: part - 1, of };
    let begin = (Beginning::Parts(&parts), share);
    let partial = match run(corpus, settings, threads, monitor, begin, &mut |_| ()) {
        Ok(_) => unreachable!("a part ends with its units"),
        Err(Stopped::Failed(error)) => return Err(error),
        Err(Stopped::AtShare(partial)) => partial,
    };
    let Partial { kept, left } = *partial;
    let kept = kept.restricted(share);
    let further = lists.part(&there, share, threads, monitor)?;
    let done = match &kept {
        Kept::Fits(fits) => Done::Fits(fits),
        Kept::Measured(measured) => Done::Measured(measured),
    };
    let bytes = Checkpoint::new(&fingerprint, share, done).with(&further).to_bytes();
    let holds = words(&kept, &left) + &words_of_lists(&further, &lists.line());
    let waits = left.others_follow && !left.units.is_empty();
    Ok(Part { bytes, holds, waits })
}

/// What was done of the list itself, in words.
fn words(kept: &Kept, left: &Left) -> String {
    match kept {
        Kept::Fits(fits) => format!("{} of {} fits", fits.count, left.total),
        Kept::Measured(measured) => {
            let shuffles = counted(measured.shuffled.len(), "batch", "batches");
            let halves = counted(measured.halved.len(), "batch", "batches");
            format!("{shuffles} of shuffles, {halves} of half-samples")
        }
    }
}

/// What there is of further lists, of each kind that is asked for.
fn words_of_lists(further: &FurtherLists, line: &Line) -> String {
    line.kinds()
        .map(|(kind, total)| format!(", {} of {total} {}", further.count(kind), kind.words()))
        .collect()
}

/// As [`run`](super::run), from what parts did; what they lack is done here, or refused where `is_strict`.
///
/// # Errors
/// As [`make`]; [`ErrorKind::Report`] names what is missing.
pub fn add<'a>(
    input: impl Into<Input<'a>>,
    file_name: Option<&str>,
    study: &Study,
    (files, is_strict): (&[PartFile], bool),
    threads: usize,
    monitor: &Monitor,
) -> Result<Report, Error> {
    let documents = documents(input.into(), file_name, study, monitor)?;
    let (corpus, settings) = (&documents.corpus, &documents.settings);
    let parts = Parts::of(files, &fingerprint(corpus, settings))?;
    let there = parts.further()?;
    let further_left = if is_strict { Lists::new(corpus, settings, None)?.left(&there) } else { Vec::new() };
    let begin = (Beginning::Parts(&parts), if is_strict { Share::Nothing } else { Share::All });
    let analyzed = match run(corpus, settings, threads, monitor, begin, &mut |_| ()) {
        Err(Stopped::Failed(error)) => return Err(error),
        Err(Stopped::AtShare(partial)) => {
            let left: Vec<Left> = std::iter::once(partial.left).chain(further_left).collect();
            return Err(missing(&left, &parts));
        }
        Ok(_) if !further_left.is_empty() => return Err(missing(&further_left, &parts)),
        Ok(analyzed) => analyzed,
    };
    finish(analyzed, documents, study, &there, threads, monitor)
}

/// The error that names what parts lack, which is something.
fn missing(left: &[Left], parts: &Parts<'_>) -> Error {
    let words_of =
        |left: &Left| format!("{} of {} {}", grouped(left.units.len()), grouped(left.total), left.what);
    let lacking: Vec<String> = left.iter().map(words_of).collect();
    let error = Error::new(ErrorKind::Report, format!("{} are missing", lacking.join(", ")))
        .remedy("Make these parts, with the folder of those that there are, or have the rest done here.");
    match parts.with(left) {
        Some(numbers) => error.at(format!("parts {numbers}")),
        None => error,
    }
}
