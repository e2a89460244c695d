//! `deploy/put-live`: another version of the program under a site that serves.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::program::{Folder, server::Server};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/put-live");

/// A site whose program is installed in its folder.
struct Site {
    folder: Folder,
    server: Server,
    installed: PathBuf,
}

impl Site {
    fn start() -> Self {
        let folder = Folder::new();
        let installed = folder.copy(env!("CARGO_BIN_EXE_wordify"), "wordify");
        folder.write("wordify.toml", format!("data = {:?}\n", folder.path("data")));
        let server = Server::start_program(&folder, &installed, &["-c", "wordify.toml"]);
        Self { folder, server, installed }
    }

    fn put_live(&self, what: &str) -> Output {
        let mut command = Command::new("sh");
        // Neither another user nor what a package of this machine may have installed.
        command.arg(SCRIPT).args([what, "--user", "root", "--static", "none", "--settings", "wordify.toml"]);
        command.arg("--program").arg(&self.installed).current_dir(self.folder.path(""));
        command.output().expect("the script runs")
    }

    #[track_caller]
    fn refuses(&self, what: &str, words: &str) {
        let before = (fs::metadata(&self.installed).expect("it is there").len(), self.generation());
        let output = self.put_live(what);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(words), "{said}");
        assert_eq!((fs::metadata(&self.installed).expect("it is there").len(), self.generation()), before);
        assert_eq!(self.server.get("/healthz").0, 200);
    }

    /// Which generation of workers serves, and that all is well with it.
    fn generation(&self) -> u64 {
        let status = self.folder.run(&["status", "--data", "data", "--json"]).ok().json();
        assert_eq!(status["state"], "running", "{status}");
        status["generation"].as_u64().expect("a number")
    }

    fn size(&self, path: &Path) -> u64 {
        fs::metadata(path).expect("it is there").len()
    }
}

#[track_caller]
fn ok(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_new_version_goes_live_and_back() {
    let site = Site::start();
    let size = site.size(&site.installed);
    // Another program as far as anybody can see, for what follows a program's end means nothing.
    let longer = site.folder.copy(&site.installed, "longer");
    let mut file = fs::File::options().append(true).open(&longer).expect("opened");
    std::io::Write::write_all(&mut file, b"new").expect("written");
    drop(file);
    site.folder.copy(longer, "new");
    ok(&site.put_live("new"));
    assert_eq!((site.size(&site.installed), site.generation()), (size + 3, 2));
    ok(&site.put_live("--back"));
    assert_eq!((site.size(&site.installed), site.generation()), (size, 3));
    ok(&site.put_live("--back"));
    assert_eq!((site.size(&site.installed), site.generation()), (size + 3, 4));
}

#[test]
fn a_version_that_is_no_good_is_refused_and_the_old_one_stays() {
    let site = Site::start();
    let good = env!("CARGO_BIN_EXE_wordify");
    let except =
        |case: &str| format!("#!/bin/sh\ncase \"$1\" in {case} exit 1 ;; *) exec {good} \"$@\" ;; esac\n");
    for (name, text, words) in [
        ("broken", "no program".to_owned(), "it does not run on this machine"),
        ("blind", except("analyze)"), "it does not find the words of a small corpus"),
        ("fussy", except("check)"), "it does not accept wordify.toml"),
        ("lame", except("worker)"), "its workers did not get ready"),
    ] {
        site.folder.write("script", text);
        fs::set_permissions(site.folder.path("script"), fs::Permissions::from_mode(0o755)).expect("changed");
        site.folder.copy(site.folder.path("script"), name);
        site.refuses(name, words);
    }
    assert!(site.folder.names().contains(&"wordify.refused".to_owned()), "what was refused can be looked at");
    site.folder.write("wordify.toml", format!("data = {:?}\nlimit = 1\n", site.folder.path("data")));
    site.folder.copy(good, "same");
    site.refuses("same", "it does not accept wordify.toml");
}
