//! What stands in a checkpoint around what was done.

use sha2::{Digest, Sha256};

use super::bytes::take_number;
use super::further::{self, Borrowed};
use super::refusal::DAMAGED;
use super::{Fingerprint, HASH_BYTES, MAGIC};
use crate::selection::share::Share;

/// A checkpoint whose hash is right.
#[derive(Debug)]
pub(super) struct Content<'b> {
    pub(super) fingerprint: Fingerprint,
    pub(super) share: Share,
    pub(super) further: Borrowed<'b>,
    /// What was done, by fits or by paths.
    pub(super) body: &'b [u8],
}

impl<'b> Content<'b> {
    /// What `bytes` hold.
    ///
    /// # Errors
    /// What is wrong with them, as the end of a sentence.
    pub(super) fn of(bytes: &'b [u8]) -> Result<Self, &'static str> {
        if bytes.len() >= MAGIC.len() && !bytes.starts_with(&MAGIC[..MAGIC.len() - 1]) {
            return Err("is not part of an analysis");
        }
        let whole = bytes.split_last_chunk::<HASH_BYTES>();
        let (content, _) =
            whole.filter(|(content, hash)| Sha256::digest(content)[..] == hash[..]).ok_or(DAMAGED)?;
        // Every version ends in the hash, but what stands before it may be other.
        let rest = content.strip_prefix(MAGIC).ok_or("was made by another version of Wordify")?;
        Self::behind_magic(rest).ok_or(DAMAGED)
    }

    fn behind_magic(mut rest: &'b [u8]) -> Option<Self> {
        let fingerprint = Fingerprint::take(&mut rest)?;
        let [part, of] = [take_number(&mut rest)?, take_number(&mut rest)?];
        let share = match of {
            0 => Share::All,
            of => Share::Part { part: part as usize, of: of as usize },
        };
        let further = further::take(&mut rest)?;
        Some(Self { fingerprint, share, further, body: rest })
    }
}
