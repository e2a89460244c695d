//! The desktop around the program: whether there is one, and its browser.

use std::io::{self, IsTerminal};
use std::process::{Command, Stdio};
use std::{env, thread};

/// The program that opens an address in the browser that the user has chosen.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

/// Whether this session has a screen.
pub(crate) fn is_here() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "macos") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Whether the program was started by a click, not by somebody who types: on a desktop, with a terminal nowhere.
pub(crate) fn was_clicked() -> bool {
    let has_terminal = io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal();
    is_here() && !has_terminal && env::var_os("TERM").is_none()
}

/// Opens `address` in the browser, and returns at once.
///
/// # Errors
/// In words: where there is no desktop, or it cannot open anything.
pub(crate) fn open(address: &str) -> Result<(), String> {
    if !is_here() {
        return Err("there is no desktop here".to_owned());
    }
    let mut command = Command::new(OPENER);
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("{OPENER} cannot be started: {error}"))?;
    // Somebody has to take note of its end; some openers live as long as the browser.
    let waits = thread::Builder::new().spawn(move || child.wait());
    waits.map(drop).map_err(|error| error.to_string())
}
