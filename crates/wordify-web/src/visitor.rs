//! Who sends a request, as far as we want to know: a keyed hash of the address, for fairness between visitors.

use std::fmt::Write;
use std::net::{IpAddr, Ipv6Addr};

use sha2::{Digest, Sha256};

/// Who is at the other end of a connection; the server puts it into the extensions of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The client's address, as the connection or our own proxy says it.
    pub address: Option<IpAddr>,
    /// Whether there is no proxy of ours between.
    pub is_direct: bool,
    /// Whether the client speaks TLS.
    pub is_tls: bool,
}

/// The sender of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// A keyed hash of the address, 16 hexadecimal digits.
    pub name: String,
    /// Whether the limits for a single visitor hold: not on the machine itself, whose owner sets them.
    pub is_limited: bool,
}

/// What makes names of visitors: the same in every process of the site, unknown outside.
pub struct VisitorSecret([u8; 32]);

impl std::fmt::Debug for VisitorSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VisitorSecret")
    }
}

impl VisitorSecret {
    /// The secret as it is stored.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The visitor behind a request over a connection from `peer`.
    pub fn visitor(&self, peer: Option<Peer>) -> Visitor {
        let address = peer.and_then(|peer| peer.address).map(plain);
        let is_direct = peer.is_some_and(|peer| peer.is_direct);
        let is_limited = !(is_direct && address.is_some_and(|address| address.is_loopback()));
        Visitor { name: self.name(address), is_limited }
    }

    fn name(&self, address: Option<IpAddr>) -> String {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(b"visitor");
        match address {
            Some(IpAddr::V4(address)) => hash.update(address.octets()),
            // Whoever has one IPv6 address has the 2^64 of its network.
            Some(IpAddr::V6(address)) => hash.update(&address.octets()[..8]),
            None => hash.update(b"unknown"),
        }
        hash.finalize()[..8].iter().fold(String::with_capacity(16), |mut name, byte| {
            write!(name, "{byte:02x}").expect("writing to a string cannot fail");
            name
        })
    }
}

/// An IPv4 address that came over an IPv6 socket is an IPv4 address.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => Ipv6Addr::to_ipv4_mapped(&v6).map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(secret: u8, address: &str, is_direct: bool) -> Visitor {
        let peer = Peer { address: Some(address.parse().expect("an address")), is_direct, is_tls: false };
        VisitorSecret::new([secret; 32]).visitor(Some(peer))
    }

    #[test]
    fn names_of_visitors_tell_addresses_apart_and_hide_them() {
        let name = |secret, address| visitor(secret, address, true).name;
        assert_eq!(name(1, "192.0.2.1"), name(1, "192.0.2.1"));
        assert_eq!(name(1, "192.0.2.1"), name(1, "::ffff:192.0.2.1"));
        assert_ne!(name(1, "192.0.2.1"), name(1, "192.0.2.2"));
        assert_ne!(name(1, "192.0.2.1"), name(2, "192.0.2.1"));
        assert_eq!(name(1, "2001:db8::1"), name(1, "2001:db8::2"));
        assert_ne!(name(1, "2001:db8::1"), name(1, "2001:db8:1::1"));
    }

    #[test]
    fn who_sits_at_the_machine_itself_has_no_limit_but_a_local_proxy_is_not_the_visitor() {
        assert!(!visitor(1, "127.0.0.1", true).is_limited);
        assert!(!visitor(1, "::1", true).is_limited);
        assert!(visitor(1, "192.0.2.1", true).is_limited);
        assert!(visitor(1, "127.0.0.1", false).is_limited);
        assert!(VisitorSecret::new([1; 32]).visitor(None).is_limited);
    }
}
