//! What a run that was interrupted had fitted, as bytes from which it goes on.
//!
//! The bytes: `MAGIC`, the fingerprint of what was analysed (SHA-256), then numbers as LEB128: the fits done, as one
//! bit each; the counts of the tally; the selections, as pairs of cells left out (they are zero) and a count. At the
//! end SHA-256 of all before it, because a file may be cut short or damaged.

use sha2::{Digest, Sha256};

use super::plan::Plan;
use super::tally::Fitted;
use crate::corpus::Corpus;

/// The format and its version.
const MAGIC: &[u8; 8] = b"wdfycp\x00\x01";
/// Version of the method: to be raised whenever the same input and settings may give other counts. Not the version of
/// the program, so that a run goes on under a new program that computes the same.
const METHOD_VERSION: u32 = 3;
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
        Self(hash.finalize().into())
    }
}

/// Where a run is, to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Checkpoint<'a> {
    fingerprint: &'a Fingerprint,
    fitted: &'a Fitted,
}

impl<'a> Checkpoint<'a> {
    pub(crate) fn new(fingerprint: &'a Fingerprint, fitted: &'a Fitted) -> Self {
        Self { fingerprint, fitted }
    }

    /// Fits done.
    pub fn fits(&self) -> usize {
        self.fitted.count()
    }

    /// The bytes for [`analyze_resumable`](crate::analysis::analyze_resumable).
    pub fn to_bytes(&self) -> Vec<u8> {
        let Fitted { done, tally } = self.fitted;
        let mut out = [&MAGIC[..], &self.fingerprint.0].concat();
        out.extend(done.chunks(8).map(|fits| {
            fits.iter().enumerate().fold(0, |byte, (bit, &is_done)| byte | u8::from(is_done) << bit)
        }));
        for &count in tally.fits.iter().chain(&tally.selected) {
            push_number(&mut out, count as u64);
        }
        for count in [tally.empty, tally.not_converged, tally.label_absent] {
            push_number(&mut out, count as u64);
        }
        out.extend(tally.violation_max.to_le_bytes());
        push_counts(&mut out, &tally.positive);
        push_counts(&mut out, &tally.negative);
        let hash = Sha256::digest(&out);
        out.extend(hash);
        out
    }
}

/// What `bytes` say was fitted; nothing when they are damaged, or not of this fingerprint, plan and design. `none` is
/// what a new run starts from.
pub(crate) fn read(bytes: &[u8], fingerprint: &Fingerprint, plan: &Plan, none: &Fitted) -> Option<Fitted> {
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH_BYTES)?)?;
    if Sha256::digest(body)[..] != *hash {
        return None;
    }
    let mut rest = body.strip_prefix(MAGIC)?.strip_prefix(&fingerprint.0)?;
    let mut fitted = none.clone();
    let bits = rest.split_off(..plan.fits.len().div_ceil(8))?;
    for (fit, is_done) in fitted.done.iter_mut().enumerate() {
        *is_done = bits[fit / 8] >> (fit % 8) & 1 == 1;
    }
    let tally = &mut fitted.tally;
    for count in tally.fits.iter_mut().chain(&mut tally.selected) {
        *count = take_number(&mut rest)? as usize;
    }
    for count in [&mut tally.empty, &mut tally.not_converged, &mut tally.label_absent] {
        *count = take_number(&mut rest)? as usize;
    }
    tally.violation_max = f64::from_le_bytes(*rest.split_off(..8)?.first_chunk()?);
    take_counts(&mut rest, &mut tally.positive)?;
    take_counts(&mut rest, &mut tally.negative)?;
    let mut done_per_c = vec![0; plan.c_values.len()];
    for (fit, _) in plan.fits.iter().zip(&fitted.done).filter(|&(_, &is_done)| is_done) {
        done_per_c[fit.c] += 1;
    }
    (rest.is_empty() && fitted.tally.fits == done_per_c).then_some(fitted)
}

/// Pairs of the zeros in front and the count, for each count that is not zero; a pair of the zeros at the end and a
/// zero closes the list.
fn push_counts(out: &mut Vec<u8>, counts: &[u32]) {
    let mut zeros = 0;
    for &count in counts {
        if count == 0 {
            zeros += 1;
        } else {
            push_number(out, zeros);
            push_number(out, u64::from(count));
            zeros = 0;
        }
    }
    push_number(out, zeros);
    push_number(out, 0);
}

fn take_counts(rest: &mut &[u8], counts: &mut [u32]) -> Option<()> {
    let mut at = 0_usize;
    loop {
        at = at.checked_add(usize::try_from(take_number(rest)?).ok()?)?;
        let count = u32::try_from(take_number(rest)?).ok()?;
        if count == 0 {
            return (at == counts.len()).then_some(());
        }
        *counts.get_mut(at)? = count;
        at += 1;
    }
}

/// Seven bits to a byte, the lowest first; the highest bit says that more follow.
fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *rest.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_counts_come_back() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            assert_eq!(take_number(&mut bytes.as_slice()), Some(number));
        }
        for counts in [vec![], vec![0, 0], vec![3, 0, 0, 500, 0], vec![0, u32::MAX]] {
            let mut bytes = Vec::new();
            push_counts(&mut bytes, &counts);
            let mut back = vec![0; counts.len()];
            assert_eq!(take_counts(&mut bytes.as_slice(), &mut back), Some(()));
            assert_eq!(back, counts);
            assert_eq!(take_counts(&mut bytes.as_slice(), &mut vec![0; counts.len() + 1]), None);
        }
    }
}
