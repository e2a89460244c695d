//! Results are stored sealed: compressed, and encrypted with a key that follows from the job's link.
//!
//! ChaCha20-Poly1305 (RFC 8439) with a random nonce; the name of the part is authenticated with it, so that parts
//! cannot be exchanged. Who reads the disk, a backup included, learns nothing of texts and terms.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};

use crate::jobs::key::JobKey;

const NONCE_BYTES: usize = 12;
/// Fast, and within a few per cent of the slow levels on what we store.
const COMPRESSION_LEVEL: i32 = 3;
/// A part is never larger unpacked: a guard against a damaged length, far above what the analyst writes.
const PART_BYTES_MAX: usize = 1 << 30;

/// A part could not be sealed or opened.
#[derive(Debug)]
pub enum SealError {
    /// The operating system gave no random bits.
    NoRandom,
    /// Wrong key, wrong part, or damaged.
    NotOpened,
    /// Could not be packed or unpacked.
    Compression(std::io::Error),
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRandom => f.write_str("the operating system gives no random bits"),
            Self::NotOpened => f.write_str("a sealed part cannot be opened: wrong key or damaged"),
            Self::Compression(error) => write!(f, "a sealed part cannot be packed or unpacked: {error}"),
        }
    }
}

impl std::error::Error for SealError {}

/// Seals `plain` as the part `name` of the job with `key`.
///
/// # Errors
/// No random bits, or no memory for packing.
pub fn seal(key: &JobKey, name: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let packed = zstd::bulk::compress(plain, COMPRESSION_LEVEL).map_err(SealError::Compression)?;
    encrypt(&cipher(key), name, &packed)
}

/// Opens what [`seal`] made with the same key and name.
///
/// # Errors
/// [`SealError::NotOpened`] for another key, another name, or damaged bytes.
pub fn open(key: &JobKey, name: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let packed = decrypt(&cipher(key), name, sealed)?;
    let mut plain = Vec::new();
    let decoder = zstd::stream::read::Decoder::new(packed.as_slice()).map_err(SealError::Compression)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(decoder, PART_BYTES_MAX as u64), &mut plain)
        .map_err(SealError::Compression)?;
    Ok(plain)
}

/// `plain`, encrypted for `place`: a random nonce, and behind it what the cipher gives.
///
/// # Errors
/// No random bits.
pub(crate) fn encrypt(cipher: &ChaCha20Poly1305, place: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandom)?;
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::NotOpened)?;
    Ok([&nonce, sealed.as_slice()].concat())
}

/// What [`encrypt`] was given.
///
/// # Errors
/// [`SealError::NotOpened`] for another key, another place, or damaged bytes.
pub(crate) fn decrypt(cipher: &ChaCha20Poly1305, place: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or(SealError::NotOpened)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| SealError::NotOpened)?;
    let payload = Payload { msg: body, aad: place.as_bytes() };
    cipher.decrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::NotOpened)
}

fn cipher(key: &JobKey) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Key::from(key.derive("wordify seal")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_opened_by_the_same_key_and_name_only() {
        let (key, other) = (JobKey::random().expect("random"), JobKey::random().expect("random"));
        let plain = b"free press, free press, free press".repeat(100);
        let sealed = seal(&key, "summary", &plain).expect("sealed");
        assert_eq!(open(&key, "summary", &sealed).expect("opened"), plain);
        assert!(matches!(open(&other, "summary", &sealed), Err(SealError::NotOpened)));
        assert!(matches!(open(&key, "terms-0", &sealed), Err(SealError::NotOpened)));
        assert!(!sealed.windows(5).any(|window| window == b"press"));
        for cut in [0, 5, 12, sealed.len() - 1] {
            assert!(open(&key, "summary", &sealed[..cut]).is_err(), "cut at {cut}");
        }
    }
}
