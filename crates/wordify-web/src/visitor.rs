//! Who sends a request, as far as we want to know: a keyed hash of the address, for fairness between visitors.

use std::fmt::Write;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;
use sha2::{Digest, Sha256};

/// Where a connection comes from; the server puts it into the extensions of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// Over TCP.
    Address(SocketAddr),
    /// Over a unix socket: always a proxy on this machine.
    Unix,
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
    pub fn visitor(&self, peer: Option<Peer>, headers: &HeaderMap, trusted_proxies: &[IpAddr]) -> Visitor {
        let address = client_address(peer, headers, trusted_proxies);
        let is_direct = matches!(peer, Some(Peer::Address(_))) && !headers.contains_key("x-forwarded-for");
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

/// The address of the client: of the connection, or as the nearest proxy that we do not know tells it.
fn client_address(peer: Option<Peer>, headers: &HeaderMap, trusted_proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = match peer? {
        Peer::Address(address) => Some(plain(address.ip())),
        Peer::Unix => None,
    };
    let is_trusted = |address: &IpAddr| trusted_proxies.contains(address);
    if peer.is_some_and(|address| !is_trusted(&address)) {
        return peer;
    }
    // Each proxy appends whom it was called by; what stands further left may be invented.
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Some(address) = parse(hop.trim()) else { break };
        nearest = Some(address);
        if !is_trusted(&address) {
            break;
        }
    }
    nearest
}

/// `192.0.2.1`, `192.0.2.1:1234`, `2001:db8::1`, `[2001:db8::1]:1234`.
fn parse(hop: &str) -> Option<IpAddr> {
    let address = hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok()).map(plain)
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

    const PROXY: &str = "10.0.0.1";

    fn address(peer: &str, forwarded: &[&str]) -> Option<IpAddr> {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().expect("a header"));
        }
        let peer = match peer {
            "unix" => Peer::Unix,
            address => Peer::Address(SocketAddr::new(address.parse().expect("an address"), 1)),
        };
        client_address(Some(peer), &headers, &[PROXY.parse().expect("an address")])
    }

    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        assert_eq!(address(peer, forwarded), expected.parse().ok(), "{peer} {forwarded:?}");
    }

    #[test]
    fn only_proxies_that_we_know_may_say_whom_they_speak_for() {
        check("192.0.2.9", &["198.51.100.1"], "192.0.2.9");
        check(PROXY, &["198.51.100.1"], "198.51.100.1");
        check("unix", &["198.51.100.1"], "198.51.100.1");
        check("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1");
    }

    #[test]
    fn what_a_client_invents_stands_left_of_what_the_proxy_saw() {
        check(PROXY, &["203.0.113.7, 198.51.100.1"], "198.51.100.1");
        check(PROXY, &["203.0.113.7", "198.51.100.1, 10.0.0.1"], "198.51.100.1");
        check(PROXY, &["203.0.113.7, nonsense"], PROXY);
        check(PROXY, &[], PROXY);
        check(PROXY, &["[2001:db8::1]:443"], "2001:db8::1");
    }

    fn visitor(secret: u8, peer: &str, headers: &HeaderMap) -> Visitor {
        let peer = Peer::Address(SocketAddr::new(peer.parse().expect("an address"), 1));
        VisitorSecret::new([secret; 32]).visitor(Some(peer), headers, &[])
    }

    #[test]
    fn names_of_visitors_tell_addresses_apart_and_hide_them() {
        let none = HeaderMap::new();
        let name = |secret, peer| visitor(secret, peer, &none).name;
        assert_eq!(name(1, "192.0.2.1"), name(1, "192.0.2.1"));
        assert_ne!(name(1, "192.0.2.1"), name(1, "192.0.2.2"));
        assert_ne!(name(1, "192.0.2.1"), name(2, "192.0.2.1"));
        assert_eq!(name(1, "2001:db8::1"), name(1, "2001:db8::2"));
        assert_ne!(name(1, "2001:db8::1"), name(1, "2001:db8:1::1"));
    }

    #[test]
    fn who_sits_at_the_machine_itself_has_no_limit_but_a_local_proxy_is_not_the_visitor() {
        let mut forwarded = HeaderMap::new();
        assert!(!visitor(1, "127.0.0.1", &forwarded).is_limited);
        assert!(!visitor(1, "::1", &forwarded).is_limited);
        assert!(visitor(1, "192.0.2.1", &forwarded).is_limited);
        forwarded.append("x-forwarded-for", "127.0.0.1".parse().expect("a header"));
        assert!(visitor(1, "127.0.0.1", &forwarded).is_limited);
        assert!(VisitorSecret::new([1; 32]).visitor(None, &HeaderMap::new(), &[]).is_limited);
    }
}
