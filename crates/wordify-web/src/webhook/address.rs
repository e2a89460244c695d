//! An address that is to be called, and whether it may be.

use std::net::IpAddr;

use hyper::Uri;

use crate::config::Webhooks;
use crate::network::is_public;

/// Longer ones are no address of anybody; browsers and servers take 2,000 characters.
const ADDRESS_BYTES_MAX: usize = 2000;
/// The longest name of a host, by RFC 1035.
const NAME_BYTES_MAX: usize = 253;

/// Where a notice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub(super) is_encrypted: bool,
    pub(super) host: Host,
    pub(super) port: u16,
    /// Host, and port where it is named: the field `Host`.
    pub(super) authority: String,
    /// Path and query.
    pub(super) target: String,
}

/// A host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// A name, in small letters.
    Name(String),
    /// A literal address.
    Address(IpAddr),
}

impl Address {
    /// Reads an address such as `https://hooks.example.org/wordify`.
    ///
    /// # Errors
    /// What is wrong with it: a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let whole = || "Write it whole, as https://hooks.example.org/wordify.".to_owned();
        if text.len() > ADDRESS_BYTES_MAX {
            return Err(format!("An address has {ADDRESS_BYTES_MAX} bytes at most."));
        }
        let uri: Uri = text.parse().map_err(|_| whole())?;
        let authority = uri.authority().ok_or_else(whole)?;
        let (is_encrypted, usual) = match uri.scheme_str() {
            Some("https") => (true, 443),
            Some("http") => (false, 80),
            _ => return Err(whole()),
        };
        if authority.as_str().contains('@') {
            return Err("An address with a user or a password in it is not called.".to_owned());
        }
        let host = host_of(authority.host()).ok_or_else(whole)?;
        // What is not a port is seen from the text alone.
        let port = match authority.as_str().strip_prefix(authority.host()) {
            Some("") => usual,
            _ => authority.port_u16().filter(|&port| port > 0).ok_or_else(whole)?,
        };
        let target = uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        Ok(Self { is_encrypted, host, port, authority: authority.as_str().to_owned(), target })
    }

    /// Whether `settings` let it be called, as far as its text shows; what its name stands for is looked at when it is called
    /// (`Address::may_reach`).
    ///
    /// # Errors
    /// Why not: a sentence.
    pub fn check(&self, settings: &Webhooks) -> Result<(), String> {
        let is_listed = match &self.host {
            Host::Name(name) => settings.hosts.iter().any(|host| is_of(name, host)),
            Host::Address(address) => {
                settings.networks.iter().any(|network| network.contains(*address))
                    || settings.hosts.iter().any(|host| host_of(host) == Some(Host::Address(*address)))
            }
        };
        if !is_listed {
            return Err("This site does not call this host.".to_owned());
        }
        match self.host {
            Host::Address(address) => self.may_reach(address, settings),
            Host::Name(_) if !self.is_encrypted && settings.networks.is_empty() => Err(OPEN_LINE.to_owned()),
            Host::Name(_) => Ok(()),
        }
    }

    /// Whether a connection may be made to `address`, which its host is or stands for.
    ///
    /// # Errors
    /// Why not: a sentence.
    pub(super) fn may_reach(&self, address: IpAddr, settings: &Webhooks) -> Result<(), String> {
        if settings.networks.iter().any(|network| network.contains(address)) {
            return Ok(());
        }
        if !is_public(address) {
            return Err("Its host is in no public network.".to_owned());
        }
        if self.is_encrypted { Ok(()) } else { Err(OPEN_LINE.to_owned()) }
    }
}

const OPEN_LINE: &str = "It must begin with https://, because what is sent holds the key of the analysis.";

/// Whether `name` is the listed host, or below it where that begins with `*.`.
fn is_of(name: &str, listed: &str) -> bool {
    match listed.strip_prefix("*.") {
        Some(domain) => name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
        None => name == listed,
    }
}

/// Whether the settings may list this host: a name, a name after `*.`, or an address.
pub(crate) fn is_host(listed: &str) -> bool {
    let (name, is_domain) = listed.strip_prefix("*.").map_or((listed, false), |domain| (domain, true));
    match host_of(name) {
        Some(Host::Name(read)) => read == name,
        Some(Host::Address(_)) => !is_domain,
        None => false,
    }
}

fn host_of(text: &str) -> Option<Host> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    if let Ok(address) = bare.parse() {
        return Some(Host::Address(address));
    }
    let name = text.to_ascii_lowercase();
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    (name.len() <= NAME_BYTES_MAX && name.split('.').all(is_part)).then_some(Host::Name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(hosts: &[&str], networks: &[&str]) -> Webhooks {
        Webhooks {
            hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
            networks: networks.iter().map(|text| text.parse().expect("a network")).collect(),
            secret: String::new(),
            ca: None,
        }
    }

    fn is_permitted(text: &str, settings: &Webhooks) -> bool {
        Address::read(text).and_then(|address| address.check(settings)).is_ok()
    }

    #[test]
    fn an_address_is_read_into_its_parts() {
        let address = Address::read("https://Hooks.Example.org:8443/a?b=c").expect("read");
        assert_eq!(address.host, Host::Name("hooks.example.org".into()));
        assert_eq!((address.port, address.target.as_str(), address.is_encrypted), (8443, "/a?b=c", true));
        let address = Address::read("http://[fd00::1]").expect("read");
        assert_eq!((address.port, address.target.as_str(), address.is_encrypted), (80, "/", false));
        assert_eq!(address.host, Host::Address("fd00::1".parse().expect("an address")));
    }

    #[test]
    fn what_is_no_whole_address_of_the_web_is_refused() {
        let long = format!("https://example.org/{}", "a".repeat(ADDRESS_BYTES_MAX));
        for text in [
            "",
            "/path",
            "example.org",
            "ftp://example.org",
            "https://",
            "https://u:p@example.org/",
            "https://exa mple.org",
            "https://example.org:0/",
            "https://example.org:99999/",
            "https://example..org/",
            "file:///etc/passwd",
            "https://example.org:/",
            "https://müller.example/",
            &long,
        ] {
            assert!(Address::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn hosts_that_are_listed_may_be_called_and_no_others() {
        let settings = settings(&["hooks.example.org", "*.example.edu"], &[]);
        for text in ["https://hooks.example.org/a", "https://HOOKS.example.org", "https://a.b.example.edu/"] {
            assert!(is_permitted(text, &settings), "{text}");
        }
        for text in [
            "https://example.org/",
            "https://hooks.example.org.evil.test/",
            "https://evilexample.edu/",
            "https://example.edu/",
            "https://1.1.1.1/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "http://hooks.example.org/",
        ] {
            assert!(!is_permitted(text, &settings), "{text}");
        }
    }

    #[test]
    fn addresses_of_listed_networks_may_be_called_also_without_tls() {
        let settings = settings(&["1.1.1.1", "10.9.9.9"], &["10.1.0.0/16"]);
        assert!(
            is_permitted("http://10.1.2.3:8080/", &settings) && is_permitted("https://1.1.1.1/", &settings)
        );
        for text in ["http://10.2.0.1/", "http://1.1.1.1/", "https://10.9.9.9/", "http://[::ffff:10.2.0.1]/"]
        {
            assert!(!is_permitted(text, &settings), "{text}");
        }
    }

    #[test]
    fn a_listed_name_leads_to_no_machine_of_ours() {
        let address = Address::read("https://hooks.example.org/").expect("read");
        let settings = settings(&["hooks.example.org"], &["10.1.0.0/16"]);
        for (reached, may) in [
            ("10.1.2.3", true),
            ("1.1.1.1", true),
            ("127.0.0.1", false),
            ("169.254.169.254", false),
            ("::1", false),
        ] {
            assert_eq!(address.may_reach(reached.parse().expect("one"), &settings).is_ok(), may, "{reached}");
        }
        let open = Address::read("http://hooks.example.org/").expect("read");
        assert!(open.check(&settings).is_ok(), "it may stand for an address of the network");
        assert!(open.may_reach("1.1.1.1".parse().expect("one"), &settings).is_err());
    }

    #[test]
    fn the_settings_may_list_names_domains_and_addresses() {
        for listed in ["a", "hooks.example.org", "*.example.edu", "10.0.0.1", "::1", "[::1]"] {
            assert!(is_host(listed), "{listed}");
        }
        for listed in ["", "*", "*.", "https://a", "a/b", "Example.org", "*.10.0.0.1", "a:80"] {
            assert!(!is_host(listed), "{listed}");
        }
    }
}
