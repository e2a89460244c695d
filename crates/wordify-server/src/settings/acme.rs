//! How certificates are obtained by themselves.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest name that the domain name system knows.
const DOMAIN_BYTES_MAX: usize = 253;
/// The longest part of one, between dots.
const LABEL_BYTES_MAX: usize = 63;
/// How the address of a proxy begins.
const PROXY_SCHEME: &str = "http://";
/// Let's Encrypt's own, whose certificates everyone trusts.
const DIRECTORY: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// How certificates are obtained by themselves: by ACME (RFC 8555), proving by TLS-ALPN-01 (RFC 8737) that the names are ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Acme {
    /// The names that the one certificate is for. All of them must lead to this machine's port 443.
    pub domains: Vec<Domain>,
    /// A mail address, for messages of the authority.
    pub contact: Option<Contact>,
    /// Where the authority's ACME server says what it offers.
    pub directory: Directory,
    /// Where account, certificate and key are kept; only the user that workers run as may look into it.
    pub folder: Option<PathBuf>,
    /// Whether you agree to the authority's terms of service.
    pub terms_agreed: bool,
    /// Authorities that the ACME server's own certificate may come from, in PEM form. Default: those of the system.
    pub root: Option<PathBuf>,
    /// The proxy of HTTP by which the ACME server is asked, where this machine reaches no other. Default: none.
    pub proxy: Option<Proxy>,
}

impl Default for Acme {
    fn default() -> Self {
        Self {
            domains: Vec::new(),
            contact: None,
            directory: Directory(DIRECTORY.to_owned()),
            folder: None,
            terms_agreed: false,
            root: None,
            proxy: None,
        }
    }
}

/// A text that was checked as it was read.
macro_rules! checked {
    ($name:ident) => {
        impl $name {
            /// As it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(checked: $name) -> Self {
                checked.0
            }
        }
    };
}

/// A name such as `wordify.example.org`, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Domain(String);

checked!(Domain);

impl FromStr for Domain {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| Err(format!("{text:?} cannot be in a certificate: {why}"));
        let is_label = |label: &str| {
            let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            (1..=LABEL_BYTES_MAX).contains(&label.len())
                && label.bytes().all(is_inner)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if text.starts_with("*.") {
            return wrong(
                "write each name below it instead of a star, for a star can only be proven in the domain name system",
            );
        }
        if text.parse::<std::net::IpAddr>().is_ok() || text.starts_with('[') {
            return wrong("write a name instead of an address");
        }
        if text.contains("://") || text.contains('/') || text.contains(':') {
            return wrong("write the name alone, as wordify.example.org");
        }
        if !text.is_ascii() {
            return wrong("write it in its ASCII form, which begins with xn--");
        }
        let text = text.to_ascii_lowercase();
        if text.len() > DOMAIN_BYTES_MAX || !text.split('.').all(is_label) {
            return wrong(
                "names consist of letters, digits and hyphens between dots, as wordify.example.org",
            );
        }
        Ok(Self(text))
    }
}

/// A mail address, as an authority wants it: `mailto:…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Contact(String);

checked!(Contact);

impl FromStr for Contact {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let address = text.strip_prefix("mailto:").unwrap_or(text);
        let is_right = matches!(address.split_once('@'), Some((name, domain))
            if !name.is_empty() && domain.parse::<Domain>().is_ok());
        if is_right && !address.contains([' ', ',', '?', '<', '>']) {
            Ok(Self(format!("mailto:{address}")))
        } else {
            Err(format!("{text:?} is not a mail address; write mailto:name@example.org"))
        }
    }
}

/// The address of an ACME server's directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Directory(String);

checked!(Directory);

impl Directory {
    /// The server alone, in letters that a file may be called by.
    pub(crate) fn server(&self) -> String {
        let server = self.0.split('/').nth(2).unwrap_or_default();
        server
            .chars()
            .map(|char| if char.is_ascii_alphanumeric() || ".-".contains(char) { char } else { '_' })
            .collect()
    }
}

impl FromStr for Directory {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uri = text.parse::<http::Uri>().ok();
        let is_right = uri.is_some_and(|uri| {
            uri.scheme_str() == Some("https")
                && uri.host().is_some_and(|host| !host.is_empty() && !host.starts_with('.'))
        });
        if is_right {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("{text:?} is not the address of an ACME server; write it as {DIRECTORY}"))
        }
    }
}

/// A proxy that passes connections on (`CONNECT` of RFC 9110): `http://proxy.example.edu:3128`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Proxy(String);

checked!(Proxy);

impl Proxy {
    /// Host and port.
    pub(crate) fn authority(&self) -> &str {
        self.0.trim_start_matches(PROXY_SCHEME).trim_end_matches('/')
    }
}

impl FromStr for Proxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let uri = text.strip_prefix(PROXY_SCHEME).and_then(|_| text.parse::<http::Uri>().ok());
        let is_right = uri.is_some_and(|uri| {
            let is_bare =
                matches!(uri.path_and_query().map(http::uri::PathAndQuery::as_str), None | Some("/"));
            let has_name =
                uri.authority().is_some_and(|name| !name.as_str().contains('@') && !name.host().is_empty());
            is_bare && has_name && uri.port_u16().is_some()
        });
        if is_right {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "{text:?} is not the address of a proxy; write it with its port, and without a password, as http://proxy.example.edu:3128"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_an_authority_could_certify_are_taken_and_others_are_explained() {
        for name in ["example.org", "a-b.xn--bcher-kva.example", "localhost", "1.example.org"] {
            assert_eq!(name.parse::<Domain>().as_ref().map(Domain::as_str), Ok(name));
        }
        assert_eq!("Example.ORG".parse::<Domain>().as_ref().map(Domain::as_str), Ok("example.org"));
        let long = format!("{}.org", "a.".repeat(200));
        for (name, words) in [
            ("*.example.org", "instead of a star"),
            ("192.0.2.1", "instead of an address"),
            ("::1", "instead of an address"),
            ("https://example.org", "the name alone"),
            ("example.org:443", "the name alone"),
            ("bücher.example", "xn--"),
            ("", "letters, digits and hyphens"),
            ("example..org", "letters, digits and hyphens"),
            ("-a.example.org", "letters, digits and hyphens"),
            ("a_b.example.org", "letters, digits and hyphens"),
            ("../../etc", "the name alone"),
            (long.as_str(), "letters, digits and hyphens"),
        ] {
            let error = name.parse::<Domain>().expect_err(name);
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn a_mail_address_is_taken_with_and_without_its_scheme() {
        for text in ["mailto:a@example.org", "a@example.org"] {
            assert_eq!(text.parse::<Contact>().as_ref().map(Contact::as_str), Ok("mailto:a@example.org"));
        }
        for text in ["", "a", "mailto:", "@example.org", "a@", "a b@example.org", "a@example.org?subject=b"] {
            assert!(text.parse::<Contact>().expect_err(text).contains("write mailto:name@example.org"));
        }
    }

    #[test]
    fn a_directory_is_an_address_of_https_and_names_a_folder() {
        assert_eq!(Acme::default().directory.server(), "acme-v02.api.letsencrypt.org");
        let local: Directory = "https://[::1]:14000/dir".parse().expect("it is right");
        assert_eq!(local.server(), "___1__14000");
        for text in
            ["", "acme.example.org", "http://acme.example.org/", "https://", "https:///a", "https://../a"]
        {
            assert!(text.parse::<Directory>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_proxy_has_a_host_and_a_port_and_nothing_else() {
        for (text, authority) in [
            ("http://proxy.example.edu:3128", "proxy.example.edu:3128"),
            ("http://[::1]:8080/", "[::1]:8080"),
        ] {
            assert_eq!(text.parse::<Proxy>().as_ref().map(Proxy::authority), Ok(authority));
        }
        for text in [
            "",
            "proxy.example.edu:3128",
            "https://proxy.example.edu:3128",
            "http://proxy.example.edu",
            "http://:3128",
            "http://user:password@proxy.example.edu:3128",
            "http://proxy.example.edu:3128/path",
        ] {
            assert!(text.parse::<Proxy>().expect_err(text).contains("with its port"), "{text}");
        }
    }
}
