//! `cargo xtask r`: the R package, made whole with the sources of the engine, built without optimisation, and put to `R CMD check`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{shell, tools};

const FOLDER: &str = "crates/wordify-r";
/// Crates of ours that the package carries beside its own.
const ENGINE: [&str; 2] = ["wordify", "wordify-data"];
/// What Debian calls the packages of R that the package suggests; with R's own documents left out of the check, no TeX is needed.
const R_PACKAGES: [(&str, &str); 3] =
    [("ggplot2", "r-cran-ggplot2"), ("knitr", "r-cran-knitr"), ("rmarkdown", "r-cran-rmarkdown")];
/// Notes of the check that stay: the dictionaries are what they are, and no mirror of R's packages is asked.
const NOTES_KEPT: [&str; 2] = ["installed package size", "CRAN incoming feasibility"];

/// Makes the source package in the target folder, and checks it.
///
/// # Errors
/// When something cannot be written or built, and when R finds an error, a warning or a note that does not stay.
pub(crate) fn check() -> Result<(), String> {
    let archive = source()?;
    let folder = shell::target_folder().join("r");
    let outcome = shell::run(r(&folder).args(["check", "--no-manual"]).arg(&archive));
    let log = folder.join("wordify.Rcheck/00check.log");
    let log = fs::read_to_string(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    outcome.and_then(|()| verdict(&log))
}

/// Makes the source package in the target folder, its vignette among it.
///
/// # Errors
/// When something cannot be written or built.
pub(crate) fn source() -> Result<PathBuf, String> {
    tools::ensure("pandoc", "pandoc")?;
    for (package, debian) in R_PACKAGES {
        tools::ensure_in_r(package, debian)?;
    }
    shell::program()?;
    let folder = shell::target_folder().join("r");
    let package = folder.join("wordify");
    stage(&package).map_err(|error| format!("{}: {error}", package.display()))?;
    shell::run(r(&folder).args(["build", "wordify"]))?;
    Ok(folder.join(concat!("wordify_", env!("CARGO_PKG_VERSION"), ".tar.gz")))
}

/// R in `folder`, with what its tests compare with, and with what was built before.
fn r(folder: &Path) -> std::process::Command {
    let mut command = shell::command("R");
    command.arg("CMD").current_dir(folder);
    command.env("WORDIFY_PROFILE", "dev").env("CARGO_TARGET_DIR", shell::target_folder().join("python"));
    command.env("STANDALONE_PROGRAM", shell::target_folder().join("debug/wordify"));
    command.env("WORDIFY_CORPORA", shell::root().join("crates/wordify-cli/tests/corpora/reviews"));
    // What is asked of those who hand a package in to R's archive needs the archive.
    command.env("_R_CHECK_CRAN_INCOMING_", "false").env("TESTS_REQUIRE_ALL", "1").env("LC_ALL", "C.UTF-8");
    command
}

/// Puts the package with the sources of the engine into the folder `package`.
fn stage(package: &Path) -> std::io::Result<()> {
    let root = shell::root();
    if package.exists() {
        fs::remove_dir_all(package)?;
    }
    copy(&root.join(FOLDER), package)?;
    let rust = package.join("src/rust");
    for name in ENGINE {
        let from = root.join("crates").join(name);
        copy(&from, &rust.join(name))?;
        for part in ["tests", "benches", "examples"] {
            let part = rust.join(name).join(part);
            if part.exists() {
                fs::remove_dir_all(part)?;
            }
        }
        // What follows are tests and benchmarks.
        let manifest = fs::read_to_string(from.join("Cargo.toml"))?;
        let kept = manifest.split("[dev-dependencies]").next().unwrap_or(&manifest);
        fs::write(rust.join(name).join("Cargo.toml"), kept)?;
    }
    let workspace = fs::read_to_string(root.join("Cargo.toml"))?;
    let manifest = fs::read_to_string(root.join(FOLDER).join("src/rust/Cargo.toml"))?;
    fs::write(rust.join("Cargo.toml"), with_workspace(&manifest, &workspace))?;
    fs::copy(root.join("Cargo.lock"), rust.join("Cargo.lock"))?;
    Ok(())
}

/// The manifest of the native code as the root of a workspace of its own, with what the crates of the engine take from `workspace`.
fn with_workspace(manifest: &str, workspace: &str) -> String {
    let shared = workspace.split_once("[workspace.package]").map_or("", |(_, rest)| rest);
    let shared = shared.split("[profile.").next().unwrap_or(shared);
    let members = ENGINE.map(|name| format!("{name:?}")).join(", ");
    let head = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[workspace.package]{shared}");
    manifest.replace("[workspace]\n", &head).replace("../../../wordify", "wordify")
}

/// Copies a folder with all that is in it, but what building leaves behind.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let is_built =
            name == "target" || path.extension().is_some_and(|end| end == "o" || end == "so" || end == "a");
        if is_built {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// Whether the log of `R CMD check` holds nothing but what stays.
fn verdict(log: &str) -> Result<(), String> {
    let is_kept = |line: &str| NOTES_KEPT.iter().any(|kept| line.contains(kept));
    let bad: Vec<&str> = log
        .lines()
        .filter(|line| line.starts_with("* checking "))
        .filter(|line| ["NOTE", "WARNING", "ERROR"].iter().any(|word| line.ends_with(word)))
        .filter(|line| !is_kept(line))
        .collect();
    if bad.is_empty() { Ok(()) } else { Err(format!("R CMD check:\n{}\n\n{log}", bad.join("\n"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_about_the_size_stays_and_any_other_does_not() {
        let size = "* checking for file ... OK\n* checking installed package size ... NOTE\n  installed size is 60Mb\n";
        assert_eq!(verdict(size), Ok(()));
        let other = format!("{size}* checking R code for possible problems ... NOTE\n");
        assert!(verdict(&other).is_err_and(|error| error.contains("possible problems")));
    }

    #[test]
    fn the_manifest_becomes_the_root_of_a_workspace() {
        let manifest = "[package]\nname = \"a\"\n[workspace]\n\n[dependencies]\nwordify = { path = \"../../../wordify\" }\n";
        let workspace = "[workspace]\nmembers = []\n[workspace.package]\nversion = \"1.0.0\"\n[profile.dev]\nopt-level = 1\n";
        let made = with_workspace(manifest, workspace);
        assert!(made.contains("members = [\"wordify\", \"wordify-data\"]"), "{made}");
        assert!(made.contains("version = \"1.0.0\"") && !made.contains("opt-level"), "{made}");
        assert!(made.contains("path = \"wordify\""), "{made}");
    }
}
