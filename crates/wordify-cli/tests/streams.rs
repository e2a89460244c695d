//! Pipes and signals.
#![cfg(unix)]

mod program;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command};

use program::Folder;

/// A run that takes far longer than any test.
const LONG: &[&str] = &["analyze", "pets.csv", "--preset", "wordify-2021", "--fits", "100000"];

fn signal(child: &Child, name: &str) {
    // The shell has `kill` built in; minimal systems have no program of that name.
    let status = Command::new("sh").args(["-c", &format!("kill -{name} {}", child.id())]).status();
    assert!(status.expect("a shell").success());
}

/// Starts `arguments` and waits until the regressions run; returns what is left of standard error.
fn started(folder: &Folder, arguments: &[&str]) -> (Child, impl Read + use<>) {
    let mut child = folder.command(arguments).spawn().expect("the program runs");
    let mut lines = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    while !line.starts_with("fitting") {
        line.clear();
        assert!(lines.read_line(&mut line).expect("read") > 0, "ended before it began");
    }
    (child, lines)
}

#[test]
fn an_interrupt_ends_a_run_with_code_130_and_leaves_no_file() {
    for name in ["INT", "TERM"] {
        let folder = Folder::new();
        let (mut child, mut rest) = started(&folder, LONG);
        signal(&child, name);
        let mut said = String::new();
        rest.read_to_string(&mut said).expect("read");
        assert_eq!(child.wait().expect("ended").code(), Some(130), "{said}");
        assert!(said.contains("canceled: nothing was written"), "{said}");
        assert_eq!(folder.names(), ["pets.csv"]);
    }
}

#[test]
fn an_interrupt_leaves_an_earlier_result_as_it_was() {
    let folder = Folder::new();
    folder.write("pets.wordify.xlsx", "an earlier result");
    let (mut child, _rest) = started(&folder, LONG);
    signal(&child, "INT");
    assert_eq!(child.wait().expect("ended").code(), Some(130));
    assert_eq!(folder.read("pets.wordify.xlsx"), b"an earlier result");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = Folder::new();
    for arguments in [
        &["analyze", "pets.csv", "--shuffles", "19", "--out", "-", "--max-q", "1"][..],
        &["completions", "bash"],
        &["man"],
    ] {
        let mut child = folder.command(arguments).spawn().expect("the program runs");
        drop(child.stdout.take());
        let run = child.wait_with_output().expect("ended");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{said}");
        assert!(!said.contains("error") && !said.contains("panicked"), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_ends_with_code_1() {
    let folder = Folder::new();
    let options = ["analyze", "pets.csv", "--shuffles", "19", "--format", "csv", "--out", "/dev/full"];
    folder.run(&options).failed(1, &["cannot write", "/dev/full"]);
}
