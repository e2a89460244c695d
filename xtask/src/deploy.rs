//! `cargo xtask deploy`: the package on a clean Debian with a real systemd. `xtask/python/deploy` holds the scripts.

use crate::{package, python, sbom, shell, tools};

/// The releases of Debian that it is tried on: 12 and 13.
const RELEASES: [&str; 2] = ["bookworm", "trixie"];

/// Builds the package with `profile` (`release` or `dev`), then tries it and the runbook; `arguments` are for the trial, such as more
/// kills and reloads.
///
/// # Errors
/// When we may not start containers, and when a trial fails.
pub(crate) fn run(profile: &str, arguments: &[&str]) -> Result<(), String> {
    for (program, package) in [
        ("systemd-nspawn", "systemd-container"),
        ("mmdebstrap", "mmdebstrap"),
        ("python3", "python3"),
        ("pebble", "pebble"),
    ] {
        tools::ensure(program, package)?;
    }
    package::build(profile)?;
    let (package, archive) = (package::built("deb")?, package::built("gz")?);
    let root = shell::target_folder().join("debian");
    for release in RELEASES {
        for script in ["trial.py", "runbook.py", "https.py"] {
            let mut python = shell::command("python3");
            python.arg(shell::root().join("xtask/python/deploy").join(script)).arg("--root").arg(&root);
            python.arg("--release").arg(release).arg("--package").arg(&package);
            match script {
                "runbook.py" => python.arg("--archive").arg(&archive),
                "trial.py" => python.args(arguments),
                _ => &mut python,
            };
            shell::run(python.env("PYTHONDONTWRITEBYTECODE", "1"))?;
        }
    }
    Ok(())
}

/// What continuous integration tries of it: the files for containers and the bill of materials by their schemas, and the image.
///
/// # Errors
/// When something cannot be built or installed, and when a check fails.
pub(crate) fn check() -> Result<(), String> {
    let bill = shell::target_folder().join("sbom.cdx.json");
    sbom::write(&bill)?;
    let scripts = shell::root().join("xtask/python/deploy");
    let python = python::environment("shapes-venv", "xtask/python/deploy/shapes_requirements.txt")?;
    shell::run(shell::command(&python).arg(scripts.join("shapes.py")).arg("--sbom").arg(&bill))?;
    let program = shell::program()?;
    tools::ensure("strip", "binutils")?;
    shell::run(shell::command(&python).arg(scripts.join("image.py")).arg("--program").arg(program))
}
