//! What must be the same for a run to go on from a checkpoint: method, settings and corpus.

use sha2::{Digest, Sha256};

use super::HASH_BYTES;
use super::bytes::{push_bytes, push_number, take_bytes, take_number};
use crate::corpus::Corpus;

/// Version of the method: to be raised whenever the same input and settings may give other counts. Not the version of
/// the program, so that a run goes on under a new program that computes the same.
const METHOD_VERSION: u64 = 4;
/// Longest name of a setting or version, so that a damaged length takes no room.
const NAME_BYTES_MAX: usize = 100;
/// Most settings that a checkpoint may have.
const SETTINGS_MAX: u64 = 1000;

/// A SHA-256.
type Hash = [u8; HASH_BYTES];

/// What a checkpoint is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    method: u64,
    /// Version of the program.
    program: String,
    /// Names of the settings, and what each was, as a hash: a checkpoint holds no text.
    settings: Vec<(String, Hash)>,
    corpus: Hash,
}

impl Fingerprint {
    /// The fingerprint of this method with these settings, by name and as bytes, and this corpus.
    pub fn new(corpus: &Corpus, settings: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let settings =
            settings.into_iter().map(|(name, value)| (name, Sha256::digest(value).into())).collect();
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { method: METHOD_VERSION, program, settings, corpus: hash(corpus) }
    }

    /// Whether a run can go on from what has the fingerprint `other`.
    pub(super) fn continues(&self, other: &Self) -> bool {
        let Self { method, program: _, settings, corpus } = self;
        (method, settings, corpus) == (&other.method, &other.settings, &other.corpus)
    }

    /// In what `other`, of a part, differs, as the end of “it was made …”; nothing where it is of the same run.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
        let Self { method, program, settings, corpus } = self;
        if (method, program) != (&other.method, &other.program) {
            return Some(format!("by version {} of Wordify, and this is {program}", other.program));
        }
        if corpus != &other.corpus {
            return Some("of other texts, labels or groups".to_owned());
        }
        let of_other = |name: &String| other.settings.iter().find(|(other, _)| other == name);
        let names: Vec<&str> = settings
            .iter()
            .filter(|(name, value)| of_other(name).is_none_or(|(_, other)| other != value))
            .map(|(name, _)| name.as_str())
            .collect();
        match names.as_slice() {
            [] if settings.len() == other.settings.len() => None,
            [] => Some("with other settings".to_owned()),
            names => Some(format!("with another value of {}", names.join(", "))),
        }
    }

    pub(super) fn push(&self, out: &mut Vec<u8>) {
        push_number(out, self.method);
        push_bytes(out, self.program.as_bytes());
        push_number(out, self.settings.len() as u64);
        for (name, value) in &self.settings {
            push_bytes(out, name.as_bytes());
            out.extend(value);
        }
        out.extend(self.corpus);
    }

    pub(super) fn take(rest: &mut &[u8]) -> Option<Self> {
        let name = |rest: &mut &[u8]| {
            let bytes = take_bytes(rest, NAME_BYTES_MAX)?;
            Some(std::str::from_utf8(bytes).ok()?.to_owned())
        };
        let hash = |rest: &mut &[u8]| rest.split_off(..HASH_BYTES)?.first_chunk().copied();
        let method = take_number(rest)?;
        let program = name(rest)?;
        let count = take_number(rest).filter(|&count| count <= SETTINGS_MAX)?;
        let mut settings = Vec::new();
        for _ in 0..count {
            settings.push((name(rest)?, hash(rest)?));
        }
        Some(Self { method, program, settings, corpus: hash(rest)? })
    }
}

/// Of all that the fits and the paths are made from.
fn hash(corpus: &Corpus) -> Hash {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
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
    hash.finalize().into()
}
