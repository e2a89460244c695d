//! Where a listener's certificate comes from.

use std::fmt;
use std::path::PathBuf;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The word that stands for [`Tls::Acme`].
const ACME: &str = "acme";

/// Where a listener's certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// From files that somebody else renews.
    Files(CertificateFiles),
    /// From an authority that is asked by itself, as [`Acme`](super::Acme) says.
    Acme,
}

/// A certificate chain and its key, as files in PEM form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateFiles {
    /// The server's certificate first, then those that lead to the authority.
    pub certificate: PathBuf,
    /// The private key; readable by the user that workers run as.
    pub key: PathBuf,
}

impl Serialize for Tls {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Files(files) => files.serialize(serializer),
            Self::Acme => serializer.serialize_str(ACME),
        }
    }
}

/// By hand, so that an error names the wrong key and not just that no form fits.
impl<'de> Deserialize<'de> for Tls {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Tls;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"acme\", or a table with `certificate` and `key`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Tls, E> {
                if text == ACME {
                    Ok(Tls::Acme)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Tls, A::Error> {
                CertificateFiles::deserialize(MapAccessDeserializer::new(map)).map(Tls::Files)
            }
        }
        deserializer.deserialize_any(Form)
    }
}
