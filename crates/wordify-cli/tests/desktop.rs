//! The site on a desktop: it opens the browser, by itself where nobody types.
#![cfg(target_os = "linux")]

mod program;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command};

use program::Folder;

/// A desktop whose opener writes the address into a pipe, where it can be waited for.
fn desktop(folder: &Folder, command: &mut Command) {
    folder.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" > \"$OPENED\"\n");
    let opener = folder.path("bin/xdg-open");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("it can be run");
    if !folder.path("opened").exists() {
        let made = Command::new("mkfifo").arg(folder.path("opened")).status();
        assert!(made.is_ok_and(|status| status.success()), "a pipe");
    }
    let path = format!("{}:{}", folder.path("bin").display(), std::env::var("PATH").expect("PATH"));
    command.env("PATH", path).env("DISPLAY", ":99").env("OPENED", folder.path("opened")).env_remove("TERM");
    command.env("XDG_DATA_HOME", folder.path("data"));
}

/// What the browser is asked to open.
fn opened(folder: &Folder) -> String {
    fs::read_to_string(folder.path("opened")).expect("an address").trim().to_owned()
}

/// Ends the site, and returns what it said.
fn end(child: Child) -> String {
    let ended = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(ended.is_ok_and(|status| status.success()));
    String::from_utf8(child.wait_with_output().expect("ended").stdout).expect("UTF-8")
}

#[test]
fn open_opens_the_browser_once_the_site_serves_and_says_where_the_data_is_and_how_it_ends() {
    let folder = Folder::new();
    let mut command = folder.command(&["serve", "--open", "--bind", "127.0.0.1:0"]);
    desktop(&folder, &mut command);
    let child = command.spawn().expect("it starts");
    let address = opened(&folder);
    assert!(address.starts_with("http://127.0.0.1:") && !address.ends_with(":0"), "{address}");
    // A second start opens the same site, and ends.
    let mut again = folder.command(&["serve", "--open"]);
    desktop(&folder, &mut again);
    let again = again.spawn().expect("it starts");
    assert_eq!(opened(&folder), address);
    let output = again.wait_with_output().expect("ended");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && said.contains("already"), "{said}");
    let said = end(child);
    let data = folder.path("data/wordify");
    for expected in [address.as_str(), &data.display().to_string(), "Ctrl-C"] {
        assert!(said.contains(expected), "“{expected}” is missing from:\n{said}");
    }
}

#[test]
fn a_click_on_the_program_serves_and_opens_the_site() {
    let folder = Folder::new();
    let mut command = folder.command(&[]);
    desktop(&folder, &mut command);
    // Another port than that of everybody's site.
    command.env("WORDIFY_SERVER_BIND", "127.0.0.1:0");
    let child = command.spawn().expect("it starts");
    let address = opened(&folder);
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    assert!(end(child).contains(&address));
}

#[test]
fn without_a_desktop_the_user_is_asked_to_open_the_address() {
    let folder = Folder::new();
    let mut command = folder.command(&["serve", "--open", "--bind", "127.0.0.1:0"]);
    command.env("XDG_DATA_HOME", folder.path("data"));
    let mut child = command.spawn().expect("it starts");
    let mut said = String::new();
    let mut lines = std::io::BufReader::new(child.stdout.take().expect("piped"));
    while !said.contains("yourself") {
        assert!(std::io::BufRead::read_line(&mut lines, &mut said).expect("a line") > 0, "it ended: {said}");
    }
    assert!(said.contains("there is no desktop here") && said.contains("Open http://127.0.0.1:"), "{said}");
    end(child);
}
