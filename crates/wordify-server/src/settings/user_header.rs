//! The header in which a proxy of ours says who is signed on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest name of a header.
const NAME_BYTES_MAX: usize = 64;

/// The name of a header that only a proxy of ours may set, such as `X-Remote-User`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserHeader(String);

impl UserHeader {
    /// In small letters, as requests hold it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for UserHeader {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let name = text.to_ascii_lowercase();
        let is_token = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        // Others have a meaning of their own, which a name in them would change.
        let is_free = name == "remote-user"
            || (name.starts_with("x-") && !name.starts_with("x-forwarded-") && name.len() > 2);
        if is_token && is_free && name.len() <= NAME_BYTES_MAX {
            Ok(Self(name))
        } else {
            Err(format!(
                "{text:?} is not a header for the name of a user; write X-Remote-User, or what your proxy sets"
            ))
        }
    }
}

impl TryFrom<String> for UserHeader {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<UserHeader> for String {
    fn from(header: UserHeader) -> Self {
        header.0
    }
}

impl fmt::Display for UserHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
