//! The units, judged by the real systemd.

use std::process::Command;

use super::has;
use super::program::Folder;

/// Exposure as `systemd-analyze security` counts it, times ten: 0 is best, 100 is worst.
const EXPOSURE_MAX: &str = "15";

/// A folder with the units, whose program is there.
fn units() -> Folder {
    let folder = Folder::new();
    let program = env!("CARGO_BIN_EXE_wordify");
    let service = folder.run(&["deploy", "systemd", "service", "--program", program]).ok().text();
    folder.write("wordify.service", service);
    folder.write("wordify.socket", folder.run(&["deploy", "systemd", "socket"]).ok().text());
    folder.write("wordify-https.socket", folder.run(&["deploy", "systemd", "https-socket"]).ok().text());
    folder
}

#[track_caller]
fn check(folder: &Folder, arguments: &[&str]) {
    let mut command = Command::new("systemd-analyze");
    let output = command.args(arguments).current_dir(folder.path("")).output().expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&text));
}

#[test]
fn systemd_understands_every_line_of_the_units() {
    if has(&["systemd-analyze"]) {
        let folder = units();
        for unit in ["./wordify.service", "./wordify.socket", "./wordify-https.socket"] {
            check(&folder, &["verify", "--man=no", "--recursive-errors=yes", unit]);
        }
    }
}

#[test]
fn systemd_understands_the_units_of_a_second_site_beside_the_first() {
    if has(&["systemd-analyze"]) {
        let folder = Folder::new();
        let program = env!("CARGO_BIN_EXE_wordify");
        for (kind, file) in [
            ("service", "staging.service"),
            ("socket", "staging.socket"),
            ("https-socket", "staging-https.socket"),
        ] {
            let options =
                ["--program", program, "--name", "staging", "--user", "nobody", "--proxy-group", "daemon"];
            let unit = folder.run(&[&["deploy", "systemd", kind], &options[..]].concat()).ok().text();
            folder.write(file, unit);
        }
        for unit in ["./staging.service", "./staging.socket", "./staging-https.socket"] {
            check(&folder, &["verify", "--man=no", "--recursive-errors=yes", unit]);
        }
    }
}

#[test]
fn a_name_that_systemd_reads_otherwise_is_refused_with_what_would_be_right() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| folder.run(&[&["deploy", "systemd", "service"], arguments].concat());
    run(&["--program", "wordify"]).failed(2, &["absolute path"]);
    run(&["--name", "my site"]).failed(2, &["small letters"]);
    run(&["--proxy-group", "a%i"]).failed(2, &["small letters"]);
}

#[test]
fn the_service_can_do_little_harm() {
    if has(&["systemd-analyze"]) {
        check(&units(), &["security", "--offline=yes", "--threshold", EXPOSURE_MAX, "./wordify.service"]);
    }
}
