//! What can be known to be wrong before a certificate is ordered.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::client::roots_of;
use crate::account::{self, Account, may_write};
use crate::settings::Tls;
use crate::{Problem, Settings};

/// What the settings themselves say wrong.
pub(crate) fn problem(settings: &Settings) -> Option<Problem> {
    let wants = settings.bind.iter().find(|listener| listener.tls == Some(Tls::Acme))?;
    let Some(acme) = &settings.acme else {
        return Some(Problem::new(
            format!("{} has tls = \"acme\", and there is no table [server.acme]", wants.address),
            "write one, with `domains`, `folder` and `terms_agreed`",
        ));
    };
    if acme.domains.is_empty() {
        let remedy = "name what the certificate is for: domains = [\"wordify.example.org\"]";
        return Some(Problem::new("[server.acme] has no domains", remedy));
    }
    if acme.folder.is_none() {
        let remedy = "name one that the workers' user may write to: folder = \"/var/lib/wordify/acme\"";
        return Some(Problem::new("[server.acme] has no folder for account and certificate", remedy));
    }
    if !acme.terms_agreed {
        return Some(Problem::new(
            "[server.acme] does not say that you agree to the authority's terms of service",
            "read them (Let's Encrypt's are at https://letsencrypt.org/repository/) and set terms_agreed = true",
        ));
    }
    None
}

/// The same, and whether the files that it names can be used.
pub(crate) fn check(settings: &Settings) -> Vec<Problem> {
    if let Some(problem) = problem(settings) {
        return vec![problem];
    }
    let Some(acme) = settings.acme_in_use() else { return Vec::new() };
    let mut found = Vec::new();
    if let Some(Err(what)) = acme.root.as_deref().map(roots_of) {
        found.push(Problem::new(what, "name a file in PEM form that the workers' user may read"));
    }
    // Accounts that do not exist are reported by `preflight`.
    let account = account::find(settings.user.as_deref(), settings.group.as_deref()).ok().flatten();
    found.extend(acme.folder.as_deref().and_then(|folder| check_folder(folder, account)));
    found
}

/// Whether workers can write to the folder, or make it.
fn check_folder(folder: &Path, account: Option<Account>) -> Option<Problem> {
    let there = folder.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(Path::new("/"));
    let metadata = there.metadata().ok()?;
    let user = account.map_or_else(
        || "the user that starts the server".to_owned(),
        |account| format!("user {}", account.user),
    );
    let remedy = format!("make the folder {} and give it to {user}", folder.display());
    if !metadata.is_dir() {
        return Some(Problem::new(
            format!("certificates cannot be kept below {}: it is not a folder", there.display()),
            remedy,
        ));
    }
    if !may_write(there, account) {
        return Some(Problem::new(format!("{user} may not write to {}", there.display()), remedy));
    }
    // What others could read there is nothing, but what they could put there would be served.
    let is_open = there == folder && metadata.mode() & 0o022 != 0;
    is_open.then(|| {
        Problem::new(
            format!("others may write to {}, where keys are kept", folder.display()),
            format!("chmod 700 {}", folder.display()),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let settings: Settings = toml::from_str(text).expect(text);
        check(&settings).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_thing_that_is_wrong_is_found_with_its_remedy() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().display().to_string();
        fs::write(root.path().join("file"), "").expect("a file");
        fs::create_dir(root.path().join("open")).expect("a folder");
        fs::set_permissions(root.path().join("open"), fs::Permissions::from_mode(0o777)).expect("it is ours");
        let bind = "bind = [{ address = '*:443', tls = 'acme' }]\n";
        for (text, words) in [
            ("", "there is no table [server.acme]"),
            ("[acme]", "name what the certificate is for"),
            ("[acme]\ndomains = ['a.org']", "folder = \"/var/lib"),
            ("[acme]\ndomains = ['a.org']\nfolder = 'PATH/a'", "set terms_agreed = true"),
            (
                "[acme]\ndomains = ['a.org']\nfolder = 'PATH/file/a'\nterms_agreed = true",
                "it is not a folder",
            ),
            ("[acme]\ndomains = ['a.org']\nfolder = 'PATH/open'\nterms_agreed = true", "chmod 700"),
            (
                "[acme]\ndomains = ['a.org']\nfolder = 'PATH/a'\nterms_agreed = true\nroot = 'PATH/file'",
                "there is no certificate in",
            ),
            (
                "[acme]\ndomains = ['a.org']\nfolder = 'PATH/a'\nterms_agreed = true\nroot = 'PATH/none'",
                "cannot read",
            ),
        ] {
            let found = problems(&format!("{bind}{}", text.replace("PATH", &path)));
            assert!(found.len() == 1 && found[0].contains(words), "{text}: {found:?}");
        }
        let right = format!("{bind}[acme]\ndomains = ['a.org']\nfolder = '{path}/a/b'\nterms_agreed = true");
        assert_eq!(problems(&right), [""; 0]);
        assert_eq!(problems("bind = ['*:80']\n[acme]"), [""; 0], "what nobody uses need not be right");
    }

    #[test]
    fn a_folder_of_root_is_not_for_another_user() {
        if !nix::unistd::geteuid().is_root() {
            assert!(
                std::env::var_os("TESTS_REQUIRE_ALL").is_none(),
                "only root starts workers as another user"
            );
            eprintln!("skipped: only root starts workers as another user");
            return;
        }
        let root = tempfile::tempdir().expect("a folder");
        let text = format!(
            "bind = [{{ address = '*:443', tls = 'acme' }}]\nuser = 'nobody'\n\
             [acme]\ndomains = ['a.org']\nfolder = '{}'\nterms_agreed = true",
            root.path().display()
        );
        assert!(problems(&text)[0].contains("may not write to"), "{:?}", problems(&text));
        let nobody = nix::unistd::User::from_name("nobody").expect("it can be asked").expect("it is there");
        std::os::unix::fs::chown(root.path(), Some(nobody.uid.as_raw()), None).expect("we are root");
        assert_eq!(problems(&text), [""; 0]);
    }
}
