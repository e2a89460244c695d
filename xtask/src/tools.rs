//! Tools that the checks need, installed when they are missing and never otherwise.

use std::path::PathBuf;

use crate::shell;

/// Checks licences, bans and sources of dependencies. Pinned, so that a new release cannot break a build.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// Builds Debian packages.
const CARGO_DEB_VERSION: &str = "3.8.0";

/// The path of cargo-deny; built into the target folder when it is not there (about a minute on two cores).
///
/// # Errors
/// When it cannot be built.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    cargo_tool("cargo-deny", CARGO_DENY_VERSION)
}

/// The path of cargo-deb; built into the target folder when it is not there.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn cargo_deb() -> Result<PathBuf, String> {
    cargo_tool("cargo-deb", CARGO_DEB_VERSION)
}

fn cargo_tool(name: &str, version: &str) -> Result<PathBuf, String> {
    let folder = shell::target_folder().join("tools").join(format!("{name}-{version}"));
    let program = folder.join("bin").join(name);
    if !program.is_file() {
        // Without optimisation: it runs for a second, and building it is what costs.
        let mut install = shell::cargo("install --locked --quiet --no-track --debug");
        shell::run(install.args([name, "--version", version, "--root"]).arg(&folder))?;
    }
    Ok(program)
}

/// Makes sure that `program` is there, from Debian's `package` if need be.
///
/// # Errors
/// When it is missing and cannot be installed; says what to install.
pub(crate) fn ensure(program: &str, package: &str) -> Result<(), String> {
    if shell::has(program) { Ok(()) } else { install(package) }
}

/// Installs a package of Debian's.
///
/// # Errors
/// When this is no Debian, or we may not install; says what to install.
pub(crate) fn install(package: &str) -> Result<(), String> {
    if !shell::has("apt-get") || !is_root() {
        return Err(format!("something is missing; on Debian: apt-get install {package}"));
    }
    let apt = |arguments: &str| {
        let mut apt = shell::command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(arguments.split_whitespace());
        apt
    };
    shell::run(&mut apt("update -qq"))?;
    shell::run(apt("install -qq -y --no-install-recommends").arg(package))
}

/// Whether we may install packages.
fn is_root() -> bool {
    let id = shell::command("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
