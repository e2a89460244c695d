//! `cargo xtask release`: everything that a release hands out, in `target/release-files`, and each tried as its user would install it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{package, r_package, shell, tools, wheel};

/// The releases of Debian whose bare systems the files are installed on: the oldest that is served, with Python 3.11, and the newest, with
/// Python 3.13.
const DEBIANS: [&str; 2] = ["bookworm", "trixie"];
/// What the bare system has besides, for the wheel; the package brings what it needs.
const PACKAGES: &str = "python3,python3-venv";
/// Bytes of a wheel: whoever installs it waits for them.
const WHEEL_BYTES_MAX: u64 = 60 << 20;
/// What is handed out as it stands in the repository.
const DOCUMENTS: [&str; 2] = ["CHANGELOG.md", "CITATION.cff"];
const SUMS: &str = "SHA256SUMS";
/// What every way of installing must do, with the same bytes.
const EXAMPLE: &str = "examples/wordnet-topics.csv";

/// Builds all with `profile` (`release` or `dev`), and tries it.
///
/// # Errors
/// When something cannot be built or installed, when two ways of installing differ in what they give, and when the wheel is too large.
pub(crate) fn make(profile: &str) -> Result<(), String> {
    tools::ensure("mmdebstrap", "mmdebstrap")?;
    let folder = shell::target_folder().join("release-files");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    package::build(profile)?;
    let bill = shell::root().join("target/package/sbom.cdx.json");
    let mut files = vec![bill, wheel::release(profile)?];
    files.extend(r_package::source(r_package::Crates::Vendored)?);
    files.extend(package::all()?);
    files.extend(DOCUMENTS.map(|name| shell::root().join(name)));
    for file in &files {
        let to = folder.join(file.file_name().unwrap_or_default());
        fs::copy(file, to).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    write_sums(&folder)?;
    for debian in DEBIANS {
        try_on_bare_system(&folder, debian)?;
    }
    check_size(&folder, profile)?;
    list(&folder)
}

/// The sum of each file, as `sha256sum --check` reads it.
fn write_sums(folder: &Path) -> Result<(), String> {
    let names: Vec<_> =
        shell::sorted(folder)?.iter().filter_map(|path| path.file_name().map(ToOwned::to_owned)).collect();
    let mut sums = shell::command("sha256sum");
    let output =
        sums.current_dir(folder).args(names).output().map_err(|error| format!("sha256sum: {error}"))?;
    if !output.status.success() {
        return Err(format!("sha256sum: {}", output.status));
    }
    fs::write(folder.join(SUMS), output.stdout).map_err(|error| format!("{SUMS}: {error}"))
}

/// Installs package, archive and wheel on a bare `debian`, one after the other, and compares what they make of the example.
fn try_on_bare_system(folder: &Path, debian: &str) -> Result<(), String> {
    let root = shell::target_folder().join("bare-debian");
    if root.exists() {
        fs::remove_dir_all(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    }
    let mut make = shell::command("mmdebstrap");
    make.args(["--quiet", "--variant=minbase", "--include", PACKAGES, debian]);
    shell::run(make.arg(&root))?;
    let inside = root.join("files");
    fs::create_dir_all(&inside).map_err(|error| format!("{}: {error}", inside.display()))?;
    let script = shell::root().join("xtask/release-trial.sh");
    for file in shell::sorted(folder)?.into_iter().chain([shell::root().join(EXAMPLE), script]) {
        let to = inside.join(file.file_name().unwrap_or_default());
        fs::copy(&file, to).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    // Names are looked up as here: the bare system has no resolver of its own.
    let resolver = Path::new("/etc/resolv.conf");
    if resolver.exists() {
        fs::copy(resolver, root.join("etc/resolv.conf")).map_err(|error| format!("resolv.conf: {error}"))?;
    }
    // Packages want to see processes; the mount ends with the trial.
    let inside = "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" /bin/sh -eu /files/release-trial.sh";
    shell::run(shell::command("unshare").args(["--mount", "sh", "-c", inside]).arg(&root))?;
    fs::remove_dir_all(&root).map_err(|error| format!("{}: {error}", root.display()))
}

/// Without optimisation the wheel is larger, and nobody installs it.
fn check_size(folder: &Path, profile: &str) -> Result<(), String> {
    let is_wheel = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "whl");
    let wheel = shell::sorted(folder)?.into_iter().find(is_wheel).ok_or("there is no wheel")?;
    let bytes = fs::metadata(&wheel).map_err(|error| format!("{}: {error}", wheel.display()))?.len();
    if profile == "release" && bytes > WHEEL_BYTES_MAX {
        return Err(format!("the wheel has {bytes} bytes, more than {WHEEL_BYTES_MAX}"));
    }
    Ok(())
}

fn list(folder: &Path) -> Result<(), String> {
    println!("{}:", folder.display());
    for path in shell::sorted(folder)? {
        let bytes = fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
        println!(
            "{:>8} kB  {}",
            bytes.div_ceil(1000),
            path.file_name().unwrap_or_default().to_string_lossy()
        );
    }
    Ok(())
}
