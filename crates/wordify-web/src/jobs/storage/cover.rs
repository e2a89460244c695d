//! What hides texts in a database that others may copy: a key which only the hosts of the site have.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit};
use sha2::{Digest, Sha256};

use super::{Result, StorageError};
use crate::jobs::key::JobId;
use crate::jobs::seal::{self, SealError};

/// Random bytes that a key file stands for.
const KEY_BYTES: usize = 32;

/// The key, at work.
pub(super) struct Cover(ChaCha20Poly1305);

impl std::fmt::Debug for Cover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cover")
    }
}

/// Whether `text` can be the key of a storage: 32 bytes in base64.
///
/// # Errors
/// What it should be, as a sentence without a full stop.
pub(crate) fn check_key(text: &str) -> std::result::Result<[u8; KEY_BYTES], String> {
    let bytes = STANDARD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| format!("the key is not {KEY_BYTES} bytes in base64"))
}

impl Cover {
    /// By the text of a key file.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn new(text: &str) -> Result<Self> {
        let secret = check_key(text).map_err(StorageError::Unsuited)?;
        let mut hash = Sha256::new();
        hash.update("wordify storage");
        hash.update([0]);
        hash.update(secret);
        Ok(Self(ChaCha20Poly1305::new(&Key::from(<[u8; 32]>::from(hash.finalize())))))
    }

    /// `text` as it is stored in `column` of what belongs to the job `id`: base64.
    ///
    /// # Errors
    /// When the system gives no random bits.
    pub(super) fn hide(&self, id: &JobId, column: &str, text: &str) -> Result<String> {
        Ok(STANDARD.encode(self.seal(&format!("{id} {column}"), text.as_bytes())?))
    }

    /// What was hidden there.
    ///
    /// # Errors
    /// For another key, another place, or damage.
    pub(super) fn show(&self, id: &JobId, column: &'static str, stored: &str) -> Result<String> {
        let sealed = STANDARD.decode(stored).map_err(|_| StorageError::Damaged(column))?;
        let plain = self.open(&format!("{id} {column}"), &sealed).ok_or(StorageError::Damaged(column))?;
        String::from_utf8(plain).map_err(|_| StorageError::Damaged(column))
    }

    /// `plain`, sealed for `place`.
    ///
    /// # Errors
    /// When the system gives no random bits.
    pub(super) fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        seal::encrypt(&self.0, place, plain).map_err(|error| match error {
            SealError::NoRandom => StorageError::System("the operating system gives no random bits"),
            _ => StorageError::System("nothing can be sealed"),
        })
    }

    /// What was sealed for `place`; none for another key, another place, or damage.
    pub(super) fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        seal::decrypt(&self.0, place, sealed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_shown_by_the_same_key_at_the_same_place_only() {
        let key = |byte: u8| STANDARD.encode([byte; 32]);
        let (one, other) =
            (Cover::new(&format!("{}\n", key(1))).expect("a key"), Cover::new(&key(2)).expect("a key"));
        let [id, another] = ["00", "01"].map(|id| JobId::stored(id.to_owned()));
        let stored = one.hide(&id, "email", "someone@example.org").expect("hidden");
        assert!(!stored.contains("someone"));
        assert_eq!(one.show(&id, "email", &stored).expect("shown"), "someone@example.org");
        assert_ne!(one.hide(&id, "email", "someone@example.org").expect("hidden"), stored);
        for shown in [
            other.show(&id, "email", &stored),
            one.show(&another, "email", &stored),
            one.show(&id, "webhook", &stored),
            one.show(&id, "email", &stored[4..]),
        ] {
            shown.expect_err("not shown");
        }
    }

    #[test]
    fn a_key_is_32_bytes_in_base64() {
        for text in ["", "secret", &STANDARD.encode([1; 31]), &STANDARD.encode([1; 33])] {
            assert!(check_key(text).is_err(), "{text}");
        }
    }
}
