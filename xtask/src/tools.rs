//! Tools that the checks need, installed when they are missing and never otherwise.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell;

/// Checks licences, bans and sources of dependencies. Pinned, so that a new release cannot break a build.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// Builds Debian packages.
const CARGO_DEB_VERSION: &str = "3.8.0";

/// Puts faults into the code, to see whether the tests notice.
const CARGO_MUTANTS_VERSION: &str = "27.1.0";

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

/// The path of cargo-mutants; built into the target folder when it is not there.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn cargo_mutants() -> Result<PathBuf, String> {
    cargo_tool("cargo-mutants", CARGO_MUTANTS_VERSION)
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

/// Makes sure that LibreOffice is there with `part`, such as `calc`: its packages share one program, which lacks the parts that are not
/// installed.
///
/// # Errors
/// As [`ensure`].
pub(crate) fn ensure_libreoffice(part: &str, library: &str) -> Result<(), String> {
    let library = Path::new("/usr/lib/libreoffice/program").join(library);
    let is_debian = Path::new("/etc/debian_version").is_file();
    if shell::has("soffice") && (!is_debian || library.is_file()) {
        return Ok(());
    }
    install(&format!("libreoffice-{part}-nogui"))
}

/// Makes sure that PostgreSQL is there, for the servers that tests start by themselves. Its package would set up one of the system's own and
/// start it, so a file forbids that first.
///
/// # Errors
/// As [`ensure`].
pub(crate) fn ensure_postgresql() -> Result<(), String> {
    let mut versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let has_server = |version: fs::DirEntry| version.path().join("bin/initdb").is_file();
    if shell::has("initdb") || versions.any(has_server) {
        return Ok(());
    }
    install("postgresql-common")?;
    let folder = Path::new("/etc/postgresql-common/createcluster.d");
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::write(folder.join("no-cluster.conf"), "create_main_cluster = false\n"));
    written.map_err(|error| format!("{}: {error}", folder.display()))?;
    install("postgresql")
}

/// Makes sure that R has `package`, from Debian's `debian` if need be.
///
/// # Errors
/// As [`ensure`].
pub(crate) fn ensure_in_r(package: &str, debian: &str) -> Result<(), String> {
    ensure("Rscript", "r-base-core")?;
    let asks = format!("quit(status = !requireNamespace('{package}', quietly = TRUE))");
    let has = shell::command("Rscript").args(["-e", &asks]).status().is_ok_and(|status| status.success());
    if has { Ok(()) } else { install(debian) }
}

/// Downloads a package of Debian's and unpacks it into `folder`, without installing it.
///
/// # Errors
/// When this is no Debian, or its archive cannot be reached.
pub(crate) fn unpack(package: &str, folder: &Path) -> Result<(), String> {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    let download = folder.join("download");
    fs::create_dir_all(&download).map_err(problem)?;
    let get = || shell::run(shell::command("apt-get").args(["download", package]).current_dir(&download));
    if get().is_err() {
        // A fresh Debian knows no packages yet.
        shell::run(&mut apt("update -qq"))?;
        get()?;
    }
    let entries = fs::read_dir(&download).map_err(problem)?;
    let mut paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let archive = paths.next().ok_or_else(|| format!("apt-get downloaded no {package}"))?;
    shell::run(shell::command("dpkg").arg("-x").arg(archive).arg(folder))?;
    fs::remove_dir_all(&download).map_err(problem)
}

/// Installs a package of Debian's.
///
/// # Errors
/// When this is no Debian, or we may not install; says what to install.
pub(crate) fn install(package: &str) -> Result<(), String> {
    if !shell::has("apt-get") || !is_root() {
        return Err(format!("something is missing; on Debian: apt-get install {package}"));
    }
    shell::run(&mut apt("update -qq"))?;
    shell::run(apt("install -qq -y --no-install-recommends").arg(package))
}

fn apt(arguments: &str) -> Command {
    let mut apt = shell::command("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(arguments.split_whitespace());
    apt
}

/// Whether we may install packages.
fn is_root() -> bool {
    let id = shell::command("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
