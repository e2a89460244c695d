//! What a run that was interrupted had done, as bytes from which it goes on.
//!
//! The bytes: `MAGIC`, the fingerprint of what was analysed (SHA-256), what was done (`fitted` or `measured`, by the
//! preset), and at the end SHA-256 of all before it, because a file may be cut short or damaged.

mod bytes;
mod fitted;
mod measured;

use sha2::{Digest, Sha256};

use super::measured::Measured;
use super::plan::Plan;
use super::tally::Fitted;
use crate::corpus::Corpus;

/// The format and its version.
const MAGIC: &[u8; 8] = b"wdfycp\x00\x01";
/// Version of the method: to be raised whenever the same input and settings may give other counts. Not the version of
/// the program, so that a run goes on under a new program that computes the same.
const METHOD_VERSION: u32 = 4;
/// Bytes of a SHA-256.
const HASH_BYTES: usize = 32;

/// What must be the same for a run to go on from a checkpoint: method, settings and corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint([u8; HASH_BYTES]);

impl Fingerprint {
    /// The fingerprint of this method with these settings, as bytes, and this corpus.
    pub fn new(corpus: &Corpus, settings: &[u8]) -> Self {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(&METHOD_VERSION.to_le_bytes());
        part(settings);
        for label in &corpus.labels {
            part(label.as_bytes());
        }
        for (text, label) in corpus.texts.iter().zip(&corpus.label_of) {
            part(&label.to_le_bytes());
            part(text.as_bytes());
        }
        // Controls are of the second measurement, which is never resumed.
        for factor in corpus.background.group.iter().chain(&corpus.background.strata) {
            part(factor.column.as_bytes());
            factor.value_of.iter().for_each(|value| part(&value.to_le_bytes()));
        }
        Self(hash.finalize().into())
    }
}

/// What a run has done.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Done<'a> {
    /// Fits on samples.
    Fitted(&'a Fitted),
    /// Paths on shuffled labels and on half-samples.
    Measured(&'a Measured),
}

/// Where a run is, to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Checkpoint<'a> {
    fingerprint: &'a Fingerprint,
    done: Done<'a>,
}

impl<'a> Checkpoint<'a> {
    pub(crate) fn new(fingerprint: &'a Fingerprint, done: Done<'a>) -> Self {
        Self { fingerprint, done }
    }

    /// Steps done: fits, or batches of paths.
    pub fn steps(&self) -> usize {
        match self.done {
            Done::Fitted(fitted) => fitted.count(),
            Done::Measured(measured) => measured.count(),
        }
    }

    /// The bytes for [`analyze_resumable`](crate::analysis::analyze_resumable).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = [&MAGIC[..], &self.fingerprint.0].concat();
        match self.done {
            Done::Fitted(fitted) => fitted::push(&mut out, fitted),
            Done::Measured(measured) => measured::push(&mut out, measured),
        }
        let hash = Sha256::digest(&out);
        out.extend(hash);
        out
    }
}

/// What `bytes` say was fitted; nothing when they are damaged, or not of this fingerprint, plan and design. `none` is
/// what a new run starts from.
pub(crate) fn fitted(bytes: &[u8], fingerprint: &Fingerprint, plan: &Plan, none: &Fitted) -> Option<Fitted> {
    fitted::take(content(bytes, fingerprint)?, plan, none)
}

/// What `bytes` say was measured; nothing when they are damaged or not of this fingerprint.
pub(crate) fn measured(bytes: &[u8], fingerprint: &Fingerprint) -> Option<Measured> {
    measured::take(content(bytes, fingerprint)?)
}

/// What stands between the fingerprint and the hash at the end, if both are right.
fn content<'b>(bytes: &'b [u8], fingerprint: &Fingerprint) -> Option<&'b [u8]> {
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH_BYTES)?)?;
    if Sha256::digest(body)[..] != *hash {
        return None;
    }
    body.strip_prefix(MAGIC)?.strip_prefix(&fingerprint.0)
}
