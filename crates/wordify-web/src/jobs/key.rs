//! The two names of a job: the secret in its link, and the reference that logs may show.

use std::fmt::{self, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The secret of a job, 128 random bits: whoever has it may see, cancel and delete the job.
///
/// It is the `id` of the API and stands in every address of the job, 32 hexadecimal digits. It is never logged,
/// and no longer stored once the job has ended and its mail is sent; the result can be read with it only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct JobKey([u8; 16]);

impl JobKey {
    /// A key that nobody can guess.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The name under which the job is stored and logged: 64 bits of a hash, from which nobody finds the key.
    pub fn id(&self) -> JobId {
        let hash = self.derive("wordify job");
        JobId(hash[..8].iter().fold(String::with_capacity(16), hex))
    }

    /// The key for reading: whoever has it sees the result, and can neither delete it nor use its file. It follows from this one, and
    /// from it nobody finds this one.
    #[must_use]
    pub fn reader(&self) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.derive("wordify reader")[..16]);
        Self(bytes)
    }

    /// 256 bits that follow from the key, different for each purpose.
    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(purpose.as_bytes());
        hash.update([0]);
        hash.update(self.0);
        hash.finalize().into()
    }
}

fn hex(mut text: String, byte: &u8) -> String {
    write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    text
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().fold(String::with_capacity(32), hex))
    }
}

/// Without the secret, so that it cannot get into a log by accident.
impl fmt::Debug for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JobKey(of {})", self.id())
    }
}

/// The text is not 32 lowercase hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a job's id has 32 hexadecimal digits")
    }
}

impl std::error::Error for NotAKey {}

impl FromStr for JobKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        if text.len() != 32 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NotAKey);
        }
        let mut bytes = [0; 16];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| NotAKey)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for JobKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for JobKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The public name of a job: primary key of the storage, field of the logs, reference number for people;
/// 16 hexadecimal digits. It gives no access to anything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobId(String);

impl JobId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An id as it was stored.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_from_its_text_and_never_shown_by_debug() {
        let key = JobKey::random().expect("random bits");
        assert_eq!(key.to_string().parse(), Ok(key.clone()));
        assert!(!format!("{key:?}").contains(&key.to_string()));
        assert!(format!("{key:?}").contains(key.id().as_str()));
    }

    #[test]
    fn the_key_for_reading_is_always_the_same_and_another_one() {
        let key = JobKey::random().expect("random");
        assert_eq!(key.reader(), key.reader());
        assert!(key.reader() != key && key.reader().reader() != key && key.reader().id() != key.id());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "0", "../../../../etc/passwd", &"A".repeat(32), &"g".repeat(32), &"0".repeat(33)] {
            assert_eq!(text.parse::<JobKey>(), Err(NotAKey), "{text}");
        }
    }

    #[test]
    fn two_keys_have_two_ids() {
        let (a, b) = (JobKey::random().expect("random"), JobKey::random().expect("random"));
        assert_ne!(a.id(), b.id());
        assert_eq!(a.id().as_str().len(), 16);
    }
}
