//! The settings of a site on several hosts: where its database is, and what its texts are sealed with.

use std::path::PathBuf;

use super::wrong::{Wrong, read, wrong};
use crate::config::SharedStorage;
use crate::jobs::storage::{cover, shared};

/// How a key is made.
const MAKE_KEY: &str =
    "Make one, and copy it to all hosts of the site: openssl rand -base64 32 > storage-key.";
/// How an address is written.
const ADDRESS: &str = "Write it as postgres://wordify@db1.example.org,db2.example.org/wordify.";

/// The database at `url`, with the files of its password, of the key, and of the authority of its certificate.
///
/// # Errors
/// For what is not an address, a file that cannot be read, and settings that contradict each other.
pub(super) fn of(url: Option<String>, files: [Option<PathBuf>; 3]) -> Result<Option<SharedStorage>, Wrong> {
    let [password, key, ca] = files;
    let Some(url) = url else {
        if key.is_some() || password.is_some() || ca.is_some() {
            return wrong("storage", "there is no storage that this file could be for", ADDRESS);
        }
        return Ok(None);
    };
    if has_password(&url) {
        let message = "the address of the storage has a password, which would be shown with it";
        return wrong("storage", message, "Put it into a file, and name that with storage_password_file.");
    }
    let Some(key) = key else {
        return wrong(
            "storage",
            "a storage of several hosts needs a key file: set storage_key_file",
            MAKE_KEY,
        );
    };
    let key = read("storage_key_file", &key)?.trim().to_owned();
    if let Err(message) = cover::check_key(&key) {
        return wrong("storage_key_file", &message, MAKE_KEY);
    }
    let password = password.map(|path| read("storage_password_file", &path)).transpose()?;
    let password = password.map(|password| password.trim_end_matches(['\n', '\r']).to_owned());
    let ca = ca.map(|path| read("storage_ca_file", &path)).transpose()?;
    let storage = SharedStorage { url, password, key, ca };
    match shared::check(&storage) {
        Ok(()) => Ok(Some(storage)),
        Err(message) => wrong("storage", &message, ADDRESS),
    }
}

/// Whether an address names a password: before its host, or as a parameter.
fn has_password(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (authority, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = authority.split('/').next().unwrap_or_default();
    authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
        || parameters.split('&').any(|parameter| parameter.starts_with("password="))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn read_with(url: &str, key: Option<&Path>) -> Result<Option<SharedStorage>, Wrong> {
        of(Some(url.to_owned()), [None, key.map(Path::to_owned), None])
    }

    #[test]
    fn a_storage_is_an_address_without_a_password_and_a_key_of_32_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let (key, short) = (folder.path().join("key"), folder.path().join("short"));
        std::fs::write(&key, format!("{}=\n", "A".repeat(43))).expect("written");
        std::fs::write(&short, "AAAA\n").expect("written");
        let url = "postgres://wordify@db1,db2:5433/wordify";
        let storage = read_with(url, Some(&key)).expect("read").expect("a storage");
        assert_eq!((storage.url.as_str(), storage.key.len()), (url, 44));
        assert!(!format!("{storage:?}").contains("AAAA"), "a key is in no log");
        for (url, key, place) in [
            (url, None, "storage"),
            (url, Some(&short), "storage_key_file"),
            (url, Some(&folder.path().join("none")), "storage_key_file"),
            ("mysql://wordify@db1/wordify", Some(&key), "storage"),
            ("postgres://db1", Some(&key), "storage"),
            ("postgres://wordify:secret@db1/wordify", Some(&key), "storage"),
            ("postgres://db1/wordify?user=wordify&password=secret", Some(&key), "storage"),
            ("postgres://wordify@db1/wordify?no_such=1", Some(&key), "storage"),
        ] {
            let (at, message, _) = read_with(url, key.map(PathBuf::as_path)).expect_err("refused");
            assert_eq!(at, place, "{url}: {message}");
            assert!(!message.contains("secret"), "{message}");
        }
        assert!(of(None, [None, Some(key), None]).is_err(), "a key for nothing");
        assert_eq!(of(None, [None, None, None]).expect("read"), None);
    }
}
