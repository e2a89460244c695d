//! What a run that was interrupted had done, as bytes from which it goes on; and what a part of a run did (`parts`), for whoever adds
//! the parts.
//!
//! The bytes: `MAGIC`, the fingerprint of what was analysed, the share of the units that the run does (its number and parts in all, 0 of 0
//! for everything), what `further` lists gave, what else was done (`fitted` or `measured`, by the preset), and at the end SHA-256 of all
//! before it, because a file may be cut short or damaged.

mod beginning;
pub(crate) mod bytes;
mod content;
mod fingerprint;
mod fitted;
mod further;
mod measured;
mod parts;
mod refusal;

use sha2::{Digest, Sha256};

pub(crate) use self::beginning::Beginning;
use self::bytes::push_number;
pub use self::fingerprint::Fingerprint;
pub(crate) use self::fitted::as_bytes as fits_as_bytes;
pub(crate) use self::further::There;
pub use self::parts::PartFile;
pub(crate) use self::parts::Parts;
use super::further::FurtherLists;
use super::measured::Measured;
use super::share::{FitsKept, Share};
use super::tally::Fitted;

/// The format and, in the last byte, its version.
const MAGIC: &[u8; 8] = b"wdfycp\0\x03";
/// Bytes of a SHA-256.
const HASH_BYTES: usize = 32;

/// What a run has done.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Done<'a> {
    /// Fits on samples, of the true labels.
    Fitted(&'a Fitted),
    /// Fits of a part.
    Fits(&'a FitsKept),
    /// Paths on shuffled labels and on half-samples.
    Measured(&'a Measured),
}

/// Where a run is, to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Checkpoint<'a> {
    fingerprint: &'a Fingerprint,
    share: Share,
    /// None were made where this is absent: an interrupted run makes them anew.
    further: Option<&'a FurtherLists>,
    done: Done<'a>,
}

impl<'a> Checkpoint<'a> {
    pub(crate) fn new(fingerprint: &'a Fingerprint, share: Share, done: Done<'a>) -> Self {
        Self { fingerprint, share, further: None, done }
    }

    /// With what further lists gave.
    pub(crate) fn with(self, further: &'a FurtherLists) -> Self {
        Self { further: Some(further), ..self }
    }

    /// Steps done: fits, or batches of paths.
    pub fn steps(&self) -> usize {
        match self.done {
            Done::Fitted(fitted) => fitted.count(),
            Done::Fits(fits) => fits.count,
            Done::Measured(measured) => measured.count(),
        }
    }

    /// The bytes for [`analyze_resumable`](crate::analysis::analyze_resumable).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        self.fingerprint.push(&mut out);
        let (part, of) = match self.share {
            Share::Part { part, of } => (part, of),
            Share::All | Share::Nothing => (0, 0),
        };
        push_number(&mut out, part as u64);
        push_number(&mut out, of as u64);
        further::push(&mut out, self.further.unwrap_or(&FurtherLists::default()));
        match self.done {
            Done::Fitted(fitted) => fitted::push(&mut out, &[fitted::as_bytes(fitted)]),
            Done::Fits(fits) => fitted::push(&mut out, &fits.of_labels),
            Done::Measured(measured) => measured::push(&mut out, measured),
        }
        let hash = Sha256::digest(&out);
        out.extend(hash);
        out
    }
}

/// Where an interrupted run was, and what is done with where this one is.
pub struct Resumption<'a> {
    /// What [`Checkpoint::to_bytes`] gave in a run that was interrupted. Bytes of another corpus, of other settings or of
    /// another version of the method, and damaged ones, are left aside: the run then starts anew.
    pub from: Option<&'a [u8]>,
    /// Called after each fit or batch of paths, and once more when the run is canceled; it decides, by a clock that the engine lacks, when the
    /// bytes are worth making.
    pub keep: &'a mut (dyn FnMut(Checkpoint<'_>) + Send),
}

impl std::fmt::Debug for Resumption<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resumption").field("from", &self.from.map(<[u8]>::len)).finish_non_exhaustive()
    }
}
