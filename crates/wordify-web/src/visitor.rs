//! Who sends a request, as far as we want to know: a keyed hash of the account or of the address, for fairness between visitors.
//!
//! The key of the hash is another one each day. It stands in a file of its own beside the database, so that no backup of the database
//! can tell addresses from names, and it is deleted when the day is over.

use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Who is at the other end of a connection; the server puts it into the extensions of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The client's address, as the connection or our own proxy says it.
    pub address: Option<IpAddr>,
    /// Whether there is no proxy of ours between.
    pub is_direct: bool,
    /// Whether the client speaks TLS.
    pub is_tls: bool,
    /// Who is signed on, where a proxy of ours says it.
    pub account: Option<Account>,
}

/// Who is signed on: a hash, so that the name itself gets no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account([u8; 32]);

impl Account {
    /// The account that is called `name`.
    pub fn of(name: &str) -> Self {
        Self(Sha256::digest(name).into())
    }
}

/// The sender of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// A keyed hash of the account, or else of the address, 16 hexadecimal digits.
    pub name: String,
    /// Whether the limits for a single visitor hold: not on the machine itself, whose owner sets them.
    pub is_limited: bool,
}

/// The secrets of days, shared by all processes of a site through the files of a folder.
#[derive(Debug)]
pub struct DaySecrets {
    folder: PathBuf,
    today: Mutex<Option<(i64, Arc<VisitorSecret>)>>,
}

impl DaySecrets {
    /// The secrets in `folder`, which is there.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, today: Mutex::default() }
    }

    /// The secret of the day that the time `now`, in milliseconds since 1970, is in; made when first asked for.
    pub fn of_day(&self, now: i64) -> Arc<VisitorSecret> {
        let day = now.div_euclid(DAY_MS);
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        match &*today {
            Some((known, secret)) if *known == day => return Arc::clone(secret),
            _ => {}
        }
        match self.read_or_make(day) {
            Ok(secret) => {
                let secret = Arc::new(VisitorSecret::new(secret));
                *today = Some((day, Arc::clone(&secret)));
                secret
            }
            Err(error) => {
                // Fairness between requests is lost until it can be read; nobody is turned away for that.
                tracing::error!(error = %error, "the secret of the day cannot be used");
                let mut bytes = [0; 32];
                let _ = getrandom::fill(&mut bytes);
                Arc::new(VisitorSecret::new(bytes))
            }
        }
    }

    /// The secret of the day that `now` is in, where it was used or given before.
    pub fn known(&self, now: i64) -> Option<Arc<VisitorSecret>> {
        let today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        today.as_ref().filter(|(day, _)| *day == now.div_euclid(DAY_MS)).map(|(_, secret)| Arc::clone(secret))
    }

    /// Has `secret` be that of the day that `now` is in: several hosts have it from their database.
    pub fn give(&self, now: i64, secret: [u8; 32]) -> Arc<VisitorSecret> {
        let secret = Arc::new(VisitorSecret::new(secret));
        let given = Some((now.div_euclid(DAY_MS), Arc::clone(&secret)));
        *self.today.lock().unwrap_or_else(PoisonError::into_inner) = given;
        secret
    }

    /// Deletes the secrets of other days than that of `now`.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file cannot be deleted.
    pub fn forget_others(&self, now: i64) -> io::Result<()> {
        let today = now.div_euclid(DAY_MS).to_string();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            // One that is just being made, or whose maker was killed, was never used.
            if name != *today && !name.to_string_lossy().starts_with("new-") {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn read_or_make(&self, day: i64) -> io::Result<[u8; 32]> {
        let path = self.folder.join(day.to_string());
        if !path.exists() {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|_| io::Error::other("no random bits"))?;
            let mut file = tempfile_in(&self.folder)?;
            file.1.write_all(&bytes)?;
            // Of several processes the first one wins; half a secret is never seen.
            let _ = fs::hard_link(&file.0, &path);
            let _ = fs::remove_file(&file.0);
        }
        let bytes = fs::read(&path)?;
        bytes.try_into().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
    }
}

/// A new file for its owner only, with a name that no other has.
fn tempfile_in(folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| io::Error::other("no random bits"))?;
    let path = folder.join(format!("new-{:016x}", u64::from_le_bytes(bytes)));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path)?;
    Ok((path, file))
}

/// What makes names of visitors on one day: the same in every process of the site, unknown outside.
pub struct VisitorSecret([u8; 32]);

impl std::fmt::Debug for VisitorSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VisitorSecret")
    }
}

impl VisitorSecret {
    /// A secret as it is stored.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The visitor behind a request over a connection from `peer`.
    pub fn visitor(&self, peer: Option<Peer>) -> Visitor {
        if let Some(Account(account)) = peer.and_then(|peer| peer.account) {
            return Visitor { name: self.hash("account", &account), is_limited: true };
        }
        let address = peer.and_then(|peer| peer.address).map(plain);
        let is_direct = peer.is_some_and(|peer| peer.is_direct);
        let is_limited = !(is_direct && address.is_some_and(|address| address.is_loopback()));
        Visitor { name: self.name(address), is_limited }
    }

    fn name(&self, address: Option<IpAddr>) -> String {
        match address {
            Some(IpAddr::V4(address)) => self.hash("visitor", &address.octets()),
            // Whoever has one IPv6 address has the 2^64 of its network.
            Some(IpAddr::V6(address)) => self.hash("visitor", &address.octets()[..8]),
            None => self.hash("visitor", b"unknown"),
        }
    }

    /// The coded form of a mail address, the same however it is written in capitals.
    pub fn recipient(&self, address: &str) -> String {
        self.hash("recipient", address.to_lowercase().as_bytes())
    }

    fn hash(&self, purpose: &str, bytes: &[u8]) -> String {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(purpose);
        hash.update(bytes);
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
        VisitorSecret::new([secret; 32]).visitor(Some(peer(address, is_direct, None)))
    }

    fn peer(address: &str, is_direct: bool, user: Option<&str>) -> Peer {
        let address = Some(address.parse().expect("an address"));
        Peer { address, is_direct, is_tls: false, account: user.map(Account::of) }
    }

    #[test]
    fn who_is_signed_on_is_one_visitor_wherever_they_are_and_others_at_the_address_are_not() {
        let name = |address, user| VisitorSecret::new([1; 32]).visitor(Some(peer(address, false, user))).name;
        assert_eq!(name("192.0.2.1", Some("ada")), name("198.51.100.1", Some("ada")));
        assert_ne!(name("192.0.2.1", Some("ada")), name("192.0.2.1", Some("eve")));
        assert_ne!(name("192.0.2.1", Some("ada")), name("192.0.2.1", None));
        assert!(VisitorSecret::new([1; 32]).visitor(Some(peer("127.0.0.1", false, Some("ada")))).is_limited);
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
    fn processes_share_the_secret_of_a_day_and_the_next_day_has_another_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = |secrets: &DaySecrets, now| secrets.of_day(now).recipient("Someone@example.org");
        let [one, two] = [(), ()].map(|()| DaySecrets::new(folder.path().to_owned()));
        assert_eq!(name(&one, 0), name(&two, DAY_MS - 1));
        assert_eq!(name(&one, 0), one.of_day(0).recipient("someone@EXAMPLE.org"));
        assert_ne!(name(&one, 0), name(&one, DAY_MS));
        one.forget_others(DAY_MS).expect("deleted");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
        let after = DaySecrets::new(folder.path().to_owned());
        assert_ne!(name(&after, 0), name(&two, 0), "what is forgotten cannot be made again");
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
