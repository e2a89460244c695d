//! The sample, read and analysed as a job would: what the worked example and the picture on the first page are made of.

use std::time::Instant;

use wordify::Error;
use wordify::indicators::evidence::Evidence;
use wordify::progress::Monitor;
use wordify::study::{self, Resumption};
use wordify::table::{self, ReadOptions};

use super::{inspection, summary, texts};
use crate::jobs::choices::Choices;
use crate::jobs::sample_file;
use crate::jobs::view::{EVIDENCE_CHUNK, LabelEvidence, Terms, Worked};

/// Reads and analyses the sample on `threads` threads.
///
/// # Errors
/// Of [`study::run_with_evidence`].
pub(crate) fn work(threads: usize) -> Result<Worked, Error> {
    let start = Instant::now();
    let (bytes, name) = (sample_file::BYTES, sample_file::NAME);
    let choices = &Choices::default().with("text", "text").with("label", "label").with("language", "en");
    let study = choices.study()?;
    let reading = ReadOptions { file_name: Some(name.to_owned()), ..study.reading.clone() };
    let inspection = inspection::inspected(&table::read(bytes, &reading)?, choices)?;
    let nothing = Resumption { from: None, keep: &mut |_| () };
    let monitor = Monitor::silent();
    let (report, evidence) =
        study::run_with_evidence(bytes.to_vec(), Some(name), &study, threads, &monitor, nothing)?;
    let terms = summary::terms(&report, &evidence);
    let summary = summary::summary(&report, choices, &terms, start.elapsed().as_secs_f64());
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
