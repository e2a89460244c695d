//! Whose word about a client's address is believed.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which proxies may say who the client is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// None: what they say is removed.
    Nobody,
    /// Whoever connects, and nobody before it.
    Neighbour,
    /// Those in these networks, however many of them are in a row. At a unix socket, whoever connects too.
    Networks(Vec<Network>),
}

/// Addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Trust {
    /// Whether the one that connects is a proxy of ours; a unix socket has no addresses.
    pub(crate) fn believes(&self, peer: Option<IpAddr>) -> bool {
        match (self, peer) {
            (Self::Nobody, _) => false,
            (Self::Neighbour, _) | (Self::Networks(_), None) => true,
            (Self::Networks(_), Some(peer)) => self.has(peer),
        }
    }

    /// Whether an address is in one of the networks.
    fn has(&self, address: IpAddr) -> bool {
        matches!(self, Self::Networks(networks) if networks.iter().any(|network| network.contains(address)))
    }

    /// The client of `peer`, by the lists that the proxies have made, the first one's first: the last address that is not
    /// a proxy of ours. What stands before it is what the client says. `peer` itself where no list helps.
    pub(crate) fn client<'a>(
        &self,
        peer: Option<IpAddr>,
        lists: impl Iterator<Item = &'a str>,
    ) -> Option<IpAddr> {
        if !self.believes(peer) {
            return peer;
        }
        let entries: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
        let mut client = peer;
        for entry in entries.into_iter().rev() {
            // What is not an address was not written by a proxy of ours, nor was what stands before it.
            let Some(address) = address(entry) else { return client };
            client = Some(address);
            if !self.has(address) {
                return client;
            }
        }
        client
    }
}

/// An address as proxies write it: some add a port, and then brackets.
fn address(text: &str) -> Option<IpAddr> {
    let plain = || text.parse().ok();
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    let address: IpAddr = plain().or_else(with_port).or_else(in_brackets)?;
    Some(address.to_canonical())
}

impl Network {
    /// Whether an address is in it. IPv4 addresses over IPv6 sockets are IPv4 addresses.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.bits);
                (ours.to_bits() ^ other.to_bits()).checked_shr(shift).unwrap_or(0) == 0
            }
            (IpAddr::V6(ours), IpAddr::V6(other)) => {
                let shift = 128 - u32::from(self.bits);
                (ours.to_bits() ^ other.to_bits()).checked_shr(shift).unwrap_or(0) == 0
            }
            _ => false,
        }
    }

    /// The first address: the one that the network is called by.
    fn first(&self) -> IpAddr {
        match self.address {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                Ipv4Addr::from_bits(address.to_bits() & mask).into()
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                Ipv6Addr::from_bits(address.to_bits() & mask).into()
            }
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a network; write 10.0.0.0/8, 2001:db8::/32 or one address");
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        let is_number = |bits: &&str| bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = match bits {
            None => bits_max,
            Some(bits) => {
                Some(bits).filter(is_number).and_then(|bits| bits.parse().ok()).ok_or_else(wrong)?
            }
        };
        let network = Self { address, bits };
        if bits > bits_max {
            return Err(format!("{text:?} is not a network: at most /{bits_max}"));
        }
        if network.first() != address {
            return Err(format!(
                "{text:?} is not a network: the first of its addresses is {}",
                network.first()
            ));
        }
        Ok(network)
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// Written as yes or no where it is one of them, as it was before there were networks: old masters start new workers.
impl Serialize for Trust {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nobody => serializer.serialize_bool(false),
            Self::Neighbour => serializer.serialize_bool(true),
            Self::Networks(networks) => networks.serialize(serializer),
        }
    }
}

/// By hand, so that an error names the wrong network and not just that no form fits.
impl<'de> Deserialize<'de> for Trust {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Trust;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, or a list of networks such as [\"10.0.0.0/8\"]")
            }

            fn visit_bool<E: de::Error>(self, whoever: bool) -> Result<Trust, E> {
                Ok(if whoever { Trust::Neighbour } else { Trust::Nobody })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Trust, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Trust::Networks)
            }
        }
        deserializer.deserialize_any(Form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(list: &[&str]) -> Trust {
        Trust::Networks(list.iter().map(|text| text.parse().expect("a network")).collect())
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_network_contains_what_begins_like_it() {
        for (network, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("192.0.2.128/25", "192.0.2.129", "192.0.2.127"),
            ("192.0.2.1", "192.0.2.1", "192.0.2.2"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
            ("::1", "::1", "::2"),
            ("10.0.0.0/8", "::ffff:10.1.2.3", "::10.1.2.3"),
        ] {
            let network: Network = network.parse().expect("a network");
            assert!(network.contains(ip(inside)) && !network.contains(ip(outside)), "{network}");
        }
        for everything in ["0.0.0.0/0", "::/0"] {
            let network: Network = everything.parse().expect("a network");
            assert!(network.contains(if network.address.is_ipv4() { ip("1.2.3.4") } else { ip("2001::1") }));
        }
    }

    #[test]
    fn what_is_no_network_is_answered_with_what_would_be_one() {
        for (text, words) in [
            ("10.0.0.0/33", "at most /32"),
            ("::/129", "at most /128"),
            ("10.0.0.1/8", "the first of its addresses is 10.0.0.0"),
            ("10.0.0.0/", "write 10.0.0.0/8"),
            ("10.0.0.0/+8", "write 10.0.0.0/8"),
            ("10.0.0/8", "write 10.0.0.0/8"),
            ("example.org", "write 10.0.0.0/8"),
            ("", "write 10.0.0.0/8"),
        ] {
            let error = text.parse::<Network>().expect_err(text);
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn the_client_is_the_last_address_that_is_no_proxy_of_ours() {
        let ours = networks(&["10.0.0.0/8", "fd00::/8"]);
        let client = |trust: &Trust, peer: Option<&str>, lists: &[&str]| {
            trust.client(peer.map(ip), lists.iter().copied()).map(|address| address.to_string())
        };
        for (lists, expected) in [
            (&["203.0.113.9, 198.51.100.7, 10.1.1.1"][..], "198.51.100.7"),
            (&["198.51.100.7", "fd00::1"], "198.51.100.7"),
            (&["198.51.100.7:4711, 10.1.1.1"], "198.51.100.7"),
            (&["[2001:db8::7]:4711"], "2001:db8::7"),
            (&["10.1.1.2, 10.1.1.1"], "10.1.1.2"),
            (&["198.51.100.7, unknown, 10.1.1.1"], "10.1.1.1"),
            (&[""], "10.9.9.9"),
            (&[], "10.9.9.9"),
        ] {
            assert_eq!(client(&ours, Some("10.9.9.9"), lists).as_deref(), Some(expected), "{lists:?}");
        }
        assert_eq!(
            client(&ours, Some("192.0.2.1"), &["198.51.100.7"]).as_deref(),
            Some("192.0.2.1"),
            "a stranger"
        );
        assert_eq!(
            client(&ours, None, &["198.51.100.7, 10.1.1.1"]).as_deref(),
            Some("198.51.100.7"),
            "a unix socket"
        );
        let lists = ["198.51.100.7, 10.1.1.1"];
        assert_eq!(client(&Trust::Neighbour, Some("192.0.2.1"), &lists).as_deref(), Some("10.1.1.1"));
        assert_eq!(client(&Trust::Nobody, Some("192.0.2.1"), &lists).as_deref(), Some("192.0.2.1"));
    }
}
