//! `cargo xtask deploy`: the package on a clean Debian with a real systemd. `xtask/python/deploy` holds the scripts.

use crate::{package, shell, tools};

/// The releases of Debian that it is tried on: 12 and 13.
const RELEASES: [&str; 2] = ["bookworm", "trixie"];

/// Builds the package, then tries it and the runbook.
///
/// # Errors
/// When we may not start containers, and when a trial fails.
pub(crate) fn run() -> Result<(), String> {
    for (program, package) in [
        ("systemd-nspawn", "systemd-container"),
        ("mmdebstrap", "mmdebstrap"),
        ("python3", "python3"),
        ("pebble", "pebble"),
    ] {
        tools::ensure(program, package)?;
    }
    package::build("release")?;
    let (package, archive) = (package::built("deb")?, package::built("gz")?);
    let root = shell::target_folder().join("debian");
    for release in RELEASES {
        for script in ["trial.py", "runbook.py", "https.py"] {
            let mut python = shell::command("python3");
            python.arg(shell::root().join("xtask/python/deploy").join(script)).arg("--root").arg(&root);
            python.arg("--release").arg(release).arg("--package").arg(&package);
            if script == "runbook.py" {
                python.arg("--archive").arg(&archive);
            }
            shell::run(python.env("PYTHONDONTWRITEBYTECODE", "1"))?;
        }
    }
    Ok(())
}
