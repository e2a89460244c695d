//! What the packages are made of.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::program::Folder;

const CRATE: &str = env!("CARGO_MANIFEST_DIR");

fn manifest() -> String {
    fs::read_to_string(Path::new(CRATE).join("Cargo.toml")).expect("it is there")
}

/// The files that the Debian package takes from the repository.
fn assets() -> Vec<String> {
    let text = manifest();
    let source = |line: &str| Some(line.trim().strip_prefix("[\"")?.split_once('"')?.0.to_owned());
    let assets: Vec<String> = text.lines().filter_map(source).collect();
    assert!(assets.len() > 10, "the list has changed its form: {assets:?}");
    assets.into_iter().filter(|path| path.starts_with("../../") && !path.contains("/target/")).collect()
}

#[test]
fn every_file_of_the_package_is_there_and_every_unit_is_in_the_package() {
    for path in assets() {
        assert!(Path::new(CRATE).join(&path).is_file(), "{path}");
    }
    let manifest = manifest();
    for unit in fs::read_dir(Path::new(CRATE).join("../../deploy/systemd")).expect("listed").flatten() {
        let path = format!("../../target/package/systemd/{}", unit.file_name().display());
        assert!(manifest.contains(&path), "{path}");
    }
}

#[test]
fn the_licences_of_what_is_in_the_program_are_in_package_archive_and_image() {
    let manifest = manifest();
    for file in [
        "lemmas/licenses/*.txt",
        "lemmas/NOTICE.md",
        "lemmas/sources.tsv",
        "segment/NOTICE.md",
        "fonts/NOTICE.md",
        "fonts/licenses/*.txt",
    ] {
        assert!(
            manifest.contains(&format!("[\"../wordify-data/{file}\", \"usr/share/doc/wordify/licences/")),
            "{file}"
        );
    }
    let archive = include_str!("../../../../xtask/src/package.rs");
    assert!(archive.contains("crates/wordify-data/lemmas/licenses"));
    assert!(archive.contains("crates/wordify-data/fonts/licenses"));
    assert!(
        include_str!("../../../../deploy/container/make-image")
            .contains("usr/share/doc/wordify/licences.txt")
    );
}

#[test]
fn installing_the_package_brings_nothing_that_listens_at_a_port() {
    let manifest = manifest();
    let lines: Vec<&str> = manifest.lines().collect();
    let brought = lines.iter().filter(|line| line.starts_with("depends") || line.starts_with("recommends"));
    for server in ["nginx", "apache2", "httpd", "certbot"] {
        assert!(brought.clone().all(|line| !line.contains(server)), "{server}");
    }
}

#[test]
fn the_scripts_of_the_package_are_shell() {
    for script in ["debian/preinst", "debian/postinst", "debian/prerm", "debian/postrm", "put-live"] {
        let path = Path::new(CRATE).join("../../deploy").join(script);
        let output = Command::new("sh").arg("-n").arg(path).output().expect("sh runs");
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_settings_of_the_package_pass_the_check_with_and_without_their_examples() {
    let folder = Folder::new();
    let text = include_str!("../../../../deploy/debian/wordify.toml");
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port");
    for text in [text.to_owned(), text.replace("#: ", "")] {
        folder.write(
            "wordify.toml",
            text.replace("[::]:443", &port.to_string()).replace("[::]:80", "127.0.0.1:0"),
        );
        let arguments = ["check", "-c", "wordify.toml", "--data", "data"];
        let run = folder.command(&arguments).env("LISTEN_FDS", "0").output().expect("it runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    }
}
