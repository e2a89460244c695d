//! The secret of webhooks, and signatures made with it, as the specification Standard Webhooks 1.0.0 says.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine};
use ring::hmac;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a secret, by the specification.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A secret that this site and those who are called share.
#[derive(Clone)]
pub struct Secret(hmac::Key);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// The secret that is written as `whsec_` and the base64 of 24 to 64 bytes.
    ///
    /// # Errors
    /// What is wrong with it, without repeating it.
    pub fn read(text: &str) -> Result<Self, String> {
        let rest =
            text.strip_prefix(PREFIX).ok_or_else(|| format!("the secret does not begin with {PREFIX}"))?;
        let bytes =
            BASE64_STANDARD.decode(rest).map_err(|_| format!("what follows {PREFIX} is not base64"))?;
        if !SECRET_BYTES.contains(&bytes.len()) {
            return Err(format!("the secret has {} bytes, and 24 to 64 are wanted", bytes.len()));
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }

    /// The field `webhook-signature` of a notice: HMAC-SHA256 of `id.seconds.body`.
    pub fn signature(&self, id: &str, seconds: i64, body: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", BASE64_STANDARD.encode(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_that_python_makes() {
        // base64.b64encode(hmac.new(b"0123456789abcdef01234567", b'msg_1.1700000000.{"a":1}', "sha256").digest())
        let secret = Secret::read("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3").expect("a secret");
        assert_eq!(secret.signature("msg_1", 1_700_000_000, "{\"a\":1}"), EXPECTED);
    }

    const EXPECTED: &str = "v1,WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8=";

    #[test]
    fn a_secret_that_is_none_is_refused_without_repeating_it() {
        let too_short = format!("whsec_{}", BASE64_STANDARD.encode([7; 23]));
        for text in ["", "secret-words", "whsec_", "whsec_not base64!", &too_short] {
            let reason = Secret::read(text).expect_err("refused");
            assert!(text.len() < 8 || !reason.contains(text.trim_start_matches(PREFIX)), "{reason}");
        }
    }
}
