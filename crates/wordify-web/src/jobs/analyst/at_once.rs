//! An analysis in the process that asks for it: for the sample alone, which is ours and known to be small.

use wordify::Error;
use wordify::progress::Monitor;
use wordify::study::{self, Resumption};
use wordify::table::{self, ReadOptions};

use super::{inspection, summary, texts};
use crate::jobs::choices::Choices;
use crate::jobs::view::{Inspection, Summary, Terms, Texts};

/// What the pages of an upload and of its result are made from.
#[derive(Debug)]
pub(crate) struct Worked {
    /// What was read.
    pub(crate) inspection: Inspection,
    /// What was found.
    pub(crate) summary: Summary,
    /// The terms of each label.
    pub(crate) terms: Vec<Terms>,
    /// The texts behind them.
    pub(crate) texts: Vec<Texts>,
}

/// Reads and analyses the file `name` as a job would, on `threads` threads; `seconds` tells afterwards how long it took.
///
/// # Errors
/// Of [`study::run_with_evidence`].
pub(crate) fn work(
    bytes: &'static [u8],
    name: &str,
    choices: &Choices,
    threads: usize,
    seconds: impl FnOnce() -> f64,
) -> Result<Worked, Error> {
    let study = choices.study()?;
    let reading = ReadOptions { file_name: Some(name.to_owned()), ..study.reading.clone() };
    let inspection = inspection::inspected(&table::read(bytes, &reading)?, choices)?;
    let nothing = Resumption { from: None, keep: &mut |_| () };
    let monitor = Monitor::silent();
    let (report, evidence) =
        study::run_with_evidence(bytes.to_vec(), Some(name), &study, threads, &monitor, nothing)?;
    let terms = summary::terms(&report, &evidence);
    let summary = summary::summary(&report, choices, &terms, seconds());
    let texts = texts::chunks(&evidence, &report.analysis.labels).collect();
    Ok(Worked { inspection, summary, terms, texts })
}
