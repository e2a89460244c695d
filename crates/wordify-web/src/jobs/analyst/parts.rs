//! A report as the sealed parts of a stored result.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use wordify::Error;
use wordify::indicators::evidence::Evidence;
use wordify::report::{Format, Report};

use super::{summary, texts};
use crate::jobs::choices::Choices;
use crate::jobs::key::JobKey;
use crate::jobs::seal::{SealError, seal};
use crate::jobs::view::{
    DOWNLOADS, EVIDENCE_CHUNK, MAILED_PART, UPLOAD_PART, evidence_part, result_part, terms_part, texts_part,
};

/// The parts could not be made.
#[derive(Debug)]
pub(super) enum PartsError {
    /// A report could not be made.
    Report(Error),
    /// A part could not be sealed.
    Seal(SealError),
    /// A part could not be turned into JSON.
    Json,
    /// A file could not be written.
    File(io::Error),
}

impl fmt::Display for PartsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Report(error) => write!(f, "no report: {}", error.message()),
            Self::Seal(error) => error.fmt(f),
            Self::Json => f.write_str("a part cannot be turned into JSON"),
            Self::File(error) => write!(f, "a part cannot be written: {}", error.kind()),
        }
    }
}

/// Writes all parts into `folder`; returns their names.
pub(super) fn write(
    folder: &Path,
    key: &JobKey,
    report: &Report,
    choices: &Choices,
    evidence: &Evidence,
    seconds: impl FnOnce() -> f64,
) -> Result<Vec<String>, PartsError> {
    fs::create_dir_all(folder).map_err(PartsError::File)?;
    let mut writer = Writer { folder, key, names: Vec::new() };
    for format in DOWNLOADS {
        writer.write(result_part(format), &format.make(report).map_err(PartsError::Report)?)?;
    }
    if report.has_texts() {
        let mailed = Format::Xlsx.make(&report.without_texts()).map_err(PartsError::Report)?;
        writer.write(MAILED_PART.to_owned(), &mailed)?;
    }
    let labels = summary::terms(report, evidence);
    for (label, terms) in labels.iter().enumerate() {
        writer.write_json(terms_part(label), terms)?;
        for (chunk, of_chunk) in summary::evidence_chunks(terms, &report.analysis.labels, evidence) {
            writer.write_json(evidence_part(label, chunk * EVIDENCE_CHUNK), &of_chunk)?;
        }
    }
    for (chunk, texts) in texts::chunks(evidence, &report.analysis.labels).enumerate() {
        writer.write_json(texts_part(chunk), &texts)?;
    }
    writer.write_json("summary".to_owned(), &summary::summary(report, choices, &labels, seconds()))?;
    Ok(writer.names)
}

/// Writes the upload into `folder` as a part of its own; returns its name.
pub(super) fn write_upload(folder: &Path, key: &JobKey, upload: &[u8]) -> Result<String, PartsError> {
    let mut writer = Writer { folder, key, names: Vec::new() };
    writer.write(UPLOAD_PART.to_owned(), upload)?;
    Ok(UPLOAD_PART.to_owned())
}

struct Writer<'a> {
    folder: &'a Path,
    key: &'a JobKey,
    names: Vec<String>,
}

impl Writer<'_> {
    fn write_json(&mut self, name: String, value: &impl Serialize) -> Result<(), PartsError> {
        self.write(name, &serde_json::to_vec(value).map_err(|_| PartsError::Json)?)
    }

    fn write(&mut self, name: String, plain: &[u8]) -> Result<(), PartsError> {
        let sealed = seal(self.key, &name, plain).map_err(PartsError::Seal)?;
        fs::write(self.folder.join(&name), sealed).map_err(PartsError::File)?;
        self.names.push(name);
        Ok(())
    }
}
