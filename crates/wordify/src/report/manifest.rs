//! The manifest: what anybody needs to make a result again, and to see whether it is the same.
//!
//! It holds no time, no machine and no text: the same analysis of the same file gives the same manifest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Report, csv};
use crate::corpus::Columns;
use crate::error::{Error, ErrorKind};
use crate::settings::Settings;
use crate::table::{Fingerprint, ReadOptions};

/// Bytes of a manifest at most: a list of own stop words is the longest that it can hold.
pub const BYTES_MAX: usize = 16 << 20;

/// A result, and how it came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of Wordify.
    pub version: String,
    /// The file that was read.
    pub file: File,
    /// How it was read.
    pub reading: ReadOptions,
    /// Which columns it was taken from.
    pub columns: Columns,
    /// The settings, with the language that was guessed and the seed.
    pub settings: Settings,
    /// What was counted on the way.
    pub counts: Counts,
    /// The part that was set aside to confirm the list; none where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<SetAside>,
    /// SHA-256 of the report as csv, 64 lowercase hexadecimal digits.
    pub result_sha256: String,
}

/// The file that was read, as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name without its folder; none for standard input.
    pub name: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of these bytes, 64 lowercase hexadecimal digits.
    pub sha256: String,
}

/// The part that was set aside; the seed is that of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Documents.
    pub documents: usize,
    /// SHA-256 of their row numbers, ascending, each in decimal digits with a line break behind it.
    pub rows_sha256: String,
}

/// What was counted on the way to a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Rows of the file.
    pub rows: usize,
    /// Documents kept.
    pub documents: usize,
    /// Documents of each label.
    pub documents_by_label: BTreeMap<String, usize>,
    /// Rows dropped, by reason.
    pub dropped: BTreeMap<String, usize>,
    /// Terms of the vocabulary.
    pub vocabulary_terms: usize,
    /// Rows of the report: terms with label and sign.
    pub indicators: usize,
}

impl Manifest {
    /// The manifest of a report.
    ///
    /// # Errors
    /// [`ErrorKind::Report`] when the report as csv cannot be written to memory.
    pub fn new(report: &Report) -> Result<Self, Error> {
        let Report { analysis, source, reading, columns } = report;
        let account = &analysis.account;
        Ok(Self {
            version: analysis.version.clone(),
            file: File { name: source.file_name.clone(), bytes: source.bytes, sha256: source.sha256.clone() },
            reading: reading.clone(),
            columns: columns.clone(),
            settings: analysis.settings.clone(),
            counts: Counts {
                rows: account.rows,
                documents: account.documents,
                documents_by_label: analysis
                    .labels
                    .iter()
                    .cloned()
                    .zip(account.documents_per_label.iter().copied())
                    .collect(),
                dropped: account.dropped_in_words().collect(),
                vocabulary_terms: analysis.vocabulary_terms,
                indicators: analysis.selected().count(),
            },
            set_aside: analysis
                .confirmation
                .as_ref()
                .map(|found| SetAside { documents: found.documents, rows_sha256: found.rows_sha256.clone() }),
            result_sha256: Fingerprint::of(&csv(report)?).sha256,
        })
    }

    /// Reads what [`manifest`] wrote.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] where the bytes are no manifest, with the line; [`ErrorKind::Limit`] above [`BYTES_MAX`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > BYTES_MAX {
            return Err(Error::new(
                ErrorKind::Limit,
                format!("a manifest has at most {} MB", BYTES_MAX >> 20),
            )
            .remedy("Give the file that --out NAME.manifest.json wrote."));
        }
        serde_json::from_slice(bytes).map_err(|error| {
            Error::new(ErrorKind::Input, format!("this is not a manifest of Wordify {}", env!("CARGO_PKG_VERSION")))
                .at(format!("line {}, column {}: {error}", error.line(), error.column()))
                .remedy("Give the file that --out NAME.manifest.json wrote; one of another version is read by that version.")
        })
    }

    /// In what a result differs from this one: one line for each thing, the causes before what follows from them; none
    /// where the results are the same.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        let mut note = |what: &str, here: String, there: String| {
            if here != there {
                found.push(format!("{what}: {here} in the manifest, {there} now"));
            }
        };
        note("SHA-256 of the file", self.file.sha256.clone(), other.file.sha256.clone());
        note("version of Wordify", self.version.clone(), other.version.clone());
        let [here, there] = [&self.counts, &other.counts];
        note("rows", here.rows.to_string(), there.rows.to_string());
        note("documents", here.documents.to_string(), there.documents.to_string());
        note("documents by label", listed(&here.documents_by_label), listed(&there.documents_by_label));
        note("rows left out", listed(&here.dropped), listed(&there.dropped));
        note(
            "terms of the vocabulary",
            here.vocabulary_terms.to_string(),
            there.vocabulary_terms.to_string(),
        );
        note("rows of the report", here.indicators.to_string(), there.indicators.to_string());
        let [here, there] = [self, other].map(|of| {
            of.set_aside.as_ref().map_or_else(|| "none".to_owned(), |aside| aside.rows_sha256.clone())
        });
        note("SHA-256 of the rows set aside", here, there);
        note("SHA-256 of the report as csv", self.result_sha256.clone(), other.result_sha256.clone());
        found
    }
}

/// The manifest as JSON, indented: people read it too.
///
/// # Errors
/// As [`Manifest::new`].
pub fn manifest(report: &Report) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(&Manifest::new(report)?)
        .map_err(|error| Error::new(ErrorKind::Report, format!("no json: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn listed(counts: &BTreeMap<String, usize>) -> String {
    let parts: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    if parts.is_empty() { "none".into() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_manifest_can_be_read_back() {
        let report = sample::report();
        let bytes = manifest(&report).expect("a manifest");
        assert_eq!(
            Manifest::from_bytes(&bytes).expect("it is one"),
            Manifest::new(&report).expect("a manifest")
        );
    }

    #[test]
    fn what_differs_is_named() {
        let manifest = Manifest::new(&sample::report()).expect("a manifest");
        assert!(manifest.differences(&manifest).is_empty());
        let mut other = manifest.clone();
        other.counts.dropped.insert("empty text".into(), 9);
        other.result_sha256 = "1".repeat(64);
        let found = manifest.differences(&other);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("rows left out: ") && found[0].contains("empty text 9, "), "{found:?}");
    }

    #[test]
    fn what_is_no_manifest_is_refused_with_its_line() {
        let error = Manifest::from_bytes(b"{\n\"version\": 3}").expect_err("no manifest");
        assert!(error.place().is_some_and(|place| place.starts_with("line 2, ")), "{error:?}");
    }
}
