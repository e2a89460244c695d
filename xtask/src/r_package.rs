//! `cargo xtask r`: the R packages, made whole with the sources of the engine, built without optimisation, and put to `R CMD check`.
//!
//! There are two: `wordify`, and `wordifydata` with the dictionaries, which `wordify` is built with. A release hands out both with the
//! sources of all other crates (`cargo xtask r --vendored`), so that they are built without any network.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{shell, tools};

const FOLDER: &str = "crates/wordify-r";
/// What makes an R package of the crate with the data.
const DATA_FOLDER: &str = "crates/wordify-data/r";
/// Crates of ours that the package carries beside its own, or is built with.
const ENGINE: [&str; 2] = ["wordify", DATA];
/// The crate that is in the package of data.
const DATA: &str = "wordify-data";
/// What Debian calls the packages of R that the package suggests; with R's own documents left out of the check, no TeX is needed.
const R_PACKAGES: [(&str, &str); 3] =
    [("ggplot2", "r-cran-ggplot2"), ("knitr", "r-cran-knitr"), ("rmarkdown", "r-cran-rmarkdown")];
/// What is rendered with the package: the notebook of the examples, in R.
const EXAMPLE: &str = "examples/speeches.Rmd";
/// Notes of the check that stay: the dictionaries are what they are, and no mirror of R's packages is asked.
const NOTES_KEPT: [&str; 2] = ["installed package size", "CRAN incoming feasibility"];

/// The packages, in the order in which they are built: the second is built with the first.
const PACKAGES: [&str; 2] = ["wordifydata", "wordify"];
/// Has Cargo take the crates of others from the folder beside it alone.
const VENDORED: &str =
    "[source.crates-io]\nreplace-with = \"vendored\"\n\n[source.vendored]\ndirectory = \"vendor\"\n";
/// The library beside the packages that has the data.
const LIBRARY: &str = "library";

/// Where the sources of the crates of others come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crates {
    /// From Cargo's registry, when the package is built: with what was downloaded and built here before.
    Registry,
    /// From the package itself, as CRAN wants it.
    Vendored,
}

/// Makes the source packages in the target folder, and checks them; with vendored crates where there is no network.
///
/// # Errors
/// When something cannot be written or built, and when R finds an error, a warning or a note that does not stay.
pub(crate) fn check(crates: Crates) -> Result<(), String> {
    let folder = shell::target_folder().join("r");
    for (package, archive) in PACKAGES.into_iter().zip(source(crates)?) {
        let mut check = r(&folder, crates);
        let outcome = shell::run(check.args(["check", "--no-manual"]).arg(&archive));
        let log = folder.join(format!("{package}.Rcheck/00check.log"));
        let log = fs::read_to_string(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        outcome.and_then(|()| verdict(&log))?;
    }
    render()
}

/// Renders the example in R Markdown with the package that the check has installed.
fn render() -> Result<(), String> {
    let folder = shell::target_folder().join("r");
    let made = folder.join("rendered");
    let program = format!(
        "rmarkdown::render('{EXAMPLE}', output_dir = {made:?}, intermediates_dir = {made:?}, quiet = TRUE)"
    );
    let mut render = shell::command("Rscript");
    render.env("R_LIBS", folder.join("wordify.Rcheck")).env("LC_ALL", "C.UTF-8");
    shell::run(render.args(["-e", &program]))
}

/// Makes the source packages in the target folder, the vignette among them: that of the data, which is installed into a library there,
/// and that of the engine.
///
/// # Errors
/// When something cannot be written or built.
pub(crate) fn source(crates: Crates) -> Result<[PathBuf; 2], String> {
    tools::ensure("pandoc", "pandoc")?;
    for (package, debian) in R_PACKAGES {
        tools::ensure_in_r(package, debian)?;
    }
    shell::program()?;
    let folder = shell::target_folder().join("r");
    let data = folder.join("wordifydata");
    stage_data(&data).map_err(|error| format!("{}: {error}", data.display()))?;
    shell::run(r(&folder, Crates::Registry).args(["build", "wordifydata"]))?;
    let archives = PACKAGES.map(|name| folder.join(format!("{name}_{}.tar.gz", env!("CARGO_PKG_VERSION"))));
    let library = folder.join(LIBRARY);
    fs::create_dir_all(&library).map_err(|error| format!("{}: {error}", library.display()))?;
    let mut install = r(&folder, Crates::Registry);
    shell::run(install.arg("INSTALL").arg(format!("--library={}", library.display())).arg(&archives[0]))?;
    let package = folder.join("wordify");
    stage(&package).map_err(|error| format!("{}: {error}", package.display()))?;
    if crates == Crates::Vendored {
        vendor(&package.join("src/rust"))?;
    }
    let own = package.join("src/rust").join(DATA);
    fs::remove_dir_all(&own).map_err(|error| format!("{}: {error}", own.display()))?;
    shell::run(r(&folder, crates).args(["build", "wordify"]))?;
    Ok(archives)
}

/// Packs the sources of all crates of others that the package in `rust` is built with, and how Cargo finds them, beside its manifest.
fn vendor(rust: &Path) -> Result<(), String> {
    shell::run(shell::cargo("vendor --quiet --versioned-dirs vendor").current_dir(rust))?;
    let problem = |error: std::io::Error| format!("{}: {error}", rust.display());
    fs::write(rust.join("vendor.toml"), VENDORED).map_err(problem)?;
    let mut pack = shell::command("tar");
    // The same bytes from the same sources.
    pack.current_dir(rust).args(["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"]);
    shell::run(pack.args(["-cJf", "vendor.tar.xz", "vendor"]))?;
    fs::remove_dir_all(rust.join("vendor")).map_err(problem)
}

/// R in `folder`, with what its tests compare with; and with what was built before, or without any network.
fn r(folder: &Path, crates: Crates) -> std::process::Command {
    let mut command = match crates {
        Crates::Registry => {
            let mut command = shell::command("R");
            command.arg("CMD").env("CARGO_TARGET_DIR", shell::target_folder().join("python"));
            command
        }
        // Not even Cargo's own downloads are there.
        Crates::Vendored => {
            let mut command = shell::command("unshare");
            command.args(["--net", "R", "CMD"]).env("CARGO_HOME", folder.join("cargo-home"));
            command.env("CARGO_TARGET_DIR", folder.join("vendored-target"));
            command
        }
    };
    command.current_dir(folder).env("WORDIFY_PROFILE", "dev").env("R_LIBS", folder.join(LIBRARY));
    command.env("STANDALONE_PROGRAM", shell::target_folder().join("debug/wordify"));
    command.env("WORDIFY_CORPORA", shell::root().join("crates/wordify-cli/tests/corpora/reviews"));
    // What is asked of those who hand a package in to R's archive needs the archive.
    command.env("_R_CHECK_CRAN_INCOMING_", "false").env("TESTS_REQUIRE_ALL", "1").env("LC_ALL", "C.UTF-8");
    command
}

/// Makes an R package of the crate with the data, in the folder `package`.
fn stage_data(package: &Path) -> std::io::Result<()> {
    if package.exists() {
        fs::remove_dir_all(package)?;
    }
    copy(&shell::root().join(DATA_FOLDER), package)?;
    let inside = package.join("inst/include").join(DATA);
    copy(&shell::root().join("crates").join(DATA), &inside)?;
    // What makes the package is no part of it.
    fs::remove_dir_all(inside.join("r"))
}

/// Puts the package with the sources of the engine into the folder `package`.
fn stage(package: &Path) -> std::io::Result<()> {
    let root = shell::root();
    if package.exists() {
        fs::remove_dir_all(package)?;
    }
    copy(&root.join(FOLDER), package)?;
    let description = package.join("DESCRIPTION");
    // From a clone the package is built with the data that lie there.
    let data = format!("LinkingTo: wordifydata (>= {})\n", env!("CARGO_PKG_VERSION"));
    fs::write(&description, fs::read_to_string(&description)? + &data)?;
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
