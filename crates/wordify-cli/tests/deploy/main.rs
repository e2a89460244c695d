//! What `wordify deploy` makes, tried with the real nginx and the real systemd where they are installed.
#![cfg(target_os = "linux")]

mod apache;
mod instance;
mod nginx;
mod package;
#[path = "../program/mod.rs"]
mod program;
mod proxy;
mod put_live;
mod systemd;

use std::path::Path;

/// Whether the programs that a test needs are there; says so where not.
fn has(programs: &[&str]) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    // Debian keeps nginx where only root's path leads.
    let mut folders: Vec<_> = std::env::split_paths(&paths).collect();
    folders.push("/usr/sbin".into());
    for program in programs {
        if !folders.iter().any(|folder| Path::new(folder).join(program).is_file()) {
            assert!(std::env::var_os("TESTS_REQUIRE_ALL").is_none(), "{program} is not installed");
            eprintln!("skipped: {program} is not installed");
            return false;
        }
    }
    true
}
