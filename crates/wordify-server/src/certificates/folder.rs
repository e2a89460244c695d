//! The folder that the worker which obtains certificates writes, and web workers read.
//!
//! For each ACME server there is one folder in it, so that trying another one disturbs nothing:
//!
//! - `account.json`: the account's name and key.
//! - `certificate.pem`: chain and key, in one file, so that they always fit together.
//! - `challenge-NAME.pem`: how to answer the authority, while it looks.
//! - `failures.json`: how often an order has failed, and when to try again.
//! - `lock`: held by the one worker that orders.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use instant_acme::AccountCredentials;

use super::schedule::Failures;
use crate::Problem;
use crate::settings::{Acme, Domain};

/// A chain is a few thousand bytes long.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// Where account and certificate are kept.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

/// What distinguishes a file from the one that it replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp(u64, i64, i64);

impl Folder {
    /// The folder that the settings name.
    pub(crate) fn of(acme: &Acme) -> Option<Self> {
        acme.folder.as_ref().map(|folder| Self(folder.join(acme.directory.server())))
    }

    /// The same, made where it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn make(acme: &Acme) -> Result<Self, Problem> {
        let folder = Self::of(acme).ok_or_else(|| {
            Problem::new("no folder for certificates is set", "set `folder` in [server.acme]")
        })?;
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder.0);
        made.map_err(|error| folder.problem("make", &folder.0, &error))?;
        Ok(folder)
    }

    fn problem(&self, verb: &str, path: &Path, error: &io::Error) -> Problem {
        Problem::new(
            format!("cannot {verb} {}: {error}", path.display()),
            format!("let the user that workers run as write to {}", self.0.display()),
        )
    }

    /// The right to order; none while another worker has it. It ends with the file, however its process ends.
    ///
    /// # Errors
    /// When it cannot be asked for.
    pub(super) fn lock(&self) -> Result<Option<File>, Problem> {
        let path = self.0.join("lock");
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = file.map_err(|error| self.problem("open", &path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(self.problem("lock", &path, &error)),
        }
    }

    /// The chain and its key.
    ///
    /// # Errors
    /// When it cannot be read, or is not there yet.
    pub(crate) fn certificate(&self) -> io::Result<String> {
        read(&self.0.join("certificate.pem"))
    }

    /// Changes when there is a new certificate.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        let metadata = fs::metadata(self.0.join("certificate.pem")).ok()?;
        Some(Stamp(metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
    }

    pub(super) fn write_certificate(&self, pem: &str) -> Result<(), Problem> {
        self.write("certificate.pem", pem)
    }

    /// How to answer the authority that asks for this name; none while it should not ask.
    pub(crate) fn challenge(&self, domain: &Domain) -> Option<rustls::sign::CertifiedKey> {
        super::bundle::unverified(&read(&self.0.join(challenge_name(domain))).ok()?).ok()
    }

    pub(super) fn write_challenge(&self, domain: &Domain, pem: &str) -> Result<(), Problem> {
        self.write(&challenge_name(domain), pem)
    }

    /// Removes what is left of answers to the authority.
    pub(super) fn clear_challenges(&self) {
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with("challenge-") {
                // What stays proves nothing later: each challenge is asked for once.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The account at the authority, if there is one.
    pub(super) fn account(&self) -> Option<AccountCredentials> {
        serde_json::from_str(&read(&self.0.join("account.json")).ok()?).ok()
    }

    pub(super) fn write_account(&self, credentials: &AccountCredentials) -> Result<(), Problem> {
        self.write("account.json", &serde_json::to_string(credentials).unwrap_or_default())
    }

    /// Forgets an account that the authority does not know any more.
    pub(super) fn forget_account(&self) {
        let _ = fs::remove_file(self.0.join("account.json"));
    }

    pub(super) fn failures(&self) -> Option<Failures> {
        serde_json::from_str(&read(&self.0.join("failures.json")).ok()?).ok()
    }

    pub(super) fn write_failures(&self, failures: &Failures) -> Result<(), Problem> {
        self.write("failures.json", &serde_json::to_string(failures).unwrap_or_default())
    }

    pub(super) fn forget_failures(&self) {
        let _ = fs::remove_file(self.0.join("failures.json"));
    }

    /// Writes a file that only its owner may read, so that readers see the old text or the new one and nothing between.
    fn write(&self, name: &str, text: &str) -> Result<(), Problem> {
        let (path, new) = (self.0.join(name), self.0.join(format!(".new-{name}")));
        let write = || {
            // One that was left over could have been made with other permissions.
            let _ = fs::remove_file(&new);
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &path)?;
            File::open(&self.0)?.sync_all()
        };
        write().map_err(|error| self.problem("write", &path, &error))
    }
}

fn challenge_name(domain: &Domain) -> String {
    format!("challenge-{domain}.pem")
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    io::Read::read_to_string(&mut io::Read::take(File::open(path)?, FILE_BYTES_MAX), &mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn acme(folder: &Path) -> Acme {
        Acme { folder: Some(folder.join("acme")), ..Acme::default() }
    }

    #[test]
    fn only_the_owner_may_look_at_what_is_kept() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::make(&acme(root.path())).expect("it can be made");
        folder.write_certificate("one").expect("it can be written");
        let first = folder.stamp();
        folder.write_certificate("two").expect("it can be written");
        assert_eq!(folder.certificate().expect("it is there"), "two");
        assert_ne!(folder.stamp(), first, "a new certificate is noticed");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder.0), mode(&folder.0.join("certificate.pem"))), (0o700, 0o600));
        assert_eq!(mode(&root.path().join("acme")), 0o700);
    }

    #[test]
    fn one_at_a_time_may_order() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::make(&acme(root.path())).expect("it can be made");
        let lock = folder.lock().expect("it can be asked for");
        assert!(lock.is_some());
        assert!(folder.lock().expect("it can be asked for").is_none());
        drop(lock);
        assert!(folder.lock().expect("it can be asked for").is_some());
    }

    #[test]
    fn challenges_are_cleared_and_nothing_else() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::make(&acme(root.path())).expect("it can be made");
        let domain: Domain = "a.example".parse().expect("a name");
        let proof = super::super::bundle::proof(&domain, &[7; 32]).expect("it can be made");
        folder.write_challenge(&domain, &proof).expect("it can be written");
        folder.write_certificate("one").expect("it can be written");
        assert!(folder.challenge(&domain).is_some());
        folder.clear_challenges();
        assert!(folder.challenge(&domain).is_none());
        assert!(folder.certificate().is_ok());
    }
}
