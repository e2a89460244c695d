//! `cargo xtask test`: everything that continuous integration checks, what is quick to fail first.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::{deploy, fuzz, manuscripts, python, r_package, shell, study, tidy, tools, web, wheel};

/// How much to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All that continuous integration checks.
    Whole,
    /// Without the slow steps.
    Fast,
}

/// One check.
struct Step {
    name: &'static str,
    slow: bool,
    check: fn() -> Result<(), String>,
}

const STEPS: &[Step] = &[
    Step { name: "tidy", slow: false, check: tidy::run },
    Step { name: "formatting", slow: false, check: formatting },
    Step { name: "clippy", slow: false, check: clippy },
    Step { name: "dependencies", slow: false, check: dependencies },
    Step { name: "tests", slow: false, check: tests },
    Step { name: "site", slow: true, check: web::check },
    Step { name: "files", slow: true, check: || python::files(&["--short"]) },
    Step { name: "python", slow: true, check: || wheel::check(&[]) },
    Step { name: "R", slow: true, check: || r_package::check(r_package::Crates::Registry) },
    Step { name: "manuscripts", slow: true, check: manuscripts::check },
    Step { name: "study", slow: true, check: || study::run(&["--short"]) },
    Step { name: "containers", slow: true, check: deploy::check },
    Step { name: "documentation", slow: true, check: documentation },
    Step { name: "fuzzing", slow: true, check: fuzz::check },
];

/// Runs the steps in their order up to the first that fails, then prints a summary.
///
/// # Errors
/// The name of the step that failed.
pub(crate) fn run(extent: Extent) -> Result<(), String> {
    let steps: Vec<&Step> = STEPS.iter().filter(|step| extent == Extent::Whole || !step.slow).collect();
    let mut summary = Vec::new();
    let (commit, mut times) = (commit(), String::new());
    let mut outcome = Ok(());
    for (number, step) in (1..).zip(&steps) {
        if outcome.is_err() {
            summary.push(format!("{:>8}  {}", "not run", step.name));
            continue;
        }
        eprintln!("\n== {number} of {}: {}", steps.len(), step.name);
        let start = Instant::now();
        let checked = (step.check)();
        times.push_str(&format!("{}\t{}\t{:.1}\n", commit, step.name, start.elapsed().as_secs_f64()));
        let word = if checked.is_ok() { "passed" } else { "FAILED" };
        summary.push(format!("{word:>8}  {:<14}{:>8}", step.name, seconds(start.elapsed())));
        outcome = checked.map_err(|error| format!("{} failed: {error}", step.name));
    }
    eprintln!("\n== summary");
    for line in summary {
        eprintln!("{line}");
    }
    outcome.and(keep_times(&times))
}

/// The commit that is checked, as git names it; with `+` where files differ from it.
fn commit() -> String {
    let describe = ["describe", "--always", "--dirty=+", "--exclude=*"];
    let output = shell::command("git").args(describe).output();
    let name = output.ok().filter(|output| output.status.success());
    name.map_or_else(|| "?".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Appends lines of commit, step and seconds to a file in the target folder, so that a step that grows slow is seen.
fn keep_times(times: &str) -> Result<(), String> {
    let path = shell::target_folder().join("test-times.tsv");
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(times.as_bytes()));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn formatting() -> Result<(), String> {
    shell::run(&mut shell::cargo("fmt --all --check"))?;
    shell::run(&mut shell::cargo("fmt --manifest-path fuzz/Cargo.toml --check"))?;
    shell::run(&mut shell::cargo("fmt --manifest-path crates/wordify-python/Cargo.toml --check"))?;
    shell::run(&mut shell::cargo("fmt --manifest-path crates/wordify-r/src/rust/Cargo.toml --check"))
}

fn clippy() -> Result<(), String> {
    shell::run(&mut shell::cargo("clippy --quiet --locked --workspace --all-targets -- --deny warnings"))
}

fn tests() -> Result<(), String> {
    // The tests of mail talk to a real server.
    let mail = python::environment("mail-venv", "crates/wordify-web/tests/mail/requirements.txt");
    required(mail.map(drop).map_err(|error| format!("no mail server for the tests: {error}")))?;
    for (program, package) in [
        ("nginx", "nginx-light"),
        ("apache2", "apache2"),
        ("curl", "curl"),
        ("openssl", "openssl"),
        ("systemd-analyze", "systemd"),
        ("pebble", "pebble"),
        ("sslscan", "sslscan"),
    ] {
        required(tools::ensure(program, package))?;
    }
    required(tools::ensure_postgresql())?;
    // An example of the API is in R.
    for (package, debian) in [("curl", "r-cran-curl"), ("jsonlite", "r-cran-jsonlite")] {
        required(tools::ensure_in_r(package, debian))?;
    }
    shell::run(&mut shell::cargo("test --locked --workspace"))
}

/// What tests need from outside. On a developer's machine it may be missing: the tests that need it say that they are skipped.
/// Where `TESTS_REQUIRE_ALL` is set, as in continuous integration, nothing is.
fn required(outcome: Result<(), String>) -> Result<(), String> {
    if std::env::var_os("TESTS_REQUIRE_ALL").is_some() {
        return outcome;
    }
    if let Err(error) = outcome {
        eprintln!("{error}");
    }
    Ok(())
}

fn documentation() -> Result<(), String> {
    let mut doc = shell::cargo("doc --quiet --locked --no-deps --workspace");
    shell::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))
}

fn dependencies() -> Result<(), String> {
    let deny = tools::cargo_deny()?;
    // The lock file names crates of all platforms; cargo-deny reads them without asking the network.
    shell::run(&mut shell::cargo("fetch --quiet --locked"))?;
    let mut checks = vec!["licenses", "bans", "sources"];
    // A check whose answer changes with the day must not fetch by itself, and often cannot.
    if advisory_database() {
        checks.push("advisories");
    } else {
        eprintln!("not checked: known vulnerabilities, for there is no advisory database on this machine.");
        eprintln!("Fetch and check them with: {} check advisories", deny.display());
    }
    shell::run(shell::command(deny).args(["--offline", "--locked", "check"]).args(checks))
}

/// Whether cargo-deny has the database of known vulnerabilities: a clone in a folder of its own under `advisory-dbs`.
/// A fetch that failed leaves `advisory-dbs` with nothing but a lock file in it.
fn advisory_database() -> bool {
    let home = |name| std::env::var_os(name).map(PathBuf::from);
    let cargo = home("CARGO_HOME").or_else(|| Some(home("HOME")?.join(".cargo")));
    let Some(Ok(entries)) = cargo.map(|cargo| cargo.join("advisory-dbs").read_dir()) else { return false };
    entries.flatten().any(|entry| entry.path().join(".git").exists())
}
