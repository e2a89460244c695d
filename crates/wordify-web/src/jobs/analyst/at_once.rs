//! An analysis in the process that asks for it: for the sample alone, which is ours and known to be small.

use wordify::Error;
use wordify::indicators::evidence::Evidence;
use wordify::progress::Monitor;
use wordify::study::{self, Resumption};
use wordify::table::{self, ReadOptions};

use super::{inspection, summary, texts};
use crate::jobs::choices::Choices;
use crate::jobs::view::{EVIDENCE_CHUNK, Inspection, LabelEvidence, Summary, Terms, Texts};

/// What the pages of an upload and of its result are made from.
#[derive(Debug)]
pub(crate) struct Worked {
    /// What was read.
    pub(crate) inspection: Inspection,
    /// What was found.
    pub(crate) summary: Summary,
    /// The terms of each label.
    pub(crate) terms: Vec<Terms>,
    /// Some passages with each of them, by label, then as in [`Worked::terms`].
    pub(crate) passages: Vec<Vec<Vec<LabelEvidence>>>,
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
    let passages =
        terms.iter().map(|of_label| passages(of_label, &report.analysis.labels, &evidence)).collect();
    let texts = texts::chunks(&evidence, &report.analysis.labels).collect();
    Ok(Worked { inspection, summary, terms, passages, texts })
}

/// The passages with each term of a label; none for those without.
fn passages(terms: &Terms, labels: &[String], evidence: &Evidence) -> Vec<Vec<LabelEvidence>> {
    let mut of_terms = vec![Vec::new(); terms.rows.len()];
    for (chunk, of_chunk) in summary::evidence_chunks(terms, labels, evidence) {
        let places = of_terms.iter_mut().skip(chunk * EVIDENCE_CHUNK);
        places.zip(of_chunk.terms).for_each(|(place, of_term)| *place = of_term);
    }
    of_terms
}
